"""From Arrow tables to edges: who named what, in an order that no file decides."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft import countries, kinds
from weft.kinds import bank_account
from weft.links.arrays import LOW, Longs, Mask, distinct, packed

# A tie keeps a quarter of its worth after this many half-lives; a silence longer than that ends an episode.
EPISODE_HALF_LIVES = 2
_JOINT = "\x1f"  # ASCII unit separator: in no canonical value


@dataclass(frozen=True, slots=True)
class Order:
    """Reports in time (those without a day last, then by id): position in that order is a report's number in here."""

    row: npt.NDArray[np.int64]
    """Row in the reports table, per number."""
    rank: npt.NDArray[np.int32]
    """Number, per row."""
    day: npt.NDArray[np.int32]
    """Proleptic Gregorian ordinal per number, as `datetime.date.toordinal`; -1 where unknown."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Each (report, identifier) once, sorted by identifier, then by time."""

    report: npt.NDArray[np.int32]
    identifier: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int16]
    """Per identifier: place in ``kind_names``."""
    kind_names: list[str]
    values: pa.StringArray
    """Per identifier. Identifiers are numbered by kind, then by value."""
    service: npt.NDArray[np.int32]
    """Per identifier: place in ``services``; -1 for what is nobody's public service."""
    services: list[countries.Service]

    @property
    def count(self) -> int:
        """Identifiers."""
        return len(self.kind)

    def name(self, identifier: int) -> tuple[str, str]:
        """Kind and value."""
        return self.kind_names[self.kind[identifier]], self.values[identifier].as_py()

    def per_kind(self, attribute: str, otherwise: float) -> npt.NDArray[np.float64]:
        """A figure of the kind (``specificity``, ``half_life_days``) per identifier; ``otherwise`` where the kind has none."""
        known = {one.name: getattr(one, attribute) for one in kinds.KINDS}
        each = [known.get(name) for name in self.kind_names]
        table = np.array([otherwise if one is None else float(one) for one in each], dtype=np.float64)
        return table[self.kind] if len(self.kind) else np.zeros(0)


def ordered(reports: pa.Table) -> Order:
    """The reports in time. Nulls sort last."""
    keys = [("reported_on", "ascending"), ("report_id", "ascending")]
    row = pc.sort_indices(reports, sort_keys=keys).to_numpy().astype(np.int64)
    rank = np.empty(len(row), dtype=np.int32)
    rank[row] = np.arange(len(row), dtype=np.int32)
    days = reports["reported_on"].cast(pa.int32())
    day = pc.fill_null(pc.add(days, pa.scalar(719_163, pa.int32())), -1).to_numpy()[row].astype(np.int32)
    return Order(row, rank, day)


def edges(sightings: pa.Table, order: Order, services: Mapping[tuple[str, str], countries.Service]) -> Edges:
    """The distinct sightings. One account named with and without its bank is one identifier, when no two banks claim its number."""
    joined = pc.binary_join_element_wise(
        pc.cast(sightings["kind"], pa.string()), pc.cast(sightings["value"], pa.string()), _JOINT
    )
    encoded = (joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined).dictionary_encode()
    code = encoded.indices.to_numpy().astype(np.int32) if len(encoded) else np.zeros(0, np.int32)
    names = encoded.dictionary
    stands_for = _accounts(names)
    used = np.unique(stands_for)
    place = np.asarray(pc.array_sort_indices(names.take(pa.array(used))).to_numpy(), dtype=np.int64)
    used = used[place]
    number = np.empty(len(names), dtype=np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    number = number[stands_for]
    names = names.take(pa.array(used))
    report = order.rank[sightings["report"].to_numpy()] if len(code) else np.zeros(0, np.int32)
    key = distinct(packed(number[code], report))
    parts = pc.split_pattern(names, _JOINT, max_splits=1)
    kinds_of = (
        pc.list_element(parts, 0).dictionary_encode() if len(names) else pa.array([], pa.string()).dictionary_encode()
    )
    public = list(services.items())
    wanted = pa.array([f"{kind}{_JOINT}{value}" for (kind, value), _ in public], pa.string())
    return Edges(
        report=(key & LOW).astype(np.int32),
        identifier=(key >> 32).astype(np.int32),
        kind=kinds_of.indices.to_numpy().astype(np.int16),
        kind_names=kinds_of.dictionary.to_pylist(),
        values=pc.list_element(parts, 1) if len(names) else pa.array([], pa.string()),
        service=pc.fill_null(pc.index_in(names, value_set=wanted), -1).to_numpy().astype(np.int32),
        services=[service for _, service in public],
    )


def _accounts(names: pa.StringArray) -> npt.NDArray[np.int32]:
    """Per name, the name it stands for: an account without its bank for the one with it, when there is exactly one."""
    answer = np.arange(len(names), dtype=np.int32)
    prefix = f"{bank_account.KIND.name}{_JOINT}"
    accounts = np.flatnonzero(pc.starts_with(names, prefix).to_numpy(zero_copy_only=False))
    bare: dict[str, int] = {}
    banked: dict[str, list[int]] = {}
    for at, name in zip(accounts.tolist(), names.take(pa.array(accounts)).to_pylist(), strict=True):
        value = name[len(prefix) :]
        number = bank_account.same_number(value)
        if number == value:
            bare[value] = at
        else:
            banked.setdefault(number, []).append(at)
    for value, at in bare.items():
        whose = banked.get(value, [])
        if len(whose) == 1:
            answer[at] = whose[0]
    return answer


def episodes(found: Edges, day: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Episode per edge, and identifier per episode: a new one begins where an identifier comes back after a long silence.

    ``day`` is per report, below zero when unknown; what has no day never begins an episode.
    """
    if not len(found.identifier):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    lasts = (EPISODE_HALF_LIVES * found.per_kind("half_life_days", np.inf))[found.identifier]
    new = begins(found.identifier, day[found.report], lasts)
    return (np.cumsum(new) - 1).astype(np.int32), found.identifier[new]


def begins(identifier: npt.NDArray[np.int32], on: npt.NDArray[np.int32], lasts: npt.NDArray[np.float64]) -> Mask:
    """Per edge, sorted by identifier and time (unknown days, below zero, last): whether an episode begins with it."""
    new = np.ones(len(identifier), dtype=bool)
    silent = (on[1:] - on[:-1] > lasts[1:]) & (on[:-1] >= 0)
    new[1:] = (identifier[1:] != identifier[:-1]) | silent
    return new


def counts(found: Edges) -> Longs:
    """Reports per identifier."""
    return np.bincount(found.identifier, minlength=found.count)
