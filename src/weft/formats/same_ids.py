"""Rows that carry the same report id: the same row again, the rest of the same report, or another report under a used id.

- The same row again (in whatever file) is left out, and listed.
- In one file, rows that contradict each other in nothing are one report: exports of case systems have a row for each account or each
  transfer of a case. Their identifiers come together, blanks are filled, sums that differ are added up where the rows share what makes
  them one (story, reporter or day). One line a file says how many rows were joined.
- Any other row is another report: it gets a number behind its id, and is listed.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft.formats.plan import Plan
from weft.formats.problems import problem
from weft.model import Problem
from weft.tables.schemas import REPORTS, SIGHTINGS

# Two values here make two reports; a blank contradicts nothing.
_IDENTITY: Final = ("country", "language", "reported_on", "narrative", "reporter")
_SHARED: Final = ("reported_on", "narrative", "reporter")


class Part(Protocol):
    """What is asked of a part: its plan."""

    plan: Plan


@dataclass(slots=True)
class _Settled:
    """What becomes of the rows whose id stands more than once."""

    gone: list[int] = field(default_factory=list)
    """The same rows again."""
    joined: dict[int, int] = field(default_factory=dict)
    """Row to the row it goes on with."""
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    """New values of rows that others were joined to, and of renamed ones."""


def settle(
    reports: pa.Table,
    sightings: pa.Table,
    digests: pa.Array,
    problems: list[Problem],
    parts: Sequence[Part],
    owners: npt.NDArray[np.int32],
) -> tuple[pa.Table, pa.Table, npt.NDArray[np.int64]]:
    """(reports with ids met once, their sightings, rows left out of each file)."""
    encoded = reports["report_id"].combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks() if encoded.num_chunks else pa.array([], pa.string()).dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    dropped = np.zeros(len(parts), np.int64)
    if len(codes) == len(encoded.dictionary):
        return reports, sightings, dropped
    repeated = np.flatnonzero((np.bincount(codes) > 1)[codes])
    values = reports.take(pa.array(repeated)).to_pylist()
    result = _decided(repeated, values, digests, set(encoded.dictionary.to_pylist()), problems, parts, owners)
    for place in result.gone:
        dropped[owners[place]] += 1
    return *_applied(reports, sightings, result), dropped


def _decided(
    repeated: npt.NDArray[np.int64],
    values: list[dict[str, Any]],
    digests: pa.Array,
    taken: set[str],
    problems: list[Problem],
    parts: Sequence[Part],
    owners: npt.NDArray[np.int32],
) -> _Settled:
    files = [part.plan.file for part in parts]
    # A column that only may hold report numbers is no proof that rows belong together.
    sure = [any(one.sureness >= 0.9 for one in part.plan.columns.of("report_id")) for part in parts]
    result = _Settled()
    seen: dict[str, dict[bytes, str]] = {}
    kept: dict[tuple[str, int], list[tuple[int, dict[str, Any]]]] = {}
    goes_on: Counter[int] = Counter()
    for place, row in zip(repeated.tolist(), values, strict=True):
        name, owner = row["report_id"], int(owners[place])
        digest = digests[place].as_py()
        before = seen.setdefault(name, {})
        if digest in before:
            result.gone.append(place)
            message = f"the same row was read before as report {before[digest]}"
            problems.append(problem(files[owner], row["row"], "", "input.duplicate_report", message, name))
            continue
        heads = kept.setdefault((name, owner), [])
        # The head a row may go on with: the last one of its file, since rows of a case stand together.
        joined = _together(heads[-1][1], row) if heads and sure[owner] else None
        if joined is not None:
            head = heads[-1][0]
            heads[-1] = (head, joined)
            result.joined[place] = head
            result.changed[head] = joined
            goes_on[owner] += 1
            before[digest] = joined["report_id"]
            continue
        if before:
            number = len({*before.values()}) + 1
            while f"{name}#{number}" in taken:
                number += 1
            row = {**row, "report_id": f"{name}#{number}"}
            taken.add(row["report_id"])
            result.changed[place] = row
            message = f"another report has this id; this one is kept as {row['report_id']}"
            problems.append(problem(files[owner], row["row"], "", "input.duplicate_id", message, name))
        before[digest] = row["report_id"]
        heads.append((place, row))
    for owner, count in sorted(goes_on.items()):
        message = f"{count:,} rows go on with the report of a row before them: same report id, and nothing contradicts"
        problems.append(problem(files[owner], 0, "", "input.rows_joined", message))
    return result


def _together(head: dict[str, Any], row: dict[str, Any]) -> dict[str, Any] | None:
    """Both rows as one report, or None when they contradict each other."""
    if any(head[name] and row[name] and head[name] != row[name] for name in _IDENTITY):
        return None
    one = {name: head[name] if head[name] not in {None, ""} else row[name] for name in head}
    if head["amount"] is not None and row["amount"] is not None and head["amount"] != row["amount"]:
        if head["currency"] != row["currency"] or not any(head[name] and row[name] for name in _SHARED):
            return None
        one["amount"] = head["amount"] + row["amount"]
        one["amount_as_written"] = f"{head['amount_as_written']}; {row['amount_as_written']}"
    if head["category"] and row["category"] and row["category"] not in head["category"].split("; "):
        one["category"] = f"{head['category']}; {row['category']}"
    if head["extra"] and row["extra"] and head["extra"] != row["extra"]:
        one["extra"] = _both(json.loads(head["extra"]), json.loads(row["extra"]))
    return one


def _both(first: dict[str, str], second: dict[str, str]) -> str:
    for name, value in second.items():
        if name not in first:
            first[name] = value
        elif value not in first[name].split("; "):
            first[name] = f"{first[name]}; {value}"
    return json.dumps(first, ensure_ascii=False)


def _applied(reports: pa.Table, sightings: pa.Table, result: _Settled) -> tuple[pa.Table, pa.Table]:
    if result.changed:
        places = sorted(result.changed)
        fresh = pa.Table.from_pylist([result.changed[place] for place in places], schema=REPORTS)
        # Changed rows are appended, and taken from there.
        take = np.arange(reports.num_rows)
        take[places] = reports.num_rows + np.arange(len(places))
        reports = pa.concat_tables([reports, fresh]).take(pa.array(take))
    away = [*result.gone, *result.joined]
    if away:
        keep = np.ones(reports.num_rows, bool)
        keep[away] = False
        number_of = np.cumsum(keep) - 1
        owner = np.arange(reports.num_rows)
        owner[list(result.joined)] = list(result.joined.values())
        # What was left out as a repetition of a row takes its sightings along.
        stays = np.ones(reports.num_rows, bool)
        stays[result.gone] = False
        of = sightings["report"].to_numpy()
        left = stays[of]
        number = number_of[owner[of[left]]]
        order = np.argsort(number, kind="stable")
        sightings = sightings.filter(pa.array(left)).take(pa.array(order))
        sightings = sightings.set_column(0, SIGHTINGS.field("report"), pa.array(number[order], pa.int32()))
        reports = reports.filter(pa.array(keep))
    return reports, sightings
