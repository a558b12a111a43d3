"""The freeze request in the shape of the kill-chain sheet: what a bank or a unit on the other side asks for before it stops money.

The fields are those of the Financial Fraud Kill Chain sheet: summary, victim and place, originating bank and account, beneficiary, its bank,
account and place, intermediary bank, SWIFT reference, day, amount, "for further credit". The victim stands as a reference, never by name.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from weft.countries import hold_rule
from weft.money import from_minor
from weft.release import Marking
from weftnode.cases.models import Measure
from weftnode.papers import Facts, Heading, Note, Paper, Text
from weftnode.reports.templatetags.reports import money

_CHAIN = "us.ffkc-window"


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


def paper(measure: Measure, given: Mapping[str, Any], marking: Marking, asker: str) -> Paper:
    """The sheet, in the language that was asked for."""
    with translation.override(given["language"]):
        return _paper(measure, given, marking, asker)


def _paper(measure: Measure, given: Mapping[str, Any], marking: Marking, asker: str) -> Paper:
    def text(name: str) -> str:
        return str(given.get(name) or "–")

    amount = "–"
    if measure.amount_minor is not None:
        amount = f"{money(from_minor(measure.amount_minor, measure.currency))} {measure.currency}"
    now = timezone.localtime()
    rule = hold_rule(_CHAIN)
    blocks = (
        Facts(
            (
                (_("Asked by"), asker),
                (_("Case"), f"{measure.case.number} · {measure.number}"),
                (_("Made"), formats.date_format(now, "SHORT_DATETIME_FORMAT") + f" ({now:%Z})"),
                (_("Legal power"), measure.power or "–"),
                (_("Hold"), amount),
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
                (_("Amount"), amount),
                (_("SWIFT reference"), text("swift")),
                (_("For further credit"), text("further_credit")),
                (_("The bank has sent a recall"), _("yes") if given.get("recall") else _("no")),
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
        language=given["language"],
        marking=f"{marking.tlp.label} {marking.pap.label}",
        reference=f"{measure.case.number}/{measure.number}",
        made_at=now,
    )
