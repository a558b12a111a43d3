"""Columns that grow in place, and small array tools for picking a few rows out of very many."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from weft.links.arrays import Ints, Longs, Mask, distinct

# Room kept for what comes next: a fiftieth of what is there.
_ROOM = 50
# To sort so few is quicker than to look through all.
_FEW = 64


class Table:
    """Columns of one length. A column is read by its name and written through what is read: it is a view."""

    def __init__(self, columns: Mapping[str, tuple[Any, int]], size: int = 0) -> None:
        self.columns = dict(columns)
        self.size = size
        self._held = {name: np.full(size, fill, kind) for name, (kind, fill) in self.columns.items()}

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self._held[name][: self.size]

    def __setitem__(self, name: str, values: npt.NDArray[Any]) -> None:
        self._held[name][: self.size] = values

    def held(self, name: str) -> npt.NDArray[Any]:
        """A column with the room behind it."""
        return self._held[name]

    def replace(self, name: str, held: npt.NDArray[Any]) -> None:
        """Another array for a column, such as one that lies in a file."""
        self._held[name] = held

    def extend(self, many: int) -> Longs:
        """Rows at the end, filled with what each column is filled with; their numbers."""
        first, self.size = self.size, self.size + many
        for name, (kind, fill) in self.columns.items():
            held = self._held[name]
            if len(held) < self.size:
                wider = np.empty(self.size + self.size // _ROOM + 16, kind)
                wider[:first] = held[:first]
                self._held[name] = held = wider
            held[first : self.size] = fill
        return np.arange(first, self.size)


def ranges(first: Ints, many: Ints) -> Longs:
    """The numbers first, first + 1 … of each range, one range after the other."""
    before = np.cumsum(many) - many
    answer = np.arange(int(many.sum()), dtype=np.int64)
    answer += np.repeat(first - before, many)
    return answer


def marked(size: int, *where: Ints) -> Mask:
    """A mask of ``size`` that is set at these places."""
    answer = np.zeros(size, dtype=bool)
    for some in where:
        answer[some] = True
    return answer


def union(size: int, *where: Ints) -> Longs:
    """Numbers below ``size`` that are in any of these, each once, sorted."""
    if sum(map(len, where)) < size // _FEW:
        return distinct(np.concatenate(where).astype(np.int64))
    return np.flatnonzero(marked(size, *where))


def count(column: npt.NDArray[np.int32], where: Ints, many: Ints | int = 1) -> None:
    """Add to a column at these places, each as often as it comes."""
    if len(where) < len(column) // _FEW * 4:
        np.add.at(column, where, np.int32(many) if isinstance(many, int) else many.astype(np.int32))
    else:
        weights = None if isinstance(many, int) else many
        gain = np.bincount(where, weights, len(column)).astype(np.int32)
        column += gain * np.int32(many) if isinstance(many, int) else gain
