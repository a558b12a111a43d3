"""How well found networks and sightings agree with the truth of an invented world.

Networks: B-cubed (Bagga and Baldwin 1998; extended by Amigó et al. 2009) and pairwise precision, recall and F1, on label arrays of
up to ten million reports. A report that stands alone has the label -1 and is a group of one.

Every figure comes twice. ``all`` averages over all reports. ``networks`` averages over reports that truly belong to a network, but a
found group counts with everything in it: a one-off pulled into a network is a mistake there too.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv
from scipy import sparse
from scipy.sparse import csgraph

from weft.errors import FileNotRead
from weft.kinds import bank_account
from weft.testing.truth import OWN, Plan

Labels = npt.NDArray[np.integer]
_SIGHTING = ["report_id", "kind", "value"]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall (0 to 1; 1 where there was nothing to judge) and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_json(self) -> dict[str, float]:
        """The three figures, four digits after the point."""
        return {"precision": round(self.precision, 4), "recall": round(self.recall, 4), "f1": round(self.f1, 4)}


def bcubed(truth: Labels, found: Labels, among: npt.NDArray[np.bool_] | None = None) -> Score:
    """B-cubed over the reports of the mask ``among`` (all without one). Ten million reports: 3 s, 0.6 GB."""
    cells = _Cells(truth, found)
    weight = cells.both if among is None else np.bincount(cells.of, among, len(cells.both))
    total = float(weight.sum())
    if not total:
        return Score(1.0, 1.0)
    precision = float((weight * cells.both / cells.found_size).sum()) / total
    return Score(precision, float((weight * cells.both / cells.truth_size).sum()) / total)


def pairwise(truth: Labels, found: Labels, among: npt.NDArray[np.bool_] | None = None) -> Score:
    """Pairs joined that belong together, over all pairs joined and over all that belong together.

    With ``among``, pairs of two reports in the mask or of one in it and one outside.
    """
    cells = _Cells(truth, found)
    hit, made, right = _pairs(cells.both), _pairs(cells.found_sizes), _pairs(cells.truth_sizes)
    if among is not None:
        # All pairs less those wholly outside the mask.
        rest = ~among
        outside = _Cells(np.asarray(truth)[rest], np.asarray(found)[rest])
        hit, made, right = (
            hit - _pairs(outside.both),
            made - _pairs(outside.found_sizes),
            right - _pairs(outside.truth_sizes),
        )
    return Score(hit / made if made else 1.0, hit / right if right else 1.0)


def networks(truth: Labels, found: Labels) -> dict[str, Score]:
    """All four figures: ``bcubed`` and ``pairwise`` over ``networks`` and ``all``."""
    inside = np.asarray(truth) >= 0
    return {
        "pairwise_networks": pairwise(truth, found, inside),
        "bcubed_networks": bcubed(truth, found, inside),
        "pairwise_all": pairwise(truth, found),
        "bcubed_all": bcubed(truth, found),
    }


def ceiling(plan: Plan) -> npt.NDArray[np.int64]:
    """Labels that no method can beat: reports joined by what their own network truly used, and by nothing else.

    A rented account counts for each of its networks apart; a report made twice belongs to its first
    (two reports of one victim of nobody are no network).
    """
    reports = len(plan.network)
    whose = np.repeat(np.arange(reports), np.diff(plan.starts))
    own = (plan.roles == OWN) & (plan.network[whose] >= 0)
    key = plan.names[own].astype(np.int64) * (plan.networks + 1) + plan.network[whose[own]]
    _, node = np.unique(key, return_inverse=True)
    twins = np.flatnonzero((plan.twin >= 0) & (plan.network >= 0))
    left = np.concatenate([whose[own], twins])
    right = np.concatenate([reports + node, plan.twin[twins]])
    return _components(reports, left, right)


def sightings(truth: pa.Table, found: pa.Table) -> dict[str, Score]:
    """Precision and recall by kind, and over ``all``, of tables with ``report_id``, ``kind`` and ``value``.

    Each (report, kind, value) counts once. An account is right when its number is: the bank may be named in one place and read
    from another. Two million sightings a side: 4 s, 1 GB.
    """
    wanted, made = _distinct(truth), _distinct(found)
    both = made.join(wanted, _SIGHTING, join_type="inner")
    counts = [
        dict(zip(*table.group_by("kind").aggregate([([], "count_all")]).to_pydict().values(), strict=True))
        for table in (both, made, wanted)
    ]
    scores = {}
    for kind in ("all", *sorted(counts[1].keys() | counts[2].keys())):
        hit, got, right = (sum(one.values()) if kind == "all" else one.get(kind, 0) for one in counts)
        scores[kind] = Score(hit / got if got else 1.0, hit / right if right else 1.0)
    return scores


def compare(results: Path, world: Path) -> dict[str, dict[str, float]]:
    """Score the folder ``results`` of `weft networks` against the truth in the folder of a simulated ``world``.

    Networks (all four figures, and F1 as a share of what the data allow), then sightings by kind.
    Raises FileNotRead when either folder lacks a file.
    """
    found_rows = _table(results / "members.csv", "report_id", "network_id")
    truth_rows = _table(world / "truth.csv", "report_id", "network", "duplicate_of")
    named = _table(world / "identifiers_truth.csv", *_SIGHTING, "role")
    ids = truth_rows["report_id"].combine_chunks()
    at = pc.index_in(ids, value_set=found_rows["report_id"].combine_chunks())
    found = _labels(pc.fill_null(pc.take(found_rows["network_id"].combine_chunks(), at), ""))
    truth = _labels(truth_rows["network"].combine_chunks())
    best = networks(truth, _best_labels(ids, truth, truth_rows["duplicate_of"], named))
    answer: dict[str, dict[str, float]] = {}
    for name, score in networks(truth, found).items():
        allowed = best[name].f1
        answer[name] = {
            **score.as_json(),
            "ceiling_f1": round(allowed, 4),
            "share_of_ceiling": round(score.f1 / allowed, 4) if allowed else 1.0,
        }
    if (results / "sightings.csv").exists():
        scores = sightings(named, _table(results / "sightings.csv", *_SIGHTING))
        answer |= {f"sightings_{kind}": score.as_json() for kind, score in scores.items()}
    return answer


class _Cells:
    """The cells of the table truth by found that hold reports: ``both`` is how many, the sizes are of their row and column."""

    def __init__(self, truth: Labels, found: Labels) -> None:
        rows, columns = _dense(truth), _dense(found)
        self.truth_sizes, self.found_sizes = (
            np.bincount(rows).astype(np.float64),
            np.bincount(columns).astype(np.float64),
        )
        wide = len(self.found_sizes)
        cells, self.of, counts = np.unique(rows * max(wide, 1) + columns, return_inverse=True, return_counts=True)
        self.both = counts.astype(np.float64)
        self.truth_size = self.truth_sizes[cells // max(wide, 1)]
        self.found_size = self.found_sizes[cells % max(wide, 1)]


def _dense(labels: Labels) -> npt.NDArray[np.int64]:
    """Labels as 0, 1, 2 …, each -1 a label of its own."""
    given = np.asarray(labels, dtype=np.int64)
    alone = given < 0
    spread = given.copy()
    spread[alone] = given.max(initial=0) + 1 + np.arange(int(alone.sum()))
    return np.unique(spread, return_inverse=True)[1].astype(np.int64)


def _pairs(sizes: npt.NDArray[np.float64]) -> float:
    return float((sizes * (sizes - 1) / 2).sum())


def _distinct(table: pa.Table) -> pa.Table:
    """Report, kind and value, each once; of accounts the number alone."""
    plain = {"report_id": table["report_id"], "kind": table["kind"], "value": _without_banks(table)}
    return pa.table(plain).group_by(_SIGHTING).aggregate([])


def _without_banks(table: pa.Table) -> pa.Array:
    """The values of a table of sightings; of accounts the number alone."""
    value = table["value"].combine_chunks()
    accounts = pc.equal(table["kind"].combine_chunks(), "bank_account")
    coded = pc.filter(value, accounts).dictionary_encode()
    numbers = [bank_account.same_number(one).rpartition(":")[2] for one in coded.dictionary.to_pylist()]
    return pc.replace_with_mask(value, accounts, pc.take(pa.array(numbers, pa.string()), coded.indices))


def _labels(names: pa.Array) -> npt.NDArray[np.int64]:
    """A number for each name, -1 for the empty one."""
    filled = pc.if_else(pc.equal(names, ""), None, names)
    return np.asarray(pc.fill_null(filled.dictionary_encode().indices, -1), dtype=np.int64)


def _best_labels(
    ids: pa.Array, truth: npt.NDArray[np.int64], duplicate_of: pa.ChunkedArray, named: pa.Table
) -> npt.NDArray[np.int64]:
    """`ceiling` from the files of a world instead of its plan."""
    named = named.filter(pc.equal(named["role"], "own"))
    whose = np.asarray(pc.index_in(named["report_id"].combine_chunks(), value_set=ids), dtype=np.int64)
    inside = truth[whose] >= 0
    named, whose = named.filter(pa.array(inside)), whose[inside]
    kind, value = named["kind"].combine_chunks(), _without_banks(named)
    coded = pc.binary_join_element_wise(kind, value, " ").dictionary_encode()
    what = np.asarray(coded.indices, dtype=np.int64)
    _, node = np.unique(what * (int(truth.max(initial=0)) + 1) + truth[whose], return_inverse=True)
    original = np.asarray(pc.fill_null(pc.index_in(duplicate_of.combine_chunks(), value_set=ids), -1), dtype=np.int64)
    twins = np.flatnonzero((original >= 0) & (truth >= 0))
    return _components(len(ids), np.concatenate([whose, twins]), np.concatenate([len(ids) + node, original[twins]]))


def _components(reports: int, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    size = max(reports, int(right.max(initial=0)) + 1)
    graph = sparse.coo_array((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    return np.asarray(csgraph.connected_components(graph, directed=False)[1][:reports], dtype=np.int64)


def _table(path: Path, *needed: str) -> pa.Table:
    """The ``needed`` columns of a CSV file, as text."""
    hint = "give --score the folder of results and --truth the folder of the simulated world"
    if not path.exists():
        raise FileNotRead(f"{path} is not there", hint=hint)
    as_text = csv.ConvertOptions(
        column_types=dict.fromkeys(needed, pa.string()), include_columns=needed, strings_can_be_null=False
    )
    try:
        return csv.read_csv(
            path, convert_options=as_text, parse_options=csv.ParseOptions(newlines_in_values=True)
        ).combine_chunks()
    except (pa.ArrowInvalid, pa.ArrowKeyError) as why:
        raise FileNotRead(f"{path} cannot be read: {why}", hint=hint) from why
