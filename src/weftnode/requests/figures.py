"""What became of requests between us and a partner, in both directions: each figure with what it is of, and the period.

Counted are requests that were asked in the period, whoever asked them. "In time" is of those that got a last word or whose time ran out:
what is still within its time says nothing yet. What was withdrawn is counted as asked and left out of everything else, because nobody owed
an answer any more. A clock that stands still is not overdue.
"""

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from weftnode.accounts.models import Officer
from weftnode.requests import rules
from weftnode.requests.models import Answer, Direction, Request, State


@dataclass(frozen=True, slots=True)
class Figure:
    """So many of so many."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        """None where there is nothing to be a part of."""
        return 100 * self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Row:
    """One request, as far as figures look at it."""

    state: str
    asked_at: dt.datetime
    due_at: dt.datetime | None
    closed_at: dt.datetime | None
    is_paused: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """One direction: how requests asked in the period were answered."""

    asked: int
    answered: Figure
    """Answered in full, of those asked and not withdrawn."""
    part_answered: Figure
    """Answered in part and not yet in full, of the same."""
    refused: Figure
    lapsed: Figure
    in_time: Figure
    """Answered or refused in time, of those with a due time that got a last word or whose time ran out."""
    overdue: Figure
    """Open beyond their time, of those open with a due time."""
    withdrawn: int
    median_days: float | None
    """From asking to the last word, answer or refusal."""
    timed: int
    """How many the median is of."""
    grounds: Sequence[tuple[str, int]]
    """Codes of grounds of refusal with their number, most first."""


def count(rows: Iterable[Row], now: dt.datetime) -> Trust:
    """The figures of one direction. Pure: the same rows and moment give the same figures."""
    every = list(rows)
    owed = [one for one in every if one.state != State.WITHDRAWN]
    said = [one for one in owed if one.state in {State.ANSWERED, State.REFUSED} and one.closed_at is not None]
    still_open = [one for one in owed if one.state in rules.RUNNING and one.due_at is not None]
    late = [one for one in still_open if not one.is_paused and one.due_at is not None and one.due_at < now]
    dated = [one for one in said if one.due_at is not None]
    lapsed = [one for one in owed if one.state == State.LAPSED]
    in_time = [one for one in dated if one.closed_at and one.due_at and one.closed_at <= one.due_at]
    judged = len(dated) + len(late) + sum(one.due_at is not None for one in lapsed)
    days = [(one.closed_at - one.asked_at) / dt.timedelta(days=1) for one in said if one.closed_at]
    grounds = Counter(one.ground for one in owed if one.state == State.REFUSED)
    return Trust(
        asked=len(every),
        answered=Figure(sum(one.state == State.ANSWERED for one in owed), len(owed)),
        part_answered=Figure(sum(one.state == State.PART for one in owed), len(owed)),
        refused=Figure(sum(one.state == State.REFUSED for one in owed), len(owed)),
        lapsed=Figure(len(lapsed), len(owed)),
        in_time=Figure(len(in_time), judged),
        overdue=Figure(len(late), len(still_open)),
        withdrawn=len(every) - len(owed),
        median_days=round(statistics.median(days), 1) if days else None,
        timed=len(days),
        grounds=sorted(grounds.items(), key=lambda pair: (-pair[1], pair[0])),
    )


def of_partner(
    viewer: Officer, partner: int, first: dt.datetime, last: dt.datetime, now: dt.datetime
) -> dict[str, Trust]:
    """By direction: what the viewer may see of requests with a partner, asked from ``first`` to ``last``."""
    by_direction = _rows(viewer, first, last, partner)
    return {way.value: count(by_direction.get((partner, way.value), []), now) for way in Direction}


def of_all(viewer: Officer, first: dt.datetime, last: dt.datetime, now: dt.datetime) -> dict[int, dict[str, Trust]]:
    """By partner and direction, for every partner with a request in the period."""
    rows = _rows(viewer, first, last, None)
    found = sorted({partner for partner, _ in rows})
    return {one: {way.value: count(rows.get((one, way.value), []), now) for way in Direction} for one in found}


def _rows(
    viewer: Officer, first: dt.datetime, last: dt.datetime, partner: int | None
) -> dict[tuple[int, str], list[Row]]:
    found = Request.objects.visible_to(viewer).filter(asked_at__gte=first, asked_at__lte=last).exclude(asked_at=None)
    found = found.filter(state__in=rules.RUNNING | rules.CLOSED)
    if partner is not None:
        found = found.filter(partner_id=partner)
    refusals = Answer.objects.filter(request__in=found.values("pk"), kind=Answer.Kind.REFUSAL).order_by("pk")
    grounds = dict(refusals.values_list("request_id", "ground"))
    rows: dict[tuple[int, str], list[Row]] = {}
    columns = ("pk", "partner_id", "direction", "state", "asked_at", "due_at", "closed_at", "paused_at")
    for pk, whose, way, state, asked_at, due_at, closed_at, paused_at in found.values_list(*columns):
        if asked_at is not None:
            row = Row(state, asked_at, due_at, closed_at, paused_at is not None, grounds.get(pk, ""))
            rows.setdefault((whose, way), []).append(row)
    return rows
