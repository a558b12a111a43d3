"""Rows made sound: as wide as the header, without half characters and floods of marks; the blank ones accounted for."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

import pyarrow as pa

from weft.formats import furniture
from weft.formats.grid import Batch
from weft.formats.plan import Plan, Work
from weft.formats.problems import problem
from weft.model import Problem

# As security practice has it: no script stacks more marks than this on one letter, and normalising a flood takes quadratic time.
_MOST_MARKS: Final = 30
_MARKS: Final = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    r"\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
)
_FLOOD: Final = re.compile(f"([{_MARKS}]{{{_MOST_MARKS}}})[{_MARKS}]+")
# Every fourth character of a flood is a mark, seven times in a row at least: a quarter of the text tells where one may be.
_STRIDE: Final = 4
_MAY_FLOOD: Final = re.compile(f"[{_MARKS}]{{{(_MOST_MARKS + 1) // _STRIDE}}}")
_HALF: Final = re.compile("[\ud800-\udfff]")


def sound(plan: Plan, batch: Batch) -> Work:
    """The rows of ``batch`` by column, each column as long as the others."""
    problems = list(batch.problems)
    numbers, table, rest = _kept(plan, batch, problems)
    cells = [list(column) for column in zip(*table, strict=True)] if table else [[] for _ in plan.columns.columns]
    work = Work(plan, numbers, cells, problems, rest=rest)
    for column in plan.columns.columns:
        _whole(work, column.header, cells[column.index])
    return work


def digests(work: Work) -> pa.Array:
    """16 bytes for each row, from its cells and their names: equal for equal rows, in whatever file they stand."""
    seed = "\x1f".join(column.header for column in work.plan.columns.columns) + "\x1e"
    blake = hashlib.blake2b
    rows = zip(*work.cells, strict=True)
    return pa.array([blake((seed + "\x1f".join(row)).encode(), digest_size=16).digest() for row in rows], pa.binary(16))


def _kept(
    plan: Plan, batch: Batch, problems: list[Problem]
) -> tuple[list[int], list[list[str]], dict[int, tuple[str, ...]]]:
    """Rows made as wide as the header, and what some have beyond it; blank lines gone, ragged rows noted."""
    columns = plan.columns.columns
    width = len(columns)
    numbers: list[int] = []
    table: list[list[str]] = []
    rest: dict[int, tuple[str, ...]] = {}
    for number, written in zip(batch.numbers, batch.rows, strict=True):
        row = written
        got = len(row)
        if got == 0 or (got == 1 and not row[0].strip()):
            if got and width == 1:
                problems.append(
                    problem(plan.file, number, "", "input.blank_row", "expected a report, got an empty row")
                )
            continue
        if got < width:
            problems.append(
                problem(plan.file, number, "", "input.few_fields", f"expected {width} fields, got {got}", _shown(row))
            )
            row = row + [""] * (width - got)
        elif got > width:
            beyond, row = row[width:], row[:width]
            if any(cell.strip() for cell in beyond):
                problems.append(
                    problem(
                        plan.file,
                        number,
                        "",
                        "input.many_fields",
                        f"expected {width} fields, got {got}",
                        _shown(written),
                    )
                )
                rest[len(numbers)] = tuple(beyond)
        if not any(map(str.strip, row)) and len(numbers) not in rest:
            problems.append(
                problem(plan.file, number, "", "input.blank_row", "expected a report, got an empty row", _shown(row))
            )
            continue
        other = furniture.what(row, columns)
        if other is not None:
            problems.append(problem(plan.file, number, "", *other, _shown(row)))
            continue
        numbers.append(number)
        table.append(row)
    return numbers, table, rest


def _whole(work: Work, name: str, cells: list[str]) -> None:
    """Mend half characters and cut floods of combining marks, in place."""
    joined = "".join(cells)
    if joined.isascii():
        return
    try:
        joined.encode()
    except UnicodeEncodeError:
        for place, cell in enumerate(cells):
            if _HALF.search(cell):
                cells[place] = _HALF.sub("\ufffd", cell)
                work.note(place, name, "input.surrogate", "expected whole characters, got half of one", cells[place])
    if _is_flooded(joined):
        for place, cell in enumerate(cells):
            mended = _FLOOD.sub(r"\1", cell)
            if mended != cell:
                cells[place] = mended
                work.note(
                    place,
                    name,
                    "input.combining_marks",
                    f"{len(cell) - len(mended)} marks beyond the {_MOST_MARKS}th on one letter",
                    mended,
                )


def _is_flooded(text: str) -> bool:
    return any(
        _FLOOD.search(text, max(0, _STRIDE * hit.start() - _MOST_MARKS), _STRIDE * hit.end() + 2 * _MOST_MARKS)
        for hit in _MAY_FLOOD.finditer(text[::_STRIDE])
    )


def _shown(row: Sequence[str]) -> str:
    return ",".join(cell[:200] for cell in row[:40])
