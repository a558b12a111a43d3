"""How well found networks and sightings agree with the truth of an invented world.

Networks: B-cubed (Bagga and Baldwin 1998; extended by Amigó et al. 2009) and pairwise precision, recall and F1, on label arrays of
up to ten million reports. A report that stands alone has the label -1 and is a group of one.

Every figure comes twice. ``all`` averages over all reports. ``networks`` averages over reports that truly belong to a network, but a
found group counts with everything in it: a one-off pulled into a network is a mistake there too.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

from weft.errors import FileNotRead
from weft.kinds import bank_account
from weft.testing.plan import OWN, Plan

Labels = npt.NDArray[np.integer]
Sighting = tuple[str, str, str]
"""Report id, kind, canonical value."""


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
    size = reports + (int(node.max()) + 1 if len(node) else 0)
    graph = sparse.coo_array((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    return np.asarray(csgraph.connected_components(graph, directed=False)[1][:reports], dtype=np.int64)


def sightings(truth: Iterable[Sighting], found: Iterable[Sighting]) -> dict[str, Score]:
    """Precision and recall by kind, and over ``all``. Each (report, kind, value) counts once.

    An account is right when its number is: the bank may be named in one place and read from another.
    """
    right, made = {_lenient(one) for one in truth}, {_lenient(one) for one in found}
    scores = {}
    for kind in ("all", *sorted({one[1] for one in right | made})):
        wanted = right if kind == "all" else {one for one in right if one[1] == kind}
        got = made if kind == "all" else {one for one in made if one[1] == kind}
        both = len(wanted & got)
        scores[kind] = Score(both / len(got) if got else 1.0, both / len(wanted) if wanted else 1.0)
    return scores


def compare(results: Path, world: Path) -> dict[str, dict[str, float]]:
    """Score the folder ``results`` of `weft networks` against the truth in the folder of a simulated ``world``.

    Networks (all four figures, and F1 as a share of what the data allow), then sightings by kind.
    Raises FileNotRead when either folder lacks a file.
    """
    found_rows = _rows(results / "members.csv", "network_id")
    truth_rows = _rows(world / "truth.csv", "network")
    ids = [row["report_id"] for row in truth_rows]
    truth = _labels([row["network"] for row in truth_rows])
    of_report = {row["report_id"]: row["network_id"] for row in found_rows}
    found = _labels([of_report.get(one, "") for one in ids])
    named = _rows(world / "identifiers_truth.csv", "value")
    best = networks(truth, _best_labels(truth_rows, named))
    answer: dict[str, dict[str, float]] = {}
    for name, score in networks(truth, found).items():
        allowed = best[name].f1
        answer[name] = {
            **score.as_json(),
            "ceiling_f1": round(allowed, 4),
            "share_of_ceiling": round(score.f1 / allowed, 4) if allowed else 1.0,
        }
    if (results / "sightings.csv").exists():
        seen = _rows(results / "sightings.csv", "value")
        scores = sightings(map(_sighting, named), map(_sighting, seen))
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


def _lenient(one: Sighting) -> Sighting:
    return (one[0], one[1], bank_account.same_number(one[2]).partition(":")[2]) if one[1] == "bank_account" else one


def _sighting(row: Mapping[str, str]) -> Sighting:
    return row["report_id"], row["kind"], row["value"]


def _labels(names: list[str]) -> npt.NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) if name else -1 for name in names], dtype=np.int64)


def _best_labels(truth_rows: list[dict[str, str]], named: list[dict[str, str]]) -> npt.NDArray[np.int64]:
    """`ceiling` from the files of a world instead of its plan."""
    place = {row["report_id"]: at for at, row in enumerate(truth_rows)}
    nodes: dict[tuple[str, str, str], int] = {}
    edges = [
        (place[row["report_id"]], place[row["duplicate_of"]])
        for row in truth_rows
        if row["duplicate_of"] and row["network"]
    ]
    for row in named:
        at = place[row["report_id"]]
        if row["role"] == "own" and truth_rows[at]["network"]:
            kind, value = _lenient(_sighting(row))[1:]
            key = (truth_rows[at]["network"], kind, value)
            edges.append((at, nodes.setdefault(key, len(place) + len(nodes))))
    size = len(place) + len(nodes)
    left, right = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    graph = sparse.coo_array((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    return np.asarray(csgraph.connected_components(graph, directed=False)[1][: len(place)], dtype=np.int64)


def _rows(path: Path, needed: str) -> list[dict[str, str]]:
    if not path.exists():
        raise FileNotRead(
            f"{path} is not there",
            hint="give --score the folder of results and --truth the folder of the simulated world",
        )
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if rows and not {"report_id", needed} <= rows[0].keys():
        raise FileNotRead(
            f"{path} has no columns report_id and {needed}",
            hint="give the folders in the right order: results, then truth",
        )
    return rows
