"""Small array tools that every step of the solver shares. All keep order, so that equal input gives equal output."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

Ints: TypeAlias = npt.NDArray[np.integer]
Longs: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

LOW = np.int64(0xFFFFFFFF)


def packed(high: Ints, low: Ints) -> Longs:
    """Two numbers below 2³¹ as one that sorts by the first, then by the second. numpy sorts such keys many times faster than pairs."""
    key = high.astype(np.int64)
    key <<= 32
    key |= low.astype(np.int64, copy=False)
    return key


def starts(key: Ints) -> Mask:
    """Whether each place of a sorted array begins a new value."""
    answer = np.ones(len(key), dtype=bool)
    np.not_equal(key[1:], key[:-1], out=answer[1:])
    return answer


def distinct(key: Longs) -> Longs:
    """Sorted distinct values; sorts ``key`` in place."""
    key.sort()
    return key[starts(key)]


def counted(key: Longs) -> tuple[Longs, Longs]:
    """Sorted distinct values and how often each comes; sorts ``key`` in place."""
    key.sort()
    first = np.flatnonzero(starts(key))
    return key[first], np.diff(first, append=len(key))


def grouped(key: Longs) -> tuple[Longs, npt.NDArray[np.int32], Longs]:
    """Sorted distinct values, the place of each given key among them, and how often each comes."""
    order = np.argsort(key)
    key = key[order]
    new = starts(key)
    place = np.empty(len(key), dtype=np.int32)
    place[order] = np.cumsum(new, dtype=np.int32) - 1
    first = np.flatnonzero(new)
    return key[first], place, np.diff(first, append=len(key))


def components(nodes: int, left: Ints, right: Ints) -> npt.NDArray[np.int32]:
    """Connected component of each node, numbered by its smallest node."""
    if not len(left):
        return np.arange(nodes, dtype=np.int32)
    graph = sparse.coo_array((np.ones(len(left), np.int8), (left, right)), shape=(nodes, nodes)).tocsr()
    label = csgraph.connected_components(graph, directed=False)[1]
    return renumbered(label)


def renumbered(label: Ints) -> npt.NDArray[np.int32]:
    """The same groups as 0, 1, 2 … in the order in which they first come."""
    if not len(label):
        return np.zeros(0, dtype=np.int32)
    first = np.full(int(label.max()) + 1, len(label), dtype=np.int64)
    # From the back, so that the first place is the one that stays.
    first[label[::-1]] = np.arange(len(label) - 1, -1, -1)
    used = np.flatnonzero(first < len(label))
    number = np.empty(len(first), dtype=np.int32)
    number[used[np.argsort(first[used], kind="stable")]] = np.arange(len(used), dtype=np.int32)
    return number[label]


def roots(parent: Ints) -> Ints:
    """The end of each chain of parents; a node that is its own parent is an end. Chains must not run in circles."""
    while True:
        further = parent[parent]
        if np.array_equal(further, parent):
            return parent
        parent = further
