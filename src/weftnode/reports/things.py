"""Reports and files as the gate sees them: what each field holds, and the marking they carry."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from weft import release
from weftnode.accounts.models import Officer
from weftnode.partners import markings
from weftnode.partners.things import Source, Thing
from weftnode.reports import queries
from weftnode.ui import phrases

REPORT, BATCH = "reports.report", "reports.batch"
# Documents name a person; everything else names a thing somebody used.
_PERSONS = frozenset({"national_id", "passport"})
_PLAIN = {
    "day": release.Sort.PLAIN,
    "country": release.Sort.COUNTRY,
    "category": release.Sort.PLAIN,
    "amount": release.Sort.MONEY,
    "currency": release.Sort.MONEY,
    "narrative": release.Sort.NARRATIVE,
    "reporter": release.Sort.SOURCE,
}


def identifier_sorts(kinds: Iterable[str]) -> dict[str, release.Sort]:
    """The sort of a field that holds identifiers of one kind, by kind."""
    return {kind: release.Sort.PERSON if kind in _PERSONS else release.Sort.IDENTIFIER for kind in kinds}


def report(viewer: Officer, pk: int) -> Thing:
    """One report. NothingFound for what is not there, or not for this viewer."""
    found = queries.report(viewer, pk)
    named: dict[str, list[str]] = {}
    for kind, value in found.sightings.order_by("kind", "value").values_list("kind", "value").distinct():
        named.setdefault(kind, []).append(value)
    item = release.Item(
        "report",
        {**_PLAIN, **identifier_sorts(named)},
        offence="fraud",
        identifier_kinds={kind: kind for kind in named},
    )
    values = {
        "day": found.reported_on,
        "country": found.country,
        "category": found.category,
        "amount": found.amount,
        "currency": found.currency,
        "narrative": found.narrative,
        **named,
    }
    return Thing(REPORT, found.pk, found.number, item, values, of_reports([(found.pk, found.batch_id)])[found.pk])


def of_reports(rows: Iterable[tuple[int, int | None]]) -> dict[int, release.Marking | None]:
    """Marking of each (report, its file): its own and its file's together, the stricter counts; None where neither is marked."""
    every = list(rows)
    own = markings.of_many(REPORT, [pk for pk, _batch in every])
    files = markings.of_many(BATCH, {batch for _pk, batch in every if batch is not None})
    found: dict[int, release.Marking | None] = {}
    for pk, batch in every:
        said = [one for one in (own.get(pk), files.get(batch or 0)) if one is not None]
        found[pk] = release.strictest(said) if said else None
    return found


def batch(viewer: Officer, pk: int) -> Thing:
    """A file of reports: it is marked, and its reports with it; it never goes as a file."""
    found = queries.batch(viewer, pk)
    return Thing(
        BATCH, found.pk, found.name, release.Item("file", {"file": release.Sort.SOURCE}), {}, markings.of(BATCH, pk)
    )


def sources() -> list[Source]:
    """What this app brings."""
    words = {
        "day": _("day"),
        "country": _("country"),
        "category": _("kind of scam"),
        "amount": _("loss"),
        "currency": _("currency"),
        "narrative": _("what happened"),
        "reporter": _("who reported"),
        **phrases.KINDS,
    }
    return [
        Source(REPORT, _("report"), report, lambda pk: reverse("reports:report", args=[pk]), words),
        Source(BATCH, _("file"), batch, lambda pk: reverse("reports:batch", args=[pk])),
    ]
