"""Report files in, one reading out.

A file that cannot be read at all stops everything before anything is read further; a bad row or value never stops anything. The
same files give the same reading whatever order they are named in, in one process or in several.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

from weft import countries
from weft.errors import FileNotRead, MappingNotRead
from weft.formats import (
    amounts,
    assemble,
    columns,
    contents,
    countries_guess,
    delimited,
    encodings,
    furniture,
    html_tables,
    json_records,
    mail,
    neighbours,
    packed,
    scamdb,
    sniff,
    spreadsheet,
    stacked,
    text,
    transposed,
    workshop,
    xml_records,
    zip_tables,
)
from weft.formats import mapping as mapping_files
from weft.formats.columns import Columns
from weft.formats.encodings import Encoding
from weft.formats.grid import Batch, Grid
from weft.formats.plan import Plan
from weft.formats.problems import problem
from weft.formats.reading import FileRead, Progress, Reading, Step

_SAMPLE_ROWS: Final = 300
# Starting workers costs a second; below this size (some 20,000 reports) one process is as fast.
_SAYS_NOTHING: Final = frozenset(
    {"extra", "bank", "platform", "kind", "country", "ignore", "reported_on", "amount", "currency", "category"}
)
_REFUSED: Final = frozenset({"input.blank_row", "input.json", "input.record", *furniture.CODES})
# Each column is looked at cell by cell; a spreadsheet's own reader stops at 256.
_MOST_COLUMNS: Final = 2000
_SPREAD_BYTES: Final = 6_000_000


@dataclass(frozen=True, slots=True)
class _Given:
    """One named file with its bytes fixed by their hash."""

    path: Path
    name: str
    base: str
    sha256: str
    size: int


def read(
    paths: Sequence[Path],
    *,
    mapping: Mapping[str, Any] | None = None,
    country: str | None = None,
    progress: Step | None = None,
    workers: int | None = None,
) -> Reading:
    """Read ``paths``: reports, the identifiers sighted in them, and every problem met.

    ``mapping`` is what `weft.formats.mapping.read` gives, or plain ``{column: field}``; ``country`` is where reports were made that
    name no country. ``workers`` (by default one a core, and none for small files) changes the speed, never the result.
    Raises FileNotRead when any of ``paths`` cannot be read at all, MappingNotRead when the mapping names what does not exist.
    """
    wanted = mapping_files.checked(mapping) if mapping else {"columns": {}, "file": {}}
    country = _known_country(wanted["file"].get("country") or country)
    given = _given(paths)
    parts: list[assemble.Part] = []
    met: set[str] = set()

    def jobs() -> Iterator[tuple[assemble.Part, Plan, Batch]]:
        for file in given:
            for part, batches in _tables(file, wanted, country, met):
                parts.append(part)
                for batch in batches:
                    yield part, part.plan, batch

    count = workers if workers is not None else _cores()
    if workers is None and sum(file.size for file in given) < _SPREAD_BYTES:
        count = 1
    step = _Steps(progress, {file.name: file.size for file in given})
    for part, rows, extracted in workshop.spread(jobs(), count):
        part.batches.append(extracted)
        step.done(part, rows)
    step.end(parts)
    for part in parts:
        _accounted(part)
    unknown = [name for name in wanted["columns"] if name not in met]
    if unknown and given:
        raise MappingNotRead(
            f"the mapping names a column that no file has: {unknown[0]!r}",
            hint="columns there are: " + ", ".join(sorted(met)[:40]),
            columns=unknown,
        )
    return assemble.reading(parts)


def look(path: Path, *, country: str | None = None, mapping: Mapping[str, Any] | None = None) -> Columns:
    """What the columns of one file are recognised as. Reads no further than the first rows of its first table."""
    wanted = mapping_files.checked(mapping) if mapping else {"columns": {}, "file": {}}
    country = _known_country(wanted["file"].get("country") or country)
    (file,) = _given([path])
    grid = next(iter(_grids(file, wanted["file"], country)))
    seen, _, _ = _recognised(grid, file.base, wanted, country)
    return seen


def _tables(
    file: _Given, wanted: Mapping[str, Any], country: str | None, met: set[str]
) -> Iterator[tuple[assemble.Part, Iterable[Batch]]]:
    """The tables of one file with their rows. Sheets beside the reports (sums, lists of codes) are listed and left out."""
    grids = _grids(file, wanted["file"], country)
    first = next(grids, None)
    if first is None or first.format != "spreadsheet":
        for grid in chain([first] if first else [], grids):
            yield _part(grid, file, wanted, country, met)
        return
    sheets: list[tuple[assemble.Part, Iterable[Batch]]] = [
        _part(grid, file, wanted, country, met) for grid in chain([first], grids)
    ]
    told = [any(one.field not in _SAYS_NOTHING for one in part.plan.columns.columns) for part, _ in sheets]
    if any(is_told and part.plan.columns.has_header for (part, _), is_told in zip(sheets, told, strict=True)):
        # A cover beside tables: who made the workbook, and how to reach them.
        sheets = [(part, list(batches)) for part, batches in sheets]
        told = [
            is_told and (part.plan.columns.has_header or _is_even(batches))
            for (part, batches), is_told in zip(sheets, told, strict=True)
        ]
    for (part, batches), is_told in zip(sheets, told, strict=True):
        if is_told or not any(told):
            yield part, batches
        else:
            message = "no column of this sheet is one of reports; name them in a mapping file if its rows are reports"
            part.problems.append(problem(part.plan.file, 0, "", "input.sheet_skipped", message))
            part.skipped = True
            part.given = sum(len(batch.rows) for batch in batches)
            yield part, []


def _is_even(batches: Iterable[Batch]) -> bool:
    """Whether most rows fill most of the table's width, as those of a table do."""
    filled = [sum(1 for cell in row if cell.strip()) for batch in batches for row in batch.rows]
    full = sum(1 for count in filled if count * 3 >= 2 * max(filled))
    return bool(filled) and full * 5 >= 3 * len(filled)


def _part(
    grid: Grid, file: _Given, wanted: Mapping[str, Any], country: str | None, met: set[str]
) -> tuple[assemble.Part, Iterator[Batch]]:
    """One grid with its columns recognised, and the rows that wait to be read."""
    seen, batches, guess = _recognised(grid, file.base, wanted, country)
    met.update(column.header for column in seen.columns)
    plan = Plan(
        columns=seen,
        file=grid.name,
        base=file.base,
        country=country or (guess[0] if guess else None),
        guessed=country is None,
        date_order=wanted["file"].get("date_order"),
    )
    part = assemble.Part(plan, FileRead(grid.name, grid.format, grid.encoding, 0, file.sha256, seen.fields()))
    # The very list: a format may find out more while its rows are read.
    part.problems = grid.problems
    for name in seen.notes:
        if name.startswith("two columns"):
            part.problems.append(problem(grid.name, seen.first_row or 0, "", "input.column_duplicate", name, ""))
    if guess and country is None and not seen.of("country"):
        part.problems.append(
            problem(
                grid.name,
                0,
                "",
                "input.country_guessed",
                f"local numbers were read as of {guess[0]}, by {guess[1]}; name the country with --country",
                "",
            )
        )
    return part, batches


def _accounted(part: assemble.Part) -> None:
    """Rows given, now that all are read; a table without any is told."""
    if part.skipped:
        return
    refused = sum(_refused(batch.problems) for batch in part.batches)
    part.given = sum(batch.reports.num_rows for batch in part.batches) + refused
    if not part.given and part.file.format != "unread" and not any(one.row for one in part.problems):
        part.problems.append(
            problem(part.plan.file, 0, "", "input.sheet_empty", "expected rows of reports, found none")
        )


class _Steps:
    """Tells whoever waits how far reading has come: rows exactly, their total from the file's size until it is known."""

    def __init__(self, progress: Step | None, sizes: Mapping[str, int]) -> None:
        self.progress, self.sizes = progress, sizes
        self.rows: dict[str, int] = {}
        self.per_row: dict[str, int] = {}

    def done(self, part: assemble.Part, rows: int) -> None:
        if self.progress is None:
            return
        name = part.plan.file
        self.rows[name] = done = self.rows.get(name, 0) + rows
        if name not in self.per_row:
            batch = part.batches[-1].reports
            self.per_row[name] = max(20, batch.nbytes // max(1, batch.num_rows))
        total = self.sizes.get(part.plan.base, 0) // self.per_row[name]
        self.progress(Progress(name, done, max(total, done)))

    def end(self, parts: Iterable[assemble.Part]) -> None:
        if self.progress is not None:
            for part in parts:
                done = self.rows.get(part.plan.file, 0)
                self.progress(Progress(part.plan.file, done, done))


def _cores() -> int:
    """Cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _refused(problems: Iterable[Any]) -> int:
    return sum(1 for one in problems if one.code in _REFUSED)


def _recognised(
    grid: Grid, file: str, wanted: Mapping[str, Any], country: str | None
) -> tuple[Columns, Iterator[Batch], tuple[str, str] | None]:
    """(columns, all batches without title and header, the country guessed and why)."""
    batches = iter(grid.batches)
    first = next(batches, Batch())
    more = next(batches, None) if grid.header is None else None
    if more is not None:
        batches = chain([more], batches)
    elif grid.header is None:
        first = transposed.turned(first) or first
    sample = first.rows[:_SAMPLE_ROWS]
    widest = max(len(grid.header or ()), min(map(len, sample[:2]), default=0))
    if widest > _MOST_COLUMNS:
        raise FileNotRead(
            f"{grid.name} has {widest:,} columns; at most {_MOST_COLUMNS:,} are read",
            hint="no table of reports is that wide: check its delimiter, or turn rows into columns",
        )
    script = None if country else countries_guess.guess([cell for row in sample for cell in row] + (grid.header or []))
    guess = (script, "its writing") if script else None
    seen = columns.recognise(grid.header, sample, country or script, mapping=wanted, known=grid.fields)
    if not country and not guess and not seen.of("country"):
        named = replace(seen, file=file, encoding=grid.encoding)
        guess = countries_guess.from_table(named, sample[0 if grid.header else seen.first_row :])
        if guess:
            seen = columns.recognise(grid.header, sample, guess[0], mapping=wanted, known=grid.fields)
    fixed = {*wanted["columns"], *grid.fields}
    seen = replace(seen, columns=tuple(neighbours.of_app(list(seen.columns), file, fixed)))
    summed = seen.of("amount")
    decimal = (
        amounts.decimal_mark(row[summed[0].index] for row in first.rows[seen.first_row :] if summed[0].index < len(row))
        if summed
        else None
    )
    seen = replace(
        seen,
        file=grid.name,
        format=grid.format,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
        country=country,
        decimal=decimal,
    )
    skip = seen.first_row if grid.header is None else 0
    above = [
        problem(grid.name, number, "", "input.note_row", "expected a report, got a line above the table", ",".join(row))
        for number, row in zip(first.numbers[:skip], first.rows[:skip], strict=True)
        if sum(bool(cell.strip()) for cell in row) > 1 and any(contents.looks_like_data(cell, country) for cell in row)
    ]
    rest = Batch(first.numbers[skip:], first.rows[skip:], [*first.problems, *above])
    return seen, chain([rest], batches), guess


def _grids(file: _Given, settings: Mapping[str, str], country: str | None) -> Iterator[Grid]:
    """The tables of one file, also those that stand below each other on one sheet. Raises FileNotRead when there is no reading it."""
    for grid in _whole_grids(file, settings, country):
        if grid.header is not None or grid.format == "text":
            yield grid
            continue
        batches = iter(grid.batches)
        first, more = next(batches, Batch()), next(batches, None)
        parts = [first] if more is not None else stacked.parts(first, country)
        if len(parts) == 1:
            yield replace(grid, batches=chain([first], [] if more is None else [more], batches))
        else:
            yield from (
                replace(grid, batches=[part], problems=grid.problems if part is parts[0] else []) for part in parts
            )


def _whole_grids(file: _Given, settings: Mapping[str, str], country: str | None) -> Iterator[Grid]:
    """The tables of one file. Raises FileNotRead when there is no reading it."""
    data = file.path.read_bytes()
    kind = sniff.binary(data, file.name)
    if kind == "spreadsheet":
        yield from spreadsheet.read(file.path, file.name, sheet=settings.get("sheet"))
        return
    if kind:
        yield from _archived((zip_tables if kind == "zip" else packed).read(data, file.name), settings, country)
        return
    yield from _text_grids(data, file.name, settings, country)


def _archived(files: Iterator[tuple[str, bytes]], settings: Mapping[str, str], country: str | None) -> Iterator[Grid]:
    """The tables of the files in an archive. One that cannot be read is listed, unless it is the only one."""
    read, refused = 0, list[tuple[str, FileNotRead]]()
    for name, inside in files:
        try:
            kind = sniff.binary(inside, name)
            if kind == "spreadsheet":
                yield from _workbook_inside(inside, name, settings)
            elif kind:
                refused.append(
                    (name, FileNotRead(f"{name} is another archive", hint="unpack it and give the files inside"))
                )
                continue
            else:
                yield from _text_grids(inside, name, settings, country)
            read += 1
        except FileNotRead as error:
            refused.append((name, error))
    if not read and refused:
        raise refused[0][1]
    for name, refusal in refused:
        noted = [problem(name, 0, "", "input.archive_part", f"{refusal}; {refusal.hint}")]
        yield Grid(name=name, format="unread", encoding=None, header=[], batches=[], problems=noted)


def _workbook_inside(data: bytes, name: str, settings: Mapping[str, str]) -> Iterator[Grid]:
    """A workbook out of an archive: its reader is a process of its own and wants a file."""
    with tempfile.TemporaryDirectory(prefix="weft-") as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(data)
        yield from spreadsheet.read(path, name, sheet=settings.get("sheet"))


def _text_grids(data: bytes, name: str, settings: Mapping[str, str], country: str | None) -> Iterator[Grid]:
    encoding = _encoding(data, settings.get("encoding"), country)
    kind = "csv" if settings.get("delimiter") else sniff.text(data, name, encoding)
    readers: dict[str, Callable[[], Grid]] = {
        "csv": lambda: delimited.read(data, name, encoding, delimiter=settings.get("delimiter"), country=country),
        "json": lambda: json_records.read(data, name, encoding),
        "jsonl": lambda: json_records.read_lines(data, name, encoding),
        "yaml": lambda: scamdb.read(data, name, encoding),
        "html": lambda: html_tables.read(data, name, encoding),
        "mail": lambda: mail.read(data, name, encoding),
        "text": lambda: text.read(data, name, encoding),
    }
    if kind == "xml":
        yield from xml_records.read(data, name, encoding)
        return
    grid = readers[kind]()
    if not encoding.sure:
        grid.problems.append(
            problem(name, 0, "", "input.encoding_guessed", f"read as {encoding.name}: {encoding.because}")
        )
    yield grid


def _encoding(data: bytes, named: str | None, country: str | None) -> Encoding:
    if named is None:
        return encodings.detect(data, country)
    seen = encodings.detect(data[:8], country)
    return Encoding(named.lower(), seen.bom, "the mapping says so", clean=False)


def _given(paths: Sequence[Path]) -> list[_Given]:
    """The files in an order of their own, each once, under names that tell them apart. Raises FileNotRead."""
    once = {path.resolve(): path for path in map(Path, paths)}
    hashed = []
    for path in once.values():
        digest, size = _hash(path)
        hashed.append((path, digest, size))
    hashed.sort(key=lambda one: (one[0].name, one[1], str(one[0])))
    names = _names([path for path, _, _ in hashed])
    return [_Given(path, name, name, digest, size) for (path, digest, size), name in zip(hashed, names, strict=True)]


def _hash(path: Path) -> tuple[str, int]:
    if path.is_dir():
        raise FileNotRead(f"{path} is a folder", hint="name the files in it")
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, path.stat().st_size
    except OSError as error:
        raise FileNotRead(
            f"{path} cannot be read: {error.strerror or error}", hint="check the name and that you may read it"
        ) from error


def _names(paths: list[Path]) -> list[str]:
    """Base names; where two files share one, with as many folders as tell them apart."""
    names = [path.name for path in paths]
    depth = 1
    while len(set(names)) < len(names) and depth < 12:
        depth += 1
        double = {name for name in names if names.count(name) > 1}
        names = [
            "/".join(path.resolve().parts[-depth:]) if name in double else name
            for name, path in zip(names, paths, strict=True)
        ]
    return names


def _known_country(code: str | None) -> str | None:
    if not code:
        return None
    found = countries.country_named(code)
    if found is None:
        return countries.get(code).code
    return found
