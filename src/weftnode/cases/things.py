"""A measure as the gate sees it: what may be asked of a partner, and nothing of the people in the case."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from weft import release
from weft.money import from_minor
from weftnode.accounts.models import Officer
from weftnode.cases import queries
from weftnode.cases.models import Case, Measure
from weftnode.partners import markings
from weftnode.partners.things import Source, Thing
from weftnode.ui import phrases

MEASURE = "cases.measure"
CASE = "cases.case"
_PERSONAL = frozenset({"national_id", "passport"})
_FIELDS = {
    "measure": release.Sort.PLAIN,
    "form": release.Sort.PLAIN,
    "state": release.Sort.PLAIN,
    "amount": release.Sort.MONEY,
    "currency": release.Sort.PLAIN,
    "country": release.Sort.COUNTRY,
    "office": release.Sort.PLAIN,
    "power": release.Sort.PLAIN,
    "carried_by": release.Sort.PLAIN,
    "runs_out": release.Sort.PLAIN,
    "reason": release.Sort.NARRATIVE,
    "result": release.Sort.NARRATIVE,
}


def marking(case: Case) -> release.Marking:
    """The label in force on a case: what the gate's table says, else what the case says of itself. Without either it is RED."""
    return markings.of(CASE, case.pk) or release.Marking(release.TLP[case.tlp], release.PAP[case.pap])


def measure(viewer: Officer, pk: int) -> Thing:
    """One measure. NothingFound for what is not there, or not for this viewer."""
    found = queries.measure(viewer, pk)
    sort = release.Sort.PERSON if found.kind in _PERSONAL else release.Sort.IDENTIFIER
    named = {found.kind: sort} if found.value else {}
    item = release.Item(
        "measure",
        {**_FIELDS, **named},
        offence="fraud",
        identifier_kinds={found.kind: found.kind} if found.value else {},
    )
    label = markings.of(MEASURE, found.pk) or marking(found.case)
    return Thing(MEASURE, found.pk, str(found), item, _values(found), label)


def _values(found: Measure) -> dict[str, object]:
    hold = getattr(found, "hold", None)
    amount = str(from_minor(found.amount_minor, found.currency)) if found.amount_minor is not None else ""
    return {
        "measure": found.number,
        "form": found.form,
        "state": found.state,
        "amount": amount,
        "currency": found.currency,
        "country": found.country,
        "office": found.office,
        "power": found.power,
        "carried_by": found.carried_by,
        "runs_out": hold.due_at.isoformat() if hold and hold.due_at else "",
        "reason": found.reason,
        "result": found.result,
        **({found.kind: found.value} if found.value else {}),
    }


def source() -> Source:
    """What this app brings."""
    words = {
        "measure": _("measure"), "form": _("form"), "state": _("state"), "amount": _("amount"), "currency": _("currency"),
        "country": _("country"), "office": _("office"), "power": _("legal power"), "carried_by": _("carried out by"),
        "runs_out": _("runs out"), "reason": _("reason"), "result": _("result"), **phrases.KINDS,
    }  # fmt: skip
    return Source(MEASURE, _("measure"), measure, lambda pk: reverse("cases:measure", args=[pk]), words)
