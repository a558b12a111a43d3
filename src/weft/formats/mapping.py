"""The mapping file: what a person knows better than `columns` guesses. TOML, written by ``weft columns FILE --write`` and edited.

::

    [file]
    encoding = "cp874"        # any name Python knows
    delimiter = ";"
    country = "TH"            # where reports that name no country were made
    date_order = "dmy"        # dmy, mdy or ymd
    sheet = "Reports"         # of a workbook

    [columns]
    "เบอร์โทร" = "phone"
    "Notes" = "narrative"
    "Agent" = "ignore"

Columns that the mapping does not name are recognised as usual. A file without a header calls its columns ``column 1``, ``column 2``.
"""

import codecs
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from weft.errors import MappingNotRead

KIND_FIELDS: Final = (
    "phone",
    "bank_account",
    "payment_qr",
    "wallet",
    "url",
    "domain",
    "email",
    "handle",
    "device",
    "national_id",
    "passport",
)
"""Fields that hold identifiers of one kind; more columns than one may have the same."""

FIELDS: Final = {
    "report_id": "the report's own number; made from file and row where there is none",
    "reported_on": "the day that stands for the report",
    "country": "where the report was made",
    "language": "language of the story, ISO 639-1",
    "narrative": "the story; identifiers in it are found",
    "amount": "the loss",
    "currency": "of the amount",
    "category": "the reporter's own word for the kind of scam",
    "reporter": "who reported (name, phone, e-mail, document): joins duplicates, never a sighting",
    "bank": "name of the bank of the account column beside it",
    "platform": "app of the handle column beside it",
    **{kind: f"identifiers of kind {kind}" for kind in KIND_FIELDS},
    "identifiers": "identifiers of any kind, mixed",
    "kind": "what the identifiers column beside it holds in this row (phone, bank account, url …)",
    "extra": "kept as written, not searched",
    "ignore": "left out",
}
"""Every field a column can be, with what it means."""

FILE_SETTINGS: Final = ("encoding", "delimiter", "country", "date_order", "sheet")
_ORDERS: Final = ("dmy", "mdy", "ymd")


class _Column(Protocol):
    @property
    def header(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def because(self) -> str: ...
    @property
    def sureness(self) -> float: ...


class _Columns(Protocol):
    @property
    def columns(self) -> tuple[_Column, ...]: ...
    @property
    def settings(self) -> Mapping[str, str]: ...


def read(path: Path) -> dict[str, Any]:
    """The mapping in ``path``, checked. Raises MappingNotRead with the line that is wrong and what may stand there."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MappingNotRead(
            f"{path} cannot be read: {error.strerror}", hint="write one with: weft columns FILE --write mapping.toml"
        ) from error
    except UnicodeDecodeError as error:
        raise MappingNotRead(
            f"{path} is not UTF-8 text", hint="TOML files are UTF-8; save it again as UTF-8"
        ) from error
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingNotRead(
            f"{path} is not TOML: {error}", hint='a line says: "Name of the column" = "field"'
        ) from error
    return checked(data, text=text, name=str(path))


def checked(mapping: Mapping[str, Any], *, text: str = "", name: str = "the mapping") -> dict[str, Any]:
    """``{"columns": {...}, "file": {...}}`` from a mapping, or from plain ``{column: field}``. Raises MappingNotRead."""
    if not {"columns", "file"} & set(mapping) or not all(isinstance(part, Mapping) for part in mapping.values()):
        mapping = {"columns": mapping}
    columns, settings = mapping.get("columns", {}), mapping.get("file", {})
    for part in mapping:
        if part not in {"columns", "file"}:
            raise MappingNotRead(
                f"{name}{_line(text, part)}: unknown table [{part}]", hint="known tables: [file], [columns]"
            )
    for column, field in columns.items():
        if field not in FIELDS:
            raise MappingNotRead(
                f"{name}{_line(text, column)}: unknown field {field!r} for column {column!r}",
                hint="known fields: " + ", ".join(FIELDS),
            )
    for setting, value in settings.items():
        _check_setting(setting, value, f"{name}{_line(text, setting)}")
    return {"columns": dict(columns), "file": dict(settings)}


def write(path: Path, columns: _Columns) -> None:
    """Write what was recognised as a mapping file, each column with the reason as a comment."""
    lines = ["# Which column holds what. Edit the right-hand sides; known fields:"]
    lines += [f"#   {field:<13} {meaning}" for field, meaning in FIELDS.items()]
    lines += ["", "[file]"]
    lines += [f"{setting} = {_quoted(value)}" for setting, value in columns.settings.items()]
    lines += ["", "[columns]"]
    lines += [
        f"{_quoted(column.header)} = {_quoted(column.field)}  # {column.sureness:.0%}: {_one_line(column.because)}"
        for column in columns.columns
    ]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _check_setting(setting: str, value: object, place: str) -> None:
    if setting not in FILE_SETTINGS:
        raise MappingNotRead(
            f"{place}: unknown setting {setting!r}", hint="known settings: " + ", ".join(FILE_SETTINGS)
        )
    if not isinstance(value, str):
        raise MappingNotRead(
            f"{place}: {setting} should be text in quotation marks", hint=f'for instance: {setting} = "…"'
        )
    if setting == "date_order" and value not in _ORDERS:
        raise MappingNotRead(
            f"{place}: unknown date order {value!r}", hint="dmy (day first), mdy (month first) or ymd (year first)"
        )
    if setting == "delimiter" and (len(value) != 1 or value in '\r\n"'):
        raise MappingNotRead(
            f"{place}: a delimiter is one character, not {value!r}", hint='for instance: delimiter = ";" or "\\t"'
        )
    if setting == "encoding" and not _is_text_encoding(value):
        raise MappingNotRead(
            f"{place}: unknown encoding {value!r}",
            hint="for instance utf-8, utf-16-le, cp874, gb18030, big5, cp949, cp1258",
        )


def _is_text_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding  # noqa: SLF001 -- third party: the standard library says so nowhere else
    except (LookupError, ValueError):
        return False


def _line(text: str, key: str) -> str:
    """``, line 7`` where the key stands in the file."""
    wanted = re.compile(rf'^\s*\[?\s*["\']?{re.escape(key)}["\']?\s*(?:=|\])')
    for number, line in enumerate(text.splitlines(), start=1):
        if wanted.match(line):
            return f", line {number}"
    return ""


def _quoted(text: str) -> str:
    """A TOML basic string: control characters, quotation marks and backslashes escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(
            character if character >= " " and character != "\x7f" else f"\\u{ord(character):04x}"
            for character in escaped
        )
        + '"'
    )


def _one_line(text: str) -> str:
    return "".join(character if character >= " " and character != "\x7f" else " " for character in text)
