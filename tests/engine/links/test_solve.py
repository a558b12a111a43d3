"""The solver against slow, obvious ones on random graphs."""

import networkx as nx
import numpy as np
import pytest

from weft.links import pairs, solve
from weft.links.arrays import components


@pytest.mark.parametrize("seed", range(20))
def test_components_agree_with_networkx(seed):
    rng = np.random.default_rng(seed)
    report, identifier = rng.integers(0, 60, 70), rng.integers(0, 50, 70)

    ours = components(120, report, 60 + identifier)[:60]

    graph = nx.Graph()
    graph.add_nodes_from(("r", n) for n in range(60))
    graph.add_edges_from((("r", a), ("i", b)) for a, b in zip(report.tolist(), identifier.tolist(), strict=True))
    theirs = {frozenset(n for side, n in part if side == "r") for part in nx.connected_components(graph)} - {
        frozenset()
    }
    assert {frozenset(np.flatnonzero(ours == label).tolist()) for label in np.unique(ours)} == theirs


def test_a_call_centre_number_does_not_join_unrelated_groups():
    # 100 groups of six, each with an account and a phone of its own; every fourth report also names hotline 200.
    who = np.arange(600)
    caller = who[::4]
    report = np.concatenate((who, who, caller))
    identifier = np.concatenate((who // 6, 100 + who // 6, np.full(len(caller), 200)))

    found = solve.solve(600, report, identifier)

    assert found.label.tolist() == (who // 6).tolist()
    assert np.flatnonzero(found.spread).tolist() == [200]


def test_an_empty_world_has_no_networks():
    none = np.zeros(0, dtype=np.int64)

    assert solve.solve(3, none, none).label.tolist() == [-1, -1, -1]


def test_the_call_centre_of_one_country_glues_no_networks_together():
    """Eight solid networks; reports of each name, now and then, the same number: more often than chance, never most of them."""
    edges, report = [], 0
    for network in range(8):
        for number in range(20):
            edges += [(report, 10 + 4 * network + number % 3), (report, 13 + 4 * network)]
            if number % 5 == 0:
                edges.append((report, 0))
            report += 1
    edges = np.array(sorted(edges))

    found = solve.solve(report, edges[:, 0], edges[:, 1])

    assert found.spread[0]
    assert len(set(found.label.tolist())) == 8
    assert [len(set(found.label[first : first + 20].tolist())) for first in range(0, report, 20)] == [1] * 8


def test_a_report_that_lists_thousands_costs_what_it_lists():
    # A block list in one report, each value named by one more report: pairs must not grow with the square.
    many = 5000
    report = np.concatenate((np.zeros(many, int), 1 + np.arange(many)))
    identifier = np.concatenate((np.arange(many), np.arange(many)))

    named = pairs.namings(many + 1, report, identifier, np.full(many + 1, -1), np.full(many, np.inf))
    found = pairs.pairs(named)

    assert len(found.left) <= pairs.PAIRED * many
    assert solve.solve(many + 1, report, identifier).label.max() >= 0


def test_a_value_that_everybody_names_costs_one_naming_each():
    # MISP's trouble: a hundred values in each of ten events, and one value in all of them.
    report = np.repeat(np.arange(10), 101)
    identifier = np.concatenate([np.append(np.arange(100) + 100 * event, 1000) for event in range(10)])

    found = solve.solve(10, report, identifier)

    assert found.label.tolist() == [0] * 10
    assert found.kept(report, identifier).sum() == 10
