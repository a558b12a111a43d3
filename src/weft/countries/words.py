"""Words over columns and words of scams, gathered from all languages."""

import functools
from collections.abc import Mapping
from typing import Any

from weft.countries import files
from weft.countries.folding import fold
from weft.countries.vocabulary import FIELDS, TYPOLOGIES


@functools.cache
def header_words() -> Mapping[str, tuple[str, ...]]:
    """Field to the folded words written over columns that hold it, in all languages. No word stands under two fields."""
    return _gathered(FIELDS, [files.language(code)["headers"] for code in files.languages()])


@functools.cache
def victim_words() -> tuple[str, ...]:
    """Folded words that make a column the reporter's own: "victim phone" is ``reporter``, never a sighting."""
    return _qualifiers("victim")


@functools.cache
def suspect_words() -> tuple[str, ...]:
    """Folded words that make a column the suspect's: "suspect phone" is ``phone``."""
    return _qualifiers("suspect")


@functools.cache
def scam_words() -> Mapping[str, tuple[str, ...]]:
    """Typology to the folded words in stories that speak for it, in all languages and of all countries."""
    sources = [files.language(code)["scams"] for code in files.languages()]
    sources += [files.country_words(code).get("scams", {}) for code in files.known()]
    return _gathered(TYPOLOGIES, sources)


def _gathered(names: tuple[str, ...], sources: list[Mapping[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    return {
        name: tuple(dict.fromkeys(fold(word) for source in sources for word in source.get(name, ()))) for name in names
    }


def _qualifiers(side: str) -> tuple[str, ...]:
    words = (word for code in files.languages() for word in files.language(code)["qualifiers"][side])
    return tuple(dict.fromkeys(fold(word) for word in words))
