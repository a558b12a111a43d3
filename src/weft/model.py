"""The vocabulary, in two screens: what the engine's parts hand to each other.

Small things are the frozen records below; large things (a million reports, their sightings) are Arrow tables whose columns
`weft.tables.schemas` declares. Country codes are ISO 3166-1 alpha-2 in capitals, currencies ISO 4217, dates are days without a
time zone as the reporting office wrote them.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One row or value that could not be read, with its place and the reason. Reading goes on after it."""

    file: str
    row: int
    """Row in the file as a person counts it: the header is row 1. 0 when the whole file is meant."""
    column: str
    """Header of the column as written; empty when the whole row is meant."""
    code: str
    """Stable dotted name, for instance ``input.amount``."""
    message: str
    """One sentence: what was expected and what was got."""
    as_written: str
    """The text at fault, cut to 200 characters."""


@dataclass(frozen=True, slots=True)
class Found:
    """One identifier found in a text or a cell."""

    kind: str
    value: str
    """Canonical form: equal identifiers are equal strings."""
    as_written: str
    start: int
    """Offset of the first character in the text it was found in."""
    end: int
    """Offset one past the last character."""
    notes: tuple[str, ...] = ()
    """Remarks such as ``lookalike:paypal.com`` or ``country:guessed``. Notes never change the value."""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in one currency, and how many reports it was added up from."""

    currency: str
    """ISO 4217, or a coin's ticker; empty when no report said."""
    amount: Decimal
    reports: int


@dataclass(frozen=True, slots=True)
class Key:
    """An identifier inside one network, with what taking it away would do."""

    kind: str
    value: str
    reports: int
    """Reports of this network that name it."""
    first_on: dt.date | None
    last_on: dt.date | None
    breaks: int
    """Reports that would fall out of the network's largest piece without this identifier (0: others hold it together)."""
    betweenness: float
    """Share of shortest paths between reports that run through it, 0 to 1 (Freeman 1977)."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """Reports that belong together, found by what they share."""

    network_id: str
    reports: int
    identifiers: int
    countries: tuple[str, ...]
    first_on: dt.date | None
    last_on: dt.date | None
    losses: tuple[Money, ...]
    """Largest count first. Currencies are never added together."""
    typologies: tuple[tuple[str, int], ...]
    """Kinds of scam with the number of reports whose words say so, most frequent first."""
    sureness: float
    """0 to 1: how much would have to be wrong for this network to fall apart. A lead is not evidence."""
    sure_because: str
    """The sentence behind ``sureness``."""
    keys: tuple[Key, ...]
    """Identifiers ranked by what taking them away would break, most first."""


@dataclass(frozen=True, slots=True)
class Damped:
    """An identifier that many reports share but that was not allowed to tie them, and why."""

    kind: str
    value: str
    reports: int
    reason: str
    """Stable code: ``public_service``, ``over_shared`` (spread over unrelated groups), ``rented`` (two networks in turn)."""
    because: str
    """The reason in a sentence, with its figures."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a network since the run before."""

    network_id: str
    what: str
    """``new``, ``grew``, ``shrank``, ``merged``, ``split`` or ``gone``."""
    before: int
    after: int
    others: tuple[str, ...] = ()
    """Networks it took in (merged) or fell into (split)."""
