"""Named reads of reports; the first argument is whoever asks, and what they may not see is not there."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from weft import kinds
from weft.errors import InputProblem, NothingFound
from weft.model import Found
from weftnode.accounts.models import Compartment, Officer
from weftnode.reports import codes, fold, naming, text_index
from weftnode.reports.models import Batch, Problem, Report, Reports, Sighting, Slip
from weftnode.reports.naming import Pair

PAGE = 50
# A text that stands in so many reports says nothing; whoever asks for it is told so instead of being kept waiting.
_MOST_CANDIDATES = 20_000
# Of each identifier a report shares, so many of the newest others are looked at.
_SHARING = 200
_NUMBER = re.compile(r"\s*[Rr]-(\d{1,18})\s*")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of reports is asked for."""

    text: str = ""
    country: str = ""
    kind: str = ""
    status: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    batch: int | None = None
    before: int | None = None
    """Only reports with a smaller number: the next page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of reports, newest first, and how they were looked up."""

    reports: list[Report]
    older: int | None
    """Where the next page begins; None on the last one."""
    read_as: list[Found]
    """Identifiers that the text was read as."""
    cut: bool = False
    """So many reports have the text that not all were looked at."""


def reports(viewer: Officer, asked: Asked) -> Page:
    """Reports that fit, newest first. InputProblem when the text is too short to be looked up."""
    text = asked.text.strip()
    if not text:
        return _sifted(viewer, asked, _of_kind(asked.kind)) if asked.kind else _page(_listed(viewer, asked), [])
    found = _filtered(Report.objects.visible_to(viewer), asked)
    number = _NUMBER.fullmatch(text)
    if number:
        return _page(list(found.filter(pk=int(number[1]))), [])
    code = codes.read(text)
    if code and (slipped := list(found.filter(slip__code=code))):
        return _page(slipped, [])
    named = identifiers(text, asked.country or settings.NODE_COUNTRY)
    if named:
        page = _sifted(viewer, asked, _naming(named), named)
        if page.reports:
            return page
    try:
        return _by_words(viewer, asked, text)
    except InputProblem:
        if named:
            return page
        raise


def identifiers(text: str, country: str) -> list[Found]:
    """What a text names, if it names anything: an identifier in any spelling is looked up by its canonical form."""
    return kinds.find(text[:20_000], country or None)


def report(viewer: Officer, pk: int) -> Report:
    """One report with all that hangs on it. NothingFound when there is none, or it is not for this viewer."""
    rows = Report.objects.visible_to(viewer).select_related("compartment", "batch", "slip", "contact")
    found = rows.prefetch_related("sightings").filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such report")
    return found


def slip(viewer: Officer, of: Report) -> Slip | None:
    """The code that whoever reported was given, if one was."""
    return getattr(report(viewer, of.pk), "slip", None)


def sightings(viewer: Officer, of: Report) -> list[tuple[Sighting, int]]:
    """What a report names, with the number of other reports (that this viewer may see) that name it too."""
    named = sorted(of.sightings.all(), key=lambda one: one.pk)
    counts = seen(viewer, {(one.kind, one.value) for one in named}, without=of.pk)
    return [(one, counts.get((one.kind, one.value), 0)) for one in named]


def seen(
    viewer: Officer, pairs: Iterable[tuple[str, str]], *, without: int | None = None
) -> dict[tuple[str, str], int]:
    """How many reports that this viewer may see name each of ``pairs`` (kind, value); past `naming.MANY` no further than that there are more."""
    return naming.counts(viewer, pairs, without=without)


def sharing(viewer: Officer, of: Report, most: int = 20) -> list[tuple[Report, list[str]]]:
    """Other reports that name the same, those that share most first, with the values they share. Of each identifier the newest are looked at."""
    named = {(one.kind, one.value) for one in of.sightings.all()}
    numbers = {pk for some in naming.newest(viewer, named, _SHARING, without=of.pk).values() for pk in some}
    shared: dict[int, set[Pair]] = {}
    for pk, *pair in Sighting.objects.filter(report_id__in=numbers).values_list("report_id", "kind", "value"):
        if (both := (pair[0], pair[1])) in named:
            shared.setdefault(pk, set()).add(both)
    best = sorted(shared, key=lambda pk: (-len(shared[pk]), -pk))[:most]
    found = Report.objects.in_bulk(best)
    return [(found[pk], sorted({value for _kind, value in shared[pk]})) for pk in best]


def rooms_to_write(viewer: Officer) -> QuerySet[Compartment]:
    """The rooms a viewer may put reports into."""
    return viewer.compartments.order_by("name")


def batches(viewer: Officer) -> QuerySet[Batch]:
    """Files, the newest first."""
    return Batch.objects.visible_to(viewer).select_related("compartment").order_by("-pk")


def batch(viewer: Officer, pk: int) -> Batch:
    """One file. NothingFound when there is none, or it is not for this viewer."""
    found = batches(viewer).filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such file")
    return found


def problems(viewer: Officer, of: Batch) -> QuerySet[Problem]:
    """What could not be read of a file."""
    return batch(viewer, of.pk).problems.order_by("row", "pk")


def twin(viewer: Officer, sha256: str) -> Batch | None:
    """The same bytes, already in: bringing a file in twice doubles every report."""
    return (
        batches(viewer)
        .filter(sha256=sha256, state__in=[Batch.State.LOADED, Batch.State.LOADING, Batch.State.WAITING])
        .first()
    )


def _filtered(found: Reports, asked: Asked) -> Reports:
    if asked.country:
        found = found.filter(country=asked.country.upper())
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.since:
        found = found.filter(reported_on__gte=asked.since)
    if asked.until:
        found = found.filter(reported_on__lte=asked.until)
    if asked.batch:
        found = found.filter(batch_id=asked.batch)
    if asked.kind:
        found = found.filter(Exists(Sighting.objects.filter(kind=asked.kind, report=OuterRef("pk"))))
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    return found


def _listed(viewer: Officer, asked: Asked) -> list[Report]:
    """The newest of all rooms that fit, one more than a page."""
    # By its days when they have an end: going back from the newest report would pass by everything that came after them.
    by_day = asked.until is not None and not (asked.country or asked.status or asked.batch)
    order = (F("pk") + 0).desc() if by_day else F("pk").desc()
    numbers: list[int] = []
    for room in Report.objects.by_room(viewer):
        numbers += _filtered(room, asked).order_by(order).values_list("pk", flat=True)[: PAGE + 1]
    return list(Report.objects.filter(pk__in=sorted(numbers)[-PAGE - 1 :]).order_by("-pk"))


Drive = Callable[[int | None, int], list[int]]
"""Numbers of reports that may fit, the newest first: those before a number, at most so many."""


def _sifted(
    viewer: Officer,
    asked: Asked,
    drive: Drive,
    read_as: Sequence[Found] = (),
    fits: Callable[[list[Report]], list[Report]] = list,
) -> Page:
    """A page of what an index offers and the filters let through; ``fits`` has the last word. A word of many costs no more than a rare one."""
    found = _filtered(Report.objects.visible_to(viewer), replace(asked, before=None))
    right: list[Report] = []
    before, looked, most = asked.before, 0, 200
    while len(right) <= PAGE and looked < _MOST_CANDIDATES:
        numbers = drive(before, most)
        some = list(found.filter(pk__in=numbers).order_by("-pk").values_list("pk", flat=True))
        while some and len(right) <= PAGE:
            right += fits(list(Report.objects.filter(pk__in=some[: PAGE + 1]).order_by("-pk")))
            some = some[PAGE + 1 :]
        looked += len(numbers)
        if len(numbers) < most:
            return _page(right, list(read_as))
        before, most = numbers[-1], 2_000
    return _page(right, list(read_as), cut=len(right) <= PAGE)


def _of_kind(kind: str) -> Drive:
    return _driven(Q(kind=kind))


def _naming(named: Sequence[Found]) -> Drive:
    match = Q()
    for one in named[:50]:
        match |= Q(value=one.value, kind=one.kind)
    return _driven(match)


def _driven(match: Q) -> Drive:
    def drive(before: int | None, most: int) -> list[int]:
        found = (
            Sighting.objects.filter(match) if before is None else Sighting.objects.filter(match, report_id__lt=before)
        )
        return list(found.order_by("-report_id").values_list("report_id", flat=True).distinct()[:most])

    return drive


def _by_words(viewer: Officer, asked: Asked, text: str) -> Page:
    """Reports that have every word of ``text``; words in quotes stand together."""
    words = [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', text)]
    wanted = [fold.fold(word).strip() for word in words if fold.fold(word).strip()]
    if fold.is_number(text):
        # 081-234 and 081 234 are one number, whatever a report writes between its digits.
        wanted = [text_index.bare_digits(text)]
    pieces = {word: fold.pieces(word) for word in wanted}
    usable = {word: found for word, found in pieces.items() if found}
    if not usable:
        raise InputProblem(
            _("the text is too short to be looked up"), hint=_("three letters at least; two in Chinese or Korean")
        )

    def fits(chunk: list[Report]) -> list[Report]:
        named = _named_by(chunk)
        return [
            one
            for one in chunk
            if all(word in fold.fold(text_index.text_of(one.narrative, named.get(one.pk, ()))) for word in wanted)
        ]

    return _sifted(viewer, asked, partial(text_index.candidates, usable), fits=fits)


def _named_by(chunk: Sequence[Report]) -> dict[int, list[tuple[str, str]]]:
    named: dict[int, list[tuple[str, str]]] = {}
    rows = Sighting.objects.filter(report_id__in=[one.pk for one in chunk]).values_list(
        "report_id", "value", "as_written"
    )
    for pk, value, written in rows:
        named.setdefault(pk, []).append((value, written))
    return named


def _page(found: list[Report], read_as: list[Found], *, cut: bool = False) -> Page:
    shown = found[:PAGE]
    prefetch_related_objects(shown, "sightings")
    return Page(shown, shown[-1].pk if len(found) > PAGE else None, read_as, cut)
