"""What taking an identifier away breaks, against taking it away."""

import networkx as nx
import numpy as np
import pytest

from weft.links import ranks


def graph_of(report, group):
    graph = nx.Graph()
    graph.add_edges_from((("r", a), ("g", b)) for a, b in zip(report.tolist(), group.tolist(), strict=True))
    return graph


def drawn(seed):
    """Networks one after the other, as the caller has them: groups of a network are numbered in a row."""
    rng = np.random.default_rng(seed)
    report, group = rng.integers(0, 40, 45), rng.integers(0, 22, 45)
    report, group = np.unique(np.stack((report, group)), axis=1)
    parts = sorted(nx.connected_components(graph_of(report, group)), key=min)
    network = {node: at for at, part in enumerate(parts) for node in part}
    of = np.array([network["g", one] for one in group.tolist()])
    order = np.lexsort((report, group, of))
    report, group, of = report[order], group[order], of[order]
    _, first = np.unique(group, return_index=True)
    number = {int(group[at]): place for place, at in enumerate(sorted(first))}
    return report, np.array([number[one] for one in group.tolist()]), of, len(parts)


@pytest.mark.parametrize("seed", range(20))
def test_breaks_agree_with_taking_the_identifier_out(seed):
    report, group, _, _ = drawn(seed)
    groups = int(group.max()) + 1

    found = ranks.breaks(40, report, group, groups)

    graph = graph_of(report, group)
    for one in range(groups):
        network = graph.subgraph(nx.node_connected_component(graph, ("g", one)))
        whole = sum(side == "r" for side, _ in network)
        without = network.subgraph(set(network) - {("g", one)})
        left = max(sum(side == "r" for side, _ in part) for part in nx.connected_components(without))
        assert found[one] == whole - left, one


@pytest.mark.parametrize("seed", range(10))
def test_betweenness_agrees_with_networkx(seed):
    report, group, of, networks = drawn(seed)
    size = np.array([len(np.unique(report[of == one])) for one in range(networks)])
    groups = np.array([len(np.unique(group[of == one])) for one in range(networks)])

    found = ranks.betweenness(of, report, group, size, groups)

    graph = graph_of(report, group)
    for part in nx.connected_components(graph):
        values = nx.betweenness_centrality(graph.subgraph(part), normalized=True)
        for side, one in part:
            if side == "g" and len(part) > 2:
                assert found[one] == pytest.approx(values[side, one])


def test_a_long_chain_is_no_trouble():
    many = 3000
    report = np.concatenate((np.arange(many), np.arange(1, many + 1)))
    group = np.concatenate((np.arange(many), np.arange(many)))

    found = ranks.breaks(many + 1, report, group, many)

    assert found.tolist() == [min(at + 1, many - at) for at in range(many)]


def test_no_networks_break_nothing():
    none = np.zeros(0, dtype=np.int32)

    assert ranks.breaks(3, none, none, 0).tolist() == []
