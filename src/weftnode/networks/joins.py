"""The network a new report would join, said at once: the build that decides comes half a minute later.

Read off what is there: the networks of reports that name the same, leaving out what was damped, what is public, and what was silent for so
long that it has changed hands. It tells where to look; it writes nothing, and the build may know better.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min

from weft import countries, kinds
from weft.errors import NothingFound
from weft.links.edges import EPISODE_HALF_LIVES
from weftnode.accounts.models import Officer
from weftnode.networks.models import Damped, Member, Network
from weftnode.reports.models import Batch, Report, Sighting

# What more reports than this name says too little to be looked at now: whether it is a hub, the build finds out.
WIDE = 2_000
_IDENTIFIERS = 60
_NETWORKS = 5


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
    for kind, value in _telling(of):
        rows = list(_members(of, kind, value))
        for row in rows:
            worth = _worth(kind, of.reported_on, row["first"], row["last"])
            if worth:
                shared = Shared(kind, value, row["count"])
                found[row["network_id"]].append((shared, worth / (1 + math.log2(len(rows)))))
        if not rows:
            beside |= set(_strangers(of, kind, value))
    networks = {one.pk: one for one in Network.objects.visible_to(viewer).filter(pk__in=found)}
    joins = [
        Joins(networks[pk], [shared for shared, _ in shares], sum(worth for _, worth in shares))
        for pk, shares in found.items()
        if pk in networks
    ]
    joins.sort(key=lambda one: (-one.score, -one.network.reports, one.network.pk))
    alone = Report.objects.visible_to(viewer).filter(pk__in=sorted(beside)[:20]).order_by("pk") if not joins else []
    return Expected(joins[:_NETWORKS], list(alone))


def _telling(of: Report) -> list[tuple[str, str]]:
    """What the report names that may tie it to others."""
    named = list(of.sightings.order_by("pk").values_list("kind", "value").distinct()[:_IDENTIFIERS])
    named = list(dict.fromkeys(named))
    rows = Damped.objects.filter(compartment_id=of.compartment_id, value__in=[value for _, value in named])
    # A rented identifier still ties those who used it in its time.
    damped = {(one.kind, one.value) for one in rows if one.reason != "rented"}
    public = countries.services()
    return [pair for pair in named if pair not in damped and pair not in public and not _is_wide(of, *pair)]


def _is_wide(of: Report, kind: str, value: str) -> bool:
    found = Sighting.objects.filter(value=value, kind=kind, report__compartment_id=of.compartment_id)
    return found.values_list("pk")[: WIDE + 1].count() > WIDE


def _members(of: Report, kind: str, value: str) -> Iterable[Any]:
    """Networks of the room in which others name it: network_id, count, first, last."""
    return (
        Member.objects.filter(
            network__compartment_id=of.compartment_id, network__is_gone=False, report__sightings__value=value,
            report__sightings__kind=kind,
        )
        .exclude(report_id=of.pk)
        .exclude(report__batch__state__in=Batch.UNSEEN)
        .values("network_id")
        .annotate(count=Count("report_id", distinct=True), first=Min("report__reported_on"), last=Max("report__reported_on"))
        .order_by("-count", "network_id")
    )  # fmt: skip


def _strangers(of: Report, kind: str, value: str) -> list[int]:
    found = Sighting.objects.filter(value=value, kind=kind, report__compartment_id=of.compartment_id)
    return list(found.exclude(report_id=of.pk).order_by("report_id").values_list("report_id", flat=True)[:20])


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
