"""What must hold of every answer of the solver, on whatever edges."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from weft.links.solve import solve

EDGES = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 19)), max_size=150, unique=True)
DAYS = st.lists(st.integers(-1, 400), min_size=40, max_size=40)


def asked(edges, days):
    """Reports must be numbered in time, those without a day last."""
    order = sorted(range(40), key=lambda report: (days[report] < 0, days[report]))
    rank = {report: at for at, report in enumerate(order)}
    flat = np.array([(rank[report], identifier) for report, identifier in edges], dtype=np.int64).reshape(-1, 2)
    return flat[:, 0], flat[:, 1], np.array([days[report] for report in order])


@settings(max_examples=150, deadline=None)
@given(EDGES, DAYS)
def test_networks_are_what_the_kept_ties_connect(edges, days):
    report, identifier, day = asked(edges, days)

    found = solve(40, report, identifier, day, np.full(20, 45.0))

    kept = found.kept(report, identifier)
    graph = nx.Graph()
    # What ties reports of two networks, before and after a silence, ties none of one to the other.
    ends = zip(report[kept].tolist(), identifier[kept].tolist(), strict=True)
    graph.add_edges_from((a, ("i", b, int(found.label[a]))) for a, b in ends)
    parts = [sorted(node for node in part if isinstance(node, int)) for part in nx.connected_components(graph)]
    ours = [np.flatnonzero(found.label == one).tolist() for one in range(int(found.label.max(initial=-1)) + 1)]
    assert sorted(part for part in parts if len(part) > 1) == sorted(ours)
    assert not found.spread[identifier[kept]].any()


@settings(max_examples=100, deadline=None)
@given(EDGES, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_edges_decides_nothing(edges, days, shuffler):
    report, identifier, day = asked(edges, days)
    mixed = list(range(len(report)))
    shuffler.shuffle(mixed)

    one = solve(40, report, identifier, day, np.full(20, 45.0))
    two = solve(40, report[mixed], identifier[mixed], day, np.full(20, 45.0))

    assert one.label.tolist() == two.label.tolist()
    assert one.spread.tolist() == two.spread.tolist()


@settings(max_examples=100, deadline=None)
@given(EDGES, DAYS)
def test_what_stands_elsewhere_changes_nothing_here(edges, days):
    """A copy of the world beside the world: each is found as the other is, and nothing joins them."""
    report, identifier, day = asked(edges, days)
    twice = np.repeat(day, 2)

    both = solve(
        80,
        np.concatenate((2 * report, 2 * report + 1)),
        np.concatenate((identifier, identifier + 20)),
        twice,
        np.full(40, 45.0),
    )

    groups = [
        {frozenset(np.flatnonzero(both.label[half::2] == one)) for one in np.unique(both.label[half::2])}
        for half in (0, 1)
    ]
    assert groups[0] == groups[1]
    assert not set(both.label[0::2]) & set(both.label[1::2]) - {-1}
