"""The gate's codes in words: purposes, offence categories, sorts of thing, reasons. Codes are `weft.release`'s; words are the pages'."""

import datetime as dt

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OBJECTS: dict[str, "str | Promise"] = {
    "report": _("report"),
    "network": _("network"),
    "case": _("joint case"),
    "measure": _("measure"),
    "request": _("request"),
    "statistic": _("figures"),
    "brief": _("brief"),
    "commitment": _("commitment"),
    "meeting": _("meeting"),
    "statement": _("statement"),
    "set": _("set of tokens for questions"),
}
PURPOSES: dict[str, "str | Promise"] = {
    "fraud.network": _("joining networks of fraud"),
    "fraud.investigation": _("investigation of a case"),
    "asset.freeze": _("holding and freezing money"),
    "asset.recovery": _("recovery and restitution"),
    "number.block": _("blocking of numbers"),
    "site.block": _("blocking of websites"),
    "site.takedown": _("takedown of websites"),
    "arrest": _("arrest"),
    "rescue": _("rescue"),
    "repatriation": _("repatriation"),
    "sanction": _("sanctions and entry bans"),
    "victim.support": _("support of victims"),
    "missing.person": _("search for missing people"),
    "statistics": _("figures and trends"),
    "diplomacy": _("meetings and commitments"),
}
OFFENCES: dict[str, "str | Promise"] = {
    "fraud": _("fraud"),
    "money_laundering": _("laundering of proceeds of crime"),
    "organised_crime": _("taking part in an organised criminal group"),
    "corruption": _("corruption"),
    "trafficking": _("trafficking in persons"),
    "smuggling": _("smuggling of migrants"),
    "cybercrime": _("illegal access to and interference with computers and data"),
    "illegal_gambling": _("illegal gambling"),
    "unlicensed_finance": _("unlicensed payment, exchange or investment business"),
}
REASONS: dict[str, "str | Promise"] = {
    "partner.limited": _("The partnership is limited, and this purpose was not kept open."),
    "partner.suspended": _("The partnership is suspended."),
    "partner.ended": _("The partnership has ended."),
    "tlp.red": _("Marked TLP:RED, or not marked at all, and this recipient is not named on it."),
    "tlp.strict": _("TLP:AMBER+STRICT goes to one named organisation, not to a country as a whole."),
    "originator": _("The partner it came from has not agreed that it goes on."),
    "originator.red": _("A partner's TLP:RED never goes on."),
    "pap": _("Its PAP label does not allow measures that the other side notices."),
    "agreement.none": _("No agreement covers it."),
    "agreement.partner": _("The agreement is with somebody else."),
    "agreement.expired": _("The agreement is not in force today."),
    "agreement.tlp": _("Stricter than the agreement's strictest TLP label."),
    "agreement.pap": _("Stricter than the agreement's strictest PAP label."),
    "agreement.agency": _("The agreement does not cover this body."),
    "agreement.purpose": _("The agreement does not serve this purpose."),
    "agreement.kind": _("The agreement does not cover this sort of thing."),
    "agreement.offence": _("The agreement does not cover this offence."),
    "agreement.unconfirmed": _("Nobody has confirmed the agreement yet."),
    "people.closed": _("What comes from the closed room goes to victim support only."),
    "people.few": _("A figure about so few people tells who they are."),
    "fields.all": _("Every field of it is barred for this recipient."),
    "field.source": _("Who told us never leaves."),
    "field.victim": _("Victims' data go to victim support only."),
    "field.person": _("The agreement lets no data about named persons go."),
    "field.narrative": _("Free text goes only when somebody has read and cleared it."),
    "field.identifier": _("The agreement does not list this kind of identifier."),
    "field.location": _("More exact than the agreement allows."),
    "parcel.recalled": _("This parcel was called back."),
    "parcel.rests": _("Answers to this partner rest for a while before they may leave."),
    "budget.spent": _("The budget of the agreement is spent."),
    "parcel.narrower": _("Less of it may go today than when it was packed. Pack it again."),
}


def purpose(code: str) -> str:
    """A purpose in words; an unknown one by its code."""
    return str(PURPOSES.get(code, code))


def reason(code: str) -> str:
    """Why the gate said no, in a sentence; an unknown reason by its code."""
    known, _colon, day = code.partition(":")
    said = str(REASONS.get(known, code))
    # A budget says when it renews.
    return (
        f"{said} {_('It renews on %(day)s.') % {'day': formats.date_format(dt.date.fromisoformat(day), 'DATE_FORMAT')}}"
        if day
        else said
    )
