"""What reading gives back: reports, sightings, problems and the files they came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from weft.model import Problem


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file (or one sheet of a workbook) as it was read: enough for a colleague to find the same bytes again."""

    name: str
    format: str
    encoding: str | None
    rows: int
    """Rows that became reports."""
    sha256: str
    """Of the whole file, as hexadecimal."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Header to field."""
    refused: int = 0
    """Rows that did not; each has a problem. ``rows + refused`` is what the file holds."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading has come. ``total`` is an estimate until the file is done, 0 when unknown."""

    file: str
    done: int
    """Rows."""
    total: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was in the files: nothing is dropped without a problem that says so."""

    reports: pa.Table
    """After `weft.tables.schemas.REPORTS`."""
    sightings: pa.Table
    """After `weft.tables.schemas.SIGHTINGS`, by report, then column, then place."""
    problems: list[Problem]
    """By file, row, column, code."""
    files: list[FileRead]


Step = Callable[[Progress], None]
