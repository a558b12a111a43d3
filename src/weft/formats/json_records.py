"""JSON and JSON Lines: a list of reports, an object that holds one, an object of lists, or one object a line.

Read strictly: keys named twice are kept twice, NaN is no number, nothing deeper than 64 levels, half characters are replaced.
Numbers stay as written (``0.10``, ``812345678901234567``). Objects inside a report become columns ``a.b``; lists inside it are joined.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from weft.errors import FileNotRead
from weft.formats import json_chat, json_lists, json_named, json_tables, misp, stix
from weft.formats.encodings import Encoding
from weft.formats.grid import BATCH_ROWS, Batch, Grid, batched
from weft.formats.problems import problem
from weft.formats.text_lines import Lines, decode
from weft.model import Problem

DEEPEST: Final = 64
# A column for each key ever seen: more than this is data in the place of names.
_MOST_COLUMNS: Final = 500
_OVERFLOW: Final = "other keys"


class _Object(dict[str, Any]):
    """A JSON object that remembers keys it was given twice."""

    doubled: list[str]


class _NotANumber(str):
    """NaN or Infinity, kept as the text it was."""

    __slots__ = ()


@dataclass(slots=True)
class Records:
    """Records with whatever keys they have, laid out as rows of the same columns.

    Two passes: `learn` every record, so that all keys are known, then `batches` of rows. Only the records of one batch are ever laid out.
    """

    file: str
    header: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    """Of the rows laid out since they were last taken."""
    _place: dict[str, int] = field(default_factory=dict)

    def learn(self, record: Mapping[str, Any]) -> None:
        """Note the keys of one record; nested objects become columns ``a.b``."""
        place = self._place
        for key, value in record.items():
            if isinstance(value, str):
                if key not in place and value:
                    self._column(key)
            elif value is not None:
                for name, _ in _flat({key: value}):
                    if name not in place:
                        self._column(name)

    def row(self, record: Mapping[str, Any], number: int) -> list[str]:
        """One record laid out."""
        row = [""] * len(self.header)
        place_of = self._place
        told: list[tuple[str, str, str, str]] = []
        for name, text in _flat(record, told):
            place = place_of.get(name)
            if place is None:
                place = self._column(name)
                row += [""] * (place + 1 - len(row))
                if self.header[place] == _OVERFLOW:
                    text = f"{name}: {text}"
            row[place] = f"{row[place]}; {text}" if row[place] else text
        self.problems += [problem(self.file, number, *one) for one in told]
        return row

    def refuse(self, number: int, code: str, message: str, as_written: str) -> None:
        """One entry that is no record."""
        self.problems.append(problem(self.file, number, "", code, message, as_written))

    def batches(self, records: Iterable[tuple[int, Any]]) -> Iterator[Batch]:
        """Numbered entries as rows; what is no record is refused. Tells no problem twice."""
        batch = Batch()
        for number, record in records:
            if isinstance(record, Mapping):
                batch.numbers.append(number)
                batch.rows.append(self.row(record, number))
            elif record is not None:
                shown = record if isinstance(record, str) else "[…]" if isinstance(record, list) else _text(record)
                self.refuse(number, "input.record", "expected an object with named values", shown[:200])
            if len(batch.rows) >= BATCH_ROWS:
                batch.problems, self.problems = self.problems, []
                yield batch
                batch = Batch()
        batch.problems, self.problems = self.problems, []
        yield batch

    def _column(self, name: str) -> int:
        if len(self.header) >= _MOST_COLUMNS:
            name = _OVERFLOW
        place = self._place.get(name)
        if place is None:
            place = self._place[name] = len(self.header)
            self.header.append(name)
        return place


def _flat(record: Mapping[str, Any], told: list[tuple[str, str, str, str]] | None = None) -> Iterator[tuple[str, str]]:
    """(name, text) of every value in a record; what was odd about them goes to ``told`` as (column, code, message, as written)."""
    waiting: list[tuple[str, Any, int]] = [("", record, 0)]
    told = [] if told is None else told
    while waiting:
        name, value, depth = waiting.pop()
        if depth > DEEPEST:
            told.append(("", "input.record", f"expected at most {DEEPEST} levels, got more under {name[:60]!r}", "[…]"))
        elif isinstance(value, str):
            if isinstance(value, _NotANumber):
                told.append((name, "input.json_number", "expected a number", value))
            if value:
                yield name or "value", value.replace("\0", "") if "\0" in value else value
        elif isinstance(value, Mapping) and len(value) == 1 and next(iter(value)).startswith("$"):
            # {"$date": {"$numberLong": "…"}}: a value with its type, as MongoDB exports it.
            waiting.append((name, next(iter(value.values())), depth + 1))
        elif isinstance(value, Mapping) and value and all(map(_is_place, value)):
            # {"0": …, "1": …}: how some databases write a list.
            waiting.append((name, list(value.values()), depth))
        elif isinstance(value, Mapping):
            for doubled in getattr(value, "doubled", ()):
                told.append((doubled, "input.duplicate_key", f"the key {doubled!r} stands twice", ""))
            waiting += [
                (f"{name}.{key}" if name else str(key), inner, depth + 1)
                for key, inner in reversed(list(value.items()))
            ]
        elif isinstance(value, list):
            kinds = json_named.by_kind(value)
            if kinds is None:
                waiting += [(name, inner, depth + 1) for inner in reversed(value)]
            else:
                waiting += [(f"{name}.{kind}" if name else kind, inner, depth + 1) for kind, inner in reversed(kinds)]
        elif value is not None:
            yield name or "value", _text(value)


def loads(text: str) -> Any:
    """JSON with numbers as text and doubled keys kept. Raises ValueError (also for nesting no reader survives)."""
    try:
        return json.loads(text, object_pairs_hook=keyed, parse_int=str, parse_float=str, parse_constant=_NotANumber)
    except RecursionError as error:
        msg = "nested too deeply"
        raise ValueError(msg) from error


def _one_after_another(text: str) -> list[Any] | None:
    """Documents written one behind the other without commas, as some programs log them; None when that is not what it is."""
    decoder = json.JSONDecoder(object_pairs_hook=keyed, parse_int=str, parse_float=str, parse_constant=_NotANumber)
    found: list[Any] = []
    at = 0
    try:
        while at < len(text):
            one, at = decoder.raw_decode(text, at)
            found += one if isinstance(one, list) else [one]
            while at < len(text) and text[at] in " \t\r\n,":
                at += 1
    except (ValueError, RecursionError):
        return None
    return found if len(found) > 1 and all(isinstance(one, Mapping) for one in found) else None


def read(data: bytes, name: str, encoding: Encoding) -> Grid:
    """A whole JSON document. Raises FileNotRead when it is not valid JSON."""
    text = decode(data, encoding)
    try:
        top = loads(text)
    except ValueError as error:
        top = _one_after_another(text)
        if top is None:
            raise FileNotRead(
                f"{name} is not valid JSON: {error}",
                hint="check the place named; for one object a line use the ending .jsonl",
            ) from error
    del text
    table = json_tables.table(top)
    if table is not None:
        header, rows = table
        numbers = list(range(1, len(rows) + 1))
        return Grid(name=name, format="json", encoding=encoding.name, header=header, batches=batched(numbers, rows))
    problems: list[Problem] = []
    found, shared, fields = records(top, name, problems)
    del top
    read = grid(found, name, "json", encoding.name, fields, shared)
    read.problems = problems
    return read


def grid(
    found: list[Any],
    name: str,
    format_: str,
    encoding: str | None,
    fields: Mapping[str, str] | None = None,
    shared: Mapping[str, Any] | None = None,
) -> Grid:
    """Entries already in memory as a grid; ``shared`` are values that each of them has as well. Empties ``found`` as it goes."""
    records = Records(name)
    if shared:
        found = [{**shared, **one} if isinstance(one, Mapping) else one for one in found]
    for one in found:
        if isinstance(one, Mapping):
            records.learn(one)

    def taken() -> Iterator[tuple[int, Any]]:
        for place in range(len(found)):
            one, found[place] = found[place], None
            yield place + 1, "" if one is None else one

    return Grid(
        name=name,
        format=format_,
        encoding=encoding,
        header=records.header,
        batches=records.batches(taken()),
        fields={column: field for column, field in (fields or {}).items() if column in records.header},
    )


def records(top: Any, name: str, problems: list[Problem]) -> tuple[list[Any], dict[str, Any], dict[str, str]]:
    """(entries, values all of them share, fields known from the document's shape); lists left out are told in ``problems``."""
    reported = misp.events(top)
    if reported is not None:
        return reported, {}, misp.FIELDS
    chats = json_chat.chats(top)
    if chats is not None:
        return chats, {}, json_chat.FIELDS
    bundle = stix.objects(top)
    if bundle is not None and bundle[0]:
        if bundle[1]:
            message = f"{bundle[1]:,} objects about the bundle (identities, relationships, markings) were left out"
            problems.append(problem(name, 0, "objects", "input.sheet_skipped", message))
        return bundle[0], {}, {}
    lists = json_lists.entries(top)
    if lists is not None:
        problems += [
            problem(name, 0, path, "input.sheet_skipped", f"a list of {count:,} that are no reports was left out")
            for path, count in lists.left_out
        ]
        return lists.entries, {}, {}
    if isinstance(top, Mapping) and top and all(_is_list_of_text(value) for value in top.values()):
        # {"site": ["address", …]}: what feeds of phishing sites look like.
        return (
            [{"name": key, "values": values} for key, values in top.items()],
            {},
            {"name": "narrative", "values": "identifiers"},
        )
    if isinstance(top, Mapping) and len(top) > 1 and all(isinstance(value, Mapping) for value in top.values()):
        return [{"id": key, **value} for key, value in top.items()], {}, {}
    found: list[Any] = top if isinstance(top, list) else [top]
    if all(isinstance(one, str) for one in found):
        return [{"value": one} for one in found], {}, {"value": "identifiers"}
    return found, {}, {}


def read_lines(data: bytes, name: str, encoding: Encoding) -> Grid:
    """One JSON object a line; a line that is none is listed, and the rest goes on."""
    records = Records(name)
    for line in Lines(name, data, encoding):
        if not line.isspace():
            try:
                one = loads(line)
            except ValueError:
                continue
            if isinstance(one, Mapping):
                records.learn(one)

    def taken() -> Iterator[tuple[int, Any]]:
        lines = Lines(name, data, encoding)
        for number, line in enumerate(lines, start=1):
            if lines.problems:
                records.problems += lines.problems
                lines.problems = []
            if line.isspace():
                continue
            try:
                one = loads(line)
            except ValueError as error:
                records.refuse(number, "input.json", f"expected JSON: {error}"[:200], line.strip())
                continue
            yield number, line.strip() if one is None or isinstance(one, str) else one

    return Grid(
        name=name, format="jsonl", encoding=encoding.name, header=records.header, batches=records.batches(taken())
    )


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


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_place(key: object) -> bool:
    return isinstance(key, str) and key.isdecimal() and len(key) < 4


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
