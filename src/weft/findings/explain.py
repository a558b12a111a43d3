"""Answer "why?" from the files an earlier run wrote: for a network, a report, or an identifier.

It reads the CSV files of the contract and nothing else, so it explains results that somebody sent on a stick as well.
"""

import codecs
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from weft import countries, kinds
from weft.errors import FileNotRead, NothingFound
from weft.findings import csv_out

# A terminal shows this many rows of each table; the files hold all.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One table of an answer, where the rest of it stands, and how many rows were left out."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    file: str
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence, and the tables under it."""

    about: str
    """``network``, ``report`` or ``identifier``."""
    sentence: str
    parts: list[Part] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        return asdict(self)


def explain(results: Path, wanted: str) -> Answer:
    """Explain ``wanted``: a network id, a report id, or an identifier in any spelling.

    Raises FileNotRead when ``results`` holds no results, NothingFound when nothing there is called ``wanted``.
    """
    members = _table(results, "members.csv")
    wanted = wanted.strip()
    if (mine := _where(members, network_id=wanted)).num_rows:
        return _network(results, wanted, mine)
    if (row := _where(members, report_id=wanted)).num_rows:
        return _report(results, wanted, row["network_id"][0].as_py() or "")
    return _identifier(results, wanted, members)


def _network(results: Path, network_id: str, members: pa.Table) -> Answer:
    row = _where(_table(results, "networks.csv"), network_id=network_id).to_pylist()[0]
    span = f" between {row['first_seen']} and {row['last_seen']}" if row.get("first_seen") else ""
    sentence = f"{network_id}: {row['reports']} reports{span}. {row.get('sure_because', '')}".strip()
    ties = _where(_table(results, "ties.csv"), network_id=network_id)
    reports = [(value,) for value in members["report_id"].to_pylist()]
    facts = [
        (name.replace("_", " "), value)
        for name, value in row.items()
        if value and name not in {"network_id", "sure_because"}
    ]
    return Answer(
        about="network",
        sentence=sentence,
        parts=[
            Part("What it is", ("figure", "here"), facts, "networks.csv"),
            _part("What ties it together", ties, ("report_a", "report_b", "because"), "ties.csv"),
            Part("Its reports", ("report",), reports[:SHOWN], "members.csv", max(0, len(reports) - SHOWN)),
        ],
    )


def _report(results: Path, report_id: str, network_id: str) -> Answer:
    sightings = _where(_table(results, "sightings.csv"), report_id=report_id)
    ties = _table(results, "ties.csv")
    mine = ties.filter(pc.or_(pc.equal(ties["report_a"], report_id), pc.equal(ties["report_b"], report_id)))
    damped = _table(results, "damped.csv")
    named = set(zip(sightings["kind"].to_pylist(), sightings["value"].to_pylist(), strict=True))
    kept = [pair in named for pair in zip(damped["kind"].to_pylist(), damped["value"].to_pylist(), strict=True)]
    where = (
        f"belongs to {network_id}" if network_id else "stands alone: nothing rare in it is shared with another report"
    )
    return Answer(
        about="report",
        sentence=f"Report {report_id} {where}.",
        parts=[
            _part("What it names", sightings, ("kind", "value", "as_written", "source"), "sightings.csv"),
            _part("What ties it", mine, ("report_a", "report_b", "because"), "ties.csv"),
            _part(
                "Shared too widely to tie it",
                damped.filter(pa.array(kept, pa.bool_())),
                ("kind", "value", "because"),
                "damped.csv",
            ),
        ],
    )


def _identifier(results: Path, wanted: str, members: pa.Table) -> Answer:
    sightings = _table(results, "sightings.csv")
    hits = sightings.filter(pc.is_in(sightings["value"], pa.array(sorted(_spellings(wanted)), pa.string())))
    if not hits.num_rows:
        hits = sightings.filter(pc.equal(sightings["as_written"], wanted))
    if not hits.num_rows:
        hits = _by_number(sightings, wanted)
    if not hits.num_rows:
        raise NothingFound(
            f"no network, report or identifier called {wanted!r} in {results}",
            hint=f"networks are listed in {results / 'networks.csv'}, identifiers in {results / 'sightings.csv'}",
        )
    home = dict(zip(members["report_id"].to_pylist(), members["network_id"].to_pylist(), strict=True))
    networks = sorted({home.get(report) or "" for report in hits["report_id"].to_pylist()} - {""})
    reports = len(set(hits["report_id"].to_pylist()))
    where = (
        f"in {', '.join(networks[:10])}" + (" and others" if len(networks) > 10 else "")
        if networks
        else "in no network"
    )
    damped = _table(results, "damped.csv")
    return Answer(
        about="identifier",
        sentence=f"{wanted} is named by {reports:,} report{'s' * (reports != 1)}, {where}.",
        parts=[
            _part("Where it is seen", hits, ("report_id", "kind", "value", "as_written", "source"), "sightings.csv"),
            _part(
                "Why it was not allowed to tie reports",
                damped.filter(pc.is_in(damped["value"], hits["value"].combine_chunks())),
                ("kind", "value", "because"),
                "damped.csv",
            ),
        ],
    )


def _spellings(wanted: str) -> set[str]:
    """Every canonical value that ``wanted`` may stand for: a local number is read as each country would read it."""
    values = {wanted, wanted.lower(), *(found.value for found in kinds.find(wanted))}
    for kind in kinds.KINDS:
        for country in (None, *countries.known()):
            values.update(found.value for found in kind.clean(wanted, country))
    return values


def _by_number(sightings: pa.Table, wanted: str) -> pa.Table:
    """Accounts and documents of which only the number was given, as in "BBL 993-953-2638"."""
    number = "".join(sign for sign in wanted if sign.isdecimal())
    # Shorter runs of digits are no account anywhere, and would end many.
    if len(number) < 6:
        return sightings.slice(0, 0)
    return sightings.filter(pc.ends_with(sightings["value"], f":{number}"))


def _part(title: str, table: pa.Table, header: Sequence[str], file: str) -> Part:
    columns = [table[name].to_pylist() for name in header]
    rows = [tuple(value or "" for value in row) for row in zip(*columns, strict=True)]
    return Part(title, tuple(name.replace("_", " ") for name in header), rows[:SHOWN], file, max(0, len(rows) - SHOWN))


def _table(results: Path, name: str) -> pa.Table:
    path = results / name
    if not path.exists():
        raise FileNotRead(f"{path} is not there", hint="give --in the folder that `weft networks … --out FOLDER` wrote")
    # Every column stays text: an account number is no number.
    with path.open("rb") as lines:
        safe = lines.read(3) == codecs.BOM_UTF8
    with path.open(encoding="utf-8-sig") as lines:
        header = lines.readline().rstrip("\n").split(",")
    options = pa_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False)
    table = pa_csv.read_csv(path, parse_options=pa_csv.ParseOptions(newlines_in_values=True), convert_options=options)
    return table if not safe else table.from_arrays([csv_out.unquoted_column(one) for one in table.columns], header)


def _where(table: pa.Table, **wanted: str) -> pa.Table:
    for name, value in wanted.items():
        table = table.filter(pc.equal(table[name], value))
    return table
