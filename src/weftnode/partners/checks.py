"""Agreements on a time line: where they overlap, where nothing is in force. Pure; days are given."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from weftnode.partners.models import Agreement

# More pairs than this on one page are read by nobody.
MOST = 50


@dataclass(frozen=True, slots=True)
class Gap:
    """Days, both included, on which no agreement of a partner is in force."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two agreements that serve the same purpose on the same days: the one used is the one that is named."""

    one: Agreement
    other: Agreement
    first: dt.date
    last: dt.date | None
    purposes: Sequence[str]


def gaps(agreements: Iterable[Agreement], until: dt.date) -> list[Gap]:
    """Days between the first agreement and ``until`` that none covers."""
    found: list[Gap] = []
    covered: dt.date | None = None
    for one in sorted(agreements, key=lambda row: row.valid_from):
        if one.valid_from > until:
            break
        if covered is not None and one.valid_from > _after(covered):
            found.append(Gap(_after(covered), _before(one.valid_from)))
        last = one.valid_to or dt.date.max
        covered = last if covered is None else max(covered, last)
    if covered is not None and covered < until:
        found.append(Gap(_after(covered), until))
    return found


def overlaps(agreements: Iterable[Agreement], most: int = MOST) -> list[Overlap]:
    """Pairs in force on the same day for the same purpose, at most ``most``, by the day they begin to."""
    found: list[Overlap] = []
    running: list[Agreement] = []
    for one in sorted(agreements, key=lambda row: (row.valid_from, row.number)):
        running = [other for other in running if other.valid_to is None or other.valid_to >= one.valid_from]
        for other in running:
            shared = sorted(set(one.purposes) & set(other.purposes))
            if shared:
                ends = [row.valid_to for row in (one, other) if row.valid_to is not None]
                found.append(Overlap(other, one, one.valid_from, min(ends, default=None), shared))
                if len(found) >= most:
                    return found
        running.append(one)
    return found


def _after(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + dt.timedelta(days=1)


def _before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1)
