"""The freeze request in the shape of the kill-chain sheet: what a bank or a unit on the other side asks for before it stops money.

The fields are those of the Financial Fraud Kill Chain sheet: summary, victim and place, originating bank and account, beneficiary, its bank,
account and place, intermediary bank, SWIFT reference, day, amount, "for further credit". The victim stands as a reference, never by name.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from weft.countries import hold_rule
from weft.money import from_minor
from weft.release import Item, Marking, Sort
from weftnode import papers
from weftnode.cases.models import Hold, Measure
from weftnode.papers import Facts, Heading, Note, Paper, Text
from weftnode.partners.outbound import Cleared, File
from weftnode.partners.things import Thing
from weftnode.reports.templatetags.reports import money

_CHAIN = "us.ffkc-window"
_SORTS: dict[str, Sort] = {
    "number": Sort.PLAIN,
    "language": Sort.PLAIN,
    "asked_by": Sort.PLAIN,
    "made_at": Sort.PLAIN,
    "power": Sort.PLAIN,
    "amount": Sort.MONEY,
    "summary": Sort.NARRATIVE,
    "victim": Sort.VICTIM,
    "victim_place": Sort.PROVINCE,
    "from_bank": Sort.PLAIN,
    "from_account": Sort.IDENTIFIER,
    "beneficiary": Sort.PERSON,
    "to_bank": Sort.PLAIN,
    # Of the bank, as its account number says too; no place where people are.
    "to_place": Sort.PLAIN,
    "to_account": Sort.IDENTIFIER,
    "through_bank": Sort.PLAIN,
    "swift": Sort.PLAIN,
    "sent_at": Sort.PLAIN,
    "further_credit": Sort.NARRATIVE,
    "recall": Sort.PLAIN,
}
"""The fields of the sheet, with what the gate must know of each."""
# The officer wrote these for this recipient, on this sheet: that is the reading and clearing that the gate asks for.
_CLEARED = frozenset({"summary", "further_credit"})


def initial(measure: Measure, *, summary: str = "") -> dict[str, str]:
    """What the measure already knows of the sheet."""
    country, bank = "", measure.carried_by
    if measure.kind == "bank_account":
        country, code, _number = ([*measure.value.split(":", 2), "", ""])[:3]
        bank = bank or code
    return {
        "summary": summary or measure.reason or measure.case.about,
        "to_account": measure.as_written or measure.value,
        "to_bank": bank,
        "to_place": country or measure.country,
    }


def wanted_minor(measure: Measure) -> int | None:
    """What the sheet asks to hold: the tainted amount where it was said, else what the measure is about."""
    hold = Hold.objects.filter(measure=measure).first()
    return hold.tainted_minor if hold else measure.amount_minor


def values(measure: Measure, given: Mapping[str, Any], asker: str) -> dict[str, Any]:
    """Everything that stands on the sheet, by field."""
    minor = wanted_minor(measure)
    amount = "" if minor is None else f"{money(from_minor(minor, measure.currency))} {measure.currency}"
    known = {
        "number": f"{measure.case.number}/{measure.number}",
        "asked_by": asker,
        "made_at": timezone.localtime().isoformat(timespec="minutes"),
        "power": measure.power,
        "amount": amount,
    }
    return {name: known.get(name, given.get(name, "")) for name in _SORTS}


def thing(measure: Measure, sheet: Mapping[str, Any], marking: Marking, label: str) -> Thing:
    """The sheet as the gate sees it: a measure whose text was written for whoever receives it."""
    kinds = {"from_account": "bank_account", "to_account": measure.kind or "bank_account"}
    item = Item("measure", _SORTS, offence="fraud", cleared_texts=_CLEARED, identifier_kinds=kinds)
    return Thing(label, measure.pk, str(measure), item, sheet, marking)


def as_sheet(cleared: Cleared) -> File:
    """The writer of the door: a PDF of what the gate let out, and of nothing else."""
    part = cleared.parts[0]
    return File("freeze-request.pdf", "application/pdf", papers.pdf(paper(part.values, f"{part.tlp} {part.pap}")))


def paper(sheet: Mapping[str, Any], marking: str) -> Paper:
    """The sheet as a paper, in its language; a field that is empty, or that did not go, shows a dash."""
    with translation.override(sheet["language"]):
        return _paper(sheet, marking)


def _paper(sheet: Mapping[str, Any], marking: str) -> Paper:
    def text(name: str) -> str:
        return str(sheet.get(name) or "–")

    made = dt.datetime.fromisoformat(sheet["made_at"])
    rule = hold_rule(_CHAIN)
    blocks = (
        Facts(
            (
                (_("Asked by"), text("asked_by")),
                (_("Number"), text("number")),
                (_("Made"), f"{formats.date_format(made, 'SHORT_DATETIME_FORMAT')} ({made:%Z})"),
                (_("Legal power"), text("power")),
                (_("Hold"), text("amount")),
            )
        ),
        Note(_("Please hold the amount that is named, not the whole account, and tell us at once what was held, since when and until when.")),
        Heading(_("Summary of the incident")),
        Text(text("summary")),
        Heading(_("Victim and originating bank")),
        Facts(
            (
                (_("Victim, by reference"), text("victim")),
                (_("Town and country of the victim"), text("victim_place")),
                (_("Originating bank"), text("from_bank")),
                (_("Originating account"), text("from_account")),
            )
        ),
        Heading(_("Beneficiary")),
        Facts(
            (
                (_("Name of the account holder"), text("beneficiary")),
                (_("Beneficiary bank"), text("to_bank")),
                (_("Where that bank is"), text("to_place")),
                (_("Beneficiary account"), text("to_account")),
                (_("Intermediary bank"), text("through_bank")),
            )
        ),
        Heading(_("Transfer")),
        Facts(
            (
                (_("Day and time of the transfer"), text("sent_at")),
                (_("Amount"), text("amount")),
                (_("SWIFT reference"), text("swift")),
                (_("For further credit"), text("further_credit")),
                (_("The bank has sent a recall"), _("yes") if sheet.get("recall") else _("no")),
            )
        ),
        Note(_("A lead, not evidence. Whoever holds this money asks for release at the office that holds it; an innocent holder is released first.")),
        Text(
            _("The Financial Fraud Kill Chain is started within %(hours)d hours of an international transfer of at least 50,000 US dollars whose recall was sent. Source: %(source)s")
            % {"hours": rule.length or 0, "source": rule.cited.source}
        ),
    )  # fmt: skip
    return Paper(
        _("Request to hold funds"),
        blocks,
        language=sheet["language"],
        marking=marking,
        reference=text("number"),
        made_at=made,
    )
