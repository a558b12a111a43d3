"""Budgets: what makes a question cost something. Cryptography cannot stop a partner from asking about numbers it made up; this does.

A budget is part of the agreement and is charged before anything is evaluated, by the holder's own calendar, which only moves forward: a
clock set back refills nothing. Pure arithmetic; whoever keeps the usage must make reading, charging and writing one transaction.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from weft.errors import Refused
from weft.match import forms

MOST: Final = 100_000_000
# Re-asking after a new epoch: at most this many evaluations beyond the budget of the days.
MOST_CARRIED: Final = 300_000
EPOCH_DAY_0: Final = dt.date(1970, 1, 1)


class OverBudget(Refused):
    """The question would exceed a budget of the agreement. Nothing was charged, nothing evaluated."""

    code = "refused.budget"


@dataclass(frozen=True, slots=True)
class Quota:
    """Evaluations an agreement allows."""

    day: int = 5_000
    epoch: int = 450_000
    carry: int = 0
    """Extra evaluations of this epoch, for asking again what was asked in the last: min(asked then, 300,000)."""
    per_case: int = 45_000
    """For one case tag, over the whole epoch."""

    @property
    def fields(self) -> dict[str, int]:
        """As JSON holds it."""
        return {"carry": self.carry, "day": self.day, "epoch": self.epoch, "per_case": self.per_case}

    @staticmethod
    def field(value: Any) -> "Quota":
        """From JSON; ValueError with what was expected."""
        amount = forms.whole(0, MOST)
        return Quota(**forms.group({"carry": amount, "day": amount, "epoch": amount, "per_case": amount})(value))


@dataclass(frozen=True, slots=True)
class Usage:
    """What an asker has used up in one epoch."""

    day: int = 0
    """Days since 1970 of the latest charge. Never decreases."""
    used_today: int = 0
    used: int = 0
    carried: int = 0
    by_case: Mapping[bytes, int] = field(default_factory=dict)
    """Used by each case tag of the question at hand; others need not be here."""


def charge(usage: Usage, quota: Quota, count: int, day: int, cases: Sequence[bytes]) -> Usage:
    """The usage after ``count`` evaluations more; OverBudget, with the budget that would burst, and nothing changed."""
    # A clock that was set back must not open yesterday's budget again.
    day = max(day, usage.day)
    today = (usage.used_today if day == usage.day else 0) + count
    carried = usage.carried + max(0, today - quota.day)
    if carried > quota.carry:
        left = max(0, quota.day - (today - count)) + max(0, quota.carry - usage.carried)
        raise OverBudget(
            f"{count} evaluations asked, {left} left today of {quota.day}",
            hint="ask again tomorrow, or ask less",
            budget="day",
            left=left,
        )
    used = usage.used + count
    if used > quota.epoch + quota.carry:
        left = max(0, quota.epoch + quota.carry - usage.used)
        raise OverBudget(f"{count} evaluations asked, {left} left in this epoch", budget="epoch", left=left)
    by_case = dict(usage.by_case)
    for case in cases:
        by_case[case] = by_case.get(case, 0) + count
        if by_case[case] > quota.per_case:
            left = max(0, quota.per_case - by_case[case] + count)
            raise OverBudget(
                f"{count} evaluations asked for one case, {left} left for it in this epoch", budget="case", left=left
            )
    # What went over the day's budget was paid from what is carried; today's counter stops at the budget.
    return Usage(day, min(today, quota.day), used, carried, by_case)


def left(usage: Usage, quota: Quota, day: int) -> dict[str, int]:
    """Evaluations left today and in the epoch, as an answer tells them."""
    today = usage.used_today if day <= usage.day else 0
    return {
        "day_left": max(0, quota.day - today) + max(0, quota.carry - usage.carried),
        "epoch_left": max(0, quota.epoch + quota.carry - usage.used),
    }


def day_of(now: dt.datetime) -> int:
    """Days since 1970 in UTC."""
    return (now.astimezone(dt.UTC).date() - EPOCH_DAY_0).days


def at_rotation(quota: Quota, used: int) -> Quota:
    """The quota of the next epoch after one in which ``used`` evaluations were made."""
    return replace(quota, carry=min(used, MOST_CARRIED))


# --- alarms: what a person at the holder's should look at ----------------------------------------------------------------

FULL: Final = 0.9
FULL_DAYS: Final = 5
NIGHT_HOURS: Final = frozenset({22, 23, 0, 1, 2, 3, 4, 5})
NIGHT_SHARE: Final = 0.5
ONE_CASE_SHARE: Final = 0.8
# Fewer evaluations than this say nothing about habits.
ENOUGH: Final = 5_000


@dataclass(frozen=True, slots=True)
class Alarm:
    """A habit that looks like going through numbers rather than asking about a case."""

    code: str
    message: str


def alarms(
    by_day: Mapping[int, int], quota: Quota, *, by_hour: Mapping[int, int], by_case: Mapping[bytes, int]
) -> list[Alarm]:
    """Alarms over what one asker used: evaluations by day index, by hour of the day (holder's local time), by case tag."""
    found = []
    full = sorted(day for day, used in by_day.items() if used >= FULL * quota.day)
    run = longest = 0
    for at, day in enumerate(full):
        run = run + 1 if at and full[at - 1] == day - 1 else 1
        longest = max(longest, run)
    if longest >= FULL_DAYS:
        found.append(Alarm("alarm.full", f"{FULL:.0%} of the day's budget or more used on {longest} days in a row"))
    total = sum(by_hour.values())
    night = sum(used for hour, used in by_hour.items() if hour in NIGHT_HOURS)
    if total >= ENOUGH and night > NIGHT_SHARE * total:
        found.append(Alarm("alarm.night", f"{night} of {total} evaluations were asked at night"))
    total = sum(by_case.values())
    most = max(by_case.values(), default=0)
    if total >= ENOUGH and most > ONE_CASE_SHARE * total:
        found.append(Alarm("alarm.case", f"{most} of {total} evaluations were asked for one case"))
    return found
