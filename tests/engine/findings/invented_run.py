"""Runs put together by hand: small readings and networks from rows, so that a test says all that is in them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from weft.model import Change, Damped, Key, Money, Network, Problem
from weft.tables.schemas import REPORTS, SIGHTINGS, TIES


@dataclass(frozen=True)
class File:
    name: str = "reports.csv"
    format: str = "csv"
    encoding: str | None = "utf-8"
    rows: int = 0
    sha256: str = "0" * 64
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InventedReading:
    reports: pa.Table
    sightings: pa.Table
    problems: Sequence[Problem] = ()
    files: Sequence[File] = ()


@dataclass(frozen=True)
class InventedNetworks:
    member: np.ndarray
    networks: Sequence[Network] = ()
    ties: pa.Table = field(default_factory=TIES.empty_table)
    damped: Sequence[Damped] = ()
    changes: Sequence[Change] = ()
    duplicates: Sequence[tuple[str, ...]] = ()


@dataclass(frozen=True)
class List:
    name: str
    entries: Mapping[tuple[str, str], str]


def reports(*rows: Mapping[str, Any]) -> pa.Table:
    """Reports from what matters in each; the rest is filled in."""
    filled = [
        {"report_id": f"r{n}", "file": "reports.csv", "row": n + 2, "narrative": ""} | dict(row)
        for n, row in enumerate(rows)
    ]
    columns = {name: [row.get(name) for row in filled] for name in REPORTS.names}
    return pa.table(columns, schema=REPORTS)


def sightings(*rows: tuple[int, str, str] | tuple[int, str, str, str, str]) -> pa.Table:
    """Sightings as (report, kind, value[, as_written, source])."""
    full = [row if len(row) == 5 else (*row, row[2], "column") for row in rows]
    names = ("report", "kind", "value", "as_written", "source")
    columns = {name: [row[place] for row in full] for place, name in enumerate(names)} | {"notes": [None] * len(full)}
    return pa.table(columns, schema=SIGHTINGS)


def ties(*rows: tuple[str, str, str, str, str, float, int | None, str]) -> pa.Table:
    return pa.table({name: [row[n] for row in rows] for n, name in enumerate(TIES.names)}, schema=TIES)


def network(network_id: str = "N-1", reports: int = 2, **more: Any) -> Network:
    """A network with one key, dates in 2031 and a loss in baht unless told otherwise."""
    return Network(
        **{
            "network_id": network_id,
            "reports": reports,
            "identifiers": 1,
            "countries": ("KH", "TH"),
            "first_on": dt.date(2031, 1, 5),
            "last_on": dt.date(2031, 3, 9),
            "losses": (Money("THB", Decimal("1200000.50000000"), 2),),
            "typologies": (("investment", 2),),
            "sureness": 0.75,
            "sure_because": "Two ties would have to be wrong.",
            "keys": (Key("phone", "+66000000001", 2, dt.date(2031, 1, 5), dt.date(2031, 3, 9), 1, 0.5),),
        }
        | more
    )


def members(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=np.int32)
