"""Networks from what was read: from Arrow tables to `Networks`, with names, ties and reasons."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft import countries
from weft.links import damped, duplicates, judged, names, ties, unchanged
from weft.links.arrays import LOW, distinct, grouped, packed
from weft.links.edges import Edges, Order, edges, episodes, ordered
from weft.links.solve import Solution, solve
from weft.model import Change, Damped, Network


@dataclass(frozen=True, slots=True)
class Networks:
    """What `build` found. ``member`` holds, for each report row, the place of its network in ``networks``, or -1."""

    member: npt.NDArray[np.int32]
    networks: list[Network]
    """Largest first."""
    ties: pa.Table
    """After `weft.tables.schemas.TIES`."""
    damped: list[Damped]
    changes: list[Change] = field(default_factory=list)
    duplicates: list[tuple[str, ...]] = field(default_factory=list)
    """Reports of one victim about one thing, the earliest first."""
    unheeded: list[tuple[str, str]] = field(default_factory=list)
    """Judgements whose report or network is not in this run."""
    kept: unchanged.Kept | None = field(default=None, repr=False, compare=False)
    """For `build` of the same reports and more: what need not be reckoned again."""


def build(
    reports: pa.Table,
    sightings: pa.Table,
    *,
    services: Mapping[tuple[str, str], countries.Service] | None = None,
    previous: Mapping[str, str] | None = None,
    retired: Collection[str] = (),
    judgements: Mapping[tuple[str, str], str] | pa.Table | None = None,
    earlier: unchanged.Kept | None = None,
) -> Networks:
    """Networks behind ``reports`` (schemas.REPORTS) through ``sightings`` (schemas.SIGHTINGS).

    ``previous`` maps report ids to network ids of an earlier run: networks keep their names by it, and what became of them is told;
    ``retired`` are names of still earlier runs, never to be given to another network. ``judgements`` maps two report ids, or a report
    id and a network id of the run before, to what a person said of them: same, different or unsure (as a table: columns report_id,
    other, judgement). ``earlier`` is what an earlier run in this process kept (`Networks.kept`), of whatever reports: what it told of networks in which nothing changed
    is taken from it; the answer is the same without it. The result does not depend on the order of rows. Raises `judged.JudgementNotRead`.
    """
    order = ordered(reports)
    found = edges(sightings, order, countries.services() if services is None else services)
    first = duplicates.found(reports, order, found)
    episode, of = episodes(found, order.day)
    tied, label, kept = _solved(found, order, first, episode, of)
    ids = (
        reports["report_id"].combine_chunks().take(pa.array(order.row)) if len(order.row) else pa.array([], pa.string())
    )
    listed = ids.to_pylist()
    number = {report: at for at, report in enumerate(listed)} if judgements is not None else {}
    said = judged.read(judgements, number, label, previous)
    label, kept = judged.obeyed(said, label, found.report, _in_network(episode, label[found.report]), kept)
    called = names.named(label, listed, previous, retired)
    size = np.bincount(label[label >= 0], minlength=len(called))
    ranked = sorted(range(len(called)), key=lambda one: (-int(size[one]), called[one]))
    place = np.empty(len(called) + 1, dtype=np.int32)
    place[ranked] = np.arange(len(called), dtype=np.int32)
    place[-1] = -1
    network = place[label]
    called = [called[one] for one in ranked]
    inside = ties.held(found, kept, network)
    joined = [(int(network[a]), min(a, b), max(a, b)) for a, b in said.same if network[a] >= 0]
    member = np.empty(len(order.row), dtype=np.int32)
    member[order.row] = network
    spread = np.zeros(found.count, dtype=bool)
    spread[of[tied.spread[: len(of)]]] = True
    told, standing = unchanged.networks(earlier, reports, order, found, inside, network, called)
    return Networks(
        member=member,
        networks=told,
        ties=ties.table(found, order, ids, inside, called, sorted(joined)),
        damped=damped.told(found, order, spread, kept, network, called),
        changes=names.changes(previous, _now(network, listed, called)),
        duplicates=_groups(first, listed),
        unheeded=said.unheeded,
        kept=standing,
    )


def _solved(
    found: Edges, order: Order, first: npt.NDArray[np.int32], episode: npt.NDArray[np.int32], of: npt.NDArray[np.int32]
) -> tuple[Solution, npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """What the solver says; label per report (duplicates have their first report's), and whether each edge ties."""
    private = found.service[found.identifier] < 0
    ages = found.per_kind("half_life_days", np.inf)[of]
    # Reports of one victim are one report for the solver: what they share with each other alone is no evidence.
    once = distinct(packed(first[found.report[private]], episode[private]))
    tied = solve(len(first), (once >> 32).astype(np.int32), (once & LOW).astype(np.int32), order.day, ages)
    label = tied.label[first]
    kept = np.zeros(len(found.report), dtype=bool)
    kept[private] = tied.kept(first[found.report[private]], episode[private])
    return tied, label, kept


def _in_network(episode: npt.NDArray[np.int32], label: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """A number per edge for what ties as one: an episode inside one network. One that a silence parts may tie in two."""
    return grouped(packed(episode, label + 1))[1]


def _now(network: npt.NDArray[np.int32], ids: list[str], called: list[str]) -> dict[str, str]:
    return {ids[at]: called[network[at]] for at in np.flatnonzero(network >= 0).tolist()}


def _groups(first: npt.NDArray[np.int32], ids: list[str]) -> list[tuple[str, ...]]:
    groups: dict[int, list[str]] = {}
    for at in np.flatnonzero(first != np.arange(len(first))).tolist():
        groups.setdefault(int(first[at]), []).append(ids[at])
    return [(ids[head], *others) for head, others in sorted(groups.items())]
