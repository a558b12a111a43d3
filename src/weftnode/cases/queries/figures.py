"""Two questions a critic asks: do measures reach those who pay and own, and what do holds do to the innocent? Each figure with its terms."""

import datetime as dt
import statistics
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from weft.money import from_minor
from weftnode.accounts.models import Officer
from weftnode.cases.models import Case, Hold, Plea
from weftnode.cases.queries.measures import all_of
from weftnode.cases.shapes import REACH, REACHED, Holder, Role


@dataclass(frozen=True, slots=True)
class Reach:
    """Measures that took effect, by the role of whoever they met."""

    rows: tuple[tuple[str, str, int, int], ...]
    """Role, its name, how far up it stands (1 to 3), measures that took effect; every role is there, those at the top first."""
    said: int
    """Measures that name a role: the denominator of every share."""
    unsaid: int
    """Measures that took effect and name none: they are in no share."""
    since: dt.date | None
    until: dt.date | None

    def upper(self) -> int:
        """Measures that met those who pay, own or protect."""
        return sum(count for _, _, rank, count in self.rows if rank == 3)


def reach(viewer: Officer, of: Case | None = None, since: dt.date | None = None, until: dt.date | None = None) -> Reach:
    """Measures that took effect in a period (all time without one), by role."""
    rows = all_of(viewer, of).filter(state__in=REACHED, effective_at__isnull=False)
    if since:
        rows = rows.filter(effective_at__date__gte=since)
    if until:
        rows = rows.filter(effective_at__date__lte=until)
    numbers = dict(rows.order_by().values_list("role").annotate(count=Count("pk")))
    found = tuple((role.value, str(role.label), REACH[role], numbers.get(role.value, 0)) for role in reversed(Role))
    return Reach(found, sum(count for *_, count in found), numbers.get("", 0), since, until)


@dataclass(frozen=True, slots=True)
class Harm:
    """What holds do to those who took no part."""

    holds: int
    by_holder: tuple[tuple[str, int, int], ...]
    """Name of the class of holder, holds in all, still running."""
    beyond: int
    """Holds that began with more than the tainted amount."""
    asked: int
    answered: int
    in_time: int
    """Of those answered, before their clock ran out."""
    late_open: int
    """Not answered, and their clock ran out."""
    granted: int
    """Granted in whole or in part, of those answered."""
    hours: float | None
    """Median hours from asking to answer; none while nothing was answered."""
    given_back: tuple[tuple[str, Decimal, Decimal], ...]
    """Currency, given back to holders, of how much that was held first."""


def harm(viewer: Officer, now: dt.datetime, of: Case | None = None) -> Harm:
    """Figures of harm over a case, or every case one may see, from the first hold until ``now``."""
    holds = Hold.objects.filter(measure__in=all_of(viewer, of))
    by = {
        holder: (count, running)
        for holder, count, running in holds.order_by().values_list("holder").annotate(count=Count("pk"), running=Count("pk", filter=Q(is_running=True)))
    }  # fmt: skip
    pleas = Plea.objects.filter(hold__in=holds)
    told = pleas.aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=~Q(outcome="")),
        in_time=Count("pk", filter=~Q(outcome="") & Q(decided_at__lte=F("due_at"))),
        late_open=Count("pk", filter=Q(outcome="", due_at__lt=now)),
        granted=Count("pk", filter=Q(outcome__in=[Plea.Outcome.GRANTED, Plea.Outcome.PARTLY])),
    )
    waits = [
        (decided - asked).total_seconds() / 3600
        for asked, decided in pleas.values_list("asked_at", "decided_at")
        if decided
    ]
    sums = (
        holds.order_by()
        .values_list("measure__currency")
        .annotate(given=Sum("released_minor"), first=Sum("held_first_minor"))
    )
    return Harm(
        holds=sum(count for count, _ in by.values()),
        by_holder=tuple((str(one.label), *by.get(one.value, (0, 0))) for one in Holder),
        beyond=holds.exclude(excess_because="").count(),
        hours=statistics.median(waits) if waits else None,
        given_back=tuple(
            (currency, from_minor(given, currency), from_minor(first, currency)) for currency, given, first in sums
        ),
        **told,
    )
