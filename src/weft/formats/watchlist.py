"""A list of identifiers somebody asked us to look out for: an OFAC-style list of wallets, one a line, as JSON or as CSV.

A list is no report: it makes no networks, it marks what reports name. Values are cleaned like those of reports, so that they meet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from weft import kinds
from weft.errors import FileNotRead
from weft.formats import delimited, encodings, json_records, ofac, packed, sniff
from weft.formats.columns import recognise
from weft.formats.mapping import KIND_FIELDS
from weft.formats.problems import problem
from weft.formats.text_lines import decode
from weft.model import Problem

_LABELS: Final = ("label", "name", "entity", "reason", "title", "description", "program")


@dataclass(frozen=True, slots=True)
class WatchList:
    """Canonical (kind, value) to the words the list gives it; a list without words gives its own name."""

    name: str
    entries: Mapping[tuple[str, str], str]
    problems: list[Problem] = field(default_factory=list)


def read(path: Path, *, country: str | None = None) -> WatchList:
    """The list in ``path``. Raises FileNotRead when it cannot be read or holds no identifier at all."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileNotRead(
            f"{path} cannot be read: {error.strerror or error}", hint="check the name and that you may read it"
        ) from error
    problems: list[Problem] = []
    entries: dict[tuple[str, str], str] = {}
    for number, text, label in _lines(data, path, country):
        found = _identifiers(text, country)
        for one in found:
            entries.setdefault((one.kind, one.value), label or path.stem)
        if not found:
            problems.append(
                problem(path.name, number, "", "input.identifiers", "expected an identifier, found none", text)
            )
    if not entries:
        raise FileNotRead(
            f"{path.name} holds no identifier that can be read",
            hint="one wallet address, domain or phone (+66…) a line, a JSON array, or CSV",
        )
    return WatchList(path.name, entries, problems)


def _lines(data: bytes, path: Path, country: str | None) -> list[tuple[int, str, str]]:
    """(row, text with identifiers, label) of each entry, whatever the list's format."""
    if data.startswith(packed.MARKS):
        ((_, data),) = packed.read(data, path.name)
    if ofac.is_list(data):
        return list(ofac.addresses(data, path.name))
    if sniff.binary(data, path.name):
        raise FileNotRead(
            f"{path.name} is a workbook or archive, not a watch list",
            hint="save it as CSV, JSON or one identifier a line",
        )
    encoding = encodings.detect(data, country)
    kind = sniff.text(data, path.name, encoding)
    if kind in {"json", "jsonl"}:
        return _from_json(data, path, encoding)
    if kind == "csv" and delimited.is_table(decode(data[: encoding.bom + 65_536], encoding)):
        return _from_table(data, path.name, encoding, country)
    lines = []
    for number, line in enumerate(decode(data, encoding).splitlines(), start=1):
        text, _, comment = line.partition("#")
        if text.strip():
            lines.append((number, text.strip(), comment.strip()))
    return lines


def _identifiers(text: str, country: str | None) -> list[Any]:
    """A wallet first: a list that is one address a line means the whole line."""
    whole = kinds.kind("wallet").clean(text, country)
    return whole or kinds.find(text, country)


def _from_json(data: bytes, path: Path, encoding: encodings.Encoding) -> list[tuple[int, str, str]]:
    reader = json_records.read_lines if path.suffix.lower() in {".jsonl", ".ndjson"} else json_records.read
    grid = reader(data, path.name, encoding)
    return _rows(
        grid.header or [],
        [(number, row) for batch in grid.batches for number, row in zip(batch.numbers, batch.rows, strict=True)],
    )


def _from_table(
    data: bytes, name: str, encoding: encodings.Encoding, country: str | None
) -> list[tuple[int, str, str]]:
    grid = delimited.read(data, name, encoding, country=country)
    rows = [(number, row) for batch in grid.batches for number, row in zip(batch.numbers, batch.rows, strict=True)]
    seen = recognise(None, [row for _, row in rows[:300]], country)
    return _rows(
        [column.header for column in seen.columns],
        rows[seen.first_row :],
        [column.index for column in seen.columns if column.field in {*KIND_FIELDS, "identifiers"}],
    )


def _rows(
    header: list[str], rows: list[tuple[int, list[str]]], places: list[int] | None = None
) -> list[tuple[int, str, str]]:
    """(row, text with identifiers, label) of each row; every cell but the label is looked at when no column is known."""
    label = next((index for wanted in _LABELS for index, name in enumerate(header) if wanted in name.casefold()), None)
    lines = []
    for number, row in rows:
        wanted = [
            cell for index, cell in enumerate(row) if (index in places if places else index != label) and cell.strip()
        ]
        words = row[label].strip() if label is not None and label < len(row) else ""
        lines += [(number, cell.strip(), words) for cell in wanted]
    return lines
