"""A second planted world, written apart from `weft.testing.planted` and never tuned on: other shapes, other clocks, other troubles.

Networks work in cells below an organiser; each has habits of its own (how often a victim names the phone, the account, the handle,
the site, the organiser's wallet). Identifiers live for a drawn number of days, not reports. Campaigns come in bursts. Thousands of
hubs follow a power law down to hubs that three reports name. A wrong identifier is a stranger's (spoofed, foreign) or nobody's
(mistyped). Accounts go to another network after a pause. One report in twenty has no day.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

KINDS = ("phone", "bank_account", "handle", "domain", "wallet")
HALF_LIFE = np.array([45.0, 14.0, 90.0, 60.0, 365.0])
YEAR = 365


@dataclass(frozen=True)
class World:
    """Edges in time order of reports; identifiers numbered at random. ``truth`` is -1 for reports of nobody."""

    reports: int
    report: np.ndarray
    identifier: np.ndarray
    day: np.ndarray
    half_life: np.ndarray
    truth: np.ndarray
    ceiling: np.ndarray


def held_out(seed, reports, hub_rate=0.12, wrong=0.01, turnover=1.0, mules=0.03):
    """A world of about ``reports`` reports. ``turnover`` 2 halves the lives of identifiers."""
    rng = np.random.default_rng([seed, 77])
    inside = int(reports * 0.6)
    size = np.minimum(np.exp(rng.normal(1.3, 1.35, reports)).astype(int) + 2, max(4, reports // 50))
    size = size[: np.searchsorted(np.cumsum(size), inside)]
    inside = int(size.sum())
    network = np.repeat(np.arange(len(size)), size)
    # Bursts: each network has a few campaigns, each with its own middle and width.
    begin = rng.uniform(0, YEAR * 0.8, len(size))
    campaign = rng.integers(0, 1 + (size // 25)[network])
    middle = begin[network] + campaign * rng.uniform(5, 30, len(size))[network]
    day = np.clip(middle + rng.normal(0, 1, inside) * rng.uniform(1, 12, len(size))[network], 0, YEAR - 1).astype(int)
    cell = (rng.random(inside) * (1 + size // 30)[network]).astype(int)
    edges = []

    def name(who, key, kind):
        edges.append((who, key, np.full(len(who), kind)))

    habit = rng.beta(1.2, 1.2, (len(size), len(KINDS))) * [0.9, 0.7, 0.4, 0.5, 0.5]
    named = rng.random((inside, len(KINDS))) < habit[network]
    # Somebody who reports names something.
    silent = ~named.any(axis=1)
    named[silent, rng.integers(0, 2, silent.sum())] = True
    lives = np.array([18, 8, 40, 25, 200]) / turnover
    for kind in range(len(KINDS)):
        who = np.flatnonzero(named[:, kind])
        life = np.maximum(1, rng.gamma(2, lives[kind] / 2, len(size)))[network[who]]
        stretch = ((day[who] + rng.uniform(0, 30, len(size))[network[who]]) / life).astype(np.int64)
        own_cell = cell[who] if kind < 3 else 0
        name(who, ((network[who].astype(np.int64) * 4096 + own_cell) * 1024 + stretch) * 8 + kind, kind)
    alone = np.arange(inside, reports)
    many = rng.integers(1, 4, len(alone))
    base = np.int64(1) << 60
    name(np.repeat(alone, many), base + np.arange(many.sum()), 0)
    report, key, kind = (np.concatenate(parts) for parts in zip(*edges, strict=True))
    _, identifier = np.unique(key, return_inverse=True)
    count = int(identifier.max()) + 1
    kinds = np.zeros(count, int)
    kinds[identifier] = kind
    own = np.ones(len(report), bool)
    # Wrong: a stranger's in place of one's own, or nobody's.
    bad = np.flatnonzero(rng.random(len(report)) < wrong)
    foreign = rng.random(len(bad)) < 0.6
    identifier[bad[foreign]] = rng.permutation(identifier)[: foreign.sum()]
    identifier[bad[~foreign]] = count + np.arange((~foreign).sum())
    own[bad] = False
    kinds = np.concatenate((kinds, kinds[rng.integers(0, count, (~foreign).sum())]))
    count = len(kinds)
    days = np.concatenate((day, rng.integers(0, YEAR, len(alone))))
    # Rented: an account of one network turns up in another, long after.
    accounts = np.flatnonzero((kinds[identifier] == 1) & (report < inside) & own)
    taken = accounts[rng.random(len(accounts)) < mules]
    last = np.full(count, -1)
    np.maximum.at(last, identifier[accounts], days[report[accounts]])
    borrowed = rng.permutation(taken)
    later = days[report[taken]] - last[identifier[borrowed]] > 40
    extra = (report[taken[later]], identifier[borrowed[later]])
    # Hubs by a power law.
    hubs = max(50, reports // 150)
    popular = 1 / np.arange(1, hubs + 1) ** 1.1
    caller = np.flatnonzero(rng.random(reports) < hub_rate)
    hub = rng.choice(hubs, len(caller), p=popular / popular.sum())
    report = np.concatenate((report, extra[0], caller))
    identifier = np.concatenate((identifier, extra[1], count + hub))
    own = np.concatenate((own, np.zeros(len(extra[0]) + len(caller), bool)))
    kinds = np.concatenate((kinds, np.zeros(hubs, int)))
    count = len(kinds)
    truth = np.concatenate((network, np.full(len(alone), -1)))
    days[rng.random(reports) < 0.05] = -1
    # In time, those without a day last, and identifiers in no order.
    order = np.lexsort((rng.random(reports), np.where(days < 0, YEAR * 9, days)))
    rank = np.empty(reports, np.int64)
    rank[order] = np.arange(reports)
    key, first = np.unique(rank[report] * count + rng.permutation(count)[identifier], return_index=True)
    report, renamed = key // count, key % count
    half_life = np.zeros(count)
    half_life[renamed] = HALF_LIFE[kinds[identifier[first]]]
    half_life[half_life == 0] = np.inf
    truth, own = truth[order], own[first]
    mine = own & (truth[report] >= 0)
    size = reports + count
    graph = sparse.coo_array(
        (np.ones(mine.sum(), np.int8), (report[mine], reports + renamed[mine])), shape=(size, size)
    )
    ceiling = csgraph.connected_components(graph, directed=False)[1][:reports]
    return World(reports, report.astype(np.int32), renamed.astype(np.int32), days[order], half_life, truth, ceiling)


def planted(seed, shape, reports, **changes):
    """A world of `weft.testing.planted` in the same form."""
    from weft.testing import planted as worlds

    graph = worlds.plant(seed, worlds.Recipe(shape=shape, reports=reports, **changes))
    order = np.argsort(graph.day, kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    half_life = np.array([365.0, 45.0, 14.0, 45.0])[graph.kind]
    return World(
        graph.reports,
        rank[graph.report],
        graph.identifier,
        graph.day[order],
        half_life,
        graph.truth[order],
        graph.ceiling()[order],
    )
