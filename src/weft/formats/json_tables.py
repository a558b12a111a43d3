"""JSON that is a table already: rows of values, or columns of them, as data frames and query services write them."""

from collections.abc import Mapping
from typing import Any

from weft.formats import headers


def table(top: Any) -> tuple[list[str] | None, list[list[str]]] | None:
    """(header or None where the first rows decide, rows) of a document that is a table, else None.

    ``[["id", "phone"], ["1", "…"]]``; ``{"columns": ["id", "phone"], "data": [["1", "…"]]}`` under whatever names;
    ``{"id": ["1"], "phone": ["…"]}``.
    """
    if _is_rows(top):
        return None, [_texts(row) for row in top]
    if not isinstance(top, Mapping):
        return None
    rows = next((value for value in top.values() if _is_rows(value)), None)
    if rows is not None:
        width = max(map(len, rows))
        header = next((value for value in top.values() if _is_names(value, width)), None)
        return (None if header is None else _texts(header)), [_texts(row) for row in rows]
    columns = list(top.values())
    same = columns and all(isinstance(one, list) and one and len(one) == len(columns[0]) for one in columns)
    if same and all(_is_plain(value) for one in columns for value in one):
        known = sum(headers.best(str(name))[1] >= 0.75 for name in top)
        if len(columns) > 1 and known * 2 >= len(columns):
            return [str(name) for name in top], [_texts(list(row)) for row in zip(*columns, strict=True)]
    return None


def _is_rows(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) > 0
        and all(isinstance(row, list) and len(row) > 1 and all(map(_is_plain, row)) for row in value)
    )


def _is_names(value: Any, width: int) -> bool:
    return isinstance(value, list) and len(value) == width and all(isinstance(one, str) for one in value)


def _is_plain(value: Any) -> bool:
    return not isinstance(value, list | Mapping)


def _texts(row: list[Any]) -> list[str]:
    return ["" if one is None else str(one).replace("\0", "") for one in row]
