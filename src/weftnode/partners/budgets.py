"""How much may go under an agreement in a time: charged when a thing is packed, before it can leave, and refused when it is spent.

A budget names a sort of thing, a period and a number: ``request day 20``. Periods are those of the calendar where this node is; a new one
begins with nothing charged, and what was left of the last one is gone.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft import release
from weftnode.partners.models import Agreement, Charge

SPENT = "budget.spent"
_MOST = 100_000_000


class Period(TextChoices):
    """Calendar periods."""

    DAY = "day", _("a day")
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")


@dataclass(frozen=True, slots=True)
class Left:
    """What a budget has room for now."""

    kind: str
    period: Period
    most: int
    used: int
    renews_on: dt.date

    @property
    def left(self) -> int:
        return max(self.most - self.used, 0)


def read(lines: str | Iterable[str]) -> list[dict[str, object]]:
    """Budgets as lines of ``sort period number``. ValidationError with the line."""
    found: list[dict[str, object]] = []
    seen = set()
    for line in lines.splitlines() if isinstance(lines, str) else lines:
        if not str(line).strip():
            continue
        kind, period, most = [*str(line).split(), "", "", ""][:3]
        wrong = kind not in release.objects() or period not in Period.values or not (most.isascii() and most.isdigit())
        if wrong or len(str(line).split()) != 3 or int(most) > _MOST or (kind, period) in seen:
            said = {"line": str(line)[:60], "kinds": ", ".join(release.objects()), "periods": ", ".join(Period.values)}
            raise ValidationError(
                _(
                    "“%(line)s” is no budget: write a sort (%(kinds)s), a period (%(periods)s) and a number, each pair once."
                )
                % said
            )
        seen.add((kind, period))
        found.append({"kind": kind, "period": period, "most": int(most)})
    return found


def written(budgets: Iterable[dict[str, object]]) -> list[str]:
    """The lines that :func:`read` takes."""
    return [f"{one['kind']} {one['period']} {one['most']}" for one in budgets]


def left(agreement: Agreement, on: dt.date | None = None) -> list[Left]:
    """Every budget of an agreement with what is used of it. One query for each."""
    day = on or timezone.localdate()
    return [_left(agreement, one["kind"], Period(one["period"]), int(one["most"]), day) for one in agreement.budgets]


def _left(agreement: Agreement, kind: str, period: Period, most: int, day: dt.date) -> Left:
    first, renews_on = bounds(period, day)
    start = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    end = timezone.make_aware(dt.datetime.combine(renews_on, dt.time()))
    used = Charge.objects.filter(agreement=agreement, kind=kind, made_at__gte=start, made_at__lt=end).count()
    return Left(kind, period, most, used, renews_on)


def bounds(period: Period, day: dt.date) -> tuple[dt.date, dt.date]:
    """First day of the period around a day, and first day of the next one."""
    if period is Period.DAY:
        return day, day + dt.timedelta(days=1)
    if period is Period.WEEK:
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=7)
    if period is Period.MONTH:
        first = day.replace(day=1)
        return first, (first + dt.timedelta(days=32)).replace(day=1)
    return dt.date(day.year, 1, 1), dt.date(day.year + 1, 1, 1)


class Purse:
    """What is left under one agreement while one parcel is packed. The partner is locked meanwhile, so that two parcels do not share it."""

    def __init__(self, agreement: Agreement | None) -> None:
        self._left = left(agreement) if agreement is not None else []
        self._taken: Counter[str] = Counter()

    def take(self, kind: str) -> release.Refuse | None:
        """Room for one more thing of a sort, or the refusal with the day on which the budget that lasts longest renews."""
        spent = [one for one in self._left if one.kind == kind and one.used + self._taken[kind] >= one.most]
        if not spent:
            self._taken[kind] += 1
            return None
        last = max(spent, key=lambda one: one.renews_on)
        return release.Refuse(
            f"{SPENT}:{last.renews_on.isoformat()}",
            f"the budget of {last.most} {kind} a {last.period.value} is spent; it renews on {last.renews_on.isoformat()}",
        )
