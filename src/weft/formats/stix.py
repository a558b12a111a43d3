"""Bundles of STIX 2.1: what they say was seen or is to be looked for. Who says so, and how things hang together, is no report."""

from collections.abc import Mapping
from typing import Any, Final

# https://docs.oasis-open.org/cti/stix/v2.1/: objects about the bundle itself, and about what is not reported by a victim.
_ABOUT: Final = frozenset(
    ["identity", "marking-definition", "relationship", "sighting", "extension-definition", "language-content", "location",
     "attack-pattern", "course-of-action", "tool", "vulnerability"]
)  # fmt: skip


def objects(top: Any) -> tuple[list[Any], int] | None:
    """(the objects that name indicators, how many others), or None where the document is no bundle."""
    if not isinstance(top, Mapping) or top.get("type") != "bundle" or not isinstance(top.get("objects"), list):
        return None
    kept = [one for one in top["objects"] if not (isinstance(one, Mapping) and one.get("type") in _ABOUT)]
    return kept, len(top["objects"]) - len(kept)
