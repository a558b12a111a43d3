"""Reports that one victim made twice: joined first, so that they count as one for everything that follows."""

import itertools
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.links.arrays import components, packed, starts
from weft.links.edges import Edges, Order

# Whoever reports more often than this is an office that passes reports on, not a victim who wrote twice.
VICTIM = 5
# A shorter story is a form's phrase that many victims share.
STORY = 60
# Two tellings are one story when they share this much of their five-letter pieces (Jaccard): a few words changed, not more.
ALIKE = 0.7
_PIECE = 5
# Sums of one loss told twice: rounded, fees left out; later than this it is more likely another loss.
NEARLY = Decimal("0.75")
MONTH = 31
_LETTERS = 4000


def found(reports: pa.Table, order: Order, edges: Edges) -> npt.NDArray[np.int32]:
    """For each report number the first report that tells the same loss; itself when it is the first.

    Two reports of one reporter within a month about nearly the same sum are one when they share an identifier or nearly tell the same
    story. Without a reporter they are one only when they name the same identifiers and tell the same story word for word. Linear in the number of reports.
    """
    count = len(order.row)
    first = np.arange(count, dtype=np.int32)
    if not count:
        return first
    named = _named(count, edges)
    rows = reports.take(pa.array(order.row))
    left, right = map(np.concatenate, zip(_same_reporter(rows, order, edges), _same_words(rows, named), strict=True))
    if not len(left):
        return first
    part = components(count, left, right)
    head = np.full(int(part.max()) + 1, count, dtype=np.int32)
    np.minimum.at(head, part, first)
    return head[part]


def _named(count: int, edges: Edges) -> npt.NDArray[np.uint64]:
    """A number per report that two share when they name the same identifiers; 0 for none."""
    answer = np.zeros(count, dtype=np.uint64)
    if not len(edges.report):
        return answer
    key = packed(edges.report, edges.identifier)
    key.sort()
    report = (key >> 32).astype(np.int32)
    # splitmix64's finaliser (Steele, Lea & Flood 2014) makes sums of small numbers as good as random.
    mixed = (key & np.int64(0xFFFFFFFF)).astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    first = np.flatnonzero(starts(report))
    answer[report[first]] = np.add.reduceat(mixed, first)
    return answer


def _same_reporter(rows: pa.Table, order: Order, edges: Edges) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    who = pc.utf8_lower(pc.utf8_trim_whitespace(rows["reporter"]))
    who = who.combine_chunks() if isinstance(who, pa.ChunkedArray) else who
    code = pc.fill_null(who.dictionary_encode().indices, -1).to_numpy().astype(np.int32)
    times = np.bincount(code[code >= 0], minlength=1)
    several = np.flatnonzero(code >= 0)
    several = several[(times[code[several]] > 1) & (times[code[several]] <= VICTIM)]
    several = several[np.argsort(code[several], kind="stable")]
    columns = (rows[name].take(pa.array(several)).to_pylist() for name in ("narrative", "amount", "currency"))
    told = dict(zip(several.tolist(), zip(*columns, strict=True), strict=True))
    named = _sets(several, edges)
    pairs = []
    for _, group in itertools.groupby(several.tolist(), key=lambda place: int(code[place])):
        for a, b in itertools.combinations(group, 2):
            if _one_loss(told[a][1:], told[b][1:]) and _one_month(int(order.day[a]), int(order.day[b])):
                long = min(len(told[a][0]), len(told[b][0])) >= STORY
                if named[a] & named[b] or (long and alike(told[a][0], told[b][0])):
                    pairs.append((a, b))
    flat = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]


def _sets(places: npt.NDArray[np.int64], edges: Edges) -> dict[int, set[int]]:
    """Identifiers of each of these reports."""
    wanted = np.zeros(int(places.max(initial=-1)) + 1, dtype=bool)
    wanted[places] = True
    named: dict[int, set[int]] = {place: set() for place in places.tolist()}
    at = np.flatnonzero(wanted[np.minimum(edges.report, len(wanted) - 1)]) if len(wanted) else np.zeros(0, np.int64)
    for report, identifier in zip(edges.report[at].tolist(), edges.identifier[at].tolist(), strict=True):
        if report in named:
            named[report].add(identifier)
    return named


def _one_loss(one: tuple[Decimal | None, str | None], other: tuple[Decimal | None, str | None]) -> bool:
    """Whether two sums may be one told twice: nearly equal, or one of them not told."""
    (a, unit), (b, other_unit) = one, other
    if a is None or b is None or unit != other_unit:
        return True
    return min(a, b) >= NEARLY * max(a, b)


def _one_month(a: int, b: int) -> bool:
    return a < 0 or b < 0 or abs(a - b) <= MONTH


def alike(one: str, other: str) -> bool:
    """Whether two stories are nearly the same."""
    return Telling(one).is_like(other)


class Telling:
    """One story, to be held against many: it is cut into pieces once."""

    def __init__(self, story: str) -> None:
        self.pieces = _pieces(story)

    def is_like(self, other: str) -> bool:
        """Whether ``other`` is nearly the same story."""
        # A story has no more pieces than letters, and shares no more than it has.
        if len(other) < ALIKE * len(self.pieces) and len(self.pieces) > 1:
            return False
        pieces = _pieces(other)
        return len(self.pieces & pieces) >= ALIKE * len(self.pieces | pieces) > 0


def _pieces(story: str) -> set[str]:
    plain = "".join(story[:_LETTERS].casefold().split())
    return {plain[at : at + _PIECE] for at in range(max(1, len(plain) - _PIECE + 1))}


def _same_words(rows: pa.Table, named: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    _, which, times = np.unique(named, return_inverse=True, return_counts=True)
    long = pc.and_(pc.greater_equal(pc.utf8_length(rows["narrative"]), STORY), pc.is_null(rows["reporter"])).to_numpy(
        zero_copy_only=False
    )
    maybe = np.flatnonzero((named != 0) & (times[which] > 1) & long.astype(bool))
    if not len(maybe):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    words = pc.utf8_lower(pc.utf8_trim_whitespace(rows["narrative"].take(pa.array(maybe))))
    words = pc.replace_substring_regex(words, r"\s+", " ")
    words = words.combine_chunks() if isinstance(words, pa.ChunkedArray) else words
    key = packed(which[maybe], words.dictionary_encode().indices.to_numpy())
    by = np.argsort(key, kind="stable")
    same = np.flatnonzero(key[by][1:] == key[by][:-1])
    return maybe[by[same]].astype(np.int32), maybe[by[same + 1]].astype(np.int32)
