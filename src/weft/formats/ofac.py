"""The OFAC list of specially designated nationals in its advanced XML form: the digital currency addresses, with the name each stands under.

Published by the United States Treasury, public domain; the form is that of its ADVANCED_XML schema, version 3. Read party by party, so that
the hundred megabytes are never in memory as a tree. A document type declaration is refused before anything is parsed: the list has none, and
without one XML has no entities to do harm with.
"""

import io
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from weft.errors import FileNotRead

_WANTED: Final = "Digital Currency Address"
_HEAD: Final = 65_536


def is_list(data: bytes) -> bool:
    """Whether this XML is such a list."""
    head = data[:_HEAD]
    return b"<Sanctions" in head and b"ADVANCED_XML" in head


def addresses(data: bytes, name: str) -> Iterator[tuple[int, str, str]]:
    """(number of the party, address, the party's name) in the list's order. Raises FileNotRead when it is not well-formed."""
    if b"<!DOCTYPE" in data[:_HEAD] or b"<!ENTITY" in data:
        raise FileNotRead(f"{name} declares XML entities, which are refused", hint="take the list from its publisher")
    wanted: set[str] = set()
    party = 0
    try:
        for _, element in ET.iterparse(io.BytesIO(data)):  # noqa: S314 -- no entities, see above
            tag = element.tag.rpartition("}")[2]
            if tag == "FeatureType":
                if (element.text or "").startswith(_WANTED):
                    wanted.add(element.get("ID", ""))
            elif tag == "DistinctParty":
                party += 1
                found = list(_of_party(element, wanted))
                if found:
                    shown = _name(element) or name
                    yield from ((party, address, shown) for address in found)
                element.clear()
    except ET.ParseError as error:
        raise FileNotRead(f"{name} is not valid XML: {error}", hint="take the list from its publisher again") from error


def _of_party(party: ET.Element, wanted: set[str]) -> Iterator[str]:
    for feature in party.iter():
        if feature.tag.endswith("}Feature") and feature.get("FeatureTypeID") in wanted:
            for detail in feature.iter():
                if detail.tag.endswith("}VersionDetail") and detail.text:
                    yield detail.text.strip()


def _name(party: ET.Element) -> str:
    """The party's primary name, its parts in the order written."""
    for alias in party.iter():
        if alias.tag.endswith("}Alias") and alias.get("Primary") == "true":
            parts = [one.text or "" for one in alias.iter() if one.tag.endswith("}NamePartValue")]
            return " ".join(filter(None, parts))
    return ""
