"""Graphs of reports and identifiers with planted networks: arrays only, for measuring how well networks are found.

No names, no stories (those are `weft.testing.world`): a million reports are planted in a second. Every shape answers the same
question with other machinery, because a method tuned on one generator finds that generator:

``drops``      core identifiers re-used by Zipf's law, and burnt drops one after the other: how rotating phones look
``pool``       every report draws some of the network's identifiers, all of them alike and at any time
``stars``      one long-lived wallet, everything else burnt after a few reports
``chains``     no core at all: each identifier hands over to the next
``cells``      tight cells with their own phones, tied to each other by a treasury that only some reports name

Over each lie the same troubles: hubs (hotlines, platforms) that anyone names, strays (a spoofed or mistyped identifier of a foreign
network), shared mules (one account used by several networks at once), and accounts rented to one network after the other.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import csgraph

Ints = npt.NDArray[np.int64]

SHAPES = ("drops", "pool", "stars", "chains", "cells")
WALLET, PHONE, ACCOUNT, HUB = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is planted. Rates are shares of reports, 0 to 1."""

    shape: str = "drops"
    reports: int = 50_000
    in_networks: float = 0.6
    """Reports that belong to a network; the others are one-offs."""
    smallest: int = 3
    largest: float = 0.01
    """Reports of the largest network, as a share of all."""
    tail: float = 1.25
    """Pareto exponent of the sizes: smaller means heavier."""
    hubs: int = 300
    hub_rate: float = 0.12
    hub_zipf: float = 1.0
    loyal: float = 0.0
    """Share of hub namings that go to the hub of the report's own network (those who always pose as the same bank)."""
    hub_only: float = 0.03
    """Reports of networks that name a hub and nothing else: no one can place them."""
    stray: float = 0.01
    """Reports of networks that also name an identifier of a foreign network. One-offs do so half as often."""
    mules: float = 0.0
    """Reports of networks that name an account which two to four networks use at the same time."""
    rented: float = 0.0
    """Reports of networks that name an account rented to several networks, one after the other."""
    churn: float = 1.0
    """How quickly drops are burnt: 1 means after about five reports, 2 after half of that."""
    days: int = 365


@dataclass(frozen=True, slots=True)
class Planted:
    """Edges and truth. Sightings of one identifier in one report are told once."""

    reports: int
    identifiers: int
    report: npt.NDArray[np.int32]
    identifier: npt.NDArray[np.int32]
    own: npt.NDArray[np.bool_]
    """Per edge: the identifier is of the report's own network (or a one-off's own)."""
    truth: npt.NDArray[np.int32]
    """Network per report; -1 for a one-off."""
    day: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int8]
    """Per identifier: WALLET, PHONE, ACCOUNT or HUB (a hub's kind is a phone's to whoever solves)."""

    def ceiling(self) -> npt.NDArray[np.int64]:
        """What the data allow at most: components over the edges that truly are the network's own."""
        size = self.reports + self.identifiers
        pairs = (self.report[self.own], self.reports + self.identifier[self.own].astype(np.int64))
        graph = sparse.coo_array((np.ones(len(pairs[0]), np.int8), pairs), shape=(size, size))
        return np.asarray(csgraph.connected_components(graph, directed=False)[1][: self.reports], dtype=np.int64)


def plant(seed: int, recipe: Recipe) -> Planted:
    """The graph that ``recipe`` and ``seed`` describe; the same on every machine."""
    return _Planting(np.random.default_rng(seed), recipe).grown()


def shapes(reports: int, **changes: float) -> dict[str, Recipe]:
    """One recipe per shape, all else alike."""
    return {shape: replace(Recipe(shape=shape, reports=reports), **changes) for shape in SHAPES}  # type: ignore[arg-type]


class _Planting:
    """One growing graph: networks first, then one-offs, then the troubles."""

    def __init__(self, rng: np.random.Generator, recipe: Recipe) -> None:
        self.rng, self.recipe = rng, recipe
        self.size = self._sizes()
        self.inside = int(self.size.sum())
        self.network = np.repeat(np.arange(len(self.size)), self.size)
        start = np.cumsum(self.size) - self.size
        self.turn = np.arange(self.inside) - np.repeat(start, self.size)  # place in the network's own time
        span = np.minimum(recipe.days * 0.9, 10.0 * self.size**0.5) * rng.uniform(0.5, 1.5, len(self.size))
        since = rng.uniform(0, 1, len(self.size)) * np.maximum(recipe.days - span, 1)
        moment = self.turn / self.size[self.network]
        self.on = np.floor(since[self.network] + moment * span[self.network]).astype(np.int64)
        self.next = 0
        self.parts: list[tuple[Ints, Ints, npt.NDArray[np.bool_]]] = []
        self.kinds: list[tuple[int, int]] = []

    def grown(self) -> Planted:
        """All steps in order; reports are shuffled at the end, so that their numbers tell nothing."""
        rng, recipe, inside = self.rng, self.recipe, self.inside
        quiet = rng.random(inside) < recipe.hub_only
        getattr(self, f"_{recipe.shape}")(np.flatnonzero(~quiet))
        mine_report = np.concatenate([report for report, _, _ in self.parts])
        mine_identifier = np.concatenate([identifier for _, identifier, _ in self.parts])
        alone = np.arange(inside, recipe.reports)
        each = 1 + (rng.random(len(alone)) < 0.25)
        self._name(np.repeat(alone, each), self.next + np.arange(each.sum()), PHONE)
        self._strays(alone, mine_report, mine_identifier)
        self._mules(np.flatnonzero(~quiet))
        self._rented(np.flatnonzero(~quiet))
        self._hubs(quiet)
        return self._shuffled()

    def _sizes(self) -> Ints:
        recipe = self.recipe
        wanted = int(recipe.reports * recipe.in_networks)
        draws = recipe.smallest * self.rng.random(wanted // recipe.smallest + 1) ** (-1 / recipe.tail)
        size = np.minimum(draws, max(recipe.smallest + 1, recipe.reports * recipe.largest)).astype(np.int64)
        upto = np.cumsum(size)
        size = size[: int(np.searchsorted(upto, wanted)) + 1]
        return size[np.cumsum(size) <= wanted]

    def _name(self, report: Ints, identifier: Ints, kind: int, *, own: bool = True, fresh: bool = True) -> None:
        self.parts.append((report, identifier, np.full(len(report), own)))
        if fresh and len(identifier):
            end = int(identifier.max()) + 1
            self.kinds.append((end - self.next, kind))
            self.next = end

    def _grouped(self, report: Ints, key: Ints, kind: int) -> None:
        """Name identifiers given as any integer key: equal keys are one identifier."""
        _, dense = np.unique(key, return_inverse=True)
        self._name(report, self.next + dense, kind)

    def _chosen(self, among: Ints, share: float) -> Ints:
        return among[self.rng.random(len(among)) < share]

    def _zipf(self, counts: Ints, exponent: float = 1.0) -> Ints:
        """A rank below ``counts`` each, frequent ones first (continuous Zipf, cut)."""
        draw = self.rng.random(len(counts))
        rank = np.exp(draw * np.log(counts + 1.0)) - 1 if exponent == 1.0 else counts * draw ** (1 + exponent)
        return np.asarray(np.minimum(counts - 1, rank.astype(np.int64)), dtype=np.int64)

    def _drops(self, among: Ints) -> None:
        wide = 1 << 32
        size, network = self.size, self.network
        cored = self.rng.random(len(among)) < 0.6
        core = among[cored]
        self._grouped(
            core, network[core] * wide + self._zipf(1 + (size[network[core]] ** 0.5 / 2).astype(np.int64)), WALLET
        )
        life = self.rng.uniform(3.0, 9.0, len(size)) / self.recipe.churn
        bare = np.where(cored, 0.75, 1.0)
        for kind, share in ((PHONE, bare), (ACCOUNT, np.full(len(among), 0.25))):
            drop = among[self.rng.random(len(among)) < share]
            late = self.turn[drop] + self.rng.normal(0, 1, len(drop))
            self._grouped(
                drop, network[drop] * wide + (1 << 30) + np.floor(late / life[network[drop]]).astype(np.int64), kind
            )

    def _pool(self, among: Ints) -> None:
        wide = 1 << 32
        many = np.maximum(2, (self.size * self.recipe.churn / 2.5).astype(np.int64))
        # The draws are of one pool: they are named in one go, so that equal keys meet.
        some = np.concatenate([self._chosen(among, share) for share in (1.0, 0.6, 0.3, 0.15)])
        self._grouped(
            some,
            self.network[some] * wide + (self.rng.random(len(some)) * many[self.network[some]]).astype(np.int64),
            PHONE,
        )

    def _stars(self, among: Ints) -> None:
        wide = 1 << 32
        cored = self.rng.random(len(among)) < 0.75
        self._grouped(among[cored], self.network[among[cored]] * wide, WALLET)
        drop = among[self.rng.random(len(among)) < np.where(cored, 0.7, 1.0)]
        self._grouped(
            drop, self.network[drop] * wide + (self.turn[drop] * self.recipe.churn / 4.0).astype(np.int64), PHONE
        )

    def _chains(self, among: Ints) -> None:
        wide = 1 << 32
        life = self.rng.uniform(3.0, 8.0, len(self.size)) / self.recipe.churn
        late = self.turn[among] / life[self.network[among]]
        self._grouped(among, self.network[among] * wide + np.floor(late).astype(np.int64), PHONE)
        hand = among[self.rng.random(len(among)) < 0.85]
        late = self.turn[hand] / life[self.network[hand]]
        # A second identifier out of step with the first: each overlaps with two of the others.
        self._grouped(hand, self.network[hand] * wide + np.floor(late + 0.5).astype(np.int64), ACCOUNT)

    def _cells(self, among: Ints) -> None:
        wide = 1 << 32
        cells = np.maximum(1, self.size // 20)
        cell = (self.rng.random(len(among)) * cells[self.network[among]]).astype(np.int64)
        inner = self.network[among] * wide + (cell << 8)
        base = self.rng.random(len(among)) < 0.6
        for some, many in ((base, 2), (~base, 2), (self.rng.random(len(among)) < 0.6, 4)):
            self._grouped(among[some], inner[some] + self.rng.integers(0, many, some.sum()) + many * 16, PHONE)
        treasury = self._chosen(among, 0.25)
        self._grouped(treasury, self.network[treasury] * wide, WALLET)

    def _strays(self, alone: Ints, report: Ints, identifier: Ints) -> None:
        for among, share in ((np.arange(self.inside), self.recipe.stray), (alone, self.recipe.stray / 2)):
            who = self._chosen(among, share)
            if not len(who) or not len(report):
                continue
            pick = self.rng.integers(0, len(report), len(who))
            foreign = np.ones(len(who), bool)
            mine = who < self.inside
            foreign[mine] = self.network[who[mine]] != self.network[report[pick[mine]]]
            self._name(who[foreign], identifier[pick[foreign]], PHONE, own=False, fresh=False)

    def _mules(self, among: Ints) -> None:
        who = self._chosen(among, self.recipe.mules)
        if not len(who):
            return
        # Networks come in parties of three; each party has one account for about ten of its reports.
        party = self.rng.permutation(len(self.size)) // 3
        each = np.bincount(party[self.network[who]], minlength=int(party.max()) + 1)
        some = 1 + each // 10
        key = party[self.network[who]] * (1 << 32) + (
            self.rng.random(len(who)) * some[party[self.network[who]]]
        ).astype(np.int64)
        _, dense = np.unique(key, return_inverse=True)
        self._name(who, self.next + dense, ACCOUNT, own=False)

    def _rented(self, among: Ints) -> None:
        who = self._chosen(among, self.recipe.rented)
        if not len(who):
            return
        # By day: whoever pays in that month has the account. A landlord serves networks of one residue.
        landlord = self.network[who] % max(1, len(self.size) // 6)
        month = self.on[who] // 45
        tenant = np.zeros(len(who), np.int64)
        order = np.lexsort((self.network[who], month, landlord))
        key = landlord[order] * 1000 + month[order]
        first = np.r_[True, key[1:] != key[:-1]]
        tenant[order] = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
        holds = self.network[who[order]][tenant[order]] == self.network[who[order]]
        who, landlord = who[order][holds], landlord[order][holds]
        early = self.on[who] % 45 < 20  # the account rests before the next tenant
        _, dense = np.unique(landlord[early], return_inverse=True)
        self._name(who[early], self.next + dense, ACCOUNT, own=False)

    def _hubs(self, quiet: npt.NDArray[np.bool_]) -> None:
        recipe, rng = self.recipe, self.rng
        if not recipe.hubs:
            return
        who = np.r_[np.flatnonzero(quiet), np.flatnonzero(rng.random(recipe.reports) < recipe.hub_rate)]
        rank = self._zipf(np.full(len(who), recipe.hubs), recipe.hub_zipf)
        loyal = (who < self.inside) & (rng.random(len(who)) < recipe.loyal)
        rank[loyal] = self.network[who[loyal]] * 7919 % recipe.hubs
        self._name(who, self.next + rank, HUB, own=False)

    def _shuffled(self) -> Planted:
        recipe, rng = self.recipe, self.rng
        total = recipe.reports
        report = np.concatenate([one[0] for one in self.parts])
        identifier = np.concatenate([one[1] for one in self.parts])
        own = np.concatenate([one[2] for one in self.parts])
        kind = np.zeros(self.next, np.int8)
        at = 0
        for many, which in self.kinds:
            kind[at : at + many] = which
            at += many
        truth = np.full(total, -1, np.int64)
        truth[: self.inside] = self.network
        day = rng.integers(0, recipe.days, total)
        day[: self.inside] = self.on
        place, name = rng.permutation(total), rng.permutation(self.next)
        shown, named = np.empty(total, np.int32), np.empty(total, np.int32)
        shown[place], named[place] = truth, day
        kinds = np.empty(self.next, np.int8)
        kinds[name] = kind
        key, first = np.unique(place[report] * self.next + name[identifier], return_index=True)
        return Planted(
            reports=total,
            identifiers=self.next,
            report=(key // self.next).astype(np.int32),
            identifier=(key % self.next).astype(np.int32),
            own=own[first],
            truth=shown,
            day=named,
            kind=kinds,
        )
