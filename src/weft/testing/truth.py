"""The truth of an invented world, as compact arrays: who belongs to whom, what each report names and why, what happened when."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

KINDS = (
    "phone",
    "bank_account",
    "payment_qr",
    "wallet",
    "url",
    "domain",
    "email",
    "handle",
    "device",
    "national_id",
    "passport",
)
OWN, HUB, FOREIGN, WRONG = range(4)
"""Why a report names an identifier: it met it, it is public, it belongs to another network, it is mistyped."""


class Event(NamedTuple):
    """Something that happens to a network."""

    day: int
    what: str
    """``merged``: its two parts work as one from now on. ``rented``: it takes over a mule account that ``other`` is done with.
    ``shared``: it uses a mule account that ``other`` is using too."""
    network: int
    other: int
    """The other network; -1 for a merger, whose parts are in ``Plan.part``."""
    identifier: int
    """Number of the account; -1 for a merger."""


@dataclass(slots=True)
class Book:
    """Every identifier of the world: number to kind, canonical value, country."""

    kinds: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    inside: dict[int, int] = field(default_factory=dict)
    """Number of a link or payment code to the number of the site or payee inside it."""

    def add(self, kind: str, value: str, country: str) -> int:
        self.kinds.append(kind)
        self.values.append(value)
        self.countries.append(country)
        return len(self.values) - 1


@dataclass(slots=True)
class Plan:
    """The truth, a report at a time, in order of day. Sightings of report r are ``names[starts[r]:starts[r + 1]]``."""

    book: Book
    countries: tuple[str, ...]
    network: npt.NDArray[np.int32]
    """Number of the network, -1 for one-offs."""
    day: npt.NDArray[np.int32]
    """Days after the first."""
    country: npt.NDArray[np.uint8]
    """Index into ``countries``: where it was reported."""
    style: npt.NDArray[np.uint8]
    """Index into STYLES."""
    twin: npt.NDArray[np.int32]
    """The report this one repeats, -1 for none."""
    starts: npt.NDArray[np.int64]
    names: npt.NDArray[np.int32]
    """Identifier numbers."""
    roles: npt.NDArray[np.uint8]
    """OWN, HUB, FOREIGN or WRONG."""
    cell: npt.NDArray[np.int32]
    """Number of the cell inside its network, -1 for one-offs."""
    part: npt.NDArray[np.uint8]
    """Which of the two networks that became one a report was of; 0 where there was only ever one."""
    networks: int
    events: tuple[Event, ...]
    """In order of day. That networks begin and end stands in their reports and is not repeated here."""
