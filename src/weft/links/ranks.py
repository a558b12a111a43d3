"""What taking an identifier away would do to a network: how many reports fall out, and how many ways lead through it."""

import numpy as np
import numpy.typing as npt
import rustworkx
from scipy import sparse
from scipy.sparse import csgraph

from weft.links.arrays import Floats, Ints, starts

# Exact betweenness costs nodes times ties; above this many nodes it is left at 0 and `breaks` alone ranks.
BETWEENNESS_NODES = 400


def breaks(reports: int, report: Ints, group: Ints, groups: int) -> npt.NDArray[np.int64]:
    """Per group (an identifier inside one network): reports that would fall out of its network's largest piece without it.

    Edges (report, group) of all networks at once. Exact and linear: one depth-first search (Tarjan 1972). A subtree below an
    identifier from which no tie leads higher than the identifier is a piece of its own once that is taken away.
    """
    if not len(report):
        return np.zeros(groups, dtype=np.int64)
    nodes = reports + groups
    left, right = report.astype(np.int32), (reports + group).astype(np.int32)
    part = _parts(nodes, left, right)
    # A binary tree of extra nodes above one report of each network makes it a single search. A common root would do as well, but
    # scipy reads a node's neighbours from the first each time it comes back to it.
    heads = np.unique(part[report], return_index=True)[1]
    below, above, top = _tree(report[heads].astype(np.int32), nodes)
    total = max(nodes, top + 1)
    ends = (np.concatenate((left, below)), np.concatenate((right, above)))
    graph = sparse.coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(total, total)).tocsr()
    graph = (graph + graph.T).tocsr()
    visited, parent = csgraph.depth_first_order(graph, top, directed=True)
    when = np.zeros(total, dtype=np.int64)
    when[visited] = np.arange(len(visited))
    # Earliest node that a tie of this one reaches, itself and the way down from its parent left out.
    low = when.copy()
    for a, b in ((left, right), (right, left)):
        other = parent[a] != b
        np.minimum.at(low, a[other], when[b[other]])
    weight = np.zeros(total, dtype=np.int64)
    weight[:reports] = 1
    apart = np.zeros(total, dtype=np.int64)
    largest = np.zeros(total, dtype=np.int64)
    for level in _levels(visited, parent, top):
        above = parent[level]
        np.add.at(weight, above, weight[level])
        np.minimum.at(low, above, low[level])
        cut = low[level] >= when[above]
        np.add.at(apart, above[cut], weight[level[cut]])
        np.maximum.at(largest, above[cut], weight[level[cut]])
    whole = np.bincount(part[:reports], minlength=int(part.max()) + 1)[part[reports:]]
    rest = whole - apart[reports:nodes]
    answer: npt.NDArray[np.int64] = np.minimum(whole - np.maximum(rest, largest[reports:nodes]), whole)
    return answer


def _parts(nodes: int, left: Ints, right: Ints) -> Ints:
    graph = sparse.coo_array((np.ones(len(left), np.int8), (left, right)), shape=(nodes, nodes))
    return np.asarray(csgraph.connected_components(graph, directed=False)[1])


def _tree(leaves: Ints, first: int) -> tuple[Ints, Ints, int]:
    """Edges (lower, upper) of a binary tree over ``leaves`` whose inner nodes are numbered from ``first``, and its root."""
    below, above = [], []
    while len(leaves) > 1:
        upper = first + np.arange(len(leaves), dtype=np.int32) // 2
        below.append(leaves)
        above.append(upper)
        leaves = np.unique(upper)
        first = int(leaves[-1]) + 1
    if not below:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), int(leaves[0])
    return np.concatenate(below), np.concatenate(above), int(leaves[0])


def _levels(visited: Ints, parent: Ints, top: int) -> list[Ints]:
    """Nodes by depth in the search tree, deepest first, the root left out."""
    depth = np.zeros(len(parent), dtype=np.int32)
    hop = np.where(parent < 0, top, parent)
    depth[visited] = 1
    depth[top] = 0
    # Pointer doubling: after k rounds `hop` is 2^k steps up and `depth` the steps counted.
    while (hop != top).any():
        depth += depth[hop]
        hop = hop[hop]
    below = visited[visited != top]
    order = below[np.argsort(-depth[below], kind="stable")]
    cuts = np.flatnonzero(starts(depth[order]))[1:]
    return np.split(order, cuts)


def betweenness(network: Ints, report: Ints, group: Ints, size: Ints, groups: Ints) -> Floats:
    """Per group: share of the shortest paths of its network that lead through it (Freeman 1977), NaN where it was not reckoned.

    Edges sorted by ``network``; ``size`` reports and ``groups`` identifiers per network. Exact, and only where that is quick:
    networks of up to ``BETWEENNESS_NODES`` nodes.
    """
    total = int(groups.sum())
    answer = np.full(total, np.nan)
    if not len(report):
        return answer
    edge = np.searchsorted(network, np.arange(len(size) + 1))
    base = np.concatenate(([0], np.cumsum(groups)))
    for place in np.flatnonzero(size + groups <= BETWEENNESS_NODES).tolist():
        many = int(groups[place])
        if many == 0:
            continue
        first = int(base[place])
        if many == 1:
            answer[first] = 1.0
            continue
        mine = slice(int(edge[place]), int(edge[place + 1]))
        who, left = np.unique(report[mine], return_inverse=True)
        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(len(who) + many))
        graph.add_edges_from_no_data(list(zip(left.tolist(), (len(who) + group[mine] - first).tolist(), strict=True)))
        values = rustworkx.betweenness_centrality(graph, normalized=True)
        answer[first : first + many] = [values[len(who) + one] for one in range(many)]
    return answer
