"""Growth (`weft.links.grow.grown`) anew where something changed, beside groups of which every round is remembered.

A *region* is whole groups, as they ended the last time. It grows again from its beginnings; what lies around it plays back what it did.
Where a neighbour would see something else than it saw then (another size, another group in its round), or is joined, its group grows
again next, beside what the region now is. When no neighbour sees anything new, all that is remembered agrees with all that is around
it; and because each round follows from the one before, there is only one such history: the one of growing everything at once.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.links import grow
from weft.links.arrays import Ints, Longs, grouped, packed, roots
from weft.links.pairs import ONE
from weft.links.standing.graph import NEVER, Graph
from weft.links.standing.tables import marked, union

Small = npt.NDArray[np.int32]
Rows = tuple[Small, Small, Small, Small]
"""Report, both groups, worth."""


@dataclass(slots=True)
class _Local:
    """Groups of one region and its neighbours, in the order of identifiers."""

    ids: Longs
    mine: npt.NDArray[np.bool_]
    size: npt.NDArray[np.float64]
    inner: npt.NDArray[np.float64]
    at: npt.NDArray[np.int8]
    """Round in which a neighbour joined another group."""
    into: Small
    steps: npt.NDArray[np.int8]
    """Per round: what is seen of each group's size."""


def grown_again(graph: Graph, turn: int, rows: Rows, columns: tuple[str, str, str, str], dirty: Longs) -> Longs:
    """Groups in which nodes end from those in which they begin; nodes of which that changed.

    ``rows`` are meetings between groups; ``columns`` are where nodes begin and end, and by group its size and what is inside;
    ``dirty`` are nodes of which anything changed.
    """
    nodes = graph.nodes
    start, end, size, inner = columns
    begin, last = nodes[start], nodes[end]
    report, x, y, worth = rows
    was = last.copy()
    more = last[dirty].astype(np.int64)
    while len(more):
        region = marked(nodes.size, _tops(nodes[f"at_{turn}"], nodes[f"into_{turn}"], more))
        members = np.flatnonzero(region[last])
        mine = union(nodes.size, begin[members])
        is_mine = marked(nodes.size, mine)
        sel = np.flatnonzero(is_mine[x] | is_mine[y])
        ends = np.concatenate((x[sel], y[sel]))
        local = _local(graph, turn, mine, np.unique(ends[~is_mine[ends]]), size, inner)
        place = np.zeros(nodes.size, np.int32)
        place[local.ids] = np.arange(len(local.ids))
        seen = place[x[sel]], place[y[sel]]
        joined = _grow(local, report[sel], *seen, worth[sel], graph.size)
        more = np.concatenate((local.ids[joined], _unsettled(graph, turn, local, *seen)))
        own = local.ids[local.mine]
        nodes[f"at_{turn}"][own] = local.at[local.mine]
        nodes[f"into_{turn}"][own] = local.ids[local.into[local.mine]]
        for at in range(grow.ROUNDS):
            nodes[f"steps_{turn}_{at}"][own] = local.steps[at][local.mine]
        top = local.ids[roots(np.where(local.at == NEVER, np.arange(len(local.ids)), local.into))]
        last[members] = top[place[begin[members]]]
    return np.flatnonzero(last != was)


def _tops(at: npt.NDArray[np.int8], into: Small, labels: Longs) -> Longs:
    """The group in which each of these ended."""
    while True:
        further = np.where(at[labels] == NEVER, labels, into[labels])
        if np.array_equal(further, labels):
            return labels
        labels = further


def _local(graph: Graph, turn: int, mine: Longs, ghosts: Longs, size: str, inner: str) -> _Local:
    nodes = graph.nodes
    at, into = nodes[f"at_{turn}"], nodes[f"into_{turn}"]
    chain, all_ = ghosts, [ghosts]
    while True:
        chain = chain[at[chain] != NEVER]
        if not len(chain):
            break
        chain = np.unique(into[chain]).astype(np.int64)
        all_.append(chain)
    others = union(nodes.size, *all_)
    ids = np.concatenate((mine, others))
    ids = ids[np.argsort(nodes["key"][ids])]
    is_mine = marked(nodes.size, mine)[ids]
    place = np.zeros(nodes.size, np.int32)
    place[ids] = np.arange(len(ids))
    here = np.where(is_mine, np.int8(NEVER), at[ids])
    onto = np.where(here == NEVER, np.arange(len(ids), dtype=np.int32), place[into[ids]])
    steps = np.stack([nodes[f"steps_{turn}_{one}"][ids] for one in range(grow.ROUNDS)])
    return _Local(
        ids, is_mine, np.where(is_mine, nodes[size][ids], 0).astype(np.float64),
        np.where(is_mine, nodes[inner][ids], 0).astype(np.float64), here, onto, steps,
    )  # fmt: skip


def _grow(local: _Local, report: Ints, x: Ints, y: Ints, worth: Ints, total: float) -> Longs:
    """All rounds; ``at``, ``into`` and ``steps`` of the region's own. Returns groups outside of it that one of it would join."""
    count = len(local.ids)
    groups = grow.Groups(np.zeros(0, np.int32), local.size, local.inner)
    every = np.arange(count, dtype=np.int32)
    outside_joined = [np.zeros(0, np.int64)]
    ghosts = np.flatnonzero(~local.mine & (local.at != NEVER))
    for turn in range(grow.ROUNDS):
        steps = np.where(local.mine, grow.step(groups.size), local.steps[turn])
        local.steps[turn] = steps
        apart = np.flatnonzero(x != y)
        report, worth, x, y = report[apart], worth[apart], x[apart], y[apart]
        key, which, _ = grouped(packed(np.minimum(x, y), np.maximum(x, y)))
        which, report, worth = grow.once(which, report, worth)
        one, two = (key >> 32).astype(np.int32), key.astype(np.int32)
        times = np.bincount(which, minlength=len(key)).astype(float)
        value = np.bincount(which, worth, len(key)) / ONE
        parent = grow.joined(total, groups, steps, one, two, times, value)
        if parent is None and not (local.at[ghosts] >= turn).any():
            local.steps[turn + 1 :, local.mine] = steps[local.mine]
            break
        if parent is None:
            parent = every.copy()
        parent[~local.mine] = every[~local.mine]
        moving = ghosts[local.at[ghosts] == turn]
        parent[moving] = local.into[moving]
        own = np.flatnonzero(local.mine & (parent != every))
        local.at[own], local.into[own] = turn, parent[own]
        target = parent[own]
        outside_joined.append(np.unique(target[~local.mine[target]]).astype(np.int64))
        new = roots(parent)
        x, y = new[one][which], new[two][which]
        groups = grow.Groups(
            groups.of,
            np.bincount(new, groups.size, count).astype(np.float64),
            (np.bincount(new, groups.inner, count) + np.bincount(x[x == y], minlength=count)).astype(np.float64),
        )
    return np.concatenate(outside_joined)


def _unsettled(graph: Graph, turn: int, local: _Local, x: Ints, y: Ints) -> Longs:
    """Neighbours that see of the region something else than they did."""
    nodes = graph.nodes
    across = np.flatnonzero(local.mine[x] != local.mine[y])
    own = np.where(local.mine[x[across]], x[across], y[across])
    ghost = np.where(local.mine[x[across]], y[across], x[across])
    border = np.unique(own)
    before, now = local.ids[border], border
    other = np.zeros(len(border), bool)
    at, into = nodes[f"at_{turn}"], nodes[f"into_{turn}"]
    for one in range(grow.ROUNDS):
        other |= (before != local.ids[now]) | (nodes[f"steps_{turn}_{one}"][before] != local.steps[one][now])
        before = np.where(at[before] == one, into[before], before)
        now = np.where(local.at[now] == one, local.into[now], now)
    changed = marked(len(local.ids), border[other])
    return np.asarray(local.ids[np.unique(ghost[changed[own]])])
