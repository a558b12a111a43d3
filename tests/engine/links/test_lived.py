"""What a network of loose cells shares is told from what is public by when it is named."""

import itertools

import numpy as np
import pytest

from weft.links import spread
from weft.links.solve import solve
from weft.links.standing.stand import Standing

SITE, SERVICE = 0, 1
YEAR = 365


def chance_by_counting(n, within, days):
    """Share of all ways to draw ``n`` days of which all but one, first or last, lie within so many: slow, and by another road."""
    few = list(range(days))
    hit = sum(1 for drawn in itertools.product(few, repeat=n - 1) if max(drawn) - min(drawn) < within)
    return 2 * n * hit / days ** (n - 1)


@pytest.mark.parametrize(("n", "within"), [(4, 2), (5, 3), (5, 6)])
def test_the_chance_is_that_of_drawing_days(n, within):
    days = 12
    share = within / days
    said = 2 * n * ((n - 1) * share ** (n - 2) - (n - 2) * share ** (n - 1))

    # Days are steps, and the formula is that of a smooth line: it must not say less than a quarter or more than four times as much.
    assert 0.25 < said / chance_by_counting(n, within, days) < 4


def lived(days, half_life=365.0, span=YEAR):
    day = np.array(days)
    return bool(spread.lived(np.zeros(len(day), np.int32), day, np.array([half_life]), float(span))[0])


def test_a_site_named_in_one_month_lived_and_a_service_named_all_year_did_not():
    assert lived([100, 103, 106, 111, 115, 119, 124, 128])
    assert not lived([5, 60, 91, 140, 200, 244, 300, 350])


def test_one_stranger_far_away_does_not_hide_it_and_few_namings_say_nothing():
    assert lived([100, 103, 106, 111, 115, 119, 124, 350])
    assert not lived([100, 101, 102])


def test_a_quiet_month_of_what_very_many_name_means_nothing():
    assert not lived(np.linspace(0, 330, 5000).astype(int))


def test_an_episode_of_a_short_lived_kind_is_no_proof():
    """An episode ends with a silence of two half-lives: that it is short is how it was made."""
    days = [100, 105, 110, 115, 120, 125, 130]
    assert lived(days)
    assert not lived(days, half_life=20.0)


def test_days_that_are_not_known_are_left_out():
    assert not lived([-1] * 8)
    assert spread.spanned(np.array([-1, -1])) == 1.0


def cells(site_days):
    """Twelve cells, each with a phone of its own and two reports, which share one site and, all through the year, one service."""
    rng = np.random.default_rng(3)
    report, identifier, day = [], [], []
    for cell in range(12):
        for turn in range(2):
            number = len(day)
            report += [number, number]
            identifier += [2 + cell, SITE if turn == 0 else SERVICE]
            day.append(int(site_days[cell]) if turn == 0 else int(rng.integers(0, YEAR)))
    # Others, who have nothing to do with it, name the service and phones of their own.
    for other in range(40):
        for _ in range(2):
            number = len(day)
            report += [number, number]
            identifier += [20 + other, SERVICE]
            day.append(int(rng.integers(0, YEAR)))
    order = np.argsort(day, kind="stable")
    place = np.empty(len(day), np.int32)
    place[order] = np.arange(len(day))
    edge = np.lexsort((np.array(identifier), place[np.array(report)]))
    return place[np.array(report)][edge].astype(np.int32), np.array(identifier, np.int32)[edge], np.array(day)[order]


@pytest.mark.parametrize("portions", [2, 5])
def test_what_stands_says_the_same_when_days_are_added(portions):
    report, identifier, day = cells(np.arange(100, 124, 2))
    reports = len(day)
    half = np.full(identifier.max() + 1, 365.0)
    whole = solve(reports, report, identifier, day, half)

    standing = Standing()
    standing.named(np.arange(len(half)), half)
    for part in np.array_split(np.arange(reports), portions):
        inside = np.isin(report, part)
        standing.add(day[part], report[inside], identifier[inside])

    same = standing.network
    assert np.array_equal(same < 0, whole.label < 0)
    for one, two in ((same, whole.label), (whole.label, same)):
        pairs = {(a, b) for a, b in zip(one.tolist(), two.tolist(), strict=True) if a >= 0}
        assert len(pairs) == len({a for a, _ in pairs})
    assert not whole.spread[SITE] or not lived(np.arange(100, 124, 2))
