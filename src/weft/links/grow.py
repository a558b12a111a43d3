"""From pairs to groups of identifiers: strong pairs first, then each unfinished group to the neighbour that speaks most for it.

Rounds after Borůvka (1926), as in affinity clustering (Bateni et al. 2017): in each, every group looks at its neighbours at the same
time, so no order of rows decides. A group is *unfinished* while much of what its reports name lies outside of it. It joins its best
neighbour, measured by the Poisson log-likelihood ratio of their meetings against chance (Dunning 1993), and only one that is larger: a
small group never glues two large ones. A finished group joins only where several reports say so beyond chance. Last, each group that
was joined early looks again (the refinement of Leiden, Traag et al. 2019): where most of its meetings now lie elsewhere, it moves.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from weft.links.arrays import LOW, Floats, Ints, Mask, components, distinct, grouped, packed, roots, starts
from weft.links.pairs import ONE, Namings, Pairs, beyond_chance, worth

Small: TypeAlias = npt.NDArray[np.int32]

ROUNDS = 12
# Unfinished: at least this share of what its reports name lies outside.
OUTSIDE = 0.4
# … and at least this share of its reports speaks of the outside.
OPEN = 0.2
# Finished groups join when this share of the smaller one's reports (and two at least) name both.
SHARED = 0.05
# A single meeting long ago joins nothing.
LEAST_WORTH = ONE // 5
LOOKS_AGAIN = 2
# Sizes are compared and held against chance in steps of a quarter of a doubling: one report more changes nothing for the neighbours.
STEPS = 4


@dataclass(slots=True)
class Groups:
    """Groups of nodes: ``of`` per node; sizes in reports; meetings inside."""

    of: npt.NDArray[np.int32]
    size: Floats
    inner: Floats

    @property
    def count(self) -> int:
        return len(self.size)


@dataclass(frozen=True, slots=True)
class Meetings:
    """Namings of pairs that may join: report, both nodes, worth."""

    report: npt.NDArray[np.int32]
    a: npt.NDArray[np.int32]
    b: npt.NDArray[np.int32]
    worth: npt.NDArray[np.int32]


def meetings(named: Namings, found: Pairs, allowed: Mask) -> Meetings:
    """The namings of pairs of which both nodes are ``allowed``."""
    among = np.flatnonzero((allowed[found.a] & allowed[found.b])[found.which])
    left, right = found.left[among], found.right[among]
    return Meetings(named.report[left], named.node[left], named.node[right], worth(named, found, among))


def cores(named: Namings, found: Pairs, allowed: Mask) -> npt.NDArray[np.int32]:
    """Groups over strong pairs alone, per node."""
    sure = found.strong & allowed[found.a] & allowed[found.b]
    return components(len(named.nodes), found.a[sure], found.b[sure])


def step(size: Floats) -> Ints:
    """Sizes in quarters of a doubling."""
    return np.round(STEPS * np.log2(np.maximum(size, 1))).astype(np.int8)


def grown(named: Namings, of: npt.NDArray[np.int32], met: Meetings) -> npt.NDArray[np.int32]:
    """Groups per node after all rounds, from groups ``of`` per node. A group keeps the place, in order, of the one it grew from."""
    count = int(of.max()) + 1 if len(of) else 0
    size = np.bincount(distinct(packed(of[named.node], named.report)) >> 32, minlength=count).astype(float)
    x, y = of[met.a], of[met.b]
    groups = Groups(of, size, np.bincount(x[x == y], minlength=count).astype(np.float64))
    report, value = met.report, met.worth
    for _ in range(ROUNDS):
        outside = np.flatnonzero(x != y)
        report, value, x, y = report[outside], value[outside], x[outside], y[outside]
        key, which, _ = grouped(packed(np.minimum(x, y), np.maximum(x, y)))
        which, report, value = once(which, report, value)
        one, two = (key >> 32).astype(np.int32), key.astype(np.int32)
        times = np.bincount(which, minlength=len(key)).astype(float)
        worth_ = np.bincount(which, value, len(key)) / ONE
        parent = joined(named.size, groups, step(groups.size), one, two, times, worth_)
        if parent is None:
            break
        stays = parent == np.arange(groups.count)
        new = (np.cumsum(stays, dtype=np.int32) - 1)[roots(parent)]
        count = int(stays.sum())
        x, y = new[one][which], new[two][which]
        groups = Groups(
            new[groups.of],
            np.bincount(new, groups.size, count).astype(np.float64),
            (np.bincount(new, groups.inner, count) + np.bincount(x[x == y], minlength=count)).astype(np.float64),
        )
    return groups.of


def once(which: Ints, report: Ints, value: Ints) -> tuple[Small, Small, Small]:
    """A report counts once for two groups, however many of their identifiers it names: the best of its namings."""
    key = packed(which, report)
    order = np.argsort(key)
    key, value = key[order], value[order]
    first = np.flatnonzero(starts(key))
    if not len(first):
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int32)
    key = key[first]
    best = np.maximum.reduceat(value, first).astype(np.int32)
    return (key >> 32).astype(np.int32), (key & LOW).astype(np.int32), best


def joined(
    total: float, groups: Groups, steps: Ints, one: Ints, two: Ints, times: Floats, value: Floats
) -> npt.NDArray[np.int32] | None:
    """The larger neighbour that each group joins now, itself when none; None when nothing moves. ``steps`` are of the sizes."""
    if not len(one):
        return None
    count = groups.count
    outside = np.bincount(one, value, count) + np.bincount(two, value, count)
    unfinished = (outside >= OUTSIDE * (outside + groups.inner)) & (outside >= OPEN * groups.size)
    about = np.exp2(steps / STEPS)
    chance = about[one] * about[two] / total
    smaller = np.minimum(about[one], about[two])
    plain = (times - 1 >= SHARED * (smaller - 1)) & beyond_chance(times, chance)
    says = value * np.log(np.maximum(value / chance, 1.01))
    source, target = np.concatenate((one, two)), np.concatenate((two, one))
    may = (unfinished[source] & (np.concatenate((value, value)) >= LEAST_WORTH / ONE)) | np.concatenate((plain, plain))
    order = np.lexsort((target, steps[target], -np.concatenate((says, says)), source))
    source, target, may = source[order], target[order], may[order]
    best = may & np.concatenate(([True], source[1:] != source[:-1]))
    source, target = source[best], target[best]
    larger = (steps[target] > steps[source]) | ((steps[target] == steps[source]) & (target < source))
    if not larger.any():
        return None
    parent = np.arange(count, dtype=np.int32)
    parent[source[larger]] = target[larger]
    return parent


def looked_again(units: Ints, of: Ints, met: Meetings) -> npt.NDArray[np.int32]:
    """Groups per node after each unit (a core) moved to the group that it meets most, when that is more than what holds it."""
    count = int(units.max(initial=-1)) + 1
    x, y = units[met.a], units[met.b]
    inner = np.bincount(x[x == y], minlength=count)
    outside = np.flatnonzero(x != y)
    report, x, y = met.report[outside], x[outside], y[outside]
    home = np.zeros(count, dtype=np.int32)
    home[units] = of
    for _ in range(LOOKS_AGAIN):
        key, which, _ = grouped(packed(np.concatenate((x, y)), home[np.concatenate((y, x))]))
        once = distinct(packed(which, np.concatenate((report, report))))
        times = np.bincount(once >> 32, minlength=len(key))
        unit, group = (key >> 32).astype(np.int32), key.astype(np.int32)
        mine = home[unit] == group
        holds = inner.copy()
        holds[unit[mine]] += times[mine]
        unit, group, times = unit[~mine], group[~mine], times[~mine]
        order = np.lexsort((group, -times, unit))
        unit, group, times = unit[order], group[order], times[order]
        best = np.ones(len(unit), dtype=bool)
        best[1:] = unit[1:] != unit[:-1]
        best &= times > holds[unit]
        if not best.any():
            break
        home[unit[best]] = group[best]
    return home[units]


def places(named: Namings, of: Ints, allowed: Mask) -> npt.NDArray[np.int32]:
    """Group per report: where most of its allowed namings lie by freshness; the smaller group on a tie. -1 without any."""
    place = np.full(named.reports, -1, dtype=np.int32)
    edge = np.flatnonzero(allowed[named.node])
    report, group = chosen(named.report[edge], of[named.node[edge]], named.fresh[edge])
    place[report] = group
    return place


def chosen(report: Ints, group: Ints, fresh: Ints) -> tuple[Small, Small]:
    """Each report once, and the group of most of its namings: one for each, and its freshness to decide between equals."""
    key = packed(report, group)
    order = np.argsort(key, kind="stable")
    key, fresh = key[order], fresh[order]
    first = np.flatnonzero(starts(key))
    if not len(first):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    value = np.add.reduceat(fresh, first, dtype=np.int64) + ONE * np.diff(first, append=len(key))
    whose, what = (key[first] >> 32).astype(np.int32), (key[first] & LOW).astype(np.int32)
    several = starts(whose)
    alone = several & np.append(several[1:], [True])
    rest = np.flatnonzero(~alone)
    rest = rest[np.lexsort((what[rest], -value[rest], whose[rest]))]
    best = np.concatenate((np.flatnonzero(alone), rest[starts(whose[rest])]))
    return whose[best], what[best]
