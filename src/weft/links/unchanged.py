"""Networks of an earlier run that are the same in this one: what is told of them need not be reckoned again.

A network is unchanged when it has the same reports, each with the same contents, held by the same ties. Everything that `facts` tells
follows from these, so what the earlier run told is what this one would.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.links import facts
from weft.links.arrays import Ints, Mask, packed
from weft.links.edges import Edges, Order
from weft.links.ties import Held
from weft.model import Network

# The columns of a report that are told of its network.
_TOLD = ("reported_on", "country", "amount", "currency", "category", "narrative")
_JOINT = "\x1f"
# Stands for what is not told: in no text that was read.
_NONE = pa.scalar("\x1e\x1e", pa.large_string())
_NEW = np.int32(-1)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run keeps for the next one."""

    ids: pa.StringArray
    """Report id per row."""
    told: npt.NDArray[np.int64]
    """Per row, a digest of what is told of it; good inside of one process only. The contents themselves are not kept."""
    member: npt.NDArray[np.int32]
    """Per report row: place in ``networks``, -1 alone."""
    networks: list[Network]
    marks: npt.NDArray[np.uint64]
    """Per network: a sum over its reports and ties that two networks share only when these are the same."""
    names: pa.StringArray
    """Per identifier."""


def networks(
    kept: Kept | None, reports: pa.Table, order: Order, edges: Edges, inside: Held, network: npt.NDArray[np.int32],
    names: Sequence[str],
) -> tuple[list[Network], Kept]:  # fmt: skip
    """What `facts.networks` says, and what to keep of it. ``network`` is per report number."""
    row = order.row.astype(np.int64)
    count, named = len(names), _names(edges)
    ids, contents = reports["report_id"].combine_chunks(), digests(reports)
    known = np.full(count, _NEW)
    if kept is not None and len(row):
        known = _known(kept, ids, contents, row, inside, network, named, count)
    new = known < 0
    told = facts.networks(
        reports,
        order,
        edges,
        _only(inside, new),
        _renumbered(network, new),
        [names[at] for at in np.flatnonzero(new).tolist()],
    )
    fresh = iter(told)
    answer = [
        next(fresh) if before < 0 or kept is None else replace(kept.networks[before], network_id=name)
        for before, name in zip(known.tolist(), names, strict=True)
    ]
    member = np.empty(len(row), np.int32)
    member[row] = network
    marks = _marks(row, np.arange(edges.count), inside, network, count)
    return answer, Kept(ids, contents, member, answer, marks, named)


def _known(
    kept: Kept,
    ids: pa.StringArray,
    told: Ints,
    row: Ints,
    inside: Held,
    network: Ints,
    names: pa.StringArray,
    count: int,
) -> npt.NDArray[np.int32]:
    """Per network, the place of the earlier one that it is; below zero for a new or changed one."""
    was = pc.fill_null(pc.index_in(ids, value_set=kept.ids), -1).to_numpy().astype(np.int64)[row]
    same = (was >= 0) & (told[row] == kept.told[np.maximum(was, 0)]) if len(kept.told) else np.zeros(len(row), bool)
    before = np.where(same, kept.member[np.maximum(was, 0)] if len(kept.member) else _NEW, _NEW)
    lowest = np.full(count, len(kept.networks), np.int64)
    highest = np.full(count, -1, np.int64)
    inner = np.flatnonzero(network >= 0)
    np.minimum.at(lowest, network[inner], before[inner])
    np.maximum.at(highest, network[inner], before[inner])
    numbers = pc.fill_null(pc.index_in(names, value_set=kept.names), -1).to_numpy().astype(np.int64)
    whole = (lowest == highest) & (lowest >= 0)
    lost = np.bincount(inside.of[numbers[inside.identifier] < 0], minlength=count) > 0
    marks = _marks(was, numbers, inside, network, count)
    whole &= ~lost
    place = np.where(whole, lowest, 0)
    if not len(kept.marks):
        return np.full(count, _NEW)
    return np.where(whole & (kept.marks[place] == marks), place, -1).astype(np.int32)


def digests(reports: pa.Table) -> npt.NDArray[np.int64]:
    """Per report, a number that two with the same contents share (Python's own hash: another one in another process)."""
    parts = [pc.coalesce(pc.cast(_plain(reports[name]), pa.large_string()), _NONE) for name in _TOLD]
    whole = pc.binary_join_element_wise(*parts, pa.scalar(_JOINT, pa.large_string()))
    return np.fromiter(map(hash, whole.to_pylist()), np.int64, len(whole))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.cast(column, pa.int32()) if pa.types.is_date(column.type) else column


def _marks(row: Ints, number: Ints, inside: Held, network: Ints, count: int) -> npt.NDArray[np.uint64]:
    """A sum per network over its reports (``row`` of each) and its ties (``number`` of each identifier)."""
    marks = np.zeros(count, np.uint64)
    told = np.flatnonzero(network >= 0)
    np.add.at(marks, network[told], _mixed(row[told].astype(np.int64)))
    ties = packed(number[inside.identifier[inside.group]] + 1, row[inside.report])
    np.add.at(marks, inside.network, _mixed(ties))
    return marks


def _mixed(key: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """splitmix64's finaliser (Steele, Lea & Flood 2014): sums of such numbers meet by chance once in 2⁶⁴."""
    mixed = key.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _names(edges: Edges) -> pa.StringArray:
    kinds = pa.array(edges.kind_names, pa.string()).take(pa.array(edges.kind))
    return pc.binary_join_element_wise(kinds, edges.values, _JOINT)


def _renumbered(network: Ints, wanted: Mask) -> npt.NDArray[np.int32]:
    """The wanted networks as 0, 1, 2 … in their order; -1 for all others."""
    number = np.where(wanted, np.cumsum(wanted) - 1, -1).astype(np.int32)
    return np.append(number, _NEW)[network]


def _only(inside: Held, wanted: Mask) -> Held:
    """The ties of the wanted networks, renumbered."""
    ties, groups = wanted[inside.network], wanted[inside.of]
    return Held(
        network=_renumbered(inside.network, wanted)[ties],
        report=inside.report[ties],
        group=_renumbered(inside.group, groups)[ties],
        of=_renumbered(inside.of, wanted)[groups],
        identifier=inside.identifier[groups],
        size=inside.size[groups],
    )
