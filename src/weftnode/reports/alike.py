"""Reports that tell nearly the same: one person who rang twice, one letter sent to many, one story copied. Told, never joined by itself.

The measure is the engine's (`weft.links.duplicates`): five-letter pieces that two stories share. Who is measured is found by what they
share: identifiers, the person who reported, or a stretch of the story that the text index knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models.expressions import RawSQL

from weft.links import duplicates
from weftnode.accounts.models import Officer
from weftnode.reports import fold, text_index
from weftnode.reports.models import Report

# A story that was changed in a few words keeps one of these stretches whole.
_STRETCHES, _LETTERS = 4, 24
_LOOKED = 40
# In the very words of the index `report_reporter`, which holds these alone: SQLite uses it for nothing else.
_HAS_REPORTER = RawSQL("NOT (reports_report.reporter_key = '')", (), models.BooleanField())
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Alike:
    """Another report, and why it is nearly the same."""

    report: Report
    why: str
    """``person`` (one person told both), ``words`` (word for word), ``story`` (nearly the same words)."""


def alike(viewer: Officer, of: Report, naming: Iterable[Report] = ()) -> list[Alike]:
    """Reports of the same compartment that tell nearly the same, those of one person first. ``naming`` name the same (`queries.sharing`)."""
    others = Report.objects.visible_to(viewer).filter(compartment_id=of.compartment_id).exclude(pk=of.pk)
    persons = _by_reporter(of)
    sharing = {one.pk for one in naming}
    looked = list(others.filter(pk__in={*persons, *sharing, *_by_story(of)}).order_by("-pk"))
    # Who reports more often is an office that passes reports on.
    same = {one.pk for one in [one for one in looked if one.pk in persons][: duplicates.VICTIM]}
    told = duplicates.Telling(of.narrative)
    found = [Alike(one, why) for one in looked if (why := _why(of, told, one, same, sharing))]
    order = ("person", "words", "story")
    return sorted(found, key=lambda one: (order.index(one.why), -one.report.pk))[:_SHOWN]


def _why(of: Report, told: duplicates.Telling, other: Report, persons: set[int], sharing: set[int]) -> str:
    long = min(len(of.narrative), len(other.narrative)) >= duplicates.STORY
    near = long and told.is_like(other.narrative)
    if other.pk in persons and (near or other.pk in sharing):
        return "person"
    if near:
        return "words" if _words(of) == _words(other) else "story"
    return ""


def _words(of: Report) -> str:
    return " ".join(of.narrative.casefold().split())


def _by_reporter(of: Report) -> set[int]:
    """Numbers of the newest reports of the same person, of any room: who may see them is asked afterwards."""
    if not of.reporter_key:
        return set()
    # With the room in the question SQLite walks through the whole room instead of looking up one person.
    found = Report.objects.filter(_HAS_REPORTER, reporter_key=of.reporter_key).exclude(pk=of.pk).order_by("-pk")
    return set(found.values_list("pk", flat=True)[:_LOOKED])


def _by_story(of: Report) -> set[int]:
    """Numbers of reports that hold one stretch of the story, of any room: who may see them is asked afterwards."""
    if len(of.narrative) < duplicates.STORY:
        return set()
    folded = fold.fold(of.narrative[:4000])
    found: set[int] = set()
    for stretch in _stretches(folded):
        pieces = fold.pieces(stretch)
        if pieces:
            found.update(text_index.candidates({stretch: pieces}, None, _LOOKED))
    return found


def _stretches(folded: str) -> Iterable[str]:
    room = max(0, len(folded) - _LETTERS)
    return dict.fromkeys(
        folded[start : start + _LETTERS].strip()
        for start in (room * at // (_STRETCHES - 1) for at in range(_STRETCHES))
    )
