"""Countries, currencies and large numbers by what people call them."""

import functools
from collections.abc import Mapping
from decimal import Decimal

from weft.countries.files import shared
from weft.countries.folding import fold, forms

# The word for country in front: "ประเทศไทย", "ប្រទេសថៃ", "ປະເທດໄທ", "nước Mỹ".
_COUNTRY = ("ประเทศ", "ប្រទេស", "ປະເທດ", "nước ", "the ", "negara ")


@functools.cache
def _countries() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, names in shared("names")["territories"].items():
        for name in (code, *names):
            for form in forms(name):
                # The exact form of one country outranks the unmarked form of another, and codes outrank names.
                found.setdefault(form, code)
    return found


@functools.cache
def territories() -> Mapping[str, tuple[str, ...]]:
    """ISO 3166-1 alpha-2 code to the names of that territory in every language we hold, as written."""
    return {code: tuple(names[1:]) for code, names in shared("names")["territories"].items()}


@functools.lru_cache(maxsize=4096)
def country_named(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code of the country ``text`` names in any of the languages, or None. Data need not be held of it."""
    for form in forms(text):
        if form in _countries():
            return _countries()[form]
    folded = fold(text)
    for word in _COUNTRY:
        if folded.startswith(word):
            return _countries().get(folded.removeprefix(word).strip())
    return None


@functools.cache
def _currencies() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, names in shared("currencies")["names"].items():
        for name in (code, *names):
            for form in forms(name):
                found.setdefault(form, code)
    return found


@functools.cache
def _signs() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    return {
        fold(sign): (row["default"], row["by_country"])
        for row in shared("currencies")["shared_signs"]
        for sign in row["signs"]
    }


@functools.lru_cache(maxsize=16_384)
def currency_named(text: str, country: str | None = None) -> str | None:
    """ISO 4217 code, or a coin's ticker, of what ``text`` names, or None.

    A sign of several currencies (``$``, ``¥``, ``元``) is read by ``country``, the report's; else as the one most met.
    """
    sign = _signs().get(fold(text))
    if sign:
        default, by_country = sign
        return by_country.get(country or "", default) or None
    for form in forms(text):
        if form in _currencies():
            return _currencies()[form]
    return None


@functools.cache
def number_words() -> Mapping[str, Decimal]:
    """Words for powers of ten to their value: 万, ล้าน, tỷ, lakh … as written, lower case."""
    return {word: Decimal(value) for word, value in shared("numbers")["words"].items()}
