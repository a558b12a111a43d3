"""Networks from what was read: from Arrow tables to `Networks`, with names, ties and reasons."""

import datetime as dt
import hashlib
import itertools
from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft import countries, kinds
from weft.links import explain, ranks, solve
from weft.model import Change, Damped, Key, Money, Network
from weft.tables import schemas

# A tie keeps an eighth of its worth after this many half-lives; a silence longer than that ends an episode.
EPISODE_HALF_LIVES = 3
# Scam use of a rented account is a matter of days, reports of it trickle in for weeks.
KEYS_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Networks:
    """What `build` found. ``member`` holds, for each report row, the place of its network in ``networks``, or -1."""

    member: npt.NDArray[np.int32]
    networks: list[Network]
    ties: pa.Table
    damped: list[Damped]
    changes: list[Change] = field(default_factory=list)
    duplicates: list[tuple[str, ...]] = field(default_factory=list)


def build(
    reports: pa.Table,
    sightings: pa.Table,
    *,
    services: Mapping[tuple[str, str], countries.Service] | None = None,
    previous: Mapping[str, str] | None = None,
) -> Networks:
    """Networks behind ``reports`` (schemas.REPORTS) through ``sightings`` (schemas.SIGHTINGS).

    ``previous`` maps report ids to network ids of an earlier run: networks keep their names by it, and what became of them is told.
    The result does not depend on the order of rows.
    """
    public = countries.services() if services is None else services
    ids = reports["report_id"].to_pylist()
    days = [None if day is None else day.toordinal() for day in reports["reported_on"].to_pylist()]
    order = sorted(range(len(ids)), key=lambda row: (days[row] is None, days[row] or 0, ids[row]))
    rank = np.empty(len(ids), dtype=np.int64)
    rank[order] = np.arange(len(ids))
    edges = _edges(sightings, rank)
    named = [public.get(pair) for pair in edges.names]
    private = (
        ~np.array([one is not None for one in named], dtype=bool)[edges.identifier]
        if len(edges.identifier)
        else np.zeros(0, bool)
    )
    day = np.array([-1 if days[row] is None else days[row] for row in order], dtype=np.int64)
    duplicates, stands_for = _duplicates(reports, order, edges)
    worth, half_life = _worth(edges.names)
    episode = solve.episodes(
        edges.identifier, day[edges.report] if len(edges.report) else edges.report, worth[edges.identifier]
    )
    ages = np.full(int(episode.max(initial=-1)) + 1, np.inf)
    ages[episode] = half_life[edges.identifier]
    tied = solve.solve(len(ids), edges.report[private], episode[private], day, ages)
    label = _join_duplicates(tied.label, stands_for)
    return _told(reports, order, days, edges, episode, private, tied, label, named, duplicates, previous)


@dataclass(frozen=True, slots=True)
class _Edges:
    report: npt.NDArray[np.int64]
    """Rank of the report by (day, report id): the order that no file decides."""
    identifier: npt.NDArray[np.int64]
    names: list[tuple[str, str]]
    """(kind, value) of each identifier, sorted."""


def _edges(sightings: pa.Table, rank: npt.NDArray[np.int64]) -> _Edges:
    pairs = list(
        zip(
            sightings["kind"].to_pylist(),
            map(_joined, sightings["kind"].to_pylist(), sightings["value"].to_pylist()),
            strict=True,
        )
    )
    names = sorted(set(pairs))
    place = {pair: number for number, pair in enumerate(names)}
    identifier = np.fromiter((place[pair] for pair in pairs), dtype=np.int64, count=len(pairs))
    report = rank[np.asarray(sightings["report"].to_numpy(), dtype=np.int64)] if pairs else np.zeros(0, np.int64)
    once = np.unique(np.stack((report, identifier)), axis=1) if pairs else np.zeros((2, 0), np.int64)
    return _Edges(once[0], once[1], names)


def _joined(kind: str, value: str) -> str:
    """The form under which a value joins. Deliberately plain: an account with and without its bank are two values."""
    del kind
    return value


def _worth(names: list[tuple[str, str]]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    known = {one.name: one for one in kinds.KINDS}
    worth = np.zeros(len(names), dtype=np.int64)
    half_life = np.full(len(names), np.inf)
    for number, (kind, _) in enumerate(names):
        one = known.get(kind)
        if one is not None:
            worth[number] = 0 if one.half_life_days is None else int(EPISODE_HALF_LIVES * one.half_life_days)
            half_life[number] = np.inf if one.half_life_days is None else one.half_life_days
    return worth, half_life


def _duplicates(reports: pa.Table, order: list[int], edges: _Edges) -> tuple[list[tuple[str, ...]], dict[int, int]]:
    """Reports of one victim about one thing: the same reporter and the same identifiers, or the same story word for word."""
    ids = reports["report_id"].to_pylist()
    reporters = reports["reporter"].to_pylist()
    stories = [" ".join(story.split()).casefold() for story in reports["narrative"].to_pylist()]
    inside: dict[int, list[int]] = defaultdict(list)
    for report, identifier in zip(edges.report.tolist(), edges.identifier.tolist(), strict=True):
        inside[report].append(identifier)
    first: dict[Any, int] = {}
    groups: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(order):
        same: tuple[Any, ...] | None = None
        if reporters[row] and inside.get(place):
            same = ("reporter", reporters[row].strip().casefold(), tuple(inside[place]))
        elif len(stories[row]) >= 60 and inside.get(place):
            same = ("story", stories[row], tuple(inside[place]))
        if same is None:
            continue
        if same in first:
            groups[first[same]].append(place)
        else:
            first[same] = place
    stands_for = {place: head for head, places in groups.items() for place in places}
    return [
        (ids[order[head]], *(ids[order[place]] for place in places)) for head, places in sorted(groups.items())
    ], stands_for


def _join_duplicates(label: npt.NDArray[np.int64], stands_for: Mapping[int, int]) -> npt.NDArray[np.int64]:
    label = label.copy()
    fresh = int(label.max()) + 1 if len(label) else 0
    for place, head in sorted(stands_for.items()):
        if label[head] < 0:
            label[head], fresh = fresh, fresh + 1
        label[place] = label[head]
    return label


def _told(
    reports: pa.Table, order: list[int], days: list[int | None], edges: _Edges, episode: npt.NDArray[np.int64],
    private: npt.NDArray[np.bool_], tied: solve.Solution, label: npt.NDArray[np.int64], named: list[countries.Service | None],
    duplicates: list[tuple[str, ...]], previous: Mapping[str, str] | None,
) -> Networks:  # fmt: skip
    ids = reports["report_id"].to_pylist()
    members: dict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(label.tolist()):
        if number >= 0:
            members[number].append(place)
    kept = np.zeros(len(edges.report), dtype=bool)
    kept[np.flatnonzero(private)] = tied.kept(edges.report[private], episode[private])
    kept &= label[edges.report] >= 0 if len(label) else False
    # An identifier ties inside a network; the same value in two networks ties neither to the other.
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for report, identifier, _ in zip(
        edges.report[kept].tolist(), edges.identifier[kept].tolist(), episode[kept].tolist(), strict=True
    ):
        groups[int(label[report]), identifier].append(report)
    shared: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for (number, identifier), places in sorted(groups.items()):
        if len(places) > 1:
            shared[number].append((identifier, places))
    names = _names(members, [ids[row] for row in order], previous)
    facts = _Facts(reports, order, days, edges, len(ids))
    rows = sorted(
        ((len(places), names[number], number) for number, places in members.items()), key=lambda one: (-one[0], one[1])
    )
    networks = [facts.network(name, members[number], shared[number]) for _, name, number in rows]
    member = np.full(len(ids), -1, dtype=np.int32)
    for position, (_, _, number) in enumerate(rows):
        member[[order[place] for place in members[number]]] = position
    ties = [row for _, name, number in rows for row in facts.ties(name, shared[number])]
    damped = _damped(edges, private, tied.spread[episode[private]], named)
    return Networks(
        member=member,
        networks=networks,
        ties=pa.Table.from_pylist(ties, schema=schemas.TIES),
        damped=damped,
        changes=_changes(
            previous, {ids[order[place]]: names[number] for number, places in members.items() for place in places}
        ),
        duplicates=duplicates,
    )


def _names(members: Mapping[int, list[int]], ids: list[str], previous: Mapping[str, str] | None) -> dict[int, str]:
    """A name per network: its earliest report's, or the one that most of its reports had before.

    Reports come later than the first one, so the name stays without any memory; with memory the bigger overlap decides.
    """
    names: dict[int, str] = {}
    taken: set[str] = set()
    if previous:
        claims = []
        for number, places in members.items():
            for name, times in Counter(previous.get(ids[place], "") for place in places).items():
                if name:
                    claims.append((-times, name, number))
        for _, name, number in sorted(claims):
            if number not in names and name not in taken:
                names[number] = name
                taken.add(name)
    for number, places in sorted(members.items()):
        if number in names:
            continue
        for place in places:
            name = "N-" + b32encode(hashlib.sha256(ids[place].encode("utf-8", "surrogatepass")).digest())[:8].decode()
            if name not in taken:
                names[number] = name
                taken.add(name)
                break
    return names


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is told of one network, from the tables."""

    reports: pa.Table
    order: list[int]
    days: list[int | None]
    edges: _Edges
    total: int
    columns: dict[str, list[Any]] = field(default_factory=dict)

    def column(self, name: str) -> list[Any]:
        if name not in self.columns:
            self.columns[name] = self.reports[name].to_pylist()
        return self.columns[name]

    def network(self, name: str, places: list[int], shared: list[tuple[int, list[int]]]) -> Network:
        rows = [self.order[place] for place in places]
        on = sorted(day for row in rows if (day := self.days[row]) is not None)
        held = Counter(place for _, tied in shared for place in tied)
        sure, because = explain.sureness(len(places), sum(1 for place in places if held[place] > 1))
        return Network(
            network_id=name,
            reports=len(places),
            identifiers=len(shared),
            countries=tuple(sorted({cc for row in rows if (cc := self.column("country")[row])})),
            first_on=dt.date.fromordinal(on[0]) if on else None,
            last_on=dt.date.fromordinal(on[-1]) if on else None,
            losses=self._losses(rows),
            typologies=self._typologies(rows),
            sureness=round(sure, 4),
            sure_because=because,
            keys=self._keys(places, shared),
        )

    def _losses(self, rows: list[int]) -> tuple[Money, ...]:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        counts: Counter[str] = Counter()
        for row in rows:
            amount = self.column("amount")[row]
            if amount is not None:
                currency = self.column("currency")[row] or ""
                sums[currency] += amount
                counts[currency] += 1
        return tuple(
            Money(currency, sums[currency], count)
            for currency, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        )

    def _typologies(self, rows: list[int]) -> tuple[tuple[str, int], ...]:
        counts: Counter[str] = Counter()
        for row in rows[:2000]:
            text = f"{self.column('category')[row] or ''} {self.column('narrative')[row][:4000]}".casefold()
            counts.update(code for code, words in countries.scam_words().items() if any(word in text for word in words))
        return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    def _keys(self, places: list[int], shared: list[tuple[int, list[int]]]) -> tuple[Key, ...]:
        order = {place: number for number, place in enumerate(places)}
        breaks, between = ranks.ranked(len(places), [[order[place] for place in tied] for _, tied in shared])
        keys = []
        for number, (identifier, tied) in enumerate(shared):
            kind, value = self.edges.names[identifier]
            on = sorted(day for place in tied if (day := self.days[self.order[place]]) is not None)
            keys.append(Key(
                kind, value, len(tied), dt.date.fromordinal(on[0]) if on else None, dt.date.fromordinal(on[-1]) if on else None,
                breaks[number], round(between[number], 4),
            ))  # fmt: skip
        keys.sort(key=lambda key: (-key.breaks, -key.betweenness, -key.reports, key.kind, key.value))
        return tuple(keys[:KEYS_SHOWN])

    def ties(self, name: str, shared: list[tuple[int, list[int]]]) -> list[dict[str, Any]]:
        """A chain per identifier, each report with the next in time: every tie is told, none of the n² others."""
        ids = self.column("report_id")
        rows = []
        for identifier, tied in shared:
            kind, value = self.edges.names[identifier]
            for a, b in itertools.pairwise(tied):
                days = (self.days[self.order[a]], self.days[self.order[b]])
                apart = None if None in days else abs(days[1] - days[0])  # type: ignore[operator]
                rows.append({
                    "network_id": name, "report_a": ids[self.order[a]], "report_b": ids[self.order[b]], "kind": kind, "value": value,
                    "weight": _weight(kind, len(tied), apart), "days_apart": apart,
                    "because": explain.tie(kind, value, len(tied), self.total, apart),
                })  # fmt: skip
        return rows


def _weight(kind: str, reports: int, apart: int | None) -> float:
    one = kinds.kind(kind)
    fresh = 1.0 if apart is None or one.half_life_days is None else 0.5 ** (apart / one.half_life_days)
    return round(float(one.specificity * fresh / np.log2(reports)), 6)


def _damped(
    edges: _Edges, private: npt.NDArray[np.bool_], spread: npt.NDArray[np.bool_], named: list[countries.Service | None]
) -> list[Damped]:
    count = (
        np.bincount(edges.identifier, minlength=len(edges.names)) if len(edges.identifier) else np.zeros(0, np.int64)
    )
    wide = set(edges.identifier[np.flatnonzero(private)[spread]].tolist()) if len(edges.identifier) else set()
    found = []
    for number, (kind, value) in enumerate(edges.names):
        service = named[number]
        if service is not None and count[number] > 1:
            found.append(
                Damped(
                    kind,
                    value,
                    int(count[number]),
                    "public_service",
                    explain.damped("public_service", kind, value, int(count[number]), service.shown),
                )
            )
        elif number in wide:
            found.append(
                Damped(
                    kind,
                    value,
                    int(count[number]),
                    "over_shared",
                    explain.damped("over_shared", kind, value, int(count[number])),
                )
            )
    return sorted(found, key=lambda one: (-one.reports, one.kind, one.value))


def _changes(previous: Mapping[str, str] | None, now: Mapping[str, str]) -> list[Change]:
    if not previous:
        return []
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for report, name in previous.items():
        if name:
            before[name].add(report)
    for report, name in now.items():
        after[name].add(report)
    changes = []
    for name in sorted(before.keys() | after.keys()):
        was, is_now = before.get(name, set()), after.get(name, set())
        took = tuple(sorted({previous.get(report, "") for report in is_now} - {"", name}))
        gave = tuple(sorted({now.get(report, "") for report in was} - {"", name}))
        if was == is_now:
            continue
        what = (
            "gone"
            if not is_now
            else "merged"
            if took and was
            else "split"
            if gave
            else "new"
            if not was
            else "grew"
            if len(is_now) > len(was)
            else "shrank"
        )
        changes.append(Change(name, what, len(was), len(is_now), took if what == "merged" else gave))
    return changes
