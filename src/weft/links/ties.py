"""What holds each network together: which reports meet in which identifier, and the sentence that says why."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.links.arrays import packed, starts
from weft.links.edges import Edges, Order
from weft.tables import schemas

# Kind of a tie that no identifier makes: a person said that two reports belong together.
JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True)
class Held:
    """The namings that tie, sorted by network, then identifier, then time. A *group* is one identifier inside one network."""

    network: npt.NDArray[np.int32]
    report: npt.NDArray[np.int32]
    group: npt.NDArray[np.int32]
    of: npt.NDArray[np.int32]
    """Network per group."""
    identifier: npt.NDArray[np.int32]
    """Identifier per group."""
    size: npt.NDArray[np.int64]
    """Reports per group, two at least."""


def held(edges: Edges, kept: npt.NDArray[np.bool_], network: npt.NDArray[np.int32]) -> Held:
    """The ties inside networks. ``network`` is per report, below zero where it stands alone."""
    at = np.flatnonzero(kept & (network[edges.report] >= 0)) if len(kept) else np.zeros(0, np.int64)
    key = packed(network[edges.report[at]], np.arange(len(at), dtype=np.int32))
    key.sort()
    at = at[key & np.int64(0xFFFFFFFF)]
    where, identifier, report = network[edges.report[at]], edges.identifier[at], edges.report[at]
    new = starts(packed(where, identifier))
    first = np.flatnonzero(new)
    size = np.diff(first, append=len(at))
    several = np.repeat(size > 1, size)
    first, size = first[size > 1], size[size > 1]
    return Held(
        network=where[several],
        report=report[several],
        group=np.repeat(np.arange(len(size), dtype=np.int32), size),
        of=where[first],
        identifier=identifier[first],
        size=size,
    )


def table(
    edges: Edges, order: Order, ids: pa.Array, inside: Held, names: Sequence[str],
    judged: Sequence[tuple[int, int, int]] = (),
) -> pa.Table:  # fmt: skip
    """One row a tie: in each group every report with the next in time, so that all is told and none of the n² others.

    ``ids`` are report ids by number; ``judged`` are (network, report, report) that a person joined.
    """
    first = np.flatnonzero(inside.group[1:] == inside.group[:-1]) if len(inside.group) else np.zeros(0, np.int64)
    a, b, group = inside.report[first], inside.report[first + 1], inside.group[first]
    identifier, size = inside.identifier[group], inside.size[group]
    dated = (order.day[a] >= 0) & (order.day[b] >= 0)
    apart = np.where(dated, order.day[b] - order.day[a], 0).astype(np.int32)
    half_life = edges.per_kind("half_life_days", np.inf)[identifier]
    fresh = np.exp2(-apart / half_life)
    weight = np.round(edges.per_kind("specificity", 0.5)[identifier] * fresh / np.log2(size), 6)
    networks = pa.array(names, pa.string()).take(pa.array(inside.of[group]))
    kind = pa.array(edges.kind_names, pa.string()).take(pa.array(edges.kind[identifier]))
    value = edges.values.take(pa.array(identifier))
    days = pa.array(apart, mask=~dated)
    columns = [
        networks,
        ids.take(pa.array(a)),
        ids.take(pa.array(b)),
        kind,
        value,
        pa.array(weight),
        days,
        _because(kind, value, size, len(ids), apart, dated, fresh),
    ]
    found = pa.table(columns, schema=schemas.TIES)
    if judged:
        found = pa.concat_tables([found, _judged(ids, names, judged)])
    return found


def _because(
    kind: pa.Array, value: pa.Array, size: npt.NDArray[np.int64], total: int,
    apart: npt.NDArray[np.int32], dated: npt.NDArray[np.bool_], fresh: npt.NDArray[np.float64],
) -> pa.Array:  # fmt: skip
    """Why two reports meet: what both name, how rare it is, how far apart they are, what that leaves of it."""
    many, which = np.unique(size, return_inverse=True)
    rare = pa.array([f" ({one:,} of {total:,} reports do)" for one in many.tolist()], pa.string())
    gap = np.where(dated, apart, -1)
    left = np.where(dated, np.round(100 * fresh), 100).astype(np.int64)
    gaps, when = np.unique(gap * 128 + left, return_inverse=True)
    told = pa.array([_apart(int(one) >> 7, int(one) & 127) for one in gaps.tolist()], pa.string())
    return pc.binary_join_element_wise(
        "Both name ", pc.replace_substring(kind, "_", " "), " ", value,
        rare.take(pa.array(which)), told.take(pa.array(when)), "",
    )  # fmt: skip


def _apart(days: int, percent: int) -> str:
    if days < 0:
        return "."
    if days == 0:
        return ", the same day."
    aged = "" if percent >= 100 else f"; by age it counts {percent} %"
    return f", {days:,} day{'s' * (days != 1)} apart{aged}."


def _judged(ids: pa.Array, names: Sequence[str], judged: Sequence[tuple[int, int, int]]) -> pa.Table:
    rows = [
        {
            "network_id": names[network], "report_a": ids[a].as_py(), "report_b": ids[b].as_py(), "kind": JUDGEMENT,
            "value": "same", "weight": 1.0, "days_apart": None, "because": "A person judged that both belong together.",
        }
        for network, a, b in judged
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schemas.TIES)
