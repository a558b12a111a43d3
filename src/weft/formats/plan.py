"""What the reading of one batch knows and gathers: the plan it is sent, the work in hand, the result."""

from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from weft.formats.columns import Column, Columns
from weft.formats.dates import OrderName
from weft.formats.problems import problem
from weft.model import Problem

# What people type where they have nothing to say; a dash is not a phone number that could not be read.
NOTHING: Final = frozenset({"", "-", "--", "—", "–", ".", "n/a", "na", "none", "null", "nil", "nan", "unknown", "(unknown)", "ไม่มี", "ไม่ทราบ", "không", "không có", "គ្មាន", "ບໍ່ມີ", "无", "無", "没有", "不详", "不明", "없음", "?"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What a worker must know to read batches of one file: small, and the same for all of them."""

    columns: Columns
    file: str
    base: str
    """Name without the sheet, as reports carry it."""
    country: str | None
    """Of reports that name none."""
    guessed: bool = False
    """The country was guessed: it reads local numbers but is not written into the reports."""
    date_order: OrderName | None = None
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
class Work:
    """One batch in hand: its cells by column, the country each row is read by, and the problems so far."""

    plan: Plan
    numbers: list[int]
    cells: list[list[str]]
    problems: list[Problem]
    near: list[str | None] = field(default_factory=list)
    rest: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Fields beyond the header's width, by place in the batch."""

    def one(self, name: str) -> Column | None:
        """The first column taken for ``name``, if there is one."""
        found = self.plan.columns.of(name)
        return found[0] if found else None

    def note(self, place: int, column: str, code: str, message: str, as_written: str) -> None:
        """A problem with the row at ``place`` in this batch."""
        self.problems.append(problem(self.plan.file, self.numbers[place], column, code, message, as_written))


def blank_to_none(cell: str) -> str | None:
    """A cell without blanks around it; None when nothing is left."""
    return cell.strip() or None
