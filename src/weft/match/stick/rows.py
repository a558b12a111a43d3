"""IDENTIFIERS.csv: columns ``kind`` and ``value``, and some more that may be there. Every row is used or listed with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from weft import countries, kinds
from weft.errors import FileNotRead
from weft.formats import dates, delimited, encodings
from weft.match.sets import Holding
from weft.model import Problem

_NAMES: Final = {
    "category": ("class", "category", "role"),
    "network": ("network", "network_id"),
    "tier": ("tier",),
    "last_seen": ("last_seen",),
    "reports": ("reports",),
    "evidence": ("evidence", "report_id"),
    "country": ("country",),
}
_LONGEST_FILE: Final = 2**31
# What `weft networks` calls the identifiers in its folder.
_SIGHTINGS: Final = "sightings.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """One identifier as cleaned, with the other cells of its row."""

    number: int
    kind: str
    value: str
    cells: Mapping[str, str]
    whole: str
    """The row as it stands in the file, cells joined by 0x1F."""

    def cell(self, name: str) -> str:
        """The cell of an optional column, empty where there is none."""
        return next((self.cells[each] for each in _NAMES[name] if self.cells.get(each)), "")


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file gives: identifiers, each once, and every row or value that gave none."""

    file: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, row: Row, code: str, why: str, column: str = "value") -> None:
        """Note why a row is not used."""
        self.problems.append(Problem(self.file, row.number, column, code, why, row.value[:200]))


def read(path: Path, country: str | None) -> Rows:
    """The identifiers of a file, or of a folder that ``weft networks`` wrote, cleaned.

    FileNotRead when it cannot be read, or has no columns ``kind`` and ``value``.
    """
    if (path / _SIGHTINGS).is_file():
        path /= _SIGHTINGS
    try:
        if path.stat().st_size > _LONGEST_FILE:
            raise FileNotRead(f"{path} is larger than {_LONGEST_FILE // 2**20} MiB")
        data = path.read_bytes()
    except OSError as wrong:
        raise FileNotRead(f"{path} cannot be read: {wrong.strerror or wrong}") from wrong
    grid = delimited.read(data, path.name, encodings.detect(data, country), country=country)
    found = Rows(path.name)
    header: list[str] | None = None
    waiting: list[tuple[int, list[str]]] = []
    for batch in grid.batches:
        found.problems.extend(batch.problems)
        for number, cells in zip(batch.numbers, batch.rows, strict=True):
            if header is None:
                header = [cell.strip().casefold() for cell in cells]
            elif any(cell.strip() for cell in cells):
                waiting.append((number, cells))
    if header is None or not {"kind", "value"} <= set(header):
        raise FileNotRead(
            f"{path.name}: no columns 'kind' and 'value' in its first row",
            hint="a table such as:  kind,value  /  phone,+66812345678",
        )
    _clean(found, header, waiting, country)
    return found


def _clean(found: Rows, header: Sequence[str], waiting: Sequence[tuple[int, list[str]]], country: str | None) -> None:
    known = {one.name for one in kinds.KINDS}
    by_kind: dict[str, list[tuple[int, dict[str, str], str]]] = {}
    for number, cells in waiting:
        named = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        kind = named.get("kind", "").casefold().replace(" ", "_")
        if kind not in known:
            why = f"no kind of identifier is called {named.get('kind', '')!r}; kinds: {', '.join(sorted(known))}"
            found.problems.append(Problem(found.file, number, "kind", "input.kind", why, named.get("kind", "")[:200]))
            continue
        by_kind.setdefault(kind, []).append((number, named, "\x1f".join(cells)))
    places: dict[tuple[str, str], int] = {}
    rows: list[Row] = []
    for kind, given in by_kind.items():
        own = [named.get("country", "").upper() for _, named, _ in given]
        where = [cc if cc in countries.known() else country for cc in own]
        column = kinds.clean_column(kind, [named.get("value") for _, named, _ in given], where)
        read_from = set()
        for at, one in column.rows():
            if one.kind != kind:
                continue  # a link's host, for instance: only what the row claims to be
            read_from.add(at)
            number, named, whole = given[at]
            first = places.setdefault((kind, one.value), number)
            if first != number:
                why = f"the same identifier as in row {first}"
                found.problems.append(Problem(found.file, number, "value", "input.repeated", why, one.as_written[:200]))
                continue
            rows.append(Row(number, kind, one.value, named, whole))
        for at, (number, named, _) in enumerate(given):
            if at not in read_from:
                written = named.get("value", "")
                why = f"cannot be read as {kind.replace('_', ' ')}" if written else "no value"
                found.problems.append(Problem(found.file, number, "value", "input.value", why, written[:200]))
    found.rows.extend(sorted(rows, key=lambda row: (row.number, row.kind, row.value)))
    found.problems.sort(key=lambda one: (one.row, one.column, one.code))


def holdings(rows: Rows) -> list[Holding]:
    """The rows as what a holder would publish. Cells that cannot be read are listed, and the row goes without them."""
    found = []
    for row in rows.rows:
        tier = _number(rows, row, "tier", 255)
        reports = _number(rows, row, "reports", 2**31)
        found.append(
            Holding(
                row.kind,
                row.value,
                row=row.number,
                category=row.cell("category"),
                network=row.cell("network"),
                tier=tier,
                last_quarter=_quarter(rows, row),
                reports=reports,
            )
        )
    return found


def _number(rows: Rows, row: Row, name: str, most: int) -> int:
    text = row.cell(name)
    if not text:
        return 0
    if text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= most:
        return int(text)
    problem = Problem(
        rows.file, row.number, name, f"input.{name}", f"expected a whole number from 0 to {most}", text[:200]
    )
    rows.problems.append(problem)
    return 0


def _quarter(rows: Rows, row: Row) -> int:
    text = row.cell("last_seen")
    if not text:
        return 0
    day = dates.parse(text)
    if day is None or not 1970 <= day.year < 2300:
        why = "expected a date such as 2026-01-31"
        rows.problems.append(Problem(rows.file, row.number, "last_seen", "input.last_seen", why, text[:200]))
        return 0
    return (day.year - 1970) * 4 + (day.month - 1) // 3


def quarter_text(quarter: int) -> str:
    """A quarter as people write it: ``2026Q4``; empty when unknown.

    >>> quarter_text(227)
    '2026Q4'
    """
    return f"{1970 + quarter // 4}Q{quarter % 4 + 1}" if quarter else ""
