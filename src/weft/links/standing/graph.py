"""The graph that stands: who named what, in tables to which reports are added, and which of it an addition changes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from weft.links import silence
from weft.links.arrays import LOW, Floats, Ints, Longs, Mask, packed
from weft.links.grow import ROUNDS
from weft.links.pairs import NARROW, ONE, beside, beyond_chance, freshness
from weft.links.spread import spanned
from weft.links.standing.tables import Table, count, marked, ranges, union

NEVER = 127
HEARD, SPOKEN, HEARD_AGAIN, SPOKEN_AGAIN, CLOSE = 1, 2, 4, 8, 16

_REPORTS = {
    "day": (np.int32, -1),
    "start": (np.int64, 0),
    "many": (np.int32, 0),
    "core": (np.int32, -1),
    "first": (np.int32, -1),
    "place": (np.int32, -1),
    "network": (np.int32, -1),
}
_ROWS = {
    "raw": (np.int32, -1),
    "report": (np.int32, -1),
    "fresh": (np.int32, ONE),
    "bits": (np.uint8, 0),
    "silence": (np.int16, -1),
}
_RAWS = {"key": (np.int64, 0), "half": (np.float64, 0), "node": (np.int32, -1), "many": (np.int32, 0)}
_NUMBERS = ("degree", "strong", "asked", "spoken", "asked_again", "spoken_again", "core_size", "unit_size", "inner",
            "first_size", "group_size", "group_inner", "told", "most", "drift")  # fmt: skip
_FLAGS = ("lived", "wide_once", "wide_twice", "suspect", "wide", "cut", "stale")
_SUMS = ("score", "met", "could")
_OWN = ("core", "unit", "of", "look", "again", "second", "given", "last", "look_last", "again_last", "home")
_NODES = (
    {"raw": (np.int32, -1), "key": (np.int64, 0), "back": (np.int32, -1)}
    | dict.fromkeys(_NUMBERS, (np.int32, 0))
    | dict.fromkeys(_FLAGS, (np.bool_, 0))
    | dict.fromkeys(_SUMS, (np.float64, 0))
    | dict.fromkeys(_OWN, (np.int32, -1))
    | {f"at_{turn}": (np.int8, NEVER) for turn in (1, 2)}
    | {f"into_{turn}": (np.int32, -1) for turn in (1, 2)}
    | {f"steps_{turn}_{at}": (np.int8, 0) for turn in (1, 2) for at in range(ROUNDS)}
)


@dataclass(frozen=True, slots=True)
class View:
    """Edges of some reports whose identifier at least two reports name, by report, then in the order of identifiers."""

    report: npt.NDArray[np.int32]
    node: npt.NDArray[np.int32]
    row: Longs

    def of(self, reports: Mask) -> "View":
        keep = reports[self.report]
        return View(self.report[keep], self.node[keep], self.row[keep])


@dataclass(frozen=True, slots=True)
class Moved:
    """What an addition changes in the graph itself."""

    reports: Longs
    """Whose shared edges are others than before."""
    was: View
    """Their edges before."""
    nodes: Longs
    """Whose edges are others than before."""
    degree: npt.NDArray[np.int32]
    """Per node, before."""
    pairs: Longs
    """Of which meetings, the degree of the narrower side, or the order of the sides changed."""
    times: npt.NDArray[np.int32]
    """Meetings of those before."""
    turned: Longs
    """Pairs that became strong, or are so no more."""
    handing: Longs
    """Pairs that are narrow enough for a hand-over, or are so no more."""
    strong: npt.NDArray[np.int32]
    """Per node: strong pairs before."""


class Graph:
    """Tables of reports, rows (edges), raws (identifiers), nodes (identifiers that two name) and pairs of nodes."""

    def __init__(self) -> None:
        self.reports, self.rows, self.raws, self.nodes = Table(_REPORTS), Table(_ROWS), Table(_RAWS), Table(_NODES)
        self.key: Longs = np.zeros(0, np.int64)
        self.times = np.zeros(0, np.int32)
        self.strong = np.zeros(0, bool)
        # Rows by identifier, as of the last time that they were sorted; later ones are looked through.
        self.by_start: Longs = np.zeros(1, np.int64)
        self.by_row: npt.NDArray[np.int32] = np.zeros(0, np.int32)
        self.sorted_rows = 0
        # Silences by what they are looked at for (`weft.links.silence`), and the verdict that the networks follow.
        self.silences: Longs = np.zeros(silence.CODES, np.int64)
        self.strange = np.zeros(silence.CODES, bool)
        self.a = self.b = np.zeros(0, np.int32)

    @property
    def size(self) -> float:
        """Reports, rounded to a power of two."""
        return rounded(self.reports.size)

    @property
    def span(self) -> float:
        """Days that the reports cover, rounded."""
        return spanned(self.reports["day"])

    def view(self, reports: Longs) -> View:
        """Shared edges of these reports (sorted)."""
        many = self.reports["many"][reports]
        row = ranges(self.reports["start"][reports], many)
        node = self.raws["node"][self.rows["raw"][row]]
        shared = node >= 0
        return View(np.repeat(reports.astype(np.int32), many)[shared], node[shared], row[shared])

    def naming(self, nodes: Ints) -> Longs:
        """Rows that name these nodes."""
        return self._rows_of(self.nodes["raw"][nodes])

    def reports_naming(self, nodes: Ints) -> Longs:
        """Reports that name any of these nodes."""
        return (
            union(self.reports.size, self.rows["report"][self.naming(nodes)]) if len(nodes) else np.zeros(0, np.int64)
        )

    def _rows_of(self, raw: Ints) -> Longs:
        known = raw[raw < len(self.by_start) - 1]
        row = self.by_row[ranges(self.by_start[known], self.by_start[known + 1] - self.by_start[known])].astype(
            np.int64
        )
        row = row[self.rows["raw"][row] >= 0]
        late = self.rows["raw"][self.sorted_rows :]
        if not len(late):
            return row
        wanted = marked(self.raws.size + 1, raw)
        wanted[-1] = False
        return np.concatenate((row, self.sorted_rows + np.flatnonzero(wanted[late])))

    def forget(self, row: Longs) -> None:
        """No silence comes after these rows any more."""
        held = self.rows["silence"]
        code = held[row]
        self.silences -= np.bincount(code[code >= 0], minlength=silence.CODES)
        held[row] = -1

    def sort(self) -> None:
        """Rows by identifier anew."""
        raw = self.rows["raw"]
        live = np.flatnonzero(raw >= 0)
        key = packed(raw[live], live)
        key.sort()
        self.by_row = (key & LOW).astype(np.int32)
        many = np.bincount(raw[live], minlength=self.raws.size)
        self.by_start = np.concatenate(([0], np.cumsum(many)))
        self.sorted_rows = self.rows.size

    def moved(self, day: Ints, report: Ints, raw: Ints, replaced: Ints) -> Moved:
        """Add reports (``day`` each) and edges; reports ``replaced`` that stood before lose theirs for those given here."""
        reports, rows, raws, nodes = self.reports, self.rows, self.raws, self.nodes
        stood = reports.size
        order = np.lexsort((raws["key"][raw], report))
        report, raw = report[order], raw[order]
        old = np.unique(np.concatenate((replaced, report[report < stood]))).astype(np.int64)
        gone = ranges(reports["start"][old], reports["many"][old])
        gone_raw = rows["raw"][gone]
        touched, place = np.unique(np.concatenate((raw, gone_raw)), return_inverse=True)
        gain = np.bincount(place[: len(raw)], minlength=len(touched)) - np.bincount(
            place[len(raw) :], minlength=len(touched)
        )
        many = raws["many"][touched] + gain
        has = raws["node"][touched] >= 0
        up, down = touched[~has & (many > 1)], touched[has & (many < 2)]
        beside_ = rows["report"][self._rows_of(np.concatenate((up, down)))]
        before = union(max(stood, 1), old, beside_)
        was = self.view(before if stood else before[:0])
        nodes_of = raws["node"][touched[has]].astype(np.int64)
        self.forget(gone)
        rows["raw"][gone] = -1
        reports.extend(len(day))
        reports["day"][stood:] = day
        added = rows.extend(len(raw))
        rows["raw"][added], rows["report"][added] = raw, report
        first = np.flatnonzero(np.diff(report, prepend=-1))
        reports["many"][old] = 0
        reports["start"][report[first]] = added[0] + first if len(added) else first
        reports["many"][report[first]] = np.diff(first, append=len(report))
        raws["many"][touched] = many
        new = nodes.extend(len(up))
        for name in _OWN:
            nodes[name][new] = new
        nodes["raw"][new], nodes["key"][new] = up, raws["key"][up]
        raws["node"][up] = new
        degree = nodes["degree"].copy()
        nodes["degree"][nodes_of] = many[has]
        nodes["degree"][new] = many[~has & (many > 1)]
        raws["node"][down] = -1
        seen = union(reports.size, before, np.arange(stood, reports.size))
        changed = np.concatenate((nodes_of, new))
        pairs, times = self._pairs(was, self.view(seen), changed)
        strong = nodes["strong"].copy()
        turned = self._strong(pairs)
        some, handing = self._narrow(degree, pairs, times)
        return Moved(seen, was, changed, degree, pairs[some], times[some], turned, pairs[handing], strong)

    def _narrow(self, was: Ints, pairs: Longs, times: Ints) -> tuple[Longs, Longs]:
        """Places in ``pairs`` of those in which more changed than the degree of the wider side; and of those narrow or not as before."""
        now = self.nodes["degree"]
        low, high, other = np.minimum(now, was), np.maximum(now, was), now != was
        a, b = self.a[pairs], self.b[pairs]
        low_a, low_b = low[a], low[b]
        some = (other[a] & (low_a <= high[b])) | (other[b] & (low_b <= high[a])) | (times != self.times[pairs])
        small = np.flatnonzero(low_a.astype(np.int64) * low_b <= NARROW)
        a, b = a[small], b[small]
        turned = (now[a].astype(np.int64) * now[b] <= NARROW) != (was[a].astype(np.int64) * was[b] <= NARROW)
        return np.flatnonzero(some), small[turned]

    def _pairs(self, was: View, now: View, nodes: Longs) -> tuple[Longs, npt.NDArray[np.int32]]:
        before, after = _keys(was), _keys(now)
        key, place = np.unique(np.concatenate((before, after)), return_inverse=True)
        gain = np.bincount(place[len(before) :], minlength=len(key)) - np.bincount(
            place[: len(before)], minlength=len(key)
        )
        key, gain = key[gain != 0], gain[gain != 0].astype(np.int32)
        at = np.searchsorted(self.key, key)
        new = np.ones(len(key), bool)
        inside = at < len(self.key)
        new[inside] = self.key[at[inside]] != key[inside]
        if new.any():
            self._insert(at[new], key[new])
        at = np.searchsorted(self.key, key)
        touched = marked(self.nodes.size, nodes)
        pairs = union(len(self.key), at, np.flatnonzero(touched[self.a] | touched[self.b]))
        times = self.times[pairs].copy()
        self.times[at] += gain
        return pairs, times

    def _insert(self, at: Longs, key: Longs) -> None:
        """Pairs that never met before."""
        old = np.ones(len(self.key) + len(at), bool)
        old[at + np.arange(len(at))] = False
        new = ~old
        a, b = (key >> 32).astype(np.int32), (key & LOW).astype(np.int32)
        for name, values in (("key", key), ("times", 0), ("strong", False), ("a", a), ("b", b)):
            held = getattr(self, name)
            wider = np.empty(len(old), held.dtype)
            wider[old], wider[new] = held, values
            setattr(self, name, wider)

    def _strong(self, pairs: Longs) -> Longs:
        degree = self.nodes["degree"]
        a, b = self.a[pairs], self.b[pairs]
        now = beyond_chance(self.times[pairs], degree[a].astype(np.int64) * degree[b] / self.size)
        turned: Longs = pairs[now != self.strong[pairs]]
        self.strong[turned] ^= True
        sign = np.where(self.strong[turned], 1, -1)
        for side in (self.a[turned], self.b[turned]):
            count(self.nodes["strong"], side, sign)
        return turned

    def which(self, view: View, left: Ints, right: Ints) -> Longs:
        """Pair of each pair naming of a view."""
        # Looked for in order: what is near was just read.
        key = _ordered(view.node[left], view.node[right])
        order = np.argsort(key)
        answer = np.empty(len(key), np.int64)
        answer[order] = np.searchsorted(self.key, key[order])
        return answer

    def aged(self, nodes: Longs) -> Longs:
        """Freshness of all edges of these nodes anew; the reports in which it changed."""
        row = self.naming(nodes)
        node, report = self.raws["node"][self.rows["raw"][row]], self.rows["report"][row]
        day = self.reports["day"][report]
        order = np.argsort(packed(node, np.where(day < 0, np.int32(1 << 30), day)))
        row, node, day, report = row[order], node[order], day[order], report[order]
        number, place, many = np.unique(node, return_inverse=True, return_counts=True)
        half: Floats = self.raws["half"][self.nodes["raw"][number]]
        fresh, close = freshness(day.astype(np.int32), place.astype(np.int32), many, half)
        bits = (self.rows["bits"][row] & ~np.uint8(CLOSE)) | (close * np.uint8(CLOSE))
        other = (self.rows["fresh"][row] != fresh) | (self.rows["bits"][row] != bits)
        self.rows["fresh"][row], self.rows["bits"][row] = fresh, bits
        return union(self.reports.size, report[other])


def rounded(reports: int) -> float:
    """What chance is reckoned against."""
    return float(2.0 ** np.round(np.log2(max(reports, 2))))


def _ordered(a: Ints, b: Ints) -> Longs:
    return packed(np.minimum(a, b), np.maximum(a, b))


def _keys(view: View) -> Longs:
    left, right = beside(view.report)
    return _ordered(view.node[left], view.node[right])
