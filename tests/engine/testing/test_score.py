"""The score against plain definitions worked out pair by pair, and the ceiling from arrays and from files."""

import itertools
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from weft.errors import FileNotRead
from weft.testing import score, world

TOLERANCE = 1e-9


def joined(labels, one, other):
    return one == other or (labels[one] >= 0 and labels[one] == labels[other])


def plain_bcubed(truth, found, among):
    """Amigó et al. 2009, equations 1 and 2, item by item."""
    everyone = range(len(truth))
    precision, recall = [], []
    for one in everyone:
        if among[one]:
            mates = [other for other in everyone if joined(found, one, other)]
            kin = [other for other in everyone if joined(truth, one, other)]
            precision.append(sum(joined(truth, one, other) for other in mates) / len(mates))
            recall.append(sum(joined(found, one, other) for other in kin) / len(kin))
    return (float(np.mean(precision)), float(np.mean(recall))) if precision else (1.0, 1.0)


def plain_pairwise(truth, found, among):
    pairs = [pair for pair in itertools.combinations(range(len(truth)), 2) if among[pair[0]] or among[pair[1]]]
    made = [pair for pair in pairs if joined(found, *pair)]
    right = [pair for pair in pairs if joined(truth, *pair)]
    hit = len(set(made) & set(right))
    return (hit / len(made) if made else 1.0, hit / len(right) if right else 1.0)


@pytest.mark.parametrize("seed", range(25))
def test_the_score_is_what_the_definitions_say(seed):
    rng = np.random.default_rng(seed)
    many = int(rng.integers(1, 40))
    truth = rng.integers(-1, rng.integers(1, 8), many)
    found = rng.integers(-1, rng.integers(1, 8), many)
    inside = truth >= 0
    everyone = np.ones(many, bool)

    for among, mask in ((None, everyone), (inside, inside)):
        bcubed = score.bcubed(truth, found, among)
        pairwise = score.pairwise(truth, found, among)
        assert (bcubed.precision, bcubed.recall) == pytest.approx(plain_bcubed(truth, found, mask), abs=TOLERANCE)
        assert (pairwise.precision, pairwise.recall) == pytest.approx(plain_pairwise(truth, found, mask), abs=TOLERANCE)


def test_the_truth_itself_scores_one_and_joining_nothing_or_all_does_not():
    truth = np.array([0, 0, 0, 1, 1, -1, -1])

    for name, one in score.networks(truth, truth).items():
        assert (one.precision, one.recall, one.f1) == (1, 1, 1), name
    alone = score.networks(truth, np.full(7, -1))
    assert alone["pairwise_all"].recall == 0
    assert alone["bcubed_networks"].precision == 1
    together = score.networks(truth, np.zeros(7, int))
    assert together["bcubed_all"].recall == 1
    assert together["bcubed_all"].precision < 0.4


def test_names_of_networks_do_not_matter():
    rng = np.random.default_rng(1)
    truth, found = rng.integers(-1, 9, 300), rng.integers(-1, 9, 300)
    renamed = np.where(found >= 0, 1000 - found, -1)

    one, other = score.networks(truth, found), score.networks(truth, renamed)
    assert {name: figures.as_json() for name, figures in one.items()} == {
        name: figures.as_json() for name, figures in other.items()
    }


def test_nothing_beats_the_ceiling_and_the_truth_need_not_reach_it():
    plan = world.make(3, 3000).plan
    best = score.networks(plan.network, score.ceiling(plan))

    # What truly ties is never wrong, but some reports name nothing of their network.
    assert best["pairwise_networks"].precision == best["bcubed_networks"].precision == 1
    assert 0.7 < best["bcubed_networks"].recall < 1


def test_the_ceiling_joins_by_own_edges_within_a_network_only():
    plan = world.make(3, 1500).plan
    label = score.ceiling(plan)
    reports = len(plan.network)
    group = list(range(reports))

    def find(one):
        while group[one] != one:
            one = group[one]
        return one

    first: dict[tuple[int, int], int] = {}
    for report in range(reports):
        network = int(plan.network[report])
        if network < 0:
            continue
        if plan.twin[report] >= 0:
            group[find(report)] = find(int(plan.twin[report]))
        for number, role in zip(
            plan.names[plan.starts[report] : plan.starts[report + 1]].tolist(),
            plan.roles[plan.starts[report] : plan.starts[report + 1]].tolist(),
            strict=True,
        ):
            if role == 0:
                other = first.setdefault((number, network), report)
                group[find(report)] = find(other)
    plain = np.array([find(one) for one in range(reports)])

    assert score.networks(plain, label)["bcubed_all"].f1 == 1


def test_sightings_count_once_by_kind_and_accounts_by_their_number():
    def table(rows):
        return pa.table(dict(zip(("report_id", "kind", "value"), map(list, zip(*rows, strict=True)), strict=True)))

    truth = table(
        [
            ("1", "phone", "+661"),
            ("1", "phone", "+662"),
            ("2", "bank_account", "TH:KBANK:123"),
            ("2", "domain", "a.example.com"),
        ]
    )
    found = table(
        [
            ("1", "phone", "+661"),
            ("1", "phone", "+661"),
            ("2", "bank_account", "TH::123"),
            ("2", "phone", "+663"),
        ]
    )

    scores = score.sightings(truth, found)

    assert list(scores) == ["all", "bank_account", "domain", "phone"]
    assert (scores["phone"].precision, scores["phone"].recall) == (0.5, 0.5)
    assert scores["bank_account"].f1 == 1
    assert (scores["domain"].precision, scores["domain"].recall) == (1, 0)
    assert (scores["all"].precision, scores["all"].recall) == (2 / 3, 2 / 4)


@pytest.fixture(scope="module")
def loop(tmp_path_factory) -> Path:
    """A world, its networks as the command finds them, all in one folder."""
    folder = tmp_path_factory.mktemp("loop")
    made = world.simulate(folder / "world", seed=21, reports=1500)
    words = [
        sys.executable,
        "-m",
        "weft.cli.main",
        "networks",
        *map(str, made.files),
        "--out",
        str(folder / "found"),
        "--quiet",
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_world_goes_through_the_main_job_and_comes_back_scored(loop):
    figures = score.compare(loop / "found", loop / "world")

    assert figures["sightings_all"]["precision"] > 0.95
    assert figures["sightings_all"]["recall"] > 0.95
    assert figures["bcubed_networks"]["f1"] > 0.6
    for name in ("pairwise_networks", "bcubed_networks", "pairwise_all", "bcubed_all"):
        assert 0 < figures[name]["f1"] <= 1
        assert figures[name]["share_of_ceiling"] == pytest.approx(
            figures[name]["f1"] / figures[name]["ceiling_f1"], abs=2e-4
        )


def test_the_ceiling_from_files_is_the_ceiling_from_the_plan(loop):
    plan = world.make(21, 1500).plan
    best = score.networks(plan.network, score.ceiling(plan))
    figures = score.compare(loop / "found", loop / "world")

    for name, one in best.items():
        assert figures[name]["ceiling_f1"] == pytest.approx(one.f1, abs=0.01), name


def test_the_command_prints_the_same_figures(loop):
    words = ["simulate", "--score", str(loop / "found"), "--truth", str(loop / "world")]
    done = subprocess.run([sys.executable, "-m", "weft.cli.main", *words], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == score.compare(loop / "found", loop / "world")


@pytest.mark.parametrize(("results", "truth"), [("world", "found"), ("found", "found"), ("nowhere", "world")])
def test_wrong_folders_are_told_in_a_sentence(loop, results, truth):
    with pytest.raises(FileNotRead, match=r"is not there|cannot be read") as told:
        score.compare(loop / results, loop / truth)
    assert "--score" in told.value.hint


def test_a_report_that_was_not_found_again_counts_as_alone(loop, tmp_path):
    (tmp_path / "members.csv").write_text("report_id,network_id\n", encoding="utf-8")

    figures = score.compare(tmp_path, loop / "world")

    assert figures["pairwise_networks"]["recall"] == 0
    assert figures["bcubed_networks"]["precision"] == 1
    assert "sightings_all" not in figures
