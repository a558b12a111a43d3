"""The words each language uses, from ``words/*.toml``, as one gazetteer a language."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from weft.countries import territories
from weft.press.gazetteer import Gazetteer

LANGUAGES = ("en", "vi", "th", "zh", "ko", "km", "lo")
# Groups whose entries are "code = [words]": each becomes a kind of hit.
_GROUPS = {"agencies": "agency", "offices": "office", "bodies": "body", "organs": "organ", "tracks": "track", "victims": "victims", "when": "when", "commitments": "promise"}  # fmt: skip
_LISTS = {
    ("honorifics", "words"): "honorific",
    ("meetings", "words"): "meeting",
    ("visits", "words"): "visit",
    ("forums", "meetings"): "session",
    ("cooperation", "words"): "cooperation",
    ("occasions", "anniversary"): "anniversary",
}
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    data: Mapping[str, Any]
    """The file, as read."""
    gazetteer: Gazetteer
    numbers: Mapping[str, int]
    """Number words, lower case, to their value."""

    def list(self, group: str, name: str) -> list[str]:
        """A list of words, empty when the language has none."""
        found = self.data.get(group, {}).get(name, [])
        return list(found)


@functools.cache
def of(language: str) -> Words:
    """The words of one of LANGUAGES. KeyError for another."""
    if language not in LANGUAGES:
        raise KeyError(language)
    data = _toml(language)
    hits: dict[str, list[tuple[str, str]]] = {}

    def add(word: str, kind: str, value: str) -> None:
        both = hits.setdefault(word, [])
        if (kind, value) not in both:
            both.append((kind, value))

    for group, kind in _GROUPS.items():
        for value, words in data.get(group, {}).items():
            for word in words:
                add(word, kind, value)
    for (group, name), kind in _LISTS.items():
        for word in data[group][name]:
            add(word, kind, "")
    for name, (country, *words) in _toml("places")["places"].items():
        # Date lines write their place in capitals: "KUALA LUMPUR, Sept 14".
        for word in [*words, *(word.upper() for word in words if word.isascii())]:
            add(word, "place", f"{name}|{country}")
    for code, names in territories().items():
        for word in names:
            if _tells(word):
                add(word, "country", code)
    for code, words in data.get("demonyms", {}).items():
        for word in words:
            add(word, "country", code)
    numbers = {word: value for value, name in enumerate(NUMBERS, 1) for word in data["numbers"][name]}
    return Words(data, Gazetteer(hits), numbers)


def _tells(name: str) -> bool:
    """Long enough to be meant: codes and one-letter names are left out."""
    if name.isascii():
        return len(name) > 3 or name in {"US", "UK", "UAE", "USA"}
    return len(name) > 1


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))
