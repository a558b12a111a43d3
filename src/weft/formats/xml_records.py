"""XML: whatever list of like elements a document holds, each element a report; backups of text messages; workbooks of 2003.

Attributes and inner elements become columns, as objects inside a JSON record do. Declarations of entities are refused before anything is
parsed: without them XML can do no harm, and no export of reports has any.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from weft.errors import FileNotRead
from weft.formats import json_records
from weft.formats.encodings import Encoding
from weft.formats.grid import Grid, Number, batched
from weft.formats.text_lines import decode
from weft.model import Problem

_DEEPEST: Final = 64
# "SMS Backup & Restore": https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
_BACKUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "smses": {"address": "phone", "date": "reported_on", "body": "narrative", "service_center": "ignore"},
    "calls": {"number": "phone", "date": "reported_on"},
}  # fmt: skip


def is_xml(start: str) -> bool:
    """Whether a text that is no web page begins as XML does."""
    head = start[:2000].lower()
    return start.startswith("<?xml") or (start[:1] == "<" and "xmlns" in head and "<html" not in head)


def read(data: bytes, name: str, encoding: Encoding) -> Iterator[Grid]:
    """The reports of an XML document. Raises FileNotRead when it is not well-formed or declares entities."""
    root = _tree(decode(data, encoding), name)
    tag = _local(root.tag)
    if tag == "Workbook":
        yield from _workbook(root, name, encoding)
        return
    top = _value(root)
    if not isinstance(top, Mapping) or tag == "svg":
        raise FileNotRead(f"{name} is XML without records in it", hint="export the reports as CSV or JSON")
    problems: list[Problem] = []
    found, shared, fields = json_records.records(top, name, problems)
    grid = json_records.grid(found, name, "xml", encoding.name, fields, shared)
    if tag in _BACKUPS:
        grid.fields = {column: _BACKUPS[tag].get(column, "extra") for column in grid.header or ()}
    grid.problems = problems
    yield grid


def _tree(text: str, name: str) -> ET.Element:
    if "<!ENTITY" in text or "<!DOCTYPE" in text[:65_536]:
        raise FileNotRead(f"{name} declares XML entities, which are refused", hint="export the reports as CSV or JSON")
    depth = 0
    root: ET.Element | None = None
    try:
        for event, element in ET.iterparse(io.BytesIO(_undeclared(text).encode()), ("start", "end")):  # noqa: S314 -- no entities, see above
            depth += 1 if event == "start" else -1
            root = root if root is not None else element
            if depth > _DEEPEST:
                raise FileNotRead(f"{name} is nested more than {_DEEPEST} levels deep", hint="export a flat list")
    except ET.ParseError as error:
        raise FileNotRead(
            f"{name} is not valid XML: {error}", hint="the copy may have broken off; export it again, or as CSV"
        ) from error
    if root is None:
        raise FileNotRead(f"{name} holds no XML element", hint="export the reports as CSV or JSON")
    return root


def _undeclared(text: str) -> str:
    """Without the declaration, whose encoding is no longer that of the text, and without characters XML has no place for."""
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :]
    return text.translate(_CONTROLS)


_CONTROLS: Final = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _value(element: ET.Element) -> Any:
    """Text of an element that has nothing else; else what it holds by name, as a list where a name comes again."""
    if len(element) == 0 and not element.attrib:
        return (element.text or "").strip()
    found: dict[str, Any] = {_local(key): value for key, value in element.attrib.items()}
    for child in element:
        name, value = _local(child.tag), _value(child)
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    own = (element.text or "").strip()
    if own:
        found.setdefault("text", own)
    return found


def _workbook(root: ET.Element, name: str, encoding: Encoding) -> Iterator[Grid]:
    """The sheets of a workbook as Excel 2003 and many a web application write it."""
    sheets = [one for one in root.iter() if _local(one.tag) == "Worksheet"]
    for number, sheet in enumerate(sheets, start=1):
        title = next((value for key, value in sheet.attrib.items() if _local(key) == "Name"), f"sheet {number}")
        rows = [_row(one) for one in sheet.iter() if _local(one.tag) == "Row"]
        filled = [(place, row) for place, row in enumerate(rows, start=1) if any(row)]
        if filled:
            yield Grid(
                name=name if len(sheets) == 1 else f"{name}[{title}]",
                format="spreadsheet",
                encoding=encoding.name,
                header=None,
                sheet=title,
                batches=batched([place for place, _ in filled], [row for _, row in filled]),
            )


def _row(element: ET.Element) -> list[str]:
    row: list[str] = []
    for cell in element:
        if _local(cell.tag) != "Cell":
            continue
        index = next((value for key, value in cell.attrib.items() if _local(key) == "Index"), "")
        if index.isdecimal() and len(row) < int(index) <= 256:
            row += [""] * (int(index) - 1 - len(row))
        data = next((one for one in cell if _local(one.tag) == "Data"), None)
        text = "" if data is None else "".join(data.itertext()).strip()
        kind = "" if data is None else next((value for key, value in data.attrib.items() if _local(key) == "Type"), "")
        text = text.partition("T00:00:00")[0] if kind == "DateTime" else text
        row.append(Number(text) if kind == "Number" else text)
    return row
