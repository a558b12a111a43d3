"""The network a new report would join, said at once: the build that decides comes half a minute later.

Read off what is there: the networks of reports that name the same, leaving out what was damped, what is public, and what was silent for so
long that it has changed hands. It tells where to look; it writes nothing, and the build may know better.
"""

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass

from weft import countries, kinds
from weft.errors import NothingFound
from weft.links.edges import EPISODE_HALF_LIVES
from weftnode.accounts.models import Officer
from weftnode.networks.models import Damped, Member, Network
from weftnode.reports import naming
from weftnode.reports.models import Report

# What more reports than this name says too little to be looked at now: whether it is a hub, the build finds out.
WIDE = 2_000
_IDENTIFIERS = 60
_NETWORKS = 5
_BESIDE = 20
_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Shared:
    """An identifier the report shares, and with how many reports."""

    kind: str
    value: str
    reports: int


@dataclass(frozen=True, slots=True)
class Joins:
    """A network the report would join, and by what."""

    network: Network
    because: list[Shared]
    score: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What the next build is expected to do with a report."""

    joins: list[Joins]
    """Networks, the likeliest first. Several: they may grow together, or it goes to the first."""
    beside: list[Report]
    """Reports in no network yet that share something with it: they would form one."""


def expected(viewer: Officer, of: Report) -> Expected:
    """Where a report would go. NothingFound when it is not for this viewer."""
    if of.compartment_id not in viewer.compartment_ids:
        raise NothingFound("no such report")
    found: dict[int, list[tuple[Shared, float]]] = defaultdict(list)
    beside: set[int] = set()
    named = _naming(viewer, of)
    days = _members({pk for numbers in named.values() for pk in numbers})
    for (kind, value), numbers in named.items():
        inside: dict[int, list[dt.date | None]] = defaultdict(list)
        for pk in numbers:
            if pk in days:
                inside[days[pk][0]].append(days[pk][1])
        for network, told in inside.items():
            known = [day for day in told if day]
            worth = _worth(kind, of.reported_on, min(known, default=None), max(known, default=None))
            if worth:
                found[network].append((Shared(kind, value, len(told)), worth / (1 + math.log2(len(inside)))))
        if not inside:
            beside.update(numbers[-_BESIDE:])
    networks = {one.pk: one for one in Network.objects.visible_to(viewer).filter(pk__in=found)}
    joins = [
        Joins(networks[pk], [shared for shared, _ in shares], sum(worth for _, worth in shares))
        for pk, shares in found.items()
        if pk in networks
    ]
    joins.sort(key=lambda one: (-one.score, -one.network.reports, one.network.pk))
    alone = (
        Report.objects.visible_to(viewer).filter(pk__in=sorted(beside)[:_BESIDE]).order_by("pk") if not joins else []
    )
    return Expected(joins[:_NETWORKS], list(alone))


def _telling(of: Report) -> list[tuple[str, str]]:
    """What the report names that may tie it to others."""
    told = sorted(of.sightings.all(), key=lambda one: one.pk)
    named = list(dict.fromkeys((one.kind, one.value) for one in told))[:_IDENTIFIERS]
    rows = Damped.objects.filter(compartment_id=of.compartment_id, value__in=[value for _, value in named])
    # A rented identifier still ties those who used it in its time.
    damped = {(one.kind, one.value) for one in rows if one.reason != "rented"}
    public = countries.services()
    return [pair for pair in named if pair not in damped and pair not in public]


def _naming(viewer: Officer, of: Report) -> dict[tuple[str, str], list[int]]:
    """Other reports of the room that name what may tie it, by what they name; what too many name is left out."""
    found = naming.newest(viewer, _telling(of), WIDE + 1, without=of.pk, room=of.compartment_id)
    return {pair: numbers for pair, numbers in found.items() if len(numbers) <= WIDE}


def _members(reports: set[int]) -> dict[int, tuple[int, dt.date | None]]:
    """Report -> the network it is in, and its day."""
    rows = Member.objects.filter(pk__in=reports, network__is_gone=False)
    return {
        pk: (network, day)
        for pk, network, day in rows.values_list("report_id", "network_id", "report__reported_on").iterator(_ROWS)
    }


def _worth(kind: str, day: dt.date | None, first: dt.date | None, last: dt.date | None) -> float:
    """What a tie by this kind is worth after so many days of silence; nothing when it has probably changed hands."""
    try:
        known = kinds.kind(kind)
    except KeyError:
        return 0.5
    # What has no day never counts as silent, as in the build.
    if known.half_life_days is None or day is None or first is None or last is None:
        return known.specificity
    silent = max((first - day).days, (day - last).days, 0)
    if silent > EPISODE_HALF_LIVES * known.half_life_days:
        return 0.0
    return float(known.specificity * 2 ** (-silent / known.half_life_days))
