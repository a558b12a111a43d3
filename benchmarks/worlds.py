"""What it costs to make an invented world, to plant a graph, and to score labels: CPU seconds and memory, one core.

The score is measured beside the same figures worked out with dictionaries and counters, as one writes them by hand.
"""

import argparse
import resource
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from weft.testing import planted, score, world


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--reports", type=int, default=1_000_000)
    reports = words.parse_args().reports
    for shape in planted.SHAPES:
        spent, graph = timed(planted.plant, 1, planted.Recipe(shape=shape, reports=reports))
        print(f"plant {shape}: {spent:.1f} s, {len(graph.report):,} edges")
    rng = np.random.default_rng(1)
    found = np.where(rng.random(reports) < 0.1, rng.integers(0, reports // 20, reports), graph.truth)
    spent, ours = timed(score.bcubed, graph.truth, found)
    by_hand, theirs = timed(plain_bcubed, graph.truth.tolist(), found.tolist())
    assert abs(ours.f1 - theirs) < 1e-9
    print(f"B-cubed of {reports:,} labels: {spent:.2f} s, by hand {by_hand:.2f} s: {by_hand / spent:.0f} times")
    spent, made = timed(world.make, 1, reports)
    print(f"plan a world of {reports:,} reports: {spent:.1f} s, {made.plan.networks:,} networks")
    with tempfile.TemporaryDirectory() as folder:
        spent, _ = timed(made.write, Path(folder))
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
    print(f"write it: {spent:.1f} s, {size:,.0f} MB")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def timed(work, *given):
    start = time.process_time()
    done = work(*given)
    return time.process_time() - start, done


def plain_bcubed(truth: list[int], found: list[int]) -> float:
    """F1 of B-cubed, a label of -1 standing alone."""
    rows = [label if label >= 0 else ("alone", at) for at, label in enumerate(truth)]
    columns = [label if label >= 0 else ("alone", at) for at, label in enumerate(found)]
    cells, wide, high = Counter(zip(rows, columns, strict=True)), Counter(rows), Counter(columns)
    precision = sum(many * many / high[column] for (_, column), many in cells.items()) / len(rows)
    recall = sum(many * many / wide[row] for (row, _), many in cells.items()) / len(rows)
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
