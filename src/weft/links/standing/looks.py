"""The second look (`weft.links.grow.looked_again`) anew for cores of which, or of whose neighbours, something changed."""

import numpy as np

from weft.links.arrays import Ints, Longs, Mask, distinct, grouped, packed
from weft.links.standing.graph import Graph
from weft.links.standing.tables import marked


def looked_again(
    graph: Graph, report: Ints, x: Ints, y: Ints, begin: str, looks: tuple[str, str], dirty: Longs, moved: Longs
) -> None:
    """``looks`` by core: where each lies after the first and the second look, from ``begin``.

    Meetings between cores (report, both cores); ``dirty`` are cores of which a meeting or what holds them changed, ``moved`` those
    whose ``begin`` did.
    """
    nodes = graph.nodes
    asked, other = marked(nodes.size, dirty, moved), marked(nodes.size, moved)
    some = np.zeros(0, np.int64)
    for before, after in ((begin, looks[0]), (looks[0], looks[1])):
        # Who sees that another moved; rows of those that moved in the first look are among those picked for it.
        rows = (x, y) if before == begin else (x[some], y[some])
        near = np.concatenate((rows[1][other[rows[0]]], rows[0][other[rows[1]]]))
        if before == begin or not asked[near].all():
            asked[near] = True
            some = np.flatnonzero(asked[x] | asked[y])
        home, found = nodes[before], nodes[after]
        units = np.flatnonzero(asked)
        new = _look(graph, report[some], x[some], y[some], home, asked)
        other = marked(nodes.size, units[found[units] != new])
        found[units] = new


def _look(graph: Graph, report: Ints, x: Ints, y: Ints, home: Ints, asked: Mask) -> Ints:
    """Home of each asked core after one look."""
    nodes = graph.nodes
    some = np.flatnonzero(asked)
    one, two = np.flatnonzero(asked[x]), np.flatnonzero(asked[y])
    unit, other = np.concatenate((x[one], y[two])), np.concatenate((y[one], x[two]))
    key, which, _ = grouped(packed(unit, home[other]))
    once = distinct(packed(which, np.concatenate((report[one], report[two]))))
    times = np.bincount(once >> 32, minlength=len(key))
    unit, group = (key >> 32).astype(np.int32), key.astype(np.int32)
    holds = np.zeros(nodes.size, np.int64)
    mine = home[unit] == group
    holds[unit[mine]] = times[mine]
    unit, group, times = unit[~mine], group[~mine], times[~mine]
    order = np.lexsort((nodes["key"][group], -times, unit))
    unit, group, times = unit[order], group[order], times[order]
    best = (np.diff(unit, prepend=-1) != 0) & (times > holds[unit] + nodes["inner"][unit])
    answer = home.copy()
    answer[unit[best]] = group[best]
    return answer[some]
