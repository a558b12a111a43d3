"""Reports to networks on plain arrays: no Arrow, no names, no clock.

The method, in the order of the steps:

1. *Episodes.* An identifier seen again after a silence longer than its kind is worth counts as two: a mule account rented to one
   network in March and to another in June must not join them.
2. *Seeds.* Connected components over identifiers that few reports share (at most ``FEW``): rare sharing is evidence by itself.
3. *Spread.* A widely shared identifier stays only if the reports that have other evidence mostly lie in one seed: a hotline or a
   platform is named by reports from everywhere, an organiser's wallet by reports from one network.
4. *Components* again over what stayed, then Leiden (Traag, Waltman & van Eck 2019, doi 10.1038/s41598-019-41695-z; graspologic-native)
   inside components large enough to have been glued by a spoofed or foreign value; weights fall with the number of reports.

Deterministic: every step sees its input in sorted order, and Leiden runs with a fixed seed.
"""

from dataclasses import dataclass

import graspologic_native
import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Sharing by up to this many reports is taken as evidence before anything is known of the reports. A victim's bank, a hotline or a
# platform passes it within days; a rotating phone or a mule account seldom does.
FEW = 20
# A wide identifier stays if this share of its reports that have other evidence lies in one seed.
TOGETHER = 0.3
# Components below this size are read by a person at a glance; above it one wrong value can have glued networks.
LARGE = 200
# Resolution 2 splits where modularity's own scale (1) would still join two dense groups by a thread.
RESOLUTION = 2.0
LEIDEN_SEED = 20_251_016


@dataclass(frozen=True, slots=True)
class Solution:
    """What `solve` answers."""

    label: Ints
    """Network per report, numbered by the smallest report in it; -1 for a report that stands alone."""
    kept: npt.NDArray[np.bool_]
    """Per edge: whether its identifier was allowed to tie it."""
    spread: npt.NDArray[np.bool_]
    """Per edge: whether its identifier was found to be shared too widely."""


def episodes(identifier: Ints, day: Ints, worth: Ints) -> Ints:
    """A number per edge that is new where an identifier comes back after more than ``worth`` days of silence.

    ``day`` below zero means unknown and never starts an episode; ``worth`` zero or less never ends one.
    """
    order = np.lexsort((day, identifier))
    one, on, lasts = identifier[order], day[order], worth[order]
    new = np.ones(len(order), dtype=bool)
    same = one[1:] == one[:-1]
    silent = (on[1:] - on[:-1] > lasts[1:]) & (on[:-1] >= 0) & (lasts[1:] > 0)
    new[1:] = ~same | silent
    answer = np.empty(len(order), dtype=np.int64)
    answer[order] = np.cumsum(new) - 1
    return answer


def components(reports: int, report: Ints, identifier: Ints) -> Ints:
    """Connected component of each report over the given edges."""
    if not len(report):
        return np.arange(reports, dtype=np.int64)
    _, dense = np.unique(identifier, return_inverse=True)
    size = reports + int(dense.max()) + 1
    graph = sparse.coo_array((np.ones(len(report), dtype=np.int8), (report, reports + dense)), shape=(size, size))
    _, label = csgraph.connected_components(graph, directed=False)
    return np.asarray(label[:reports], dtype=np.int64)


def solve(reports: int, report: Ints, identifier: Ints, weight: Floats) -> Solution:
    """Networks from edges (report, identifier), each pair once; ``weight`` says how much sharing the identifier says (0 to 1)."""
    count = int(identifier.max()) + 1 if len(identifier) else 0
    degree = np.bincount(identifier, minlength=count)
    shared = degree[identifier] > 1
    few = shared & (degree[identifier] <= FEW)
    seed = components(reports, report[few], identifier[few])
    spread = _spread(reports, report, identifier, seed, few, shared & ~few)
    kept = shared & ~spread[identifier]
    label = components(reports, report[kept], identifier[kept])
    label = _apart(report[kept], identifier[kept], weight[kept] / np.log2(1 + degree[identifier[kept]]), label)
    return Solution(_numbered(label), kept, spread[identifier])


def _spread(
    reports: int, report: Ints, identifier: Ints, seed: Ints, few: npt.NDArray[np.bool_], wide: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Per identifier: whether it is wide and its reports come from too many seeds."""
    count = int(identifier.max()) + 1 if len(identifier) else 0
    answer = np.zeros(count, dtype=bool)
    if not wide.any():
        return answer
    evidence = np.zeros(reports, dtype=bool)
    evidence[report[few]] = True
    told = wide & evidence[report]
    pairs, times = np.unique(np.stack((identifier[told], seed[report[told]])), axis=1, return_counts=True)
    most = np.zeros(count, dtype=np.int64)
    np.maximum.at(most, pairs[0], times)
    total = np.bincount(identifier[told], minlength=count)
    named = np.bincount(identifier[wide], minlength=count)
    # Without any other evidence a wide identifier stands alone: nothing speaks for its reports belonging together.
    answer[(named > 0) & (most < np.maximum(2, TOGETHER * total))] = True
    return answer


def _apart(report: Ints, identifier: Ints, weight: Floats, label: Ints) -> Ints:
    """Take glued components apart by Leiden; the others stay as they are."""
    size = np.bincount(label, minlength=int(label.max()) + 1 if len(label) else 0)
    mine = size[label[report]] >= LARGE
    if not mine.any():
        return label
    label = label.copy()
    fresh = int(label.max()) + 1
    report, identifier, weight = report[mine], identifier[mine], weight[mine]
    home = label[report]
    order = np.lexsort((identifier, report, home))
    report, identifier, weight, home = report[order], identifier[order], weight[order], home[order]
    starts = np.flatnonzero(np.r_[True, home[1:] != home[:-1]])
    for start, end in zip(starts, np.r_[starts[1:], len(home)], strict=True):
        nodes, left = np.unique(report[start:end], return_inverse=True)
        _, right = np.unique(identifier[start:end], return_inverse=True)
        found = _leiden(len(nodes), left, right, weight[start:end])
        label[nodes] = fresh + found
        fresh += int(found.max()) + 1
    return label


def _leiden(nodes: int, left: Ints, right: Ints, weight: Floats) -> Ints:
    edges = [
        (str(a), str(nodes + b), float(w))
        for a, b, w in zip(left.tolist(), right.tolist(), weight.tolist(), strict=True)
    ]
    _, found = graspologic_native.leiden(edges=edges, resolution=RESOLUTION, iterations=2, seed=LEIDEN_SEED)
    return np.array([found[str(node)] for node in range(nodes)], dtype=np.int64)


def _numbered(label: Ints) -> Ints:
    """Labels renumbered by first report; -1 where a report is alone."""
    if not len(label):
        return label
    _, first, inverse, count = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    alone = count[inverse] == 1
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    answer = rank[inverse]
    answer[alone] = -1
    kept, dense = np.unique(answer[~alone], return_inverse=True)
    del kept
    answer[~alone] = dense
    return answer
