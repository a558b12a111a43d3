"""How well found networks agree with the truth: B-cubed (Bagga & Baldwin 1998) and pairwise precision, recall and F1."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from weft.errors import FileNotRead

Figures = dict[str, float]


def _codes(labels: Sequence[str]) -> npt.NDArray[np.int64]:
    """Labels as numbers; each empty one is a network of its own."""
    alone = np.array([not label for label in labels], dtype=bool)
    _, codes = np.unique(np.asarray(labels, dtype=object).astype(str), return_inverse=True)
    codes = codes.astype(np.int64)
    codes[alone] = codes.max(initial=0) + 1 + np.arange(int(alone.sum()))
    return codes


def _sizes(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    _, inverse, count = np.unique(codes, return_inverse=True, return_counts=True)
    return np.asarray(count[inverse], dtype=np.int64)


def _both(truth: npt.NDArray[np.int64], found: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return _sizes(truth * (int(found.max(initial=0)) + 1) + found)


def bcubed(truth: Sequence[str], found: Sequence[str]) -> Figures:
    """Mean over items of the share of its found group that belongs there, and of its true group that was found."""
    t, f = _codes(truth), _codes(found)
    both = _both(t, f)
    return _figures(float(np.mean(both / _sizes(f))), float(np.mean(both / _sizes(t))))


def pairwise(truth: Sequence[str], found: Sequence[str]) -> Figures:
    """Over pairs of items: how many joined pairs belong together, how many that belong together were joined."""
    t, f = _codes(truth), _codes(found)
    both, right, made = (float((size - 1).sum()) for size in (_both(t, f), _sizes(t), _sizes(f)))
    return _figures(both / made if made else 1.0, both / right if right else 1.0)


def _figures(precision: float, recall: float) -> Figures:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def compare(results: Path, world: Path) -> dict[str, Figures]:
    """Score ``results`` of `weft networks` against the truth of a simulated ``world``.

    Over reports that belong to a network, and over all. Raises FileNotRead when either folder lacks its file.
    """
    for path in (results / "members.csv", world / "truth.csv"):
        if not path.exists():
            raise FileNotRead(f"{path} is not there", hint="give --score the results and --truth the simulated world")
    with (results / "members.csv").open(encoding="utf-8", newline="") as lines:
        found = {row["report_id"]: row["network_id"] for row in csv.DictReader(lines)}
    with (world / "truth.csv").open(encoding="utf-8", newline="") as lines:
        truth = {row["report_id"]: row["network"] for row in csv.DictReader(lines)}
    ids = sorted(truth)
    inside = [report for report in ids if truth[report]]
    answer = {}
    for name, some in (("in_networks", inside), ("all", ids)):
        right, got = [truth[report] for report in some], [found.get(report, "") for report in some]
        answer[f"pairwise_{name}"] = pairwise(right, got)
        answer[f"bcubed_{name}"] = bcubed(right, got)
    return answer
