"""What every format hands to the rest: named columns, and rows of text in batches.

Nothing is interpreted here. A cell is the text the file holds; `Number` marks text that a spreadsheet stored as a number, because
a spreadsheet forgets leading zeros and every digit past the fifteenth.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from weft.model import Problem

BATCH_ROWS: Final = 10_000
"""Rows worked on at once: large enough that column-wise work pays, small enough (about 10 MB) for several at a time."""


class Number(str):
    """Text of a cell that a spreadsheet or JSON file stored as a number, not as text."""

    __slots__ = ()


@dataclass(slots=True)
class Batch:
    """Some rows of one file, each with its number as a person counts."""

    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """One table of one file: a CSV, one sheet of a workbook, the records of a JSON file."""

    name: str
    """The file as problems call it; for a workbook with several sheets ``book.xlsx[Sheet2]``."""
    format: str
    encoding: str | None
    header: list[str] | None
    """Names where the format itself has them (JSON, YAML); None where the first rows decide."""
    batches: Iterable[Batch]
    delimiter: str | None = None
    sheet: str | None = None
    problems: list[Problem] = field(default_factory=list)
    """About the file as a whole."""
    fields: dict[str, str] = field(default_factory=dict)
    """Fields the format itself knows: column to field."""


def batched(numbers: list[int], rows: list[list[str]], problems: list[Problem] | None = None) -> Iterator[Batch]:
    """Rows already in memory, cut into batches; the problems go with the first."""
    for start in range(0, len(rows), BATCH_ROWS) or [0]:
        end = start + BATCH_ROWS
        yield Batch(numbers[start:end], rows[start:end], (problems or []) if start == 0 else [])
