"""JSON and JSON Lines: a list of reports, an object that holds one, an object of lists, or one object a line.

Read strictly: keys named twice are kept twice, NaN is no number, nothing deeper than 64 levels, half characters are replaced.
Numbers stay as written (``0.10``, ``812345678901234567``). Objects inside a report become columns ``a.b``; lists inside it are joined.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from weft.errors import FileNotRead
from weft.formats.encodings import Encoding
from weft.formats.grid import Grid, batched
from weft.formats.problems import problem
from weft.formats.text_lines import Lines, decode
from weft.model import Problem

DEEPEST: Final = 64
# A column for each key ever seen: more than this is data in the place of names.
_MOST_COLUMNS: Final = 2_000
_OVERFLOW: Final = "other keys"


class _Object(dict[str, Any]):
    """A JSON object that remembers keys it was given twice."""

    doubled: list[str]


class _NotANumber(str):
    """NaN or Infinity, kept as the text it was."""

    __slots__ = ()


@dataclass(slots=True)
class Records:
    """Records with whatever keys they have, collected into rows of the same columns."""

    file: str
    header: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _place: dict[str, int] = field(default_factory=dict)

    def add(self, record: Mapping[str, Any], number: int) -> None:
        """One record; nested objects become columns ``a.b``."""
        row = [""] * len(self.header)
        for name, value in self._flat(record, number):
            place = self._column(name)
            if place >= len(row):
                row += [""] * (place + 1 - len(row))
            row[place] = value if not row[place] else f"{row[place]}; {value}"
        self.numbers.append(number)
        self.rows.append(row)

    def refuse(self, number: int, code: str, message: str, as_written: str) -> None:
        """One entry that is no record."""
        self.problems.append(problem(self.file, number, "", code, message, as_written))

    def grid(self, name: str, format_: str, encoding: str | None, fields: dict[str, str] | None = None) -> Grid:
        """All records as a grid."""
        for row in self.rows:
            row.extend([""] * (len(self.header) - len(row)))
        batches = batched(self.numbers, self.rows, self.problems)
        return Grid(
            name=name, format=format_, encoding=encoding, header=self.header, batches=batches, fields=fields or {}
        )

    def _column(self, name: str) -> int:
        place = self._place.get(name)
        if place is None:
            if len(self.header) >= _MOST_COLUMNS:
                return self._column(_OVERFLOW) if _OVERFLOW in self._place else len(self.header) - 1
            place = self._place[name] = len(self.header)
            self.header.append(name)
        return place

    def _flat(self, record: Mapping[str, Any], number: int) -> Iterator[tuple[str, str]]:
        waiting: list[tuple[str, Any, int]] = [("", record, 0)]
        while waiting:
            name, value, depth = waiting.pop()
            if depth > DEEPEST:
                self.refuse(
                    number, "input.record", f"expected at most {DEEPEST} levels, got more under {name[:60]!r}", ""
                )
                continue
            if isinstance(value, Mapping):
                for doubled in getattr(value, "doubled", ()):
                    self.problems.append(
                        problem(
                            self.file, number, doubled, "input.duplicate_key", f"the key {doubled!r} stands twice", ""
                        )
                    )
                waiting += [
                    (f"{name}.{key}" if name else str(key), inner, depth + 1)
                    for key, inner in reversed(list(value.items()))
                ]
            elif isinstance(value, list):
                waiting += [(name, inner, depth + 1) for inner in reversed(value)]
            else:
                if isinstance(value, _NotANumber):
                    self.problems.append(
                        problem(self.file, number, name, "input.json_number", "expected a number", value)
                    )
                text = _text(value)
                if text:
                    yield name or "value", text.replace("\0", "")


def loads(text: str) -> Any:
    """JSON with numbers as text and doubled keys kept. Raises ValueError (also for nesting no reader survives)."""
    try:
        return json.loads(text, object_pairs_hook=keyed, parse_int=str, parse_float=str, parse_constant=_NotANumber)
    except RecursionError as error:
        msg = "nested too deeply"
        raise ValueError(msg) from error


def read(data: bytes, name: str, encoding: Encoding) -> Grid:
    """A whole JSON document. Raises FileNotRead when it is not valid JSON."""
    text = decode(data, encoding)
    try:
        top = loads(text)
    except ValueError as error:
        raise FileNotRead(
            f"{name} is not valid JSON: {error}",
            hint="check the place named; for one object a line use the ending .jsonl",
        ) from error
    records = Records(name)
    fields: dict[str, str] = {}
    found, shared = _entries(top)
    if found is None and isinstance(top, Mapping) and top and all(_is_list_of_text(value) for value in top.values()):
        # {"site": ["address", …]}: what feeds of phishing sites look like.
        fields = {"name": "narrative", "values": "identifiers"}
        found = [{"name": key, "values": values} for key, values in top.items()]
    elif (
        found is None
        and isinstance(top, Mapping)
        and len(top) > 1
        and all(isinstance(value, Mapping) for value in top.values())
    ):
        found = [{"id": key, **value} for key, value in top.items()]
    elif found is None:
        found = top if isinstance(top, list) else [top]
        if all(not isinstance(one, Mapping | list) for one in found):
            fields = {"value": "identifiers"}
    for number, one in enumerate(found, start=1):
        if isinstance(one, Mapping):
            records.add({**shared, **one} if shared else one, number)
        elif fields and isinstance(one, str):
            records.add({"value": one}, number)
        else:
            records.refuse(
                number,
                "input.record",
                "expected an object with named values",
                _text(one)[:200] if not isinstance(one, list) else "[…]",
            )
    return records.grid(name, "json", encoding.name, fields)


def read_lines(data: bytes, name: str, encoding: Encoding) -> Grid:
    """One JSON object a line; a line that is none is listed, and the rest goes on."""
    records = Records(name)
    lines = Lines(name, data, encoding)
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            one = loads(line)
        except ValueError as error:
            records.refuse(number, "input.json", f"expected JSON: {error}"[:200], line.strip())
            continue
        if isinstance(one, Mapping):
            records.add(one, number)
        else:
            records.refuse(number, "input.record", "expected an object with named values", line.strip())
    records.problems += lines.problems
    return records.grid(name, "jsonl", encoding.name)


def keyed(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping of ``pairs`` in which a key that stands twice is kept twice, the second time as ``key (2)``."""
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    kept = _Object()
    kept.doubled = []
    for key, value in pairs:
        name, number = key, 1
        while name in kept:
            number += 1
            name = f"{key} ({number})"
        if number > 1:
            kept.doubled.append(key)
        kept[name] = value
    return kept


def _entries(top: Any) -> tuple[list[Any] | None, dict[str, Any]]:
    """(the longest list of objects, the plain values beside it), looked for four levels down; None where there is none."""
    if isinstance(top, list) and any(isinstance(one, Mapping) for one in top):
        return top, {}
    best: list[Any] | None = None
    beside: dict[str, Any] = {}
    waiting: list[tuple[Any, int]] = [(top, 0)]
    while waiting:
        value, depth = waiting.pop(0)
        if not isinstance(value, Mapping) or depth > 3:
            continue
        for inner in value.values():
            if (
                isinstance(inner, list)
                and inner
                and all(isinstance(one, Mapping) for one in inner)
                and (best is None or len(inner) > len(best))
            ):
                best = inner
                beside = {} if depth == 0 else beside
            elif isinstance(inner, Mapping):
                waiting.append((inner, depth + 1))
    return best, beside


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
