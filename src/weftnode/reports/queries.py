"""Named reads of reports; the first argument is whoever asks, and what they may not see is not there."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from weft import kinds
from weft.errors import InputProblem, NothingFound
from weft.model import Found
from weftnode.accounts.models import Compartment, Officer
from weftnode.reports import codes, fold, text_index
from weftnode.reports.models import Batch, Problem, Report, Reports, Sighting, Slip

PAGE = 50
# A text that stands in so many reports says nothing; whoever asks for it is told so instead of being kept waiting.
_MOST_CANDIDATES = 20_000
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
    found = _filtered(viewer, asked).order_by("-pk")
    text = asked.text.strip()
    if not text:
        return _page(list(found[: PAGE + 1]), [])
    number = _NUMBER.fullmatch(text)
    if number:
        return _page(list(found.filter(pk=int(number[1]))), [])
    code = codes.read(text)
    if code and (slipped := list(found.filter(slip__code=code))):
        return _page(slipped, [])
    named = identifiers(text, asked.country or settings.NODE_COUNTRY)
    page = _page(list(found.filter(pk__in=_naming(named))[: PAGE + 1]) if named else [], named)
    if page.reports:
        return page
    try:
        return _by_words(found, text, asked.before)
    except InputProblem:
        if named:
            return page
        raise


def identifiers(text: str, country: str) -> list[Found]:
    """What a text names, if it names anything: an identifier in any spelling is looked up by its canonical form."""
    return kinds.find(text[:20_000], country or None)


def report(viewer: Officer, pk: int) -> Report:
    """One report. NothingFound when there is none, or it is not for this viewer."""
    found = Report.objects.visible_to(viewer).select_related("compartment", "batch").filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such report")
    return found


def slip(viewer: Officer, of: Report) -> Slip | None:
    """The code that whoever reported was given, if one was."""
    return Slip.objects.filter(report=report(viewer, of.pk)).first()


def sightings(viewer: Officer, of: Report) -> list[tuple[Sighting, int]]:
    """What a report names, with the number of other reports (that this viewer may see) that name it too."""
    named = list(of.sightings.order_by("pk"))
    counts = seen(viewer, {(one.kind, one.value) for one in named}, without=of.pk)
    return [(one, counts.get((one.kind, one.value), 0)) for one in named]


def seen(
    viewer: Officer, pairs: Iterable[tuple[str, str]], *, without: int | None = None
) -> dict[tuple[str, str], int]:
    """How many reports that this viewer may see name each of ``pairs`` (kind, value)."""
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    match = Q()
    for kind, value in wanted[:200]:
        match |= Q(value=value, kind=kind)
    found = Sighting.objects.filter(match, report__in=Report.objects.visible_to(viewer))
    if without is not None:
        found = found.exclude(report_id=without)
    counted = found.values_list("kind", "value").annotate(count=Count("report", distinct=True))
    return {(kind, value): count for kind, value, count in counted}


def sharing(viewer: Officer, of: Report, most: int = 20) -> list[tuple[Report, list[str]]]:
    """Other reports that name the same, those that share most first, with the values they share."""
    named = list(of.sightings.values_list("kind", "value"))
    match = Q()
    for kind, value in named[:200]:
        match |= Q(value=value, kind=kind)
    if not named:
        return []
    rows = (
        Sighting.objects.filter(match, report__in=Report.objects.visible_to(viewer))
        .exclude(report_id=of.pk)
        .values("report_id")
        .annotate(shared=Count("value", distinct=True))
        .order_by("-shared", "-report_id")[:most]
    )
    numbers = [row["report_id"] for row in rows]
    values: dict[int, list[str]] = {}
    for pk, value in Sighting.objects.filter(match, report_id__in=numbers).values_list("report_id", "value").distinct():
        values.setdefault(pk, []).append(value)
    found = Report.objects.in_bulk(numbers)
    return [(found[pk], sorted(values[pk])) for pk in numbers]


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


def _filtered(viewer: Officer, asked: Asked) -> Reports:
    found = Report.objects.visible_to(viewer)
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
        found = found.filter(pk__in=Sighting.objects.filter(kind=asked.kind).values("report_id"))
    if asked.before:
        found = found.filter(pk__lt=asked.before)
    return found


def _naming(named: Sequence[Found]) -> QuerySet[Sighting, int]:
    match = Q()
    for one in named[:50]:
        match |= Q(value=one.value, kind=one.kind)
    return Sighting.objects.filter(match).values_list("report_id", flat=True)


def _by_words(found: Reports, text: str, before: int | None) -> Page:
    """Reports that have every word of ``text``; words in quotes stand together."""
    words = [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', text)]
    asked = [fold.fold(word).strip() for word in words if fold.fold(word).strip()]
    if fold.is_number(text):
        # 081-234 and 081 234 are one number, whatever a report writes between its digits.
        asked = [text_index.bare_digits(text)]
    pieces = {word: fold.pieces(word) for word in asked}
    usable = [word for word in asked if pieces[word]]
    if not usable:
        raise InputProblem(
            "the text is too short to be looked up", hint="three letters at least; two in Chinese or Korean"
        )
    right: list[Report] = []
    looked, most = 0, 200
    while len(right) <= PAGE and looked < _MOST_CANDIDATES:
        numbers = text_index.candidates({word: pieces[word] for word in usable}, before, most)
        chunk = list(found.filter(pk__in=numbers))
        named = _named_by(chunk)
        for one in chunk:
            whole = fold.fold(text_index.text_of(one.narrative, named.get(one.pk, ())))
            if all(word in whole for word in asked):
                right.append(one)
        looked += len(numbers)
        if len(numbers) < most:
            return _page(right, [])
        before, most = numbers[-1], 2_000
    return _page(right, [], cut=len(right) <= PAGE)


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
