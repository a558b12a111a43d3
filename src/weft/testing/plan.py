"""Who defrauds whom, when, and with what: the truth of an invented world, before anybody writes it down.

A network works in one to three countries through cells. Phones rotate in weeks, mule accounts are burnt in days, handles and sites
last months, wallets up to a year (lives after the cited ranges in the kinds' half-lives). Cells share the network's sites, wallets and
mailboxes and nothing else. Hubs are public things that anybody's victim mentions. A mule account may be rented on to a second
network when the first has done with it. All this is compact arrays: a million reports take about 250 MB, most of it the values' text.
"""

import itertools
from array import array
from dataclasses import dataclass, field
from random import Random

import numpy as np
import numpy.typing as npt

from weft.testing.invented import Inventor
from weft.testing.knobs import STYLES, WEIGHTS, Knobs

KINDS = (
    "phone",
    "bank_account",
    "payment_qr",
    "wallet",
    "url",
    "domain",
    "email",
    "handle",
    "device",
    "national_id",
    "passport",
)
OWN, HUB, FOREIGN, WRONG = range(4)
"""Why a report names an identifier: it met it, it is public, it belongs to another network, it is mistyped."""

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
# Pareto shape of network sizes: most have a handful of reports, the largest a hundredth of all.
_SIZE_SHAPE = 1.35
_SMALLEST = 3


@dataclass(slots=True)
class Book:
    """Every identifier of the world: number to kind, canonical value, country."""

    kinds: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    inside: dict[int, int] = field(default_factory=dict)
    """Number of a link or payment code to the number of the site or payee inside it."""

    def add(self, kind: str, value: str, country: str) -> int:
        self.kinds.append(kind)
        self.values.append(value)
        self.countries.append(country)
        return len(self.values) - 1


@dataclass(slots=True)
class Plan:
    """The truth, a report at a time, in order of day. Sightings of report r are ``names[starts[r]:starts[r + 1]]``."""

    book: Book
    countries: tuple[str, ...]
    network: npt.NDArray[np.int32]
    """Number of the network, -1 for one-offs."""
    day: npt.NDArray[np.int32]
    """Days after the first."""
    country: npt.NDArray[np.uint8]
    """Index into ``countries``: where it was reported."""
    style: npt.NDArray[np.uint8]
    """Index into STYLES."""
    twin: npt.NDArray[np.int32]
    """The report this one repeats, -1 for none."""
    starts: npt.NDArray[np.int64]
    names: npt.NDArray[np.int32]
    """Identifier numbers."""
    roles: npt.NDArray[np.uint8]
    """OWN, HUB, FOREIGN or WRONG."""
    networks: int


class _Draft:
    """Reports in the order they are thought of."""

    def __init__(self) -> None:
        self.network, self.day, self.twin = array("i"), array("i"), array("i")
        self.country, self.style, self.roles = array("B"), array("B"), array("B")
        self.starts, self.names = array("q", [0]), array("i")

    def add(
        self, network: int, day: int, country: int, style: int, named: list[tuple[int, int]], twin: int = -1
    ) -> int:
        self.network.append(network)
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
        self.market: list[tuple[int, int]] = []
        """Mule accounts for rent: (free from day, number)."""
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

    def account(self, country: str, day: int) -> int:
        """A mule account for a cell: mostly new, sometimes one that another network has just burnt."""
        if self.market and self.rng.random() < self.knobs.rented * 2:
            for at in range(len(self.market) - 1, max(-1, len(self.market) - 400), -1):
                free, number = self.market[at]
                if free <= day <= free + 45 and self.book.countries[number] == country:
                    del self.market[at]
                    return number
        number = self.new("bank_account", country)
        if self.rng.random() < self.knobs.rented * 2:
            self.market.append((day + 8, number))
            if len(self.market) > 4000:
                del self.market[:2000]
        return number

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
        self._report(-1, rng.randrange(knobs.days), where, style, named)

    def network(self, number: int, size: int) -> None:
        """All reports about one network."""
        rng, knobs = self.rng, self.knobs
        span = min(knobs.days - 1, round(6 * size**0.55 * rng.uniform(0.6, 1.6)) + 3)
        begin = rng.randrange(knobs.days - span)
        targets = rng.choices(range(len(knobs.countries)), self.weights, k=rng.choice((1, 1, 1, 2, 2, 3)))
        styles = rng.sample(range(len(STYLES)), rng.choice((1, 1, 2)))
        shared: dict[tuple[str, int], tuple[int, int]] = {}
        left = size
        while left > 0:
            cell = min(left, max(3, round(rng.uniform(8, 50))))
            if left - cell < 3:
                cell = left
            left -= cell
            long = max(2, round(span * rng.uniform(0.3, 1.0))) if cell < size else span
            first = begin + rng.randrange(span - long + 1) if long < span else begin
            self._cell(number, cell, first, long, rng.choice(targets), rng.choice(styles), shared)

    def _cell(
        self,
        network: int,
        size: int,
        first: int,
        span: int,
        where: int,
        style: int,
        shared: dict[tuple[str, int], tuple[int, int]],
    ) -> None:
        rng, knobs = self.rng, self.knobs
        country = knobs.countries[where]
        chances = _NAMES[STYLES[style]]
        own: dict[tuple[str, int], tuple[int, int]] = {}
        slots = 1 + size // 25
        for day in sorted(first + rng.randrange(span + 1) for _ in range(size)):
            named: list[tuple[int, int]] = []
            for kind, chance in chances.items():
                if rng.random() < chance:
                    current = shared if kind in _SHARED else own
                    # The first of several phones, sites or accounts is used most.
                    slot = (kind, int(slots * rng.random() ** 2))
                    number, ends = current.get(slot, (-1, -1))
                    if day > ends:
                        number = self.account(country, day) if kind == "bank_account" else self.new(kind, country)
                        current[slot] = (number, day + 1 + round(rng.expovariate(knobs.churn / _LIVES[kind])))
                    if number >= 0:
                        named.append((number, OWN))
            if rng.random() < _CORE:
                named.append((self._core(shared, day, country), OWN))
            self._report(network, day, where, style, self._spoilt(named, country))

    def _core(self, shared: dict[tuple[str, int], tuple[int, int]], day: int, country: str) -> int:
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

    def _report(self, network: int, day: int, where: int, style: int, named: list[tuple[int, int]]) -> None:
        rng, knobs = self.rng, self.knobs
        if rng.random() < knobs.hub_rate:
            named.append((self.hub(knobs.countries[where]), HUB))
        number = self.draft.add(network, day, where, style, list(dict(named).items()))
        if rng.random() < knobs.duplicates and len(self.draft.network) < knobs.reports:
            kept = [one for one in named if rng.random() < 0.85] or named
            self.draft.add(
                network, min(knobs.days - 1, day + rng.randrange(6)), where, style, list(dict(kept).items()), number
            )


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
    return _ordered(draft, planner.book, knobs, number)


def _ordered(draft: _Draft, book: Book, knobs: Knobs, networks: int) -> Plan:
    """The draft as arrays, by day; reports of one day stay in the order they were thought of, shuffled so that networks mix."""
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
        book=book,
        countries=knobs.countries,
        network=np.frombuffer(draft.network, np.int32)[order],
        day=day[order],
        country=np.frombuffer(draft.country, np.uint8)[order],
        style=np.frombuffer(draft.style, np.uint8)[order],
        twin=np.where(twin >= 0, place[twin], -1).astype(np.int32),
        starts=moved,
        names=np.frombuffer(draft.names, np.int32)[take],
        roles=np.frombuffer(draft.roles, np.uint8)[take],
        networks=networks,
    )
