"""Cores and places anew where a tie, or what may tie, changed."""

import numpy as np
import numpy.typing as npt

from weft.links import grow, silence
from weft.links.arrays import Ints, Longs, Mask, components, packed
from weft.links.standing.graph import Graph
from weft.links.standing.tables import count, marked, ranges, union


def parts_again(graph: Graph, name: str, was: Mask, now: Mask, turned: Longs) -> Longs:
    """Components over strong pairs of nodes that may tie (``was``, ``now``), each called by its first node; nodes that changed.

    ``turned`` are pairs that became strong or are so no more.
    """
    nodes, strong = graph.nodes, graph.strong
    label = nodes[name]
    sure = np.flatnonzero(strong)
    flips = was != now
    near = sure[flips[graph.a[sure]] | flips[graph.b[sure]]] if flips.any() else sure[:0]
    pairs = union(len(graph.key), turned, near)
    a, b = graph.a[pairs], graph.b[pairs]
    before = strong[pairs].copy()
    before[np.searchsorted(pairs, turned)] ^= True
    other = (before & was[a] & was[b]) != (strong[pairs] & now[a] & now[b])
    broken = marked(nodes.size, label[a[other]], label[b[other]])
    some = np.flatnonzero(broken[label])
    if not len(some):
        return some
    some = some[np.argsort(nodes["key"][some])]
    place = np.zeros(nodes.size, np.int32)
    place[some] = np.arange(len(some))
    sure = sure[broken[label[graph.a[sure]]]]
    a, b = graph.a[sure], graph.b[sure]
    ties = now[a] & now[b]
    part = components(len(some), place[a[ties]], place[b[ties]])
    first = np.zeros(int(part.max()) + 1, np.int64)
    first[part[::-1]] = np.arange(len(some) - 1, -1, -1)
    new = some[first[part]]
    changed = label[some] != new
    label[some] = new
    return np.asarray(some[changed])


def places_again(
    graph: Graph, reports: Longs, column: str, group: npt.NDArray[np.int32], allowed: Mask, size: str | None
) -> Longs:
    """``column`` of these reports anew: the group of most of their allowed namings; reports that changed.

    ``group`` is per node, a node's number; ``size`` the column in which the reports of each group are counted.
    """
    view = graph.view(reports)
    keep = allowed[view.node]
    report, node, row = view.report[keep], view.node[keep], view.row[keep]
    number, place = np.unique(group[node], return_inverse=True)
    # Of equals the group that comes first in the order of identifiers.
    by = np.argsort(graph.nodes["key"][number])
    rank = np.empty(len(number), np.int32)
    rank[by] = np.arange(len(number))
    who, chosen = grow.chosen(report, rank[place], graph.rows["fresh"][row])
    held = graph.reports[column]
    was = held[reports]
    held[reports] = -1
    held[who] = number[by][chosen]
    now = held[reports]
    if size is not None:
        count(graph.nodes[size], now[now >= 0])
        count(graph.nodes[size], was[was >= 0], -1)
    return np.asarray(reports[was != now])


def networks_again(graph: Graph, reports: Longs, was: Ints) -> Longs:
    """``network`` of reports anew, in all groups in which one of ``reports`` lies or lay (``was``): its first report, -1 alone."""
    held = graph.reports
    before = held["network"].copy()
    groups = np.concatenate((was, held["place"][reports]))
    graph.forget(ranges(held["start"][reports], held["many"][reports]))
    while True:
        _networks(graph, reports, marked(graph.nodes.size, groups[groups >= 0]))
        strange = silence.strangers(graph.silences, _of_kind(graph))
        turned = strange != graph.strange
        graph.strange = strange
        # A verdict that turned is a matter of all groups with such a silence.
        held_codes = graph.rows["silence"]
        row = np.flatnonzero(held_codes >= 0) if turned.any() else np.zeros(0, np.int64)
        row = row[turned[held_codes[row]]]
        if not len(row):
            return np.flatnonzero(before != held["network"])
        groups = np.unique(graph.nodes["home"][graph.raws["node"][graph.rows["raw"][row]]])
        reports = row[:0]


def _networks(graph: Graph, reports: Longs, broken: Mask) -> None:
    """Networks of these reports and of all in the ``broken`` groups, and the silences in those."""
    nodes, held = graph.nodes, graph.reports
    some = np.flatnonzero(~cut(graph) & broken[nodes["home"]])
    row = graph.naming(some)
    graph.forget(row)
    node, report = graph.raws["node"][graph.rows["raw"][row]], graph.rows["report"][row]
    ties = held["place"][report] == nodes["home"][node]
    row, node, report = row[ties], node[ties], report[ties]
    day = held["day"][report]
    order = np.argsort(packed(node, np.where(day < 0, np.int32(1 << 30), day)), kind="stable")
    row, node, report, day = row[order], node[order], report[order], day[order]
    inside = union(held.size, reports, report)
    number = np.zeros(held.size, np.int32)
    number[inside] = np.arange(len(inside))
    found = silence.silences(node, day, graph.raws["half"][nodes["raw"][node]])
    part, before, after = silence.parted(len(inside), number[report], node, found)
    sure = silence.vouched(before, after)
    code = found.code + sure
    graph.rows["silence"][row[found.before]] = code
    graph.silences += silence.counts(code)
    strange = silence.strangers(graph.silences, _of_kind(graph))
    part = silence.rejoined(part, before, after, sure | ~strange[found.code])
    size = np.bincount(part, minlength=int(part.max(initial=-1)) + 1)
    first = np.zeros(len(size), np.int64)
    first[part[::-1]] = np.arange(len(inside) - 1, -1, -1)
    held["network"][inside] = np.where(size[part] > 1, inside[first[part]], -1).astype(np.int32)


def _of_kind(graph: Graph) -> Longs:
    """Identifiers of each kind that tie."""
    nodes = graph.nodes
    some = np.flatnonzero((nodes["degree"] > 1) & ~cut(graph))
    return silence.many_of(graph.raws["half"][nodes["raw"][some]])


def cut(graph: Graph) -> Mask:
    """Per node: whether it ties nothing."""
    return np.asarray(graph.nodes["wide"] & (graph.nodes["back"] < 0))
