"""Several tables below each other on one sheet: each begins with names of its own, behind a blank row or a title."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from weft.formats import contents, headers
from weft.formats.grid import Batch

_MOST_ROWS: Final = 5000
_KNOWN: Final = 0.6


def parts(batch: Batch, country: str | None) -> list[Batch]:
    """The tables of a sheet, each with its title rows, or the sheet whole where its names stand once."""
    if not 5 <= len(batch.rows) <= _MOST_ROWS:
        return [batch]
    starts: list[int] = []
    seen: list[tuple[str, ...]] = []
    has_data = False
    for place, row in enumerate(batch.rows):
        if (_is_header(row, country) or _is_named(batch.rows, place, country)) and (
            not starts or (has_data and _stands_apart(batch, place))
        ):
            names = tuple(cell.strip() for cell in row)
            if names in seen:
                return [batch]  # the same names on each printed page: one table
            starts.append(place)
            seen.append(names)
            has_data = False
        else:
            has_data = has_data or sum(1 for cell in row if cell.strip()) > 1
    if len(starts) < 2:
        return [batch]
    # What stands over names belongs to them: a title, and blank rows.
    cuts = [0, *(_above(batch.rows, start) for start in starts[1:]), len(batch.rows)]
    found = [Batch(batch.numbers[a:b], batch.rows[a:b]) for a, b in pairwise(cuts)]
    found[0].problems = batch.problems
    return found


def _is_header(row: Sequence[str], country: str | None) -> bool:
    cells = [cell for cell in row if cell.strip()]
    if len(cells) < 2 or any(contents.looks_like_data(cell, country) for cell in cells):
        return False
    return sum(headers.best(cell)[1] >= _KNOWN for cell in cells) * 5 >= 3 * len(cells)


def _is_named(rows: Sequence[Sequence[str]], place: int, country: str | None) -> bool:
    """Words under a title of one cell, one of them a name we know, over a row of values that fills the same cells."""
    own = [index for index, cell in enumerate(rows[place]) if cell.strip()]
    if len(own) < 2 or not place or place + 1 >= len(rows) or sum(map(bool, map(str.strip, rows[place - 1]))) > 1:
        return False
    cells = [rows[place][index] for index in own]
    under = [rows[place + 1][index] for index in own if index < len(rows[place + 1]) and rows[place + 1][index].strip()]
    values = sum(contents.looks_like_data(cell, country) for cell in under)
    return (
        any(headers.best(cell)[1] >= _KNOWN for cell in cells)
        and not any(contents.looks_like_data(cell, country) for cell in cells)
        and values * 2 >= len(own)
    )


def _stands_apart(batch: Batch, place: int) -> bool:
    """Behind a blank row (which a workbook's rows leave out, but not their numbers), or under a title of one cell."""
    before = [cell for cell in batch.rows[place - 1] if cell.strip()]
    return len(before) <= 1 or batch.numbers[place] > batch.numbers[place - 1] + 1


def _above(rows: Sequence[Sequence[str]], start: int) -> int:
    while start and sum(1 for cell in rows[start - 1] if cell.strip()) <= 1:
        start -= 1
    return start
