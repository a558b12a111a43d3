"""A third planted world, written before the solver's latest steps were and apart from the other two: networks as they might live.

Sizes follow a power law and each network has a tempo of its own (steady, in bursts, or dying out). It works by one of a few manners
(which kinds a victim gets to see, how many of each are in use at once), in one to three countries, the larger ones in cells that keep
phones and accounts to themselves. Identifiers live for a drawn number of days of their kind. Reports name one to five things and leave
fields out. Troubles: hubs by country and kind, some of them for one season only; call centres that serve several networks at once;
mule accounts rented on; numbers that a stranger gets after a pause; spoofed numbers of networks at work in the same country; slips of the
pen that hit nobody or, seldom, somebody.
"""

import numpy as np
from links_worlds import World
from scipy import sparse
from scipy.sparse import csgraph

KINDS = ("phone", "bank_account", "payment_qr", "handle", "domain", "email", "wallet")
PHONE, ACCOUNT = 0, 1
HALF_LIFE = np.array([45.0, 14.0, 14.0, 90.0, 60.0, 180.0, 365.0])
# Days that one serves on average; whether cells keep it to themselves; how many serve at once (times the root of the reports).
LIFE = np.array([20.0, 9.0, 12.0, 90.0, 45.0, 150.0, 320.0])
OF_CELL = np.array([True, True, True, True, False, False, False])
AT_ONCE = np.array([0.35, 0.45, 0.2, 0.15, 0.12, 0.05, 0.06])
# Chance that a victim of each manner gets to see each kind.
MANNERS = np.array([
    [0.95, 0.60, 0.05, 0.20, 0.05, 0.05, 0.00],  # on the phone
    [0.10, 0.35, 0.05, 0.75, 0.55, 0.10, 0.35],  # a platform for investors
    [0.25, 0.75, 0.20, 0.55, 0.10, 0.02, 0.00],  # a shop that never sends
    [0.65, 0.10, 0.05, 0.10, 0.75, 0.15, 0.00],  # a false site
    [0.15, 0.40, 0.05, 0.90, 0.05, 0.15, 0.30],  # a heart
])  # fmt: skip
COUNTRIES = 8
DAYS = 500
MOST = 5


class _Lived:
    def __init__(self, seed, reports, hub_rate, wrong, churn, rented, centres):
        self.rng = np.random.default_rng([seed, 4711])
        self.reports, self.hub_rate, self.wrong, self.churn = reports, hub_rate, wrong, churn
        self.rented, self.centres = rented, centres
        self.next = 0
        self.kind = []
        self.edges = []

    def grown(self):
        self.networks()
        self.tools()
        self.one_offs()
        self.flat()
        self.lent()
        self.slips()
        self.shared_centres()
        self.public()
        return self.world()

    def networks(self):
        rng, reports = self.rng, self.reports
        draws = 2 * rng.random(reports) ** (-1 / 1.2)
        size = np.minimum(draws, max(6, reports / 70)).astype(int)
        size = size[: np.searchsorted(np.cumsum(size), int(reports * 0.62))]
        self.size, count = size, len(size)
        self.inside = int(size.sum())
        self.network = network = np.repeat(np.arange(count), size)
        tempo = rng.lognormal(-0.5, 0.9, count) * size**0.45
        span = np.clip(size / tempo, 3, DAYS * 0.9)
        begin = rng.random(count) * (DAYS - span)
        manner = rng.integers(0, 3, count)
        turn = rng.random(self.inside)
        # Dying out; and bursts: time stands still between them.
        turn = np.where(manner[network] == 1, turn**2.5, turn)
        bursts = 2 + rng.integers(0, 6, count)[network]
        turn = np.where(manner[network] == 2, (np.floor(turn * bursts) + 0.25 * (turn * bursts % 1)) / bursts, turn)
        self.day = (begin[network] + turn * span[network]).astype(int)
        many = np.minimum(1 + rng.geometric(0.6, count), 3)
        home = rng.integers(0, COUNTRIES, (count, 3))
        self.country = home[network, (rng.random(self.inside) * many[network]).astype(int)]
        wide = rng.uniform(12, 70, count)
        cells = np.where(size > 40, np.ceil(size / wide), 1).astype(int)
        # Cells come and go: each report is of one that is near in time.
        self.cells = cells
        at = turn * cells[network] + rng.normal(0, 0.8, self.inside)
        self.cell = np.clip(np.floor(at), 0, cells[network] - 1).astype(np.int64)
        # Of what cells do they tell: a network has a manner, some cells another.
        style = rng.integers(0, len(MANNERS), count)
        other = (self.cell * 7919 + network) % 9 == 0
        self.style = np.where(other, (style[network] + 1) % len(MANNERS), style[network])

    def new(self, kinds):
        number = self.next + np.arange(len(kinds))
        self.kind.append(kinds)
        self.next += len(kinds)
        return number

    def named(self, report, key, kind):
        """Identifiers by key: equal keys are one."""
        _, first, dense = np.unique(key, return_index=True, return_inverse=True)
        number = self.new(np.asarray(kind)[first])
        self.edges.append((report, number[dense]))

    def tools(self):
        rng, network = self.rng, self.network
        habit = np.clip(MANNERS[self.style] * rng.uniform(0.5, 1.3, len(self.size))[network][:, None], 0, 0.97)
        seen = rng.random(habit.shape) < habit
        # Fields that nobody filled in.
        seen &= rng.random(seen.shape) > 0.12
        seen[np.cumsum(seen, axis=1) > MOST] = False
        for kind in range(len(KINDS)):
            who = np.flatnonzero(seen[:, kind])
            group = network[who] * 4096 + np.where(OF_CELL[kind], self.cell[who], 4095)
            people = self.size[network[who]] / np.where(OF_CELL[kind], self.cells[network[who]], 1)
            slots = 1 + np.floor(AT_ONCE[kind] * people**0.5).astype(np.int64)
            slot = np.floor(slots * rng.random(len(who)) ** 1.7).astype(np.int64)
            # Lives one after the other, each drawn: found by walking along from a start of its own.
            strand = group * 64 + np.minimum(slot, 63)
            order = np.lexsort((self.day[who], strand))
            key = np.empty(len(who), np.int64)
            key[order] = _lives(rng, strand[order], self.day[who][order], LIFE[kind] / self.churn)
            self.named(who, strand * 4096 + key, np.full(len(who), kind))
        # A small wage: what all cells hand the money to, seen by one in four in networks that have it.
        wage = (rng.random(len(self.size)) < 0.6)[network] & (rng.random(self.inside) < 0.25)
        who = np.flatnonzero(wage)
        self.named(who, network[who] * 8 + self.day[who] // 180, np.full(len(who), 6))

    def one_offs(self):
        rng = self.rng
        alone = np.arange(self.inside, self.reports)
        each = rng.choice([1, 2, 3], len(alone), p=[0.5, 0.35, 0.15])
        who = np.repeat(alone, each)
        self.edges.append((who, self.new(rng.integers(0, len(KINDS), len(who)))))
        self.truth = np.concatenate((self.network, np.full(len(alone), -1)))
        self.day = np.concatenate((self.day, rng.integers(0, DAYS, len(alone))))
        self.country = np.concatenate((self.country, rng.integers(0, COUNTRIES, len(alone))))

    def flat(self):
        self.report, self.identifier = (np.concatenate(part) for part in zip(*self.edges, strict=True))
        self.kinds = np.concatenate(self.kind)
        self.own = np.ones(len(self.report), bool)

    def add(self, report, identifier, own):
        self.report = np.concatenate((self.report, report))
        self.identifier = np.concatenate((self.identifier, identifier))
        self.own = np.concatenate((self.own, np.full(len(report), own)))

    def lent(self):
        """Accounts rented on after ten to forty days, numbers given to somebody else after sixty to two hundred."""
        rng = self.rng
        last = np.zeros(len(self.kinds), int)
        np.maximum.at(last, self.identifier, self.day[self.report])
        first = np.full(len(self.kinds), DAYS)
        np.minimum.at(first, self.identifier, self.day[self.report])
        for kind, rate, pause in ((ACCOUNT, self.rented, (10, 40)), (PHONE, self.rented / 3, (60, 200))):
            some = np.flatnonzero((self.kinds == kind) & (first < DAYS))
            taken = some[rng.random(len(some)) < rate]
            free = last[taken] + rng.integers(*pause, len(taken))
            by = some[np.argsort(first[some])]
            at = np.searchsorted(first[by], free)
            ok = at < len(by) - 20
            heir = by[at[ok] + rng.integers(0, 20, ok.sum())]
            # What the second would have had new is what the first had before.
            stands = np.arange(len(self.kinds))
            stands[heir] = taken[ok]
            self.identifier = stands[self.identifier]

    def slips(self):
        rng = self.rng
        rate = np.where(self.truth >= 0, self.wrong, self.wrong / 2)
        bad = np.flatnonzero(rng.random(self.reports) < rate)
        spoofed = rng.random(len(bad)) < 0.5
        # Spoofed: beside one's own, what a network in the same country uses about then.
        inside = self.report < self.inside
        report, identifier = self.report[inside], self.identifier[inside]
        key = self.country[report] * 1000 + self.day[report]
        by = np.argsort(key, kind="stable")
        who = bad[spoofed]
        at = np.searchsorted(key[by], self.country[who] * 1000 + self.day[who]) + rng.integers(-60, 60, len(who))
        pick = by[np.clip(at, 0, len(by) - 1)]
        foreign = self.truth[report[pick]] != self.truth[who]
        self.add(who[foreign], identifier[pick[foreign]], False)
        # A slip: in place of one of one's own; seldom somebody else's of that kind.
        edge = rng.permutation(len(self.own))
        edge = edge[np.isin(self.report[edge], bad[~spoofed]) & self.own[edge]]
        edge = edge[np.unique(self.report[edge], return_index=True)[1]]
        hits = rng.random(len(edge)) < 0.15
        self.identifier[edge[hits]] = rng.permutation(self.identifier[rng.integers(0, len(self.own), hits.sum())])
        many = int((~hits).sum())
        self.kinds = np.concatenate((self.kinds, self.kinds[self.identifier[edge[~hits]]]))
        self.identifier[edge[~hits]] = len(self.kinds) - many + np.arange(many)
        self.own[edge] = False

    def shared_centres(self):
        """Numbers of call centres that serve three to six networks of one country at once."""
        rng = self.rng
        first = np.searchsorted(self.network, np.arange(len(self.size)))
        by = np.lexsort((self.day[first], self.country[first]))
        party = np.empty(len(by), int)
        party[by] = np.arange(len(by)) // 4
        serves = rng.random(int(party.max()) + 1) < self.centres
        who = np.flatnonzero(serves[party[self.network]] & (rng.random(self.inside) < 0.15))
        _, dense = np.unique(party[self.network[who]], return_inverse=True)
        self.add(who, len(self.kinds) + dense, False)
        self.kinds = np.concatenate((self.kinds, np.zeros(int(dense.max(initial=-1)) + 1, int)))

    def public(self):
        rng = self.rng
        each = max(6, int(self.reports**0.5 / 6))
        who = np.flatnonzero(rng.random(self.reports) < self.hub_rate)
        popular = np.arange(1, each + 1) ** -1.05
        hub = rng.choice(each, len(who), p=popular / popular.sum())
        # Every fifth is there for one season only: another takes its place.
        season = np.where(hub % 5 == 4, self.day[who] // 60, 0)
        where = np.where(rng.random(len(who)) < 0.85, self.country[who], COUNTRIES)
        _, dense = np.unique((where * each + hub) * 16 + season, return_inverse=True)
        count = int(dense.max(initial=-1)) + 1
        self.add(who, len(self.kinds) + dense, False)
        self.kinds = np.concatenate((self.kinds, rng.choice([0, 0, 0, 3, 4, 5], count)))

    def world(self):
        rng, reports = self.rng, self.reports
        day = self.day.copy()
        day[rng.random(reports) < 0.03] = -1
        order = np.lexsort((rng.random(reports), np.where(day < 0, DAYS * 9, day)))
        rank = np.empty(reports, np.int64)
        rank[order] = np.arange(reports)
        _, dense = np.unique(self.identifier, return_inverse=True)
        count = int(dense.max()) + 1
        kinds = np.zeros(count, int)
        kinds[dense] = self.kinds[self.identifier]
        name = rng.permutation(count)
        key, first = np.unique(rank[self.report] * count + name[dense], return_index=True)
        report, identifier = key // count, key % count
        half_life = np.empty(count)
        half_life[name] = HALF_LIFE[kinds]
        truth = self.truth[order]
        mine = self.own[first] & (truth[report] >= 0)
        # What a network truly used counts for that network alone.
        _, node = np.unique(identifier[mine] * (len(self.size) + 1) + truth[report[mine]], return_inverse=True)
        size = reports + len(node)
        graph = sparse.coo_array((np.ones(len(node), np.int8), (report[mine], reports + node)), shape=(size, size))
        ceiling = csgraph.connected_components(graph, directed=False)[1][:reports]
        return World(
            reports, report.astype(np.int32), identifier.astype(np.int32), day[order], half_life, truth, ceiling
        )


def _lives(rng, strand, day, life):
    """Which of a strand's identifiers, one after the other, serves on each day (sorted by strand, then by day)."""
    new = np.ones(len(strand), bool)
    new[1:] = strand[1:] != strand[:-1]
    # Between two days an identifier ends with the chance that so many days give; several ends look like one.
    gap = np.diff(day, prepend=day[:1] if len(day) else 0)
    ends = rng.random(len(day)) < 1 - np.exp(-np.maximum(gap, 0) / life)
    step = np.cumsum(np.where(new, 0, ends))
    base = np.maximum.accumulate(np.where(new, np.arange(len(day)), 0)) if len(day) else step
    return np.minimum(step - step[base], 4095) if len(day) else step


def lived(seed, reports, hub_rate=0.12, wrong=0.01, churn=1.0, rented=0.05, centres=0.05):
    """A world of ``reports`` reports. ``churn`` 2 halves the lives of identifiers."""
    return _Lived(seed, reports, hub_rate, wrong, churn, rented, centres).grown()
