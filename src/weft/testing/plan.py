"""Who defrauds whom, when, and with what: the truth of an invented world, before anybody writes it down.

A network works in one to three countries through cells. Phones rotate in weeks, mule accounts are burnt in days, handles and sites
last months, wallets up to a year (lives after the cited ranges in the kinds' half-lives). Cells share the network's sites, wallets and
mailboxes and nothing else. Hubs are public things that anybody's victim mentions. A mule account may be rented on to a second
network when the first has done with it. All this is compact arrays: a million reports take about 250 MB, most of it the values' text.
"""

import itertools
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

import numpy as np

from weft.testing.invented import Inventor
from weft.testing.knobs import STYLES, WEIGHTS, Knobs
from weft.testing.truth import FOREIGN, HUB, OWN, WRONG, Book, Event, Plan

# Days an identifier serves on average (see the kinds' half-lives for sources), and whether cells of a network share it.
_LIVES = {
    "phone": 25, "bank_account": 7, "payment_qr": 9, "wallet": 300, "url": 40, "domain": 75, "email": 150, "handle": 100, "device": 250,
    "national_id": 90, "passport": 200,
}  # fmt: skip
_SHARED = frozenset({"wallet", "url", "domain", "email", "device", "passport"})
# Chance that a report of each style names each kind.
_NAMES: dict[str, dict[str, float]] = {
    "impersonation_authority": {
        "phone": 0.9,
        "bank_account": 0.65,
        "handle": 0.35,
        "url": 0.15,
        "email": 0.15,
        "national_id": 0.02,
    },
    "impersonation_bank": {"phone": 0.85, "bank_account": 0.5, "url": 0.35, "domain": 0.2, "handle": 0.2},
    "parcel": {"phone": 0.7, "url": 0.45, "domain": 0.2, "bank_account": 0.4, "payment_qr": 0.15},
    "investment": {
        "handle": 0.7,
        "domain": 0.5,
        "url": 0.25,
        "wallet": 0.35,
        "bank_account": 0.45,
        "email": 0.1,
        "phone": 0.15,
    },
    "romance": {"handle": 0.9, "wallet": 0.35, "bank_account": 0.5, "phone": 0.25, "email": 0.2},
    "job": {"handle": 0.85, "domain": 0.4, "bank_account": 0.6, "payment_qr": 0.2, "phone": 0.2},
    "loan": {"phone": 0.5, "handle": 0.6, "bank_account": 0.85, "domain": 0.25, "national_id": 0.05},
    "shopping": {"bank_account": 0.8, "handle": 0.6, "phone": 0.4, "payment_qr": 0.2, "domain": 0.15},
    "crypto": {"wallet": 0.9, "domain": 0.6, "url": 0.2, "email": 0.25, "handle": 0.4},
    "phishing": {"url": 0.8, "domain": 0.25, "phone": 0.6},
    "recruitment_trafficking": {"handle": 0.8, "phone": 0.6, "email": 0.15, "passport": 0.06, "device": 0.03},
}
_HUB_KINDS = ("phone", "phone", "phone", "domain", "domain", "email", "handle", "wallet", "bank_account")
# Reports that name what the whole network leans on, and how many days it lasts.
_CORE, _CORE_LIFE = 0.4, 200
# A burnt account is offered again for this many days; so many offers are remembered a country.
_RESTS, _LEASES = 45, 2000
# Of those who look for a burnt account, so many find one: not all are offered when and where they are looked for.
_FOUND = 0.55
# Pareto shape of network sizes: most have a handful of reports, the largest a hundredth of all.
_SIZE_SHAPE = 1.35
_SMALLEST = 3


_Slots = dict[tuple[str, int], tuple[int, int]]
"""(kind, which of several) to (number of the identifier, its last day)."""


class _Whose(NamedTuple):
    """Whom a report is about."""

    network: int
    cell: int
    part: int


_NOBODY = _Whose(-1, -1, 0)


class _Lease(NamedTuple):
    """Who has a mule account, and from when until when."""

    number: int
    network: int
    since: int
    until: int


@dataclass(slots=True)
class _Cell:
    """A team of a network: where and how it works, with what of its own."""

    network: int
    number: int
    where: int
    style: int
    slots: int
    """How many phones, sites or accounts it uses at once."""
    own: _Slots = field(default_factory=dict)


class _Draft:
    """Reports in the order they are thought of."""

    def __init__(self) -> None:
        self.network, self.day, self.twin = array("i"), array("i"), array("i")
        self.country, self.style, self.roles = array("B"), array("B"), array("B")
        self.starts, self.names = array("q", [0]), array("i")
        self.cell, self.part = array("i"), array("B")

    def add(
        self,
        whose: "_Whose",
        day: int,
        country: int,
        style: int,
        named: list[tuple[int, int]],
        twin: int = -1,
    ) -> int:
        self.network.append(whose.network)
        self.cell.append(whose.cell)
        self.part.append(whose.part)
        self.day.append(day)
        self.country.append(country)
        self.style.append(style)
        self.twin.append(twin)
        for number, role in named:
            self.names.append(number)
            self.roles.append(role)
        self.starts.append(len(self.names))
        return len(self.network) - 1


class _Planner:
    def __init__(self, knobs: Knobs) -> None:
        self.knobs = knobs
        self.rng = Random(f"weft plan {knobs.seed}")
        self.make = Inventor(self.rng)
        self.book = Book()
        self.draft = _Draft()
        self.weights = [WEIGHTS.get(cc, 3) for cc in knobs.countries]
        self.hubs = self._hubs()
        self.events: list[Event] = []
        self.market: dict[str, list[_Lease]] = {cc: [] for cc in knobs.countries}
        """Mule accounts for rent, by country."""
        self.working: dict[str, list[_Lease]] = {cc: [] for cc in knobs.countries}
        """Mule accounts in use, by country: who may be asked to share one."""
        self.seen: dict[str, list[int]] = {cc: [] for cc in knobs.countries}
        """A sample of phones and accounts of networks by country, for spoofers."""

    # ---- identifiers

    def new(self, kind: str, country: str) -> int:
        """A new identifier; -1 when this kind is not made for this country."""
        make, book = self.make, self.book
        if kind == "phone":
            return book.add(kind, make.phone(country), country)
        if kind == "bank_account":
            return book.add(kind, make.account(country), country)
        if kind == "handle":
            return book.add(kind, make.handle(country), country)
        if kind == "url":
            site = book.add("domain", make.domain(), country)
            number = book.add(kind, make.url(book.values[site]), country)
            book.inside[number] = site
            return number
        if kind == "payment_qr":
            return self._qr(country)
        if kind in ("national_id", "passport"):
            value = make.national_id(country) if kind == "national_id" else make.passport(country)
            return -1 if value is None else book.add(kind, value, country)
        return book.add(
            kind,
            {"wallet": make.wallet, "domain": make.domain, "email": make.email, "device": make.device}[kind](),
            country,
        )

    def _qr(self, country: str) -> int:
        make, book = self.make, self.book
        if country == "TH":
            payee = book.add("phone", make.phone("TH"), country)
            value: str | None = make.promptpay(book.values[payee])
        elif country == "VN":
            payee = book.add("bank_account", make.account("VN"), country)
            value = make.vietqr(book.values[payee])
        elif country == "KH":
            payee = book.add("handle", make.bakong(), country)
            value = make.khqr(book.values[payee])
        else:
            return -1
        if value is None:
            return payee
        number = book.add("payment_qr", value, country)
        book.inside[number] = payee
        return number

    def _hubs(self) -> dict[str, list[tuple[list[int], list[float]]]]:
        """For each country its hubs with cumulated weights: one list of its own things, Zipf (the first is named most)."""
        count = max(4, min(40, round(self.knobs.reports**0.5 / 8)))
        hubs = {}
        for cc in self.knobs.countries:
            numbers = [self.new(kind, cc) for kind in itertools.islice(itertools.cycle(_HUB_KINDS), count)]
            hubs[cc] = [(numbers, list(itertools.accumulate(1 / (rank + 1) for rank in range(count))))]
        return hubs

    def hub(self, country: str) -> int:
        numbers, weights = self.hubs[country][0]
        return self.rng.choices(numbers, cum_weights=weights)[0]

    def account(self, country: str, day: int, network: int) -> tuple[int, int]:
        """A mule account for a cell and its last day: mostly new, sometimes one that another network has burnt, or is using."""
        rng, knobs = self.rng, self.knobs
        turn = rng.random()
        rent = knobs.rented / _FOUND
        if turn < rent:
            lease = _taken(self.market[country], lambda one: one.until < day <= one.until + _RESTS)
            if lease is not None and lease.network != network:
                self.events.append(Event(day, "rented", network, lease.network, lease.number))
                return lease.number, self._ends("bank_account", day)
        elif turn < rent + knobs.shared:
            lease = _taken(self.working[country], lambda one: one.since <= day <= one.until and one.network != network)
            if lease is not None:
                self.events.append(Event(day, "shared", network, lease.network, lease.number))
                return lease.number, lease.until
        number, ends = self.new("bank_account", country), self._ends("bank_account", day)
        lease = _Lease(number, network, day, ends)
        for leases, often in ((self.market[country], 10 * knobs.rented), (self.working[country], 40 * knobs.shared)):
            if rng.random() < often:
                leases.append(lease)
                if len(leases) > _LEASES:
                    del leases[: _LEASES // 2]
        return number, ends

    def _ends(self, kind: str, day: int) -> int:
        """The last day of an identifier of ``kind`` that is used from ``day`` on."""
        return day + 1 + round(self.rng.expovariate(self.knobs.churn / _LIVES[kind]))

    # ---- reports

    def one_off(self) -> None:
        rng, knobs = self.rng, self.knobs
        where = rng.choices(range(len(knobs.countries)), self.weights)[0]
        country = knobs.countries[where]
        style = rng.randrange(len(STYLES))
        kinds = [kind for kind, chance in _NAMES[STYLES[style]].items() if rng.random() < chance * 0.7]
        named = [(number, OWN) for kind in kinds if (number := self.new(kind, country)) >= 0]
        if rng.random() < knobs.noise / 2 and self.seen[country]:
            named.append((rng.choice(self.seen[country]), FOREIGN))
        self._report(_NOBODY, rng.randrange(knobs.days), where, style, named)

    def network(self, number: int, size: int) -> None:
        """All reports about one network, in order of day: what its cells share is handed on, never back."""
        rng, knobs = self.rng, self.knobs
        span = min(knobs.days - 1, round(6 * size**0.55 * rng.uniform(0.6, 1.6)) + 3)
        begin = rng.randrange(knobs.days - span)
        targets = rng.choices(range(len(knobs.countries)), self.weights, k=rng.choice((1, 1, 1, 2, 2, 3)))
        styles = rng.sample(range(len(STYLES)), rng.choice((1, 1, 2)))
        cells: list[_Cell] = []
        dates: list[tuple[int, int]] = []
        left = size
        while left > 0:
            many = min(left, max(3, round(rng.uniform(8, 50))))
            if left - many < 3:
                many = left
            left -= many
            long = max(2, round(span * rng.uniform(0.3, 1.0))) if many < size else span
            first = begin + rng.randrange(span - long + 1) if long < span else begin
            dates += [(first + rng.randrange(long + 1), len(cells)) for _ in range(many)]
            cells.append(_Cell(number, len(cells), rng.choice(targets), rng.choice(styles), 1 + many // 25))
        dates.sort()
        shared: tuple[_Slots, _Slots] = ({}, {})
        merges = knobs.days
        if len(cells) > 1:
            if rng.random() < knobs.merged:
                merges = dates[len(dates) // 2][0]
                self.events.append(Event(merges, "merged", number, -1, -1))
            else:
                shared = (shared[0], shared[0])
        for day, which in dates:
            cell = cells[which]
            part = which % 2 if merges < knobs.days else 0
            self._defraud(cell, part, day, shared[0 if day >= merges else part])

    def _defraud(self, cell: "_Cell", part: int, day: int, shared: "_Slots") -> None:
        """One report about one cell."""
        rng = self.rng
        country = self.knobs.countries[cell.where]
        named: list[tuple[int, int]] = []
        for kind, chance in _NAMES[STYLES[cell.style]].items():
            if rng.random() < chance:
                current = shared if kind in _SHARED else cell.own
                # The first of several phones, sites or accounts is used most.
                slot = (kind, int(cell.slots * rng.random() ** 2))
                number, ends = current.get(slot, (-1, -1))
                if day > ends:
                    if kind == "bank_account":
                        number, ends = self.account(country, day, cell.network)
                    else:
                        number, ends = self.new(kind, country), self._ends(kind, day)
                    current[slot] = (number, ends)
                if number >= 0:
                    named.append((number, OWN))
        if rng.random() < _CORE:
            named.append((self._core(shared, day, country), OWN))
        whose = _Whose(cell.network, cell.number, part)
        self._report(whose, day, cell.where, cell.style, self._spoilt(named, country))

    def _core(self, shared: "_Slots", day: int, country: str) -> int:
        """What all cells of a network lean on: the "teacher's" handle or the treasury's wallet."""
        slot = ("core", 0)
        number, ends = shared.get(slot, (-1, -1))
        if day > ends:
            number = self.new(self.rng.choice(("handle", "wallet", "domain")), country)
            shared[slot] = (number, day + 30 + round(self.rng.expovariate(self.knobs.churn / _CORE_LIFE)))
        return number

    def _spoilt(self, named: list[tuple[int, int]], country: str) -> list[tuple[int, int]]:
        """What the victim writes instead: nothing of the network, or something wrong beside it or in its place."""
        rng, knobs = self.rng, self.knobs
        if rng.random() < knobs.missing:
            return [(self.hub(country), HUB)] if rng.random() < 0.7 else []
        sample = self.seen[country]
        if named and (len(sample) < 500 or rng.random() < 0.05):
            number = named[0][0]
            if len(sample) < 5000:
                sample.append(number)
            else:
                sample[rng.randrange(5000)] = number
        if rng.random() < knobs.noise:
            if rng.random() < 0.7 and len(sample) > 3:
                named.append((rng.choice(sample), FOREIGN))
            elif named:
                at = rng.randrange(len(named))
                kind = self.book.kinds[named[at][0]]
                if kind in ("phone", "bank_account", "handle"):
                    named[at] = (self.new(kind, country), WRONG)
        return named

    def _report(self, whose: "_Whose", day: int, where: int, style: int, named: list[tuple[int, int]]) -> None:
        rng, knobs = self.rng, self.knobs
        if rng.random() < knobs.hub_rate:
            named.append((self.hub(knobs.countries[where]), HUB))
        number = self.draft.add(whose, day, where, style, list(dict(named).items()))
        if rng.random() < knobs.duplicates and len(self.draft.network) < knobs.reports:
            kept = [one for one in named if rng.random() < 0.85] or named
            self.draft.add(
                whose, min(knobs.days - 1, day + rng.randrange(6)), where, style, list(dict(kept).items()), number
            )


def _taken(leases: list[_Lease], fits: Callable[[_Lease], bool]) -> _Lease | None:
    """The latest lease that fits, taken off the list."""
    for at in range(len(leases) - 1, -1, -1):
        if fits(leases[at]):
            return leases.pop(at)
    return None


def make(knobs: Knobs) -> Plan:
    """The truth of the world that ``knobs`` describe. The same knobs give the same plan, on every machine."""
    planner = _Planner(knobs)
    rng, draft = planner.rng, planner.draft
    largest = max(12, knobs.reports // 100)
    wanted = round(knobs.reports * knobs.networked)
    number = 0
    while len(draft.network) < wanted - _SMALLEST:
        size = min(largest, wanted - len(draft.network), round(_SMALLEST * (1 - rng.random()) ** (-1 / _SIZE_SHAPE)))
        planner.network(number, max(_SMALLEST, size))
        number += 1
    while len(draft.network) < knobs.reports:
        planner.one_off()
    return _ordered(planner, number)


def _ordered(planner: _Planner, networks: int) -> Plan:
    """The draft as arrays, by day; reports of one day stay in the order they were thought of, shuffled so that networks mix."""
    draft, knobs = planner.draft, planner.knobs
    day = np.frombuffer(draft.day, np.int32)
    drawn = np.random.default_rng(knobs.seed).permutation(len(day))
    thought = np.arange(len(day))
    # A report made again on the same day goes right after its original, never before it.
    again = np.frombuffer(draft.twin, np.int32)
    order = np.lexsort((thought, drawn[np.where(again >= 0, again, thought)], day))
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    starts = np.frombuffer(draft.starts, np.int64)
    counts = (starts[1:] - starts[:-1])[order]
    moved = np.concatenate([[0], np.cumsum(counts)])
    take = np.arange(moved[-1]) - np.repeat(moved[:-1] - starts[:-1][order], counts)
    twin = again[order]
    return Plan(
        book=planner.book,
        countries=knobs.countries,
        network=np.frombuffer(draft.network, np.int32)[order],
        day=day[order],
        country=np.frombuffer(draft.country, np.uint8)[order],
        style=np.frombuffer(draft.style, np.uint8)[order],
        twin=np.where(twin >= 0, place[twin], -1).astype(np.int32),
        starts=moved,
        names=np.frombuffer(draft.names, np.int32)[take],
        roles=np.frombuffer(draft.roles, np.uint8)[take],
        cell=np.frombuffer(draft.cell, np.int32)[order],
        part=np.frombuffer(draft.part, np.uint8)[order],
        networks=networks,
        events=tuple(sorted(planner.events)),
    )
