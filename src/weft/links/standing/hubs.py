"""`weft.links.spread` and `weft.links.scattered` where something changed: sums per identifier, less what was, plus what is."""

import numpy as np

from weft.links import scattered, spread
from weft.links.arrays import LOW, Ints, Longs, Mask, counted, packed
from weft.links.pairs import beside
from weft.links.standing.graph import HEARD, HEARD_AGAIN, SPOKEN, SPOKEN_AGAIN, Graph, Moved
from weft.links.standing.tables import count, marked, union

_PASSES = (
    (HEARD, SPOKEN, "asked", "spoken", "wide_once"),
    (HEARD_AGAIN, SPOKEN_AGAIN, "asked_again", "spoken_again", "wide_twice"),
)


def spread_again(graph: Graph, moved: Moved) -> None:
    """``wide_twice`` per node."""
    nodes, rows = graph.nodes, graph.rows
    for heard, spoken, asked_by, spoken_by, _ in _PASSES:
        bits = rows["bits"][moved.was.row]
        for bit, name in ((heard, asked_by), (spoken, spoken_by)):
            count(nodes[name], moved.was.node[(bits & bit) > 0], -1)
    rows["bits"][moved.was.row] &= np.uint8(255 ^ (HEARD | SPOKEN | HEARD_AGAIN | SPOKEN_AGAIN))
    known = nodes["strong"] > 0
    turned = np.flatnonzero(known != (moved.strong > 0))
    a, b = graph.a[moved.pairs], graph.b[moved.pairs]
    degree = nodes["degree"]
    order = _order(moved.degree, a, b) != _order(degree, a, b)
    pairs = union(len(graph.key), moved.pairs[order], moved.turned, _beside(graph, turned))
    witness = known
    _lived_again(graph, moved.nodes)
    for heard, spoken, asked_by, spoken_by, wide_by in _PASSES:
        narrow = np.where(degree[graph.a[pairs]] <= degree[graph.b[pairs]], graph.a[pairs], graph.b[pairs])
        reports = union(graph.reports.size, moved.reports, graph.reports_naming(np.unique(narrow)))
        view = graph.view(reports)
        left, right = beside(view.report)
        a, b = view.node[left], view.node[right]
        strong = graph.strong[graph.which(view, left, right)]
        bits = np.zeros(len(view.node), np.uint8)
        for edge, ok in ((left, (degree[b] <= degree[a]) & witness[b]), (right, (degree[a] <= degree[b]) & witness[a])):
            bits[edge[ok]] |= np.uint8(heard)
            bits[edge[ok & strong]] |= np.uint8(spoken)
        before = rows["bits"][view.row]
        for bit, name in ((heard, asked_by), (spoken, spoken_by)):
            gain = ((bits & bit) > 0).astype(np.int8) - ((before & bit) > 0)
            count(nodes[name], view.node, gain)
        rows["bits"][view.row] = (before & np.uint8(255 ^ (heard | spoken))) | bits
        asked = nodes[asked_by]
        wide = (asked >= spread.WITNESSES) & (nodes[spoken_by] < spread.SPOKEN_FOR * asked)
        if wide_by == "wide_twice":
            wide &= ~nodes["lived"]
        other = np.flatnonzero(wide != nodes[wide_by])
        nodes[wide_by] = wide
        witness = known & ~wide
        pairs = union(len(graph.key), pairs, _beside(graph, other))


def _lived_again(graph: Graph, moved: Longs) -> None:
    row = graph.naming(moved)
    node, day = graph.raws["node"][graph.rows["raw"][row]], graph.reports["day"][graph.rows["report"][row]]
    place = np.zeros(graph.nodes.size, np.int32)
    place[moved] = np.arange(len(moved))
    half_life = graph.raws["half"][graph.nodes["raw"][moved]]
    graph.nodes["lived"][moved] = spread.lived(place[node], day, half_life, graph.span)


def _order(degree: Ints, a: Ints, b: Ints) -> Ints:
    return np.asarray(np.sign(degree[a] - degree[b]))


def _beside(graph: Graph, nodes: Longs) -> Longs:
    """Pairs of these nodes."""
    if not len(nodes):
        return nodes
    mask = marked(graph.nodes.size, nodes)
    return np.flatnonzero(mask[graph.a] | mask[graph.b])


def suspects_again(graph: Graph, moved: Moved, wide: Mask) -> None:
    """``suspect`` per node. ``wide`` is ``wide_twice`` as it was."""
    nodes = graph.nodes
    turned = np.flatnonzero(wide != nodes["wide_twice"])
    others = np.setdiff1d(_beside(graph, turned), moved.pairs, assume_unique=True)
    pairs = np.concatenate((moved.pairs, others))
    times = np.concatenate((moved.times, graph.times[others]))
    a, b = graph.a[pairs], graph.b[pairs]
    now, was = nodes["degree"], moved.degree
    ends = union(nodes.size, a, b, moved.nodes, turned)
    place = np.zeros(nodes.size, np.int32)
    place[ends] = np.arange(len(ends))
    for many, degree, cut, sign in ((times, was, wide, -1), (graph.times[pairs], now, nodes["wide_twice"], 1)):
        for one, other in ((a, b), (b, a)):
            asked = np.flatnonzero((many > 0) & (degree[other] <= degree[one]) & ~cut[other])
            said = scattered.says(many[asked], degree[other[asked]])
            for name, what in zip(("score", "met", "could"), said, strict=True):
                nodes[name][ends] += sign * np.bincount(place[one[asked]], what, len(ends))
    sums = np.stack([nodes[name][ends] for name in ("score", "met", "could")])
    nodes["suspect"][ends] = ~nodes["wide_twice"][ends] & scattered.suspected(sums, now[ends], graph.size)


def cut_again(graph: Graph) -> None:
    """``wide`` per node, with those added that are suspect and scattered; by the places of reports in cores."""
    nodes = graph.nodes
    suspects = np.flatnonzero(nodes["suspect"] & (nodes["degree"] > 1))
    nodes["wide"] = nodes["wide_twice"]
    row = graph.naming(suspects)
    node, where = graph.raws["node"][graph.rows["raw"][row]], graph.reports["core"][graph.rows["report"][row]]
    told = where >= 0
    told[told] = nodes["core_size"][where[told]] >= scattered.SOLID
    key, times = counted(packed(node[told], where[told]))
    node = (key >> 32).astype(np.int32)
    first = np.flatnonzero(np.diff(node, prepend=-1))
    if not len(first):
        return
    total, most = np.add.reduceat(times, first), np.maximum.reduceat(times, first)
    nodes["wide"][node[first[(total >= scattered.LEAST) & (most < scattered.TOGETHER * total)]]] = True


def given_back(graph: Graph, moved: Moved, reports: Longs) -> None:
    """``back`` per node: the group to which a cut identifier is given back, -1 for none; by the first places of reports.

    ``reports`` are those that count for another group than before, or count no more. What is named by very many is not counted
    again while so few of them moved that no group can have the share that is asked for.
    """
    nodes = graph.nodes
    count(nodes["drift"], graph.view(reports).node)
    count(nodes["drift"], moved.was.node)
    cut = np.flatnonzero(nodes["wide"] & (nodes["degree"] > 1))
    told, most, drift = (nodes[name][cut] for name in ("told", "most", "drift"))
    cut = cut[most + drift >= spread.TOGETHER * (told - drift)]
    nodes["back"][:] = -1
    for name in ("told", "most", "drift"):
        nodes[name][cut] = 0
    row = graph.naming(cut)
    node, where = graph.raws["node"][graph.rows["raw"][row]], graph.reports["first"][graph.rows["report"][row]]
    size = nodes["first_size"]
    inside = where >= 0
    inside[inside] = size[where[inside]] > 1
    key, times = counted(packed(node[inside], where[inside]))
    node, group = (key >> 32).astype(np.int32), (key & LOW).astype(np.int32)
    if not len(node):
        return
    first = np.flatnonzero(np.diff(node, prepend=-1))
    total, best_of = np.add.reduceat(times, first), np.maximum.reduceat(times, first)
    nodes["told"][node[first]], nodes["most"][node[first]] = total, best_of
    best = np.flatnonzero(times == np.repeat(best_of, np.diff(first, append=len(node))))
    best = best[np.lexsort((nodes["key"][group[best]], node[best]))]
    best = best[np.diff(node[best], prepend=-1) != 0]
    node, group, times = node[best], group[best], times[best]
    good = spread.given(times, total, nodes["degree"][node].astype(np.int64) * size[group] / graph.size)
    nodes["back"][node[good]] = group[good]
