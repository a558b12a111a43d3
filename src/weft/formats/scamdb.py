"""YAML lists of scams: GraphSense-style TagPacks and CryptoScamDB-style entries.

A TagPack has a head (title, creator, currency, abuse, …) and ``tags``; a tag inherits from the head what it does not say itself. A
CryptoScamDB file is a list of ``{name, url, addresses: {ETH: […]}, category, description}``. Other YAML lists of records are read
like JSON. Values stay as written: no YAML type is guessed, because an unquoted 0x… address would become a number.
Aliases are refused: a file of a kilobyte can stand for gigabytes with them, and no list of scams needs one.
"""

from collections.abc import Mapping
from typing import Any, Final

import yaml

from weft.errors import FileNotRead
from weft.formats import json_records
from weft.formats.encodings import Encoding
from weft.formats.grid import Grid
from weft.formats.json_records import DEEPEST, keyed
from weft.formats.text_lines import decode

_MOST_BYTES: Final = 50_000_000
_HEAD_ONLY: Final = ("tags", "title", "creator", "description", "tagpack")

# A tag's source is where somebody read of it, not something the scammer used: it must never tie reports.
_TAG_FIELDS: Final = {
    "address": "wallet",
    "label": "narrative",
    "abuse": "category",
    "lastmod": "reported_on",
    "source": "extra",
    "currency": "extra",
    "category": "extra",
    "actor": "extra",
    "confidence": "extra",
}
_ENTRY_FIELDS: Final = {
    "id": "report_id",
    "url": "url",
    "category": "category",
    "description": "narrative",
    "reporter": "reporter",
    "subcategory": "extra",
    "status": "extra",
}


def read(data: bytes, name: str, encoding: Encoding) -> Grid:
    """A YAML file as a grid. Raises FileNotRead when it is not YAML, uses aliases, or is too large or deep."""
    if len(data) > _MOST_BYTES:
        raise FileNotRead(
            f"{name} is larger than {_MOST_BYTES:,} bytes, too large for YAML", hint="send it as JSON Lines or CSV"
        )
    text = decode(data, encoding)
    _refuse_bombs(text, name)
    try:
        documents = list(yaml.load_all(text, Loader=_Loader))
    except (yaml.YAMLError, ValueError) as error:
        raise _not_yaml(name, error) from error
    found: list[Any] = []
    fields: dict[str, str] = {}
    for document in documents:
        head, entries = _entries(document)
        if isinstance(document, Mapping) and "tags" in document:
            fields |= _TAG_FIELDS
            entries = [{**head, **entry} if isinstance(entry, Mapping) else entry for entry in entries]
        found += entries
    grid = json_records.grid(found, name, "yaml", encoding.name, fields)
    header = grid.header or []
    if not fields and any(column == "url" or column.startswith("addresses") for column in header):
        fields = dict(_ENTRY_FIELDS)
        fields |= {column: "wallet" for column in header if column.split(".")[0] in {"addresses", "address"}}
        fields["name"] = "searched" if "description" in header else "narrative"
        grid.fields = {column: field for column, field in fields.items() if column in header}
    return grid


class _Loader(yaml.CBaseLoader):
    """Scalars stay text, and a key that stands twice is kept twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        return keyed(
            [
                (str(self.construct_object(key, deep=True)), self.construct_object(value, deep=True))
                for key, value in node.value
            ]
        )


def _refuse_bombs(text: str, name: str) -> None:
    """Go through the file's events without building anything."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.AliasEvent):
                raise FileNotRead(
                    f"{name} uses a YAML alias (*{event.anchor}), which is refused", hint="write each value out"
                )
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                depth += 1
                if depth > DEEPEST:
                    raise FileNotRead(
                        f"{name} is nested more than {DEEPEST} levels deep", hint="a list of scams is a flat list"
                    )
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                depth -= 1
    except (yaml.YAMLError, ValueError) as error:
        raise _not_yaml(name, error) from error


def _not_yaml(name: str, error: Exception) -> FileNotRead:
    first = " ".join(str(error).split())[:200]
    return FileNotRead(f"{name} is not valid YAML: {first}", hint="check the place named; tabs may not indent")


def _entries(document: Any) -> tuple[dict[str, Any], list[Any]]:
    """(what entries inherit, the entries)."""
    if isinstance(document, list):
        return {}, document
    if not isinstance(document, Mapping):
        return {}, [document] if document is not None else []
    if isinstance(document.get("tags"), list):
        return {
            key: value for key, value in document.items() if key not in _HEAD_ONLY and isinstance(value, str)
        }, document["tags"]
    lists = [
        value for value in document.values() if isinstance(value, list) and value and isinstance(value[0], Mapping)
    ]
    if lists:
        return {}, max(lists, key=len)
    if document and all(isinstance(value, Mapping) for value in document.values()):
        return {}, [{"id": key, **value} for key, value in document.items()]
    return {}, [document]
