"""Everything that has a clock, from every app, as one person may see it; sorted into what is overdue, due today, this week and later.

Apps say what is due through `queries.due`; nothing here looks into their tables, so that nothing is on the desk that is not on their pages.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from django.utils import timezone
from django.utils.translation import gettext as _

from weftnode.accounts.models import Officer
from weftnode.ui.due import Due

Source = Callable[[Officer, dt.datetime], list[Due]]
APPS = ("partners", "cases", "diplomacy", "requests", "articles", "briefs")
# Further ahead than this nobody plans by a clock, and a calendar stays small.
AHEAD = dt.timedelta(days=400)
CARDS = 25
"""Cards shown in a column; the rest is counted and one click away."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clocks."""

    sort: str = ""
    partner: str = ""
    side: str = ""
    """``ours``: what we owe; ``theirs``: what a partner owes us; empty: both."""
    who: str = ""
    """Login of whoever answers for it; ``-`` for what nobody answers for yet."""
    when: str = ""
    """One of the columns of `WEEKS`, empty for all."""


WEEKS = ("overdue", "today", "week", "next", "later")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board: its name, how many there are, and the first of them."""

    name: str
    count: int
    cards: Sequence[Due]

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The borders between the columns, in the node's time."""

    now: dt.datetime
    day: dt.datetime
    """End of today."""
    week: dt.datetime
    """End of this week, Sunday."""
    next: dt.datetime

    def column(self, one: Due) -> str:
        """In which column of `WEEKS` a thing belongs. What is due on a day is overdue when that day is over where it counts."""
        at = one.at
        if at < self.now:
            return "overdue"
        if at <= self.day:
            return "today"
        if at <= self.week:
            return "week"
        return "next" if at <= self.next else "later"


@dataclass(frozen=True, slots=True)
class Digest:
    """What is overdue, due today and this week, for one person: theirs, nobody's, and everybody else's."""

    bounds: Bounds
    mine: dict[str, list[Due]] = field(default_factory=dict)
    nobodys: dict[str, list[Due]] = field(default_factory=dict)
    others: dict[str, list[Due]] = field(default_factory=dict)

    @property
    def overdue(self) -> list[Due]:
        """What this person answers for and is late with."""
        return self.mine.get("overdue", [])

    @property
    def parts(self) -> list[tuple[str, list[tuple[str, list[Due]]]]]:
        """Heading, then column and clocks: whose they are, what is in it; nothing empty."""
        whose = (
            (_("You answer for these"), self.mine),
            (_("Nobody answers for these yet"), self.nobodys),
            (_("Others answer for these"), self.others),
        )
        return [(str(name), [(one, part[one]) for one in WEEKS if part.get(one)]) for name, part in whose if part]


def sources() -> list[Source]:
    """The `queries.due` of every app that has clocks."""
    found = (getattr(import_module(f"weftnode.{app}.queries"), "due", None) for app in APPS if _has_queries(app))
    return [one for one in found if one is not None]


def _has_queries(app: str) -> bool:
    try:
        import_module(f"weftnode.{app}.queries")
    except ModuleNotFoundError as problem:
        if problem.name == f"weftnode.{app}.queries":
            return False
        raise
    return True


def due(viewer: Officer, until: dt.datetime) -> list[Due]:
    """Everything due until then that this viewer may see, the most pressing first; whatever is overdue is in it."""
    found = [one for source in sources() for one in source(viewer, until)]
    found.sort(key=lambda one: (one.at, one.key))
    return found


def bounds(now: dt.datetime | None = None) -> Bounds:
    """Where today, this week and the next end, in the node's own time."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    zone = local.tzinfo
    midnight = dt.datetime.combine(local.date() + dt.timedelta(days=1), dt.time(), zone)
    monday = dt.datetime.combine(local.date() + dt.timedelta(days=7 - local.weekday()), dt.time(), zone)
    after = dt.datetime.combine(monday.date() + dt.timedelta(days=7), dt.time(), zone)
    second = dt.timedelta(seconds=1)
    return Bounds(now, midnight - second, monday - second, after - second)


def by_week(found: Iterable[Due], limits: Bounds) -> list[Column]:
    """The board by time."""
    sorted_in: dict[str, list[Due]] = {name: [] for name in WEEKS}
    for one in found:
        sorted_in[limits.column(one)].append(one)
    return [Column(name, len(cards), cards[:CARDS]) for name, cards in sorted_in.items()]


def by_state(found: Sequence[Due]) -> list[Column]:
    """The board by where things stand, the fullest column first."""
    sorted_in: dict[str, list[Due]] = {}
    for one in found:
        sorted_in.setdefault(one.state, []).append(one)
    ordered = sorted(sorted_in.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Column(name, len(cards), cards[:CARDS]) for name, cards in ordered]


def digest(viewer: Officer, now: dt.datetime | None = None) -> Digest:
    """What this person should know of before they begin: overdue, today, this week."""
    limits = bounds(now)
    made = Digest(limits)
    for one in due(viewer, limits.week):
        part = made.mine if one.who == viewer.login else made.others if one.who else made.nobodys
        part.setdefault(limits.column(one), []).append(one)
    return made


def partners(found: Iterable[Due]) -> list[tuple[str, int]]:
    """Partners named in the clocks, with their number, by name."""
    return sorted(Counter(one.partner for one in found if one.partner).items())


def fits(one: Due, wanted: Wanted, limits: Bounds) -> bool:
    """Whether a clock is among those wanted."""
    return (
        (not wanted.sort or one.sort == wanted.sort)
        and (not wanted.partner or one.partner == wanted.partner)
        and (not wanted.side or one.ours == (wanted.side == "ours"))
        and (not wanted.who or one.who == ("" if wanted.who == "-" else wanted.who))
        and (not wanted.when or limits.column(one) == wanted.when)
    )
