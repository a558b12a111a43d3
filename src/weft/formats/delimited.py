"""Delimited text: CSV, TSV, semicolons, pipes, in any encoding `encodings` knows.

The format of RFC 4180 as people really write it. A quotation mark that is never closed does not swallow the rest of the file: the
row is read again up to its line end, and listed. No row is lost: too long, too short, blank and broken ones are all accounted for.
"""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from weft.formats.encodings import Encoding
from weft.formats.grid import BATCH_ROWS, Batch, Grid
from weft.formats.problems import problem
from weft.formats.text_lines import Lines
from weft.model import Problem

DELIMITERS: Final = (",", "\t", ";", "|")
MAX_CELL: Final = 1_000_000
"""Characters of one cell. A chat log of a year has fewer; past this a quotation mark was forgotten, or someone means harm."""

# A record over more lines than this, with the wrong number of fields, is a forgotten quotation mark rather than a long story.
_SAMPLE_LINES: Final = 200

csv.field_size_limit(MAX_CELL)


def read(
    data: bytes, name: str, encoding: Encoding, *, delimiter: str | None = None, country: str | None = None
) -> Grid:
    """The rows of ``data`` as a grid without a header: which row holds the names is decided from the first rows."""
    head = _head(data, name, encoding, country)
    skip = 0
    if head and head[0].strip().lower().startswith("sep=") and len(head[0].strip()) == 5:
        # Excel's own way of naming the delimiter, met in files saved in countries with a decimal comma.
        delimiter, skip = delimiter or head[0].strip()[4], 1
    comments = _comments(head[skip:])
    delimiter = delimiter or sniff_delimiter("".join(head[skip + comments :]))
    header = _commented_header(head[skip : skip + comments], head[skip + comments :], delimiter)
    if comments == 1 and header is None and len(_fields_of(head[skip], delimiter)[0]) > 1:
        comments = 0  # "#,Name,Phone": the sign says number
    noted = [
        problem(name, skip + number, "", "input.note_row", "expected a report, got a comment", line.strip())
        for number, line in enumerate(head[skip : skip + comments - (header is not None)], start=1)
    ]
    skip += comments
    quote = "'" if _is_single_quoted(head[skip:], delimiter) else '"'
    lines = Lines(name, data, encoding, country)
    return Grid(
        name=name,
        format="csv",
        encoding=encoding.name,
        header=header,
        delimiter=delimiter,
        batches=_batches(lines, delimiter, skip, quote),
        problems=noted,
    )


def _comments(lines: list[str]) -> int:
    """How many of the first lines are comments (``#``), as feeds of indicators begin with."""
    return next((place for place, line in enumerate(lines) if not line.lstrip().startswith("#")), 0)


def _commented_header(comments: list[str], data: list[str], delimiter: str) -> list[str] | None:
    """The names in the last comment, where it has as many as the lines below have fields and more than a sign."""
    if not comments or not data:
        return None
    named = _fields_of(comments[-1].strip().lstrip("#").strip(), delimiter)
    widths = {len(fields) for fields in _fields_of("".join(data[:20]), delimiter)}
    names = [name.strip() for name in named[0]] if named else []
    return names if len(names) > 1 and len(names) in widths and all(names) else None


def sniff_delimiter(sample: str) -> str:
    """The delimiter that cuts the sample's lines into the same number of fields most often; a comma when none does."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        counts = Counter(len(fields) for fields in _fields_of(sample, delimiter))
        total = sum(counts.values())
        counts.pop(1, None)
        if not counts:
            continue
        width, rows = max(counts.items(), key=lambda item: (item[1], item[0]))
        # Agreement first; then more columns, a little, because a stray comma in prose agrees with nothing.
        score = rows / total + min(width, 20) / 1000
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _is_single_quoted(lines: list[str], delimiter: str) -> bool:
    """Whether the first lines quote each of their fields with an apostrophe, as some databases do."""
    rows = [[cell.strip() for cell in line.strip().split(delimiter)] for line in lines[:5] if line.strip()]
    cells = rows[0] if rows else []
    return len(cells) > 1 and all(len(cell) > 1 and cell[0] == cell[-1] == "'" for cell in cells)


def is_table(sample: str) -> bool:
    """Whether two thirds of a text's lines fall into the same two or more fields: what tells a table from prose."""
    delimiter = sniff_delimiter(sample)
    widths = [len(fields) for fields in _fields_of(sample, delimiter)]
    if len(widths) < 2:
        return bool(widths) and widths[0] >= 3 and "\t" in sample
    width, rows = Counter(widths).most_common(1)[0]
    return width >= 2 and rows * 3 >= len(widths) * 2


def _fields_of(sample: str, delimiter: str) -> list[list[str]]:
    lines = [line for line in io.StringIO(sample, newline="") if line.strip()]
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        rows = [line.split(delimiter) for line in lines]
    # The last line of a sample may be cut in a quoted cell.
    return rows[:-1] if len(rows) > 3 else rows


def _head(data: bytes, name: str, encoding: Encoding, country: str | None) -> list[str]:
    # Cut at bytes: sixteen thousand characters a line are enough to see its delimiter.
    head = Lines(name, data[: encoding.bom + (1 << 20)], encoding, country)
    return [line[:16_000] for line, _ in zip(head, range(_SAMPLE_LINES), strict=False)]


class _Tape:
    """Lines with a memory of those the current record took, so that a record can be read again."""

    def __init__(self, lines: Lines, skip: int) -> None:
        self.lines = lines
        self._source = iter(lines)
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.number = skip
        for _ in range(skip):
            next(self._source, None)

    def __iter__(self) -> "_Tape":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.taken.append(line)
        return line

    def done(self) -> None:
        self.number += len(self.taken)
        self.taken.clear()

    def notes(self, record: int) -> list[Problem]:
        """What had to be mended in the lines done with, under the number of the record they belong to."""
        ready = [replace(note, row=record) for note in self.lines.problems if note.row <= self.number]
        self.lines.problems = [note for note in self.lines.problems if note.row > self.number]
        return ready

    def back_to_first_line(self) -> str:
        first = self.taken[0]
        self._again.extendleft(reversed(self.taken[1:]))
        self.taken = [first]
        return first


def _batches(lines: Lines, delimiter: str, skip: int, quote: str) -> Iterator[Batch]:
    tape = _Tape(lines, skip)
    batch = Batch()
    width: int | None = None
    number = skip
    reader = csv.reader(tape, delimiter=delimiter, quotechar=quote, strict=True)
    while True:
        broken = None
        row: list[str] = []
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            broken = str(error)
        if (
            broken is None
            and len(tape.taken) > 1
            and width is not None
            and len(row) != width
            and not _closes_well(tape.taken, delimiter, width, len(row))
        ):
            broken = "the record runs over several lines and has the wrong number of fields"
        number += 1
        if broken is not None and tape.taken:
            row, noted = _one_line(tape.back_to_first_line(), delimiter, lines.file, number, broken, width)
            batch.problems += noted
            reader = csv.reader(tape, delimiter=delimiter, quotechar=quote, strict=True)
        tape.done()
        if lines.problems:
            batch.problems += tape.notes(number)
        if width is None and len(row) > 1:
            width = len(row)
        batch.numbers.append(number)
        batch.rows.append(row)
        if len(batch.rows) >= BATCH_ROWS:
            yield batch
            batch = Batch()
    if batch.rows or batch.problems:
        yield batch


def _closes_well(taken: list[str], delimiter: str, width: int, got: int) -> bool:
    """Whether a ragged record over several lines is still one record: its first line opens the cell that its last line closes."""
    alone = taken[0].count('"') % 2 == 0
    # A first line that already has every field but an odd quotation mark is the broken one.
    return alone or (len(taken[0].split(delimiter)) < width and got < width + 3 and len(taken) < 50)


def _one_line(
    line: str, delimiter: str, file: str, number: int, broken: str, width: int | None
) -> tuple[list[str], list[Problem]]:
    """The fields of a row whose quoting is broken, read from its first line alone."""
    text = line.rstrip("\r\n")
    noted = []
    if len(text) > MAX_CELL and '"' not in text:
        row = text.split(delimiter)
    else:
        noted.append(problem(file, number, "", "input.quote", f"a closing quotation mark was expected: {broken}", text))
        try:
            row = next(csv.reader([text], delimiter=delimiter))
        except (csv.Error, StopIteration):
            row = text.split(delimiter)
        if text.count('"') % 2 and width is not None:
            # The unclosed cell took the rest of the line with its delimiters, or it should have: the header's width says which.
            split = [field.replace('""', '"').strip('"') for field in _split_unclosed(text, delimiter)]
            row = min((row, split), key=lambda fields: abs(len(fields) - width))
    if any(len(cell) > MAX_CELL for cell in row):
        noted.append(
            problem(file, number, "", "input.long_cell", f"a cell of more than {MAX_CELL:,} characters was cut", text)
        )
        row = [cell[:MAX_CELL] for cell in row]
    return row, noted


def _split_unclosed(text: str, delimiter: str) -> list[str]:
    """Cut at delimiters outside those quoted cells that do close."""
    fields: list[str] = []
    at = 0
    while True:
        if text.startswith('"', at):
            close = text.find('"' + delimiter, at + 1)
            end_of_line = text.endswith('"') and len(text) - 1 > at and close < 0
            if close > 0:
                fields.append(text[at : close + 1])
                at = close + 1 + len(delimiter)
                continue
            if end_of_line:
                fields.append(text[at:])
                return fields
        cut = text.find(delimiter, at)
        if cut < 0:
            fields.append(text[at:])
            return fields
        fields.append(text[at:cut])
        at = cut + len(delimiter)
