"""Which identifiers are named together, how often, and how fresh each naming is.

The graph of reports and identifiers is read from the side of the identifiers: two of them that one report names are a *pair*. A pair
that several reports name, beyond what chance would give, is evidence that both are in one hand. Reports that name one shared
identifier only follow it wherever it goes.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.links.arrays import LOW, Floats, Ints, Mask, grouped, packed, starts

# A report that lists more than this many shared identifiers (a bank's spreadsheet, a block list) pairs each only with its next
# ones: time and memory stay linear.
PAIRED = 12
# Beyond chance: at least two meetings, several times as many as strangers of that width would have, and so many that chance is no
# explanation (Poisson log-likelihood ratio, Dunning 1993; 5 is odds of about 1 to 150).
TWICE = 2
TIMES_CHANCE = 4.0
EVIDENCE = 5.0
# Namings this close in time (days, or twice the identifier's own rhythm) belong to one stretch of use.
CLOSE = 3
# Both narrow (the product of their reports at most this) and close in time: one meeting then says as much as this many.
NARROW = 400
HANDOVER = 2
# What a naming is worth is told in whole numbers, so that sums come out the same in whatever order they are reckoned.
ONE = 1 << 16
# A naming long after all others is worth little, never nothing: it may still be the only one.
LEAST = ONE // 100


@dataclass(frozen=True, slots=True)
class Namings:
    """Edges whose identifier at least two reports name, in the order of reports, then of identifiers."""

    reports: int
    size: float
    """Reports, rounded to a power of two: what chance is reckoned against. Rounded, so that a day's reports change nothing."""
    report: npt.NDArray[np.int32]
    node: npt.NDArray[np.int32]
    """Dense number of the identifier (of one episode of it), in the order of the caller's numbers."""
    fresh: npt.NDArray[np.int32]
    """Per edge: what is left of the tie's worth, by the days to the identifier's nearest other report; ONE is all of it."""
    close: Mask
    """Per edge: whether the nearest other report lies within the identifier's own rhythm."""
    nodes: npt.NDArray[np.int64]
    """The caller's number of each node."""
    degree: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Each pair of identifiers named together (``a`` < ``b``), and each single naming of it."""

    a: npt.NDArray[np.int32]
    b: npt.NDArray[np.int32]
    strong: Mask
    left: npt.NDArray[np.int32]
    """Edge of the pair's first identifier, per naming."""
    right: npt.NDArray[np.int32]
    which: npt.NDArray[np.int32]
    """Pair of each naming."""


def namings(reports: int, report: Ints, identifier: Ints, day: Ints, half_life: Floats) -> Namings:
    """Shared edges with their freshness. ``day`` is per report (below zero: unknown), ``half_life`` per identifier in days.

    Reports are numbered in time, those without a day last.
    """
    key = packed(identifier, report)
    key.sort()
    new = starts(key >> 32)
    first = np.flatnonzero(new)
    degree = np.diff(first, append=len(key))
    shared = np.repeat(degree > 1, degree)
    key = key[shared]
    nodes = (key[starts(key >> 32)] >> 32) if len(key) else np.zeros(0, np.int64)
    degree = degree[degree > 1]
    by = (key & LOW).astype(np.int32)
    node = np.repeat(np.arange(len(nodes), dtype=np.int32), degree)
    del key, new, first, shared
    fresh, close = freshness(day[by].astype(np.int32), node, degree, half_life[nodes])
    order = packed(by, np.arange(len(by), dtype=np.int32))
    order.sort()
    order &= LOW
    return Namings(
        reports=reports,
        size=float(2.0 ** np.round(np.log2(max(reports, 2)))),
        report=by[order],
        node=node[order],
        fresh=fresh[order],
        close=close[order],
        nodes=nodes,
        degree=degree,
    )


def freshness(on: Ints, node: Ints, degree: Ints, half_life: Floats) -> tuple[npt.NDArray[np.int32], Mask]:
    """Per edge, sorted by identifier and time: 2 to the power of minus days to the nearest other naming in half-lives; and `close`."""
    if not len(on):
        return np.zeros(0, np.int32), np.zeros(0, bool)
    never = np.int32(1 << 20)
    gap = np.full(len(on) + 1, never, dtype=np.int32)
    np.subtract(on[1:], on[:-1], out=gap[1:-1])
    gap[1:-1][node[1:] != node[:-1]] = never
    known = on >= 0
    gap[1:-1][~known[1:]] = never
    near = np.minimum(gap[1:], gap[:-1])
    end = np.cumsum(degree)
    # Days are sorted inside an identifier, unknown ones last.
    last = np.maximum.reduceat(on, end - degree)
    span = np.where(on[end - degree] >= 0, last - on[end - degree], 0)
    rhythm = np.maximum(CLOSE, 2 * span / np.maximum(degree - 1, 1))
    close = near <= rhythm[node]
    fresh = np.round(np.exp2(-near / half_life[node]) * ONE).astype(np.int32)
    # Nothing is known against a naming without a day.
    fresh[~known | (near == never)] = ONE
    return np.maximum(fresh, np.int32(LEAST)), close & known


def pairs(named: Namings) -> Pairs:
    """All pairs that reports name, and which of them are beyond chance."""
    node = named.node
    left, right = beside(named.report)
    key, which, times = grouped(packed(node[left], node[right]))
    a, b = (key >> 32).astype(np.int32), (key & LOW).astype(np.int32)
    chance = named.degree[a] * named.degree[b] / named.size
    return Pairs(a, b, beyond_chance(times, chance), left, right, which)


def beside(report: Ints) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Places of the two edges of each pair naming; edges sorted by report, then by identifier."""
    lefts, rights = [], []
    for step in range(1, PAIRED + 1):
        here = np.flatnonzero(report[:-step] == report[step:]).astype(np.int32)
        if not len(here):
            break
        lefts.append(here)
        rights.append(here + np.int32(step))
    none = np.zeros(0, np.int32)
    return (np.concatenate(lefts), np.concatenate(rights)) if lefts else (none, none)


def beyond_chance(times: Ints | Floats, chance: Floats) -> Mask:
    """Whether two that met this often are no strangers, when strangers would have met ``chance`` times."""
    enough = (times >= TWICE) & (times >= TIMES_CHANCE * chance)
    met, by = times[enough], chance[enough]
    enough[enough] = met * np.log(met / by) - met + by >= EVIDENCE
    return np.asarray(enough)


def worth(named: Namings, found: Pairs, among: Ints) -> npt.NDArray[np.int32]:
    """What each of the pair namings ``among`` says: its freshness on both sides; more where one identifier hands over to another."""
    left, right, which = found.left[among], found.right[among], found.which[among]
    narrow = (named.degree[found.a] * named.degree[found.b] <= NARROW)[which]
    return both(named.fresh[left], named.fresh[right], named.close[left] & named.close[right] & narrow)


def both(one: Ints, other: Ints, handover: Mask) -> npt.NDArray[np.int32]:
    """What a meeting says, by the freshness of both sides and whether one may hand over to the other."""
    product = (one.astype(np.int64) * other) >> 16
    said: npt.NDArray[np.int32] = np.maximum(product, LEAST).astype(np.int32)
    said[handover] *= np.int32(HANDOVER)
    return said
