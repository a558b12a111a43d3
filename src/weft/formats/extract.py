"""A batch of rows to reports and sightings, column by column.

Works on one batch at a time and knows nothing of the others, so that batches can be spread over processes: the same batch gives the
same bytes wherever it runs. Dates are left as text here; their order is a matter of the whole column (`assemble`).
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any, Final, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from weft import countries, kinds
from weft.formats import amounts, dates, numbers_lost, zawgyi
from weft.formats.columns import Column, Columns
from weft.formats.grid import Batch, Number
from weft.formats.mapping import KIND_FIELDS
from weft.formats.problems import problem
from weft.model import Problem
from weft.tables.schemas import REPORTS

# Longer cells are searched piece by piece, so that no text can make one search long.
_PIECE: Final = 65_536
# As security practice has it: no script stacks more marks than this on one letter.
_FLOOD: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u17b4-\u17d3\u102b-\u103e]{30})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u17b4-\u17d3\u102b-\u103e]+"
)
_FLOOD_ARROW: Final = r"\p{M}{31}"
# What a spreadsheet would compute: = always; + - @ only before a name and a bracket or a pipe (+66… is a phone).
_FORMULA: Final = re.compile(r"\s*(?:=\s*[A-Za-z+\-@(\"']|[+\-@]\s*[A-Za-z]{2,}[A-Za-z0-9.]*\s*[(|!])")
_AMOUNT: Final = pa.decimal128(38, 8)
_CENTS: Final = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a worker must know to read batches of one file: small, and the same for all of them."""

    columns: Columns
    file: str
    base: str
    """Name without folders, as reports carry it."""
    country: str | None
    """Of reports that name none."""
    guessed: bool = False
    """The country was guessed: it reads local numbers but is not written into the reports."""
    date_order: dates.OrderName | None = None
    """As the mapping file says; else the whole column decides."""


@dataclass(slots=True)
class Extracted:
    """One batch done: reports without parsed dates, sightings counted from the batch's first report, and problems."""

    reports: pa.Table
    dates: pa.Array
    """The date column as written, or null."""
    digests: pa.Array
    """16 bytes a row: equal rows have equal digests."""
    sightings: dict[str, pa.Array] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Sightings:
    report: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    as_written: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    notes: list[str | None] = field(default_factory=list)


def batch(plan: Plan, rows: Batch) -> Extracted:
    """Read one batch of rows."""
    problems = list(rows.problems)
    numbers, table = _kept(plan, rows, problems)
    width = len(plan.columns.columns)
    cells: list[list[str]] = (
        [list(column) for column in zip(*table, strict=True)] if table else [[] for _ in range(width)]
    )
    names = [column.header for column in plan.columns.columns]
    cells = [_sound(plan.file, name, numbers, column, problems) for name, column in zip(names, cells, strict=True)]
    digests = _digests(names, cells, len(numbers))
    reports, near = _reports(plan, numbers, cells, problems)
    seen = _Sightings()
    for column in plan.columns.columns:
        if column.field in KIND_FIELDS:
            _identifier_column(plan, column, cells, near, numbers, seen, problems)
        elif column.field == "identifiers" or column.searched or column.field == "narrative":
            texts = reports["narrative"] if column.field == "narrative" else cells[column.index]
            _searched_column(plan, column, texts, near, numbers, seen, problems)
    dated = _one(plan, "reported_on")
    written = [_blank_to_none(cell) for cell in cells[dated.index]] if dated else [None] * len(numbers)
    return Extracted(
        reports=_report_table(reports),
        dates=pa.array(written, pa.string()),
        digests=digests,
        sightings=_sorted(seen),
        problems=problems,
    )


def _kept(plan: Plan, rows: Batch, problems: list[Problem]) -> tuple[list[int], list[list[str]]]:
    """Rows made as wide as the header; blank lines gone, ragged rows noted."""
    width = len(plan.columns.columns)
    numbers: list[int] = []
    table: list[list[str]] = []
    for number, row in zip(rows.numbers, rows.rows, strict=True):
        got = len(row)
        if got != width:
            if got == 0 or (got == 1 and not row[0].strip()):
                continue
            if got < width:
                problems.append(
                    problem(
                        plan.file, number, "", "input.few_fields", f"expected {width} fields, got {got}", _shown(row)
                    )
                )
                row = row + [""] * (width - got)
            elif any(cell.strip() for cell in row[width:]):
                problems.append(
                    problem(
                        plan.file,
                        number,
                        "",
                        "input.many_fields",
                        f"expected {width} fields, got {got}",
                        _shown(row),
                    )
                )
                row = [*row[: width - 1], _Wide(row[width - 1], row[width:])]
            else:
                row = row[:width]
        if not any(row) or not any(map(str.strip, row)):
            problems.append(
                problem(plan.file, number, "", "input.blank_row", "expected a report, got an empty row", _shown(row))
            )
            continue
        numbers.append(number)
        table.append(row)
    return numbers, table


class _Wide(str):
    """The last cell of a row with more fields than the header: it carries the rest along."""

    rest: tuple[str, ...]

    def __new__(cls, text: str, rest: Sequence[str]) -> Self:
        cell = super().__new__(cls, text)
        cell.rest = tuple(rest)
        return cell


def _sound(file: str, name: str, numbers: list[int], cells: list[str], problems: list[Problem]) -> list[str]:
    """Cells without half characters and without floods of combining marks."""
    try:
        flooded = pc.any(pc.match_substring_regex(pa.array(cells, pa.string()), _FLOOD_ARROW)).as_py()
    except UnicodeEncodeError:
        for place, cell in enumerate(cells):
            if any("\ud800" <= character <= "\udfff" for character in cell):
                mended = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in cell)
                problems.append(
                    problem(
                        file,
                        numbers[place],
                        name,
                        "input.surrogate",
                        "expected whole characters, got half of one",
                        mended,
                    )
                )
                cells[place] = mended
        flooded = pc.any(pc.match_substring_regex(pa.array(cells, pa.string()), _FLOOD_ARROW)).as_py()
    if flooded:
        for place, cell in enumerate(cells):
            mended = _FLOOD.sub(r"\1", cell)
            if mended != cell:
                problems.append(
                    problem(
                        file,
                        numbers[place],
                        name,
                        "input.combining_marks",
                        f"{len(cell) - len(mended)} combining marks beyond the 30th on one letter",
                        mended,
                    )
                )
                cells[place] = mended
    return cells


def _digests(names: list[str], cells: list[list[str]], count: int) -> pa.Array:
    seed = "\x1f".join(names)
    blake = hashlib.blake2b
    digests = (
        [blake(f"{seed}\x1e{chr(31).join(row)}".encode(), digest_size=16).digest() for row in zip(*cells, strict=True)]
        if cells
        else [b""] * count
    )
    return pa.array(digests, pa.binary(16))


def _one(plan: Plan, name: str) -> Column | None:
    found = plan.columns.of(name)
    return found[0] if found else None


def _reports(
    plan: Plan, numbers: list[int], cells: list[list[str]], problems: list[Problem]
) -> tuple[dict[str, list[Any]], list[str | None]]:
    """Columns of the reports table (amounts still as decimals), and the country each row's local numbers are read by."""
    count = len(numbers)
    reports: dict[str, list[Any]] = {name: [None] * count for name in REPORTS.names}
    reports["file"] = [plan.base] * count
    reports["row"] = numbers
    reports["narrative"] = [""] * count
    for name in ("language", "category"):
        column = _one(plan, name)
        if column:
            reports[name] = [_blank_to_none(cell) for cell in cells[column.index]]
    ids = _one(plan, "report_id")
    made = [f"{plan.file}:{number}" for number in numbers]
    reports["report_id"] = (
        [cell.strip() or own for cell, own in zip(cells[ids.index], made, strict=True)] if ids else made
    )
    if plan.columns.of("reporter"):
        parts = [cells[column.index] for column in plan.columns.of("reporter")]
        reports["reporter"] = [
            "; ".join(part for cell in row if (part := cell.strip())) or None for row in zip(*parts, strict=True)
        ]
    near = _countries(plan, numbers, cells, reports, problems)
    story = _one(plan, "narrative")
    if story:
        reports["narrative"] = _unicode_burmese(plan, story.header, numbers, cells[story.index], near, problems)
    _amounts(plan, numbers, cells, near, reports, problems)
    reports["extra"] = _extra(plan, cells, count)
    return reports, near


def _countries(
    plan: Plan, numbers: list[int], cells: list[list[str]], reports: dict[str, list[Any]], problems: list[Problem]
) -> list[str | None]:
    written = None if plan.guessed else plan.country
    column = _one(plan, "country")
    if column is None:
        reports["country"] = [written] * len(numbers)
        return [plan.country] * len(numbers)
    near: list[str | None] = []
    for place, cell in enumerate(cells[column.index]):
        code = _country(cell)
        if code is None and cell.strip():
            problems.append(
                problem(
                    plan.file,
                    numbers[place],
                    column.header,
                    "input.country",
                    "expected the name or code of a country",
                    cell,
                )
            )
        reports["country"][place] = code or written
        near.append(code or plan.country)
    return near


@lru_cache(maxsize=4096)
def _country(cell: str) -> str | None:
    return countries.country_named(cell) if cell.strip() else None


@lru_cache(maxsize=4096)
def _currency(cell: str) -> str | None:
    return countries.currency_named(cell) if cell.strip() else None


@lru_cache(maxsize=512)
def _own_currency(country: str | None) -> str | None:
    return countries.get(country).currency if country and country in countries.known() else None


def _amounts(
    plan: Plan,
    numbers: list[int],
    cells: list[list[str]],
    near: list[str | None],
    reports: dict[str, list[Any]],
    problems: list[Problem],
) -> None:
    column, named = _one(plan, "amount"), _one(plan, "currency")
    if named:
        reports["currency"] = [_currency(cell) or (cell.strip()[:12] or None) for cell in cells[named.index]]
    if column is None:
        return
    of_header = _header_currency(column.header)
    for place, cell in enumerate(cells[column.index]):
        written = cell.strip()
        if not written:
            continue
        reports["amount_as_written"][place] = written
        country = near[place]
        currency = reports["currency"][place] or of_header
        read = amounts.parse(written, country, currency, plan.columns.decimal)
        if read is None:
            problems.append(
                problem(plan.file, numbers[place], column.header, "input.amount", "expected one sum of money", written)
            )
            continue
        if read.ambiguous:
            problems.append(
                problem(
                    plan.file, numbers[place], column.header, "input.amount_ambiguous", f"read as {read.value}", written
                )
            )
        reports["amount"][place] = read.value
        # A currency beside the sum is what the sum is in, whatever another column says; nothing at all means the country's own.
        reports["currency"][place] = read.currency or currency or _own_currency(country)


@lru_cache(maxsize=64)
def _header_currency(header: str) -> str | None:
    """The currency a header names: "Loss (THB)", "金额（元）"."""
    for word in re.split(r"[\s_()（）\[\]/,.:-]+", header):
        found = countries.currency_named(word) if word else None
        if found:
            return found
    return None


def _unicode_burmese(
    plan: Plan, name: str, numbers: list[int], texts: list[str], near: list[str | None], problems: list[Problem]
) -> list[str]:
    """Stories with Zawgyi Burmese turned into Unicode; everything else as it is."""
    del near
    found = pc.indices_nonzero(
        pc.match_substring_regex(pa.array(texts, pa.string()), r"[\x{1000}-\x{109F}]")
    ).to_pylist()
    if found:
        texts = list(texts)
    for place in found:
        if zawgyi.is_zawgyi(texts[place]):
            problems.append(
                problem(
                    plan.file,
                    numbers[place],
                    name,
                    "input.zawgyi",
                    "expected Unicode Burmese; converted from Zawgyi",
                    texts[place],
                )
            )
            texts[place] = zawgyi.to_unicode(texts[place])
    return texts


def _extra(plan: Plan, cells: list[list[str]], count: int) -> list[str | None]:
    kept = [
        (column.header, cells[column.index])
        for column in plan.columns.columns
        if column.field in {"extra", "bank", "platform"}
    ]
    last = cells[-1] if cells else []
    wide = [place for place, cell in enumerate(last) if isinstance(cell, _Wide)]
    if not kept and not wide:
        return [None] * count
    names = [name for name, _ in kept]
    rows: list[str | None] = []
    rest = set(wide)
    for place, row in enumerate(zip(*(column for _, column in kept), strict=True) if kept else [()] * count):
        values = {name: cell for name, cell in zip(names, row, strict=True) if cell}
        if place in rest:
            values.update(
                {
                    f"column {len(cells) + number}": cell
                    for number, cell in enumerate(getattr(last[place], "rest", ()), start=1)
                    if cell
                }
            )
        rows.append(json.dumps(values, ensure_ascii=False) if values else None)
    return rows


def _report_table(reports: dict[str, list[Any]]) -> pa.Table:
    arrays = []
    for declared in REPORTS:
        values = reports[declared.name]
        if declared.name == "amount":
            with localcontext(prec=60):
                values = [None if value is None else value.quantize(_CENTS) for value in values]
        arrays.append(pa.array(values, declared.type))
    return pa.Table.from_arrays(arrays, schema=REPORTS)


def _identifier_column(
    plan: Plan,
    column: Column,
    cells: list[list[str]],
    near: list[str | None],
    numbers: list[int],
    seen: _Sightings,
    problems: list[Problem],
) -> None:
    """A column that holds one kind: every filled cell should give one or more of it."""
    texts = cells[column.index]
    hints = None if column.hint is None else [_blank_to_none(cell) for cell in cells[column.hint]]
    lost = numbers_lost.rounded(texts)
    for place in lost:
        problems.append(
            problem(
                plan.file,
                numbers[place],
                column.header,
                "input.number_lost_digits",
                "expected all digits; a spreadsheet rounded them",
                texts[place],
            )
        )
    given: list[str | None] = [
        None if not cell or place in lost else _unquoted(cell) for place, cell in enumerate(texts)
    ]
    found = kinds.clean_column(column.field, given, near, hints)
    _add(seen, found, column, column.header)
    hit = set(found.text)
    for place, cell in enumerate(given):
        if cell is None or not cell.strip():
            continue
        if place in hit:
            if isinstance(texts[place], Number) and numbers_lost.lost_zero(column.field, cell, near[place]):
                problems.append(
                    problem(
                        plan.file,
                        numbers[place],
                        column.header,
                        "input.leading_zero_lost",
                        "a number cell forgets leading zeros; read as it stands",
                        cell,
                    )
                )
            continue
        if _FORMULA.match(cell):
            problems.append(
                problem(
                    plan.file,
                    numbers[place],
                    column.header,
                    "input.formula",
                    "expected a value, got a formula; kept as text",
                    cell,
                )
            )
            continue
        zero = numbers_lost.with_zero(column.field, cell, near[place])
        if zero:
            problems.append(
                problem(
                    plan.file,
                    numbers[place],
                    column.header,
                    "input.leading_zero_lost",
                    f"read as 0{cell.strip()}",
                    cell,
                )
            )
            for one in zero:
                _append(
                    seen,
                    place,
                    column.index,
                    one.start,
                    one.kind,
                    one.value,
                    cell.strip(),
                    column.header,
                    "; ".join(("leading zero restored", *one.notes)),
                )
            continue
        if not _says_nothing(cell):
            problems.append(
                problem(
                    plan.file,
                    numbers[place],
                    column.header,
                    f"input.{column.field}",
                    f"expected {_article(column.field)}, found none",
                    cell,
                )
            )


def _searched_column(
    plan: Plan,
    column: Column,
    texts: list[str],
    near: list[str | None],
    numbers: list[int],
    seen: _Sightings,
    problems: list[Problem],
) -> None:
    """A column of prose or mixed identifiers: whatever is found in it, with its place."""
    if column.field != "narrative" or any(text[:1] in "=+-@" for text in texts):
        for place, text in enumerate(texts):
            if text and text[0] in "=+-@" and _FORMULA.match(text):
                problems.append(
                    problem(
                        plan.file,
                        numbers[place],
                        column.header,
                        "input.formula",
                        "expected text, got a formula; kept as text",
                        text,
                    )
                )
    pieces, owners, offsets = _pieces(texts)
    found = kinds.find_column(pieces, [near[owner] for owner in owners])
    name = "narrative" if column.field == "narrative" else column.header
    whole = column.field == "identifiers"
    for at in range(len(found.text)):
        piece = found.text[at]
        start, end = found.start[at] + offsets[piece], found.end[at] + offsets[piece]
        source = name if whole else f"{name}:{start}-{end}"
        _append(
            seen,
            owners[piece],
            column.index,
            start,
            found.kind[at],
            found.value[at],
            found.as_written[at],
            source,
            found.notes[at],
        )
    if whole:
        hit = {owners[piece] for piece in found.text}
        for place, text in enumerate(texts):
            if place not in hit and text.strip() and not _says_nothing(text):
                problems.append(
                    problem(
                        plan.file,
                        numbers[place],
                        column.header,
                        "input.identifiers",
                        "expected identifiers, found none",
                        text,
                    )
                )


def _pieces(texts: list[str]) -> tuple[list[str], Sequence[int], list[int]]:
    """Texts cut at blanks into pieces no longer than `_PIECE`, with the text each belongs to and where it starts."""
    if all(len(text) <= _PIECE for text in texts):
        return texts, range(len(texts)), [0] * len(texts)
    pieces: list[str] = []
    owners: list[int] = []
    offsets: list[int] = []
    for owner, text in enumerate(texts):
        at = 0
        while True:
            end = at + _PIECE
            if end < len(text):
                # An identifier has no blank in its second half a thousand characters long.
                blank = text.rfind(" ", end - 1000, end)
                end = blank if blank > at else end
            pieces.append(text[at:end])
            owners.append(owner)
            offsets.append(at)
            at = end
            if at >= len(text):
                break
    return pieces, owners, offsets


def _add(seen: _Sightings, found: Any, column: Column, source: str) -> None:
    count = len(found.text)
    seen.report += found.text
    seen.place += [column.index] * count
    seen.start += found.start
    seen.kind += found.kind
    seen.value += found.value
    seen.as_written += found.as_written
    seen.source += [source] * count
    seen.notes += found.notes


def _append(
    seen: _Sightings,
    report: int,
    place: int,
    start: int,
    kind: str,
    value: str,
    as_written: str,
    source: str,
    notes: str | None,
) -> None:
    seen.report.append(report)
    seen.place.append(place)
    seen.start.append(start)
    seen.kind.append(kind)
    seen.value.append(value)
    seen.as_written.append(as_written)
    seen.source.append(source)
    seen.notes.append(notes)


def _sorted(seen: _Sightings) -> dict[str, pa.Array]:
    """By report, then column, then place in it: an order that does not depend on how kinds are searched for."""
    order = np.lexsort(
        (np.array(seen.start, np.int64), np.array(seen.place, np.int64), np.array(seen.report, np.int64))
    )
    take = pa.array(order)
    columns = {
        "report": pa.array(seen.report, pa.int32()),
        "kind": pa.array(seen.kind, pa.string()),
        "value": pa.array(seen.value, pa.string()),
        "as_written": pa.array(seen.as_written, pa.string()),
        "source": pa.array(seen.source, pa.string()),
        "notes": pa.array(seen.notes, pa.string()),
    }
    return {name: array.take(take) for name, array in columns.items()}


def _unquoted(cell: str) -> str:
    """Without the apostrophe that spreadsheets put before text that looks like a formula or a number."""
    return cell[1:] if cell[0] == "'" and len(cell) > 1 else str(cell)


def _says_nothing(cell: str) -> bool:
    return cell.strip().casefold() in _NOTHING


# What people type where they have nothing to say; a dash is not a phone number that could not be read.
_NOTHING: Final = frozenset({"", "-", "--", "—", "–", ".", "n/a", "na", "none", "null", "nil", "nan", "unknown", "ไม่มี", "ไม่ทราบ", "không", "không có", "គ្មាន", "ບໍ່ມີ", "无", "無", "没有", "不详", "不明", "없음", "?"})  # fmt: skip


def _article(kind: str) -> str:
    return ("an " if kind in {"email"} else "a ") + kind.replace("_", " ")


def _blank_to_none(cell: str) -> str | None:
    return cell.strip() or None


def _shown(row: Sequence[str]) -> str:
    return ",".join(row)[:200]
