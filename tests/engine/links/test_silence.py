"""Identifiers that fall silent and come back: one hand, or another? What nothing else vouches for, by what the others of the kind do."""

import itertools

import networkx as nx
import numpy as np
import pytest

from weft.links import silence
from weft.links.solve import solve
from weft.links.standing import Standing
from weft.testing import planted

DAYS = 14.0


def rented(*, pauses):
    """Forty networks of eight reports with a phone and an account; each account then serves the next network, after ten days.

    ``pauses``: accounts of sixty other networks pause as long, and their phones go on beside them.
    """
    edges, day = [], []
    for network in range(40):
        begin = 100 + 15 * network
        for number in range(8):
            report = len(day)
            edges += [(report, 1000 + network), (report, 2000 + network)]
            if network % 2 and number < 3:
                edges.append((report, 2000 + network - 1))
            day.append(begin + number // 2)
    for network in range(60 if pauses else 0):
        for number in range(8):
            edges += [(len(day), 3000 + network), (len(day), 4000 + network)]
            day.append(100 + 7 * network + number // 2 + (10 if number > 3 else 0))
    day = np.array(day)
    order = np.argsort(day, kind="stable")
    rank = np.empty(len(day), int)
    rank[order] = np.arange(len(day))
    edges = np.array(edges)
    kind = np.where((np.arange(5000) >= 1000) & (np.arange(5000) % 2000 >= 1000), 45.0, DAYS)
    return rank[edges[:, 0]], edges[:, 1], day[order], kind, rank


def test_an_account_that_comes_back_elsewhere_parts_two_networks_that_only_it_ties():
    report, identifier, day, half_life, rank = rented(pauses=False)

    label = solve(len(day), report, identifier, day, half_life).label[rank]

    assert len(set(label[:320].tolist())) == 40


def test_where_pauses_are_the_habit_of_a_kind_they_part_nothing():
    report, identifier, day, half_life, rank = rented(pauses=True)

    label = solve(len(day), report, identifier, day, half_life).label[rank]

    assert len(set(label[:320].tolist())) == 20
    assert len(set(label[320:].tolist())) == 60


@pytest.mark.parametrize("seed", range(10))
def test_what_is_parted_and_vouched_for_agrees_with_networkx(seed):
    rng = np.random.default_rng(seed)
    edges = np.unique(np.stack((rng.integers(0, 25, 70), rng.integers(0, 40, 70))), axis=1)
    node, report = edges
    day = np.sort(rng.integers(-1, 60, 40))
    day = np.where(day < 0, 999, day)
    on = np.where(day[report] == 999, -1, day[report])

    found = silence.silences(node, on, np.full(len(node), DAYS))
    part, before, after = silence.parted(40, report, node, found)
    sure = silence.vouched(before, after)

    graph, sides = nx.Graph(), []
    graph.add_nodes_from(range(40))
    for one in np.unique(node).tolist():
        mine = np.flatnonzero(node == one).tolist()
        gaps = [on[b] - on[a] if on[a] >= 0 and on[b] >= 0 else 0 for a, b in itertools.pairwise(mine)]
        cuts = [at for at, gap in enumerate(gaps) if gap >= DAYS / 2]
        if not cuts and gaps and max(gaps) > 0 and on[mine[gaps.index(max(gaps))]] % silence.CONTROL_DAYS == 0:
            cuts = [gaps.index(max(gaps))]
        for at in range(len(mine) - 1):
            if at in cuts:
                sides.append((report[mine[at]], report[mine[at + 1]]))
        for turn, piece in enumerate(np.split(mine, [at + 1 for at in cuts])):
            graph.add_edges_from((report[edge], ("own", one, turn)) for edge in piece)
    whole = {one: number for number, some in enumerate(nx.connected_components(graph)) for one in some}
    pairs = [frozenset((whole[a], whole[b])) for a, b in sides]
    assert sure.tolist() == [len(pair) == 1 or pairs.count(pair) > 1 for pair in pairs]
    theirs = [whole[one] for one in range(40)]
    assert len(set(zip(part.tolist(), theirs, strict=True))) == len(set(part.tolist())) == len(set(theirs))


@pytest.mark.parametrize("shape", ["drops", "stars"])
def test_networks_that_stand_follow_a_verdict_that_turns(shape):
    graph = planted.plant(5, planted.Recipe(shape=shape, reports=2500, stray=0.05, hub_rate=0.1, hubs=20))
    half_life = np.array([365.0, 45.0, 14.0, 45.0])[graph.kind]
    order = np.argsort(graph.day, kind="stable")
    rank = np.argsort(order)
    report = rank[graph.report]
    standing, verdicts = Standing(), set()
    standing.named(np.arange(graph.identifiers), half_life)

    for first, last in ((0, 150), (150, 300), (300, 700), (700, 2450), (2450, 2500)):
        mine = (report >= first) & (report < last)
        standing.add(graph.day[order[first:last]], report[mine], graph.identifier[mine])
        verdicts.add(bool(standing.graph.strange.any()))
        so_far = report < last
        label = solve(last, report[so_far], graph.identifier[so_far], graph.day[order[:last]], half_life).label
        heads = {one: at for at, one in reversed(list(enumerate(label.tolist())))}
        assert standing.network.tolist() == [heads[one] if one >= 0 else -1 for one in label.tolist()]
    assert verdicts == {True, False}
