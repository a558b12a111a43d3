"""Reports that one victim made twice: joined first, so that they count as one for everything that follows."""

import itertools

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
_LETTERS = 4000


def found(reports: pa.Table, order: Order, edges: Edges) -> npt.NDArray[np.int32]:
    """For each report number the first report that tells the same loss; itself when it is the first.

    Two reports of one reporter are one when they name the same identifiers or nearly tell the same story. Without a reporter they
    are one only when they name the same identifiers and tell the same story word for word. Linear in the number of reports.
    """
    count = len(order.row)
    first = np.arange(count, dtype=np.int32)
    if not count:
        return first
    named = _named(count, edges)
    rows = reports.take(pa.array(order.row))
    left, right = map(np.concatenate, zip(_same_reporter(rows, named), _same_words(rows, named), strict=True))
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


def _same_reporter(
    rows: pa.Table, named: npt.NDArray[np.uint64]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    who = pc.utf8_lower(pc.utf8_trim_whitespace(rows["reporter"]))
    who = who.combine_chunks() if isinstance(who, pa.ChunkedArray) else who
    code = pc.fill_null(who.dictionary_encode().indices, -1).to_numpy().astype(np.int32)
    times = np.bincount(code[code >= 0], minlength=1)
    several = np.flatnonzero(code >= 0)
    several = several[(times[code[several]] > 1) & (times[code[several]] <= VICTIM)]
    several = several[np.argsort(code[several], kind="stable")]
    stories = dict(zip(several.tolist(), rows["narrative"].take(pa.array(several)).to_pylist(), strict=True))
    pairs = []
    for _, group in itertools.groupby(several.tolist(), key=lambda place: int(code[place])):
        for a, b in itertools.combinations(group, 2):
            same = named[a] == named[b] != 0
            short = min(len(stories[a]), len(stories[b])) < STORY
            if (same and short) or (not short and alike(stories[a], stories[b])):
                pairs.append((a, b))
    flat = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return flat[:, 0], flat[:, 1]


def alike(one: str, other: str) -> bool:
    """Whether two stories are nearly the same."""
    a, b = _pieces(one), _pieces(other)
    return len(a & b) >= ALIKE * len(a | b) > 0


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
