"""Public holidays as this node knows them: what its people wrote down for a country and year, else what Weft's own data hold.

Clocks that count working days pass over them. Which years are not known in full is said wherever such a clock is shown.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from weft import countries
from weftnode.partners.models import HolidayList

_LINE = re.compile(r"\s*(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4}))(?:[\s,;:]+(.*))?")
_BUDDHIST = 543
_MOST = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Holidays between two days, and the years of which not all are known."""

    days: frozenset[dt.date]
    missing: tuple[int, ...]


def within(country: str, first: dt.date, last: dt.date) -> Known:
    """What is known of a country between two days. One query."""
    rows = HolidayList.objects.filter(country=country, year__gte=first.year, year__lte=last.year)
    ours = {one.year: one for one in rows}
    days: set[dt.date] = set()
    missing = []
    for year in range(first.year, last.year + 1):
        if year in ours:
            days |= {dt.date.fromisoformat(day) for day, _name in ours[year].days}
            is_complete = ours[year].is_complete
        else:
            found = countries.holidays(country, year)
            days |= found.days if found else set()
            is_complete = found is not None and found.is_complete
        if not is_complete:
            missing.append(year)
    return Known(frozenset(days), tuple(missing))


def around(country: str, start: dt.date, working_days: int) -> Known:
    """Enough of them for so many working days from a day on: weekends and a month of holidays fit in twice over."""
    try:
        return within(country, start, start + dt.timedelta(days=2 * working_days + 60))
    except OverflowError:
        return Known(frozenset(), ())


def country_of(zone: str) -> str:
    """The country whose law counts in a time zone, the first by code of those we know; empty when none does."""
    return next((code for code in countries.known() if countries.get(code).time_zone == zone), "")


def read(lines: str, year: int) -> list[list[str]]:
    """Days with their names, as written a line each: 2026-04-13 or 13/04/2569. ValidationError with the line that is wrong."""
    found: dict[str, str] = {}
    for line in lines.splitlines():
        if not line.strip():
            continue
        hit = _LINE.fullmatch(line)
        day = _day(hit) if hit else None
        if day is None or hit is None:
            raise ValidationError(
                _("“%(line)s” names no day there is: write 2026-04-13 or 13/04/2569 and its name.")
                % {"line": line[:60]}
            )
        if day.year != year:
            raise ValidationError(_("%(day)s is not in %(year)s.") % {"day": day.isoformat(), "year": year})
        found[day.isoformat()] = (hit[7] or "").strip()[:120]
    if not found or len(found) > _MOST:
        raise ValidationError(_("Give the days of the year, a line each."))
    return [list(pair) for pair in sorted(found.items())]


def written(days: Sequence[Sequence[str]]) -> str:
    """The lines that :func:`read` takes."""
    return "\n".join(" ".join(part for part in pair if part) for pair in days)


def _day(hit: re.Match[str]) -> dt.date | None:
    year, month, day = (int(one) for one in (hit.group(1, 2, 3) if hit[1] else hit.group(6, 5, 4)))
    year -= _BUDDHIST if 2400 <= year < 2700 else 0
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
