"""A batch of folded texts with what has been found in it so far: what the finders of ``weft.kinds.find`` share."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from weft.kinds import letters, words
from weft.kinds.fold import Batch

Finding = tuple[int, int, str, str, str]
"""Start and end in folded text, kind, value, notes joined with "; "."""


def flags(codes: bytes | range | Sequence[int]) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """A table of 256 truths, true at ``codes``."""
    table = np.zeros(256, bool)
    table[list(codes)] = True
    return table


_WORD = flags(bytes(set(range(33, 127)) - set(b"\"'<>|\\^,;()[]{}")) + bytes([letters.ALPHABETIC]))


class Page:
    """``codes`` and ``plain`` are those of the batch; places count its folded characters."""

    __slots__ = (
        "_hit_ends",
        "_hit_starts",
        "array",
        "batch",
        "busy",
        "codes",
        "countries",
        "found",
        "hits",
        "joined",
        "plain",
        "run_ends",
        "run_starts",
        "starts",
    )

    def __init__(self, texts: Sequence[str], countries: Sequence[str | None]) -> None:
        self.batch = batch = Batch(texts)
        self.codes = batch.codes
        self.plain = batch.plain
        self.array = batch.array
        self.joined = batch.joined
        self.countries = countries
        self.starts = batch.folded_starts()
        edges = np.flatnonzero(np.diff(_WORD.take(batch.array))) + 1  # a batch begins and ends with NUL
        self.run_starts, self.run_ends = edges[0::2], edges[1::2]
        """Runs of what a link, an address or a host may hold; brackets, quotes, commas and letters of most scripts end one."""
        self.found: list[Finding] = []
        self.busy = bytearray(len(self.codes))
        self.hits = words.lexicon().hits(self.plain, self._originals)
        self._hit_starts = [hit.start for hit in self.hits]
        self._hit_ends = [hit.end for hit in self.hits]

    def _originals(self, starts: "npt.NDArray[np.int64]", ends: "npt.NDArray[np.int64]") -> list[str]:
        """:meth:`original` of many."""
        places, joined = self.batch.places, self.joined
        return [joined[a:b] for a, b in zip(places(starts).tolist(), (places(ends - 1) + 1).tolist(), strict=True)]

    def original(self, start: int, end: int) -> str:
        """The text as it was given, behind a span of folded places."""
        place = self.batch.place
        return self.joined[place(start) : place(end - 1) + 1]

    def text_of(self, at: int) -> int:
        """Number of the text that a place lies in."""
        return bisect_right(self.starts, at) - 1

    def country_at(self, at: int) -> str | None:
        """The country of the text that a place lies in."""
        return self.countries[bisect_right(self.starts, at) - 1]

    def add(self, start: int, end: int, kind: str, value: str, notes: str = "") -> None:
        """Note a finding, and that its characters are spent."""
        self.found.append((start, end, kind, value, notes))
        self.busy[start:end] = b"\1" * (end - start)

    def take_back(self, start: int, end: int, kind: str) -> None:
        """Forget what was found of one kind in a span. Reads what was found last first; for rare corrections."""
        for n in range(len(self.found) - 1, -1, -1):
            first, last, what, _, _ = self.found[n]
            if what == kind and start <= first and last <= end:
                del self.found[n]
                self.busy[first:last] = bytes(last - first)
                return

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing has been found in a span."""
        return self.busy.find(1, start, end) < 0

    def before(self, at: int, floor: int) -> Iterator[words.Hit]:
        """Words that end between ``floor`` and ``at``, nearest first. Neither place may lie in another text."""
        for n in range(bisect_right(self._hit_ends, at) - 1, -1, -1):
            hit = self.hits[n]
            if hit.end <= floor:
                return
            yield hit

    def after(self, at: int, reach: int) -> Iterator[words.Hit]:
        """Words that begin at or behind ``at``, at most ``reach`` characters away in the same text, nearest first."""
        ceiling = self.ceiling(at, reach)
        for n in range(bisect_left(self._hit_starts, at), len(self.hits)):
            hit = self.hits[n]
            if hit.start >= ceiling:
                return
            yield hit

    def ceiling(self, at: int, reach: int) -> int:
        """One past the last place of the same text that is at most ``reach`` characters behind ``at``."""
        return min(at + reach, self.starts[bisect_right(self.starts, at)] - 1)

    def floor(self, at: int, reach: int) -> int:
        """The first place of the same text that is at most ``reach`` characters before ``at``."""
        return max(at - reach, self.starts[bisect_right(self.starts, at) - 1])
