"""When a hold ends, in the time of the country whose law it is under.

Laws differ in how they count a day. We take the stricter reading everywhere: an hour is an hour, and a day, a working day or a month ends at
the clock time at which it began, never later; whoever's law counts to the end of the day has the rest of it left over.
"""

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from weft import countries
from weft.countries import HoldRule
from weft.countries.holds import WITHOUT_END
from weft.errors import Refused

_SATURDAY = 5


class NotRenewable(Refused):
    """The rule does not let this clock be renewed once more."""

    code = "refused.renewal"


@dataclass(frozen=True, slots=True)
class Clock:
    """One running clock: a rule, when it began, and how often it was renewed."""

    rule: HoldRule
    started_at: dt.datetime
    """Aware; any zone."""
    renewed: int = 0

    def ends_at(self, holidays: Collection[dt.date] = ()) -> dt.datetime | None:
        """Last moment in UTC, or None where the rule has no length that was found. ``holidays`` are local days on which no office works."""
        return deadline(self.rule, self.started_at, renewed=self.renewed, holidays=holidays)

    def left(self, now: dt.datetime, holidays: Collection[dt.date] = ()) -> dt.timedelta | None:
        """Time left, below zero when it ran out; None where the rule has no length."""
        end = self.ends_at(holidays)
        return None if end is None else end - now

    def renew(self) -> "Clock":
        """The clock renewed once more. Raises NotRenewable."""
        if self.rule.renewals != WITHOUT_END and self.renewed >= self.rule.renewals:
            raise NotRenewable(
                f"{self.rule.name} may be renewed {self.rule.renewals} times, and was {self.renewed} times",
                hint=f"What follows: {countries.hold_rule(self.rule.then).name}."
                if self.rule.then
                else self.rule.lapse,
            )
        return Clock(self.rule, self.started_at, self.renewed + 1)


def deadline(
    rule: HoldRule, started_at: dt.datetime, *, renewed: int = 0, holidays: Collection[dt.date] = ()
) -> dt.datetime | None:
    """Last moment of a clock in UTC; None where the rule has no length. Each renewal runs on from the end before it.

    Raises ValueError when ``started_at`` has no time zone.
    """
    if started_at.tzinfo is None:
        raise ValueError("started_at must say its time zone")
    if rule.length is None:
        return None
    zone = ZoneInfo(countries.get(rule.country).time_zone)
    end = after(started_at, rule.length, rule.unit, zone, holidays)
    for _ in range(renewed):
        end = after(end, rule.renewal_length or rule.length, rule.unit, zone, holidays)
    return end.astimezone(dt.UTC)


def after(
    start: dt.datetime, length: int, unit: str, zone: ZoneInfo, holidays: Collection[dt.date] = ()
) -> dt.datetime:
    """``length`` hours, days, working days or months (countries.holds.UNITS) after ``start``, counted where ``zone`` is; aware.

    A month ends on the day of the same number, or on the last of a shorter month. OverflowError past the year 9999.
    """
    if unit == "hour":
        return start.astimezone(dt.UTC) + dt.timedelta(hours=length)
    local = start.astimezone(zone)
    if unit == "day":
        return local + dt.timedelta(days=length)
    if unit == "month":
        years, month = divmod(local.month - 1 + length, 12)
        year = local.year + years
        if year > dt.MAXYEAR:
            raise OverflowError(f"no calendar has the year {year}")
        return local.replace(year=year, month=month + 1, day=min(local.day, calendar.monthrange(year, month + 1)[1]))
    while length:
        local += dt.timedelta(days=1)
        if local.weekday() < _SATURDAY and local.date() not in holidays:
            length -= 1
    return local
