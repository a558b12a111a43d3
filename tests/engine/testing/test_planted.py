"""Planted graphs: the same each time, as large as asked, with truth that fits their edges."""

import numpy as np
import pytest

from weft.testing import planted, score


@pytest.mark.parametrize("shape", planted.SHAPES)
def test_a_shape_is_the_same_each_time_and_says_the_truth(shape):
    recipe = planted.Recipe(shape=shape, reports=5000, mules=0.02, rented=0.02)
    one, two = planted.plant(7, recipe), planted.plant(7, recipe)

    for name in ("report", "identifier", "own", "truth", "day", "kind"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
    assert one.reports == 5000 == len(one.truth)
    assert (one.truth >= 0).mean() == pytest.approx(0.6, abs=0.03)
    # Own edges never join two networks, nor a network and a one-off.
    best = score.networks(one.truth, one.ceiling())
    assert best["pairwise_networks"].precision == 1
    assert best["bcubed_networks"].recall > 0.6


def test_rates_are_what_the_recipe_says():
    rates = {rate: planted.plant(1, planted.Recipe(reports=20_000, hub_rate=rate, hub_only=0)) for rate in (0.05, 0.3)}

    for rate, graph in rates.items():
        hubs = graph.kind[graph.identifier] == planted.HUB
        assert len(np.unique(graph.report[hubs])) / graph.reports == pytest.approx(rate, abs=0.01)


def test_strays_and_mules_join_networks_and_none_do_without_them():
    def wrong(**rates):
        recipe = planted.Recipe(reports=10_000, hubs=0, hub_rate=0, hub_only=0, **rates)
        graph = planted.plant(3, recipe)
        owner = {}
        mixed = set()
        for report, identifier in zip(graph.report.tolist(), graph.identifier.tolist(), strict=True):
            network = int(graph.truth[report])
            if owner.setdefault(identifier, network if network >= 0 else (-1, report)) != (
                network if network >= 0 else (-1, report)
            ):
                mixed.add(identifier)
        return len(mixed)

    assert wrong(stray=0) == 0
    assert wrong(stray=0.05) > 200
    assert wrong(stray=0, mules=0.05) > 20
    assert wrong(stray=0, rented=0.05) >= 10
