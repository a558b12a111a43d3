"""When a request is due: on a day, at an hour, or so long after it was asked; and what a clock that stood still still has."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from weft.errors import InputProblem
from weft.money.clock import after
from weftnode.partners import holidays
from weftnode.ui import days


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment, whether it means a whole day, and whose clock counts."""

    at: dt.datetime
    is_day: bool
    zone: str


class DeadlineNotRead(InputProblem):
    """A due time that does not exist, or lies where no calendar reaches."""

    code = "input.deadline"


def on(day: dt.date, hour: dt.time | None, zone: str) -> Deadline:
    """Due on a day, or at an hour of it. DeadlineNotRead for an hour that the clock leaps over there."""
    if hour is None:
        return Deadline(days.end_of_day(day, zone), is_day=True, zone=zone)
    try:
        return Deadline(days.at_hour(day, hour, zone), is_day=False, zone=zone)
    except ValueError as problem:
        raise DeadlineNotRead(str(problem)) from problem


def term(start: dt.datetime, length: int, unit: str, zone: str) -> Deadline:
    """Due so long after ``start``: hours to the minute, anything longer to the end of its last day where ``zone`` counts.

    Working days leave out Saturday, Sunday and the public holidays that are known of the country whose clock counts; where days are missing
    (`missing`) the term is shorter than agreed, never longer.
    """
    try:
        known = _known(start, length, unit, zone)
        end = after(start, length, unit, ZoneInfo(zone), known.days)
        if unit == "hour":
            return Deadline(end, is_day=False, zone=zone)
        return Deadline(days.end_of_day(end.date(), zone), is_day=True, zone=zone)
    except OverflowError as problem:
        raise DeadlineNotRead(f"{length} {unit} after {start:%Y-%m-%d} is in no calendar") from problem


def missing(start: dt.datetime | None, length: int | None, unit: str, zone: str) -> tuple[int, ...]:
    """Years of which not every public holiday is known, for a term in working days."""
    return _known(start, length, unit, zone).missing if start is not None and length else ()


def _known(start: dt.datetime, length: int, unit: str, zone: str) -> holidays.Known:
    if unit != "working day":
        return holidays.Known(frozenset(), ())
    return holidays.around(holidays.country_of(zone), start.astimezone(ZoneInfo(zone)).date(), length)


def moved(due: Deadline, stood: dt.timedelta) -> Deadline:
    """The deadline after the clock stood still so long: the same moment later, a day by whole days, rounded up."""
    if not due.is_day:
        return Deadline(due.at + stood, is_day=False, zone=due.zone)
    whole = -(-stood // dt.timedelta(days=1))
    day = due.at.astimezone(ZoneInfo(due.zone)).date() + dt.timedelta(days=whole)
    return Deadline(days.end_of_day(day, due.zone), is_day=True, zone=due.zone)
