"""The CSV files of a run: what other programs read, and what an analyst opens to check the page.

| file | one row is |
| --- | --- |
| members.csv | a report and the network it is in (empty: it stands alone) |
| sightings.csv | an identifier in a report, canonical and as written |
| networks.csv | a network, largest first |
| ties.csv | two reports that share something, and the sentence why |
| damped.csv | an identifier that was not allowed to tie reports, and why |
| problems.csv | a row or value that could not be read |
| changes.csv | what became of a network since the run before (header only without one) |
| duplicates.csv | a report that tells the same loss as another |
| watch.csv | a sighting of something on a watch list (header only without one) |

Who reported never stands in any of them. The same reading gives the same bytes, whatever the order of the input files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.findings import csv_out
from weft.findings.given import Networks, Reading, WatchList
from weft.findings.place import together
from weft.model import Network, Problem

# How many identifiers a row of networks.csv names; all of them are in sightings.csv.
TOP_IDENTIFIERS = 5


@dataclass(frozen=True, slots=True)
class WatchHit:
    """One sighting of something on a watch list."""

    list: str
    """The list's name."""
    label: str
    """The words that list gives it."""
    kind: str
    value: str
    report_id: str
    network_id: str | None
    """None where the report stands alone."""
    source: str


def write(
    folder: Path,
    reading: Reading,
    networks: Networks,
    *,
    watch: Sequence[WatchHit] | None = None,
    page: str | None = None,
    safe: bool = False,
) -> None:
    """Write all tables of a run into `folder`, and `page` as index.html beside them: all of it, or on any failure nothing.

    `watch` is what `watch_hits` found. `safe` writes the spreadsheet-safe flavour (see `weft.findings.csv_out`); other programs
    want the plain one.
    """
    order = reading_order(reading.reports)
    tables = {
        "members.csv": members(reading, networks, order),
        "sightings.csv": sightings(reading, order),
        "networks.csv": of_networks(networks.networks),
        "ties.csv": networks.ties,
        "damped.csv": _rows(networks.damped, ("kind", "value", "reports", "reason", "because")),
        "problems.csv": _problems(reading.problems),
        "changes.csv": _changes(networks),
        "duplicates.csv": _duplicates(networks.duplicates),
        "watch.csv": _rows(watch or (), ("list", "label", "kind", "value", "report_id", "network_id", "source")),
    }
    with together(folder) as placing:
        for name, table in tables.items():
            with placing.open(name) as stream:
                csv_out.write(stream, table, safe=safe)
        if page is not None:
            with placing.open("index.html") as stream:
                stream.write(page.encode("utf-8", "backslashreplace"))


def write_problems(path: Path, problems: Sequence[Problem], *, safe: bool = False) -> None:
    """Write what could not be read, alone, as problems.csv is written in a run."""
    with together(path.parent) as placing, placing.open(path.name) as stream:
        csv_out.write(stream, _problems(problems), safe=safe)


def reading_order(reports: pa.Table) -> npt.NDArray[np.int64]:
    """Row numbers of the reports by file, row and id: an order that does not depend on how the files were given."""
    keys = [("file", "ascending"), ("row", "ascending"), ("report_id", "ascending")]
    found: npt.NDArray[np.int64] = pc.sort_indices(reports, sort_keys=keys).to_numpy().astype(np.int64)
    return found


def network_ids(networks: Networks) -> pa.Array:
    """The network's id for each report, null where the report stands alone."""
    names = pa.array([network.network_id for network in networks.networks], pa.string())
    return names.take(pa.array(networks.member, mask=networks.member < 0))


def members(reading: Reading, networks: Networks, order: npt.NDArray[np.int64]) -> pa.Table:
    """One row a report. `file` and `row` lead back to the place it was read from."""
    reports = reading.reports
    table = pa.table(
        {
            "report_id": reports["report_id"],
            "network_id": network_ids(networks),
            "file": reports["file"],
            "row": reports["row"],
        }
    )
    return table.take(order)


def sightings(reading: Reading, order: npt.NDArray[np.int64]) -> pa.Table:
    """One row an identifier in a report, by report in reading order, inside a report as they were found."""
    found = reading.sightings
    by_place = np.argsort(_places(order)[found["report"].to_numpy()], kind="stable")
    ids = reading.reports["report_id"].combine_chunks()
    table = found.take(by_place)
    columns = ("kind", "value", "as_written", "source", "notes")
    return pa.table({"report_id": ids.take(table["report"])} | {name: table[name] for name in columns})


def of_networks(networks: Sequence[Network]) -> pa.Table:
    """One row a network, in the order given. Several things in one cell are joined by "; "."""
    return pa.table(
        {
            "network_id": pa.array([n.network_id for n in networks], pa.string()),
            "reports": pa.array([n.reports for n in networks], pa.int64()),
            "identifiers": pa.array([n.identifiers for n in networks], pa.int64()),
            "countries": pa.array(["; ".join(n.countries) for n in networks], pa.string()),
            "first_seen": pa.array([n.first_on for n in networks], pa.date32()),
            "last_seen": pa.array([n.last_on for n in networks], pa.date32()),
            "losses": pa.array(
                [
                    "; ".join(f"{m.currency or '?'} {plain(m.amount)} in {m.reports}" for m in n.losses)
                    for n in networks
                ],
                pa.string(),
            ),
            "typologies": pa.array(["; ".join(f"{w} in {c}" for w, c in n.typologies) for n in networks], pa.string()),
            "sureness": pa.array([f"{n.sureness:.3f}" for n in networks], pa.string()),
            "sure_because": pa.array([n.sure_because for n in networks], pa.string()),
            "top_identifiers": pa.array(
                ["; ".join(f"{k.kind} {k.value}" for k in n.keys[:TOP_IDENTIFIERS]) for n in networks], pa.string()
            ),
        }
    )


def plain(amount: Decimal) -> str:
    """An amount without exponent and without empty decimals: 1200000, 0.5.

    >>> plain(Decimal("1.20E+6")), plain(Decimal("0.50000000"))
    ('1200000', '0.5')
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def network_row(network: Network) -> dict[str, Any]:
    """The row of networks.csv as plain values for JSON: lists stay lists, amounts and dates are text."""
    return {
        "network_id": network.network_id,
        "reports": network.reports,
        "identifiers": network.identifiers,
        "countries": list(network.countries),
        "first_seen": network.first_on and network.first_on.isoformat(),
        "last_seen": network.last_on and network.last_on.isoformat(),
        "losses": [{"currency": m.currency, "amount": plain(m.amount), "reports": m.reports} for m in network.losses],
        "typologies": dict(network.typologies),
        "sureness": round(network.sureness, 3),
        "sure_because": network.sure_because,
        "top_identifiers": [{"kind": key.kind, "value": key.value} for key in network.keys[:TOP_IDENTIFIERS]],
    }


def watch_hits(reading: Reading, networks: Networks, watch: Sequence[WatchList]) -> list[WatchHit]:
    """Every sighting of something on one of the lists: by list, then in reading order."""
    found = reading.sightings
    ids = reading.reports["report_id"]
    place = _places(reading_order(reading.reports))
    hits: list[WatchHit] = []
    for one in sorted(watch, key=lambda item: item.name):
        wanted = pa.array(sorted({value for _, value in one.entries}), pa.string())
        # Values first, by a fast set look-up over the whole column; the few that remain are then checked with their kind.
        near = np.flatnonzero(pc.is_in(found["value"], value_set=wanted).to_numpy(zero_copy_only=False))
        rows = [row for row in found.take(near).to_pylist() if (row["kind"], row["value"]) in one.entries]
        rows.sort(key=lambda row: (int(place[row["report"]]), row["kind"], row["value"], row["source"]))
        for row in rows:
            member = int(networks.member[row["report"]])
            hits.append(
                WatchHit(
                    list=one.name,
                    label=one.entries[row["kind"], row["value"]],
                    kind=row["kind"],
                    value=row["value"],
                    report_id=ids[row["report"]].as_py(),
                    network_id=networks.networks[member].network_id if member >= 0 else None,
                    source=row["source"],
                )
            )
    return hits


def _places(order: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The other way round: for each row number its place in the order."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def _problems(problems: Sequence[Problem]) -> pa.Table:
    return _rows(sorted(problems), ("file", "row", "column", "code", "message", "as_written"))


def _changes(networks: Networks) -> pa.Table:
    changes = networks.changes
    return pa.table(
        {
            "network_id": pa.array([c.network_id for c in changes], pa.string()),
            "what": pa.array([c.what for c in changes], pa.string()),
            "before": pa.array([c.before for c in changes], pa.int64()),
            "after": pa.array([c.after for c in changes], pa.int64()),
            "others": pa.array(["; ".join(c.others) for c in changes], pa.string()),
        }
    )


def _duplicates(groups: Sequence[tuple[str, ...]]) -> pa.Table:
    """The first report of a group stands for the others; each other one is a row."""
    rows = [(other, group[0]) for group in groups for other in group[1:]]
    return pa.table(
        {
            "report_id": pa.array([row[0] for row in rows], pa.string()),
            "same_as": pa.array([row[1] for row in rows], pa.string()),
        }
    )


def _rows(items: Sequence[object], names: tuple[str, ...]) -> pa.Table:
    """Records to columns: text stays text (half a surrogate pair, which UTF-8 has no place for, becomes its escaped name)."""
    columns: dict[str, pa.Array] = {}
    for name in names:
        values = [getattr(item, name) for item in items]
        if name in {"row", "reports"}:
            columns[name] = pa.array(values, pa.int64())
        else:
            columns[name] = pa.array(
                [value if value is None else value.encode("utf-8", "backslashreplace").decode() for value in values],
                pa.string(),
            )
    return pa.table(columns)
