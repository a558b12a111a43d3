"""Which rows of a table are its header: titles above it, groups of columns over it, a second language under it."""

import re
from collections.abc import Sequence
from typing import Final

from weft.formats import contents, headers

_HEADER_ROWS: Final = 15
_LOOKED_AT: Final = 40
_PERIOD: Final = re.compile(r"(?:19|20|25)\d\d(?:[-/.](?:0?[1-9]|1[0-2]))?|(?:0?[1-9]|1[0-2])[-/.](?:19|20|25)\d\d")


def find(rows: Sequence[Sequence[str]], country: str | None) -> int | None:
    """Index of the row that names the columns, or None where the first rows are data."""
    best, best_score = None, 0.0
    widest = max((sum(1 for cell in row if cell.strip()) for row in rows[:_LOOKED_AT]), default=0)
    for place, row in enumerate(rows[:_HEADER_ROWS]):
        cells = [cell for cell in row if cell.strip()]
        if cells and headers.best(cells[0])[1] >= 0.6 and any(map(_PERIOD.fullmatch, cells[1:])):
            # A pivot: what is counted, and the months it is counted in.
            cells = [cell for cell in cells if not _PERIOD.fullmatch(cell.strip())]
        if not cells or sum(contents.looks_like_data(cell, country) for cell in cells) * 3 > len(cells):
            if len(cells) > 1 and best is None and len(cells) * 2 > widest:
                # Values: what stood above may be names in words we do not know, what follows is data. "Account: 123" over a table is narrower.
                break
            continue
        score = sum(headers.best(cell)[1] for cell in cells)
        # A title ("Reports of May") may hold a word or two; a header fills its columns.
        fullness = len(cells) / max(len(other) for other in rows[:_HEADER_ROWS])
        if score * fullness > best_score + 0.3:
            best, best_score = place, score * fullness
    if best is not None:
        return best + 1 if _goes_on(rows, best, country) else best
    return _by_contrast(rows, country)


def joined(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The header's names, each with the group it stands under: "Victim" over "Phone" makes "Victim Phone".

    A group row has two cells or more, fewer than the header, and a cell speaks for the empty ones to its right: that is how merged cells
    look in a file. A title has one.
    """
    header = list(rows[place])
    above = list(rows[place - 1]) if place else []
    filled = [index for index, cell in enumerate(above) if cell.strip()]
    names = [index for index, cell in enumerate(header) if cell.strip()]
    if len(filled) < 2 or (len(filled) >= len(names) and set(names) <= set(filled)):
        return header
    if len(filled) >= len(names) and not all(headers.best(above[index])[1] for index in filled[:2]):
        return header
    group = ""
    for index, name in enumerate(header):
        if index < len(above) and above[index].strip():
            group = " ".join(above[index].split())
        # A group of one column is that column's own name, or says no more than its name does.
        header[index] = f"{group} {name}".strip() if group.casefold() not in name.casefold() else name
    return header


def _goes_on(rows: Sequence[Sequence[str]], place: int, country: str | None) -> bool:
    """Whether the row under the names found names what they leave blank: groups over some columns, whole names over others."""
    if place + 1 >= len(rows):
        return False
    own = {index for index, cell in enumerate(rows[place]) if cell.strip()}
    under = {index: cell for index, cell in enumerate(rows[place + 1]) if cell.strip()}
    known = sum(headers.best(cell)[1] >= 0.6 for cell in under.values())
    return (
        len(under) >= 2
        and not under.keys() <= own
        and not own <= under.keys()
        and max(own) >= min(under)
        and known * 2 >= len(under)
        and not any(contents.looks_like_data(cell, country) for cell in under.values())
    )


def below(rows: Sequence[Sequence[str]], place: int, country: str | None) -> int:
    """1 when the row under the header names the columns once more, in another language, or says what is to be filled in; else 0."""
    if place + 1 >= len(rows):
        return 0
    cells = [cell for cell in rows[place + 1] if cell.strip()]
    named = sum(headers.best(cell)[1] >= 0.75 for cell in cells)
    return int(
        len(cells) >= 2
        and named * 3 >= 2 * len(cells)
        and not any(contents.looks_like_data(cell, country) for cell in cells)
    )


def _by_contrast(rows: Sequence[Sequence[str]], country: str | None) -> int | None:
    """A header in words we do not know: short, all different, and unlike the values below it."""
    first = next(
        (
            place
            for place, row in enumerate(rows[:_HEADER_ROWS])
            if sum(1 for cell in row if cell.strip()) >= min(2, max(map(len, rows)))
        ),
        None,
    )
    if first is None or first + 1 >= len(rows):
        return None
    cells = [cell.strip() for cell in rows[first]]
    if (
        not all(cells)
        or len(set(cells)) < len(cells)
        or any(len(cell) > 60 or contents.looks_like_data(cell, country) for cell in cells)
    ):
        return None
    below = rows[first + 1 : first + 21]
    unlike = 0
    for index in range(len(cells)):
        column = [row[index] for row in below if index < len(row) and row[index].strip()]
        values = sum(contents.looks_like_data(cell, country) for cell in column)
        unlike += bool(column) and values * 2 > len(column)
    return first if unlike else None
