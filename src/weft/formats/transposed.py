"""Tables that lie on their side: names down the first column, a report in each further one. Forms typed into a spreadsheet do so."""

from collections.abc import Sequence
from typing import Final

from weft.formats import headers
from weft.formats.grid import Batch

_MOST_ROWS: Final = 300
_LEAST: Final = 3
_KNOWN: Final = 0.75


def turned(batch: Batch) -> Batch | None:
    """The table upright, its first row the names, or None where it stands already.

    The first column must hold three names we know at least, one for every two of its filled cells, more than any row does; rows are
    then numbered by their column. Titles above, with nothing beside them, stay out.
    """
    rows = [row for row in batch.rows if any(cell.strip() for cell in row)]
    if not _LEAST <= len(rows) <= _MOST_ROWS:
        return None
    width = max(map(len, rows))
    names = [row[0].strip() for row in rows if len(row) > 1 and any(cell.strip() for cell in row[1:])]
    down = _known(names)
    if width < 2 or down < _LEAST or down * 2 < len(names):
        return None
    across = max(_known(row) for row in rows[:20])
    if across >= down or (across > 1 and width > len(rows)) or len(set(names)) * 5 < 4 * len(names):
        return None
    top = next(row for row in rows if len(row) > 1 and any(cell.strip() for cell in row[1:]))
    if _known(top) > 1 and _known(top) * 2 >= sum(1 for cell in top if cell.strip()) and width > _LEAST:
        return None
    started = next(place for place, row in enumerate(rows) if len(row) > 1 and any(cell.strip() for cell in row[1:]))
    upright = [list(cells) for cells in zip(*(row + [""] * (width - len(row)) for row in rows[started:]), strict=True)]
    numbers = [number for number, cells in enumerate(upright, start=1) if any(cell.strip() for cell in cells)]
    return Batch(numbers, [upright[number - 1] for number in numbers], batch.problems)


def _known(cells: Sequence[str]) -> int:
    return len({field for cell in cells if cell.strip() and (field := _field(cell))})


def _field(cell: str) -> str | None:
    field, sure, _ = headers.best(cell.strip())
    return cell.strip() if field and sure >= _KNOWN else None
