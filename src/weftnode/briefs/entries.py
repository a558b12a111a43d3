"""What can stand in a brief: a figure with its terms, or a line about one thing. Apps below are read by collectors; each brings entries.

A collector is asked on behalf of the author and sees what the author may see. What the audience may see is decided afterwards,
entry by entry, by the gate: an entry says what sort of thing it is and under which label it stands.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone

from weft import release
from weft.errors import NothingFound
from weftnode.accounts.models import Officer
from weftnode.briefs.models import Brief
from weftnode.partners import markings, things
from weftnode.partners.models import Partner

_BUDDHIST_YEARS = 543


@dataclass(frozen=True, slots=True)
class Row:
    """One of the things a figure counted."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A figure: so many, of so many, over which time, counted from what."""

    numerator: str
    denominator: str
    period: str
    source: str
    rows: Callable[[], Iterable[Row]] = tuple
    """What was counted, to look at it."""
    value: Decimal | int = 0
    """The numerator as a number, to compare it with the last time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a brief."""

    key: str
    """Stable: the same thing has the same key in every brief."""
    section: str
    text: str
    kind: str
    """Sort of thing as agreements name it: ``statistic``, ``request``, ``case``, ``network``, ``measure``, ``brief``."""
    purpose: str
    """What an agreement must serve for it to go to a partner."""
    marking: release.Marking | None = None
    """Its own label; None counts as TLP:RED. Of a figure: set by the brief it stands in."""
    count: Count | None = None
    url: str = ""
    lang: str = ""
    facts: tuple[str, ...] = ()
    """What stands behind the text, in short: day, state, sum."""
    offence: str = ""
    people: int | None = None
    """How many people the figure is about, where it is about people."""
    about: tuple[str, int] | None = None
    """Model and number of the record, as the log names them: where its label is set."""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """For whom and over which days something is counted, and how numbers and days are written."""

    viewer: Officer
    brief: Brief
    today: dt.date
    partners: tuple[Partner, ...]
    """Those it is about or for; empty: all."""
    countries: frozenset[str] = field(default_factory=frozenset)
    """Their codes; empty: all."""

    @property
    def first(self) -> dt.datetime | None:
        """The first moment counted."""
        return timezone.make_aware(dt.datetime.combine(self.brief.since, dt.time())) if self.brief.since else None

    @property
    def last(self) -> dt.datetime:
        """The last moment counted."""
        return timezone.make_aware(dt.datetime.combine(self.brief.until, dt.time.max))

    @property
    def period(self) -> str:
        """The days counted, in words of the language that is active."""
        until = self.day(self.brief.until)
        return f"{self.day(self.brief.since)} – {until}" if self.brief.since else f"… – {until}"

    def within(self, field_name: str, *, is_day: bool = False) -> dict[str, object]:
        """The period as a filter on a column of moments, or of days."""
        first, last = (self.brief.since, self.brief.until) if is_day else (self.first, self.last)
        found: dict[str, object] = {f"{field_name}__lte": last}
        if first is not None:
            found[f"{field_name}__gte"] = first
        return found

    def day(self, value: dt.date | None) -> str:
        """A day as the brief's language writes it, in the era it asks for."""
        if value is None:
            return ""
        written = formats.date_format(value, "DATE_FORMAT")
        return (
            written.replace(str(value.year), str(value.year + _BUDDHIST_YEARS)) if self.brief.buddhist_era else written
        )

    def number(self, value: Decimal | int) -> str:
        """A number with the separators of the language that is active; decimals only where there are some."""
        amount = Decimal(value)
        places = 0 if amount == amount.to_integral_value() else 2
        return formats.number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)

    def money(self, value: Decimal, currency: str) -> str:
        """A sum with its currency."""
        return f"{self.number(value)} {currency}".strip()


Collector = Callable[[Frame], Iterable[Entry]]
_COLLECTORS: list[tuple[int, Collector]] = []


def collector(order: int) -> Callable[[Collector], Collector]:
    """Registers a collector; lower numbers stand earlier inside of a section."""

    def keep(one: Collector) -> Collector:
        _COLLECTORS.append((order, one))
        return one

    return keep


def collect(frame: Frame) -> list[Entry]:
    """Everything that could stand in the brief, by section and in order. Call it with the brief's language active."""
    return [entry for _, one in sorted(_COLLECTORS, key=lambda pair: pair[0]) for entry in one(frame)]


def marking(viewer: Officer, label: str, pk: int) -> release.Marking | None:
    """The label of a record: as its app says (with everything it was made from), else what somebody wrote on it."""
    try:
        return things.find(viewer, label, pk).marking
    except NothingFound:
        return markings.of(label, pk)


def page(name: str, pk: int) -> str:
    """Path of a record's page; empty when its app has none."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""
