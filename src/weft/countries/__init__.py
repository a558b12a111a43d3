"""What is known of countries: banks, currencies, public lines, and the words people write. Data in TOML, read once.

One folder a country (``th/country.toml``); ``shared/words.toml`` holds what belongs to no one country. A fact without a public
source says ``verified = false`` and only ever helps to recognise, never to refuse.
"""

import functools
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any

from weft.errors import InputProblem


class CountryNotKnown(InputProblem):
    """A country code for which Weft holds no data."""

    code = "input.country"


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank or wallet company, and how people write its name."""

    country: str
    code: str
    names: tuple[str, ...]
    bin: str | None = None
    """Bank identifier in the country's payment code, such as Napas 970436."""
    account_digits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Something public that many reports name, and that must never tie them."""

    kind: str
    value: str
    name: str
    country: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Country:
    """One country. ``code`` is ISO 3166-1 alpha-2; lengths are counts of digits; the time zone is an IANA name."""

    code: str
    name: str
    names: tuple[str, ...]
    calling_code: str
    trunk_prefix: str
    currency: str
    languages: tuple[str, ...]
    time_zone: str
    bank_account_digits: tuple[int, ...]
    banks: tuple[Bank, ...]
    services: tuple[Service, ...]


def fold(text: str) -> str:
    """The form under which words are compared: NFKC, case-folded, blanks and ``_-.`` made one blank."""
    plain = unicodedata.normalize("NFKC", text[:200]).casefold()
    return " ".join(plain.replace("_", " ").replace("-", " ").replace(".", " ").split())


@functools.cache
def known() -> tuple[str, ...]:
    """Codes of the countries there are data for, in order."""
    folders = resources.files(__package__).iterdir()
    return tuple(sorted(one.name.upper() for one in folders if one.is_dir() and len(one.name) == 2))


@functools.cache
def get(code: str) -> Country:
    """The country with this ISO code. Raises CountryNotKnown."""
    if code.upper() not in known():
        raise CountryNotKnown(f"no data for country {code!r}", hint=f"known: {' '.join(known())}")
    data = tomllib.loads((resources.files(__package__) / code.lower() / "country.toml").read_text("utf-8"))
    cc = data["code"]
    return Country(
        code=cc,
        name=data["name"],
        names=tuple(data["names"]),
        calling_code=data["calling_code"],
        trunk_prefix=data["trunk_prefix"],
        currency=data["currency"],
        languages=tuple(data["languages"]),
        time_zone=data["time_zone"],
        bank_account_digits=tuple(data["bank_account_digits"]),
        banks=tuple(Bank(cc, bank["code"], tuple(bank["names"]), bank.get("bin")) for bank in data.get("banks", ())),
        services=tuple(
            Service(one["kind"], one["value"], one["name"], cc, one["source"], one["verified"])
            for one in data.get("services", ())
        ),
    )


@functools.cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "shared" / "words.toml").read_text("utf-8"))


@functools.cache
def bank_spellings() -> Mapping[str, tuple[Bank, ...]]:
    """Folded spelling to the banks that are written so, in the order of their countries."""
    spelt: dict[str, list[Bank]] = {}
    for code in known():
        for bank in get(code).banks:
            for name in {fold(bank.code), *(fold(name) for name in bank.names)}:
                spelt.setdefault(name, []).append(bank)
    return {name: tuple(banks) for name, banks in spelt.items()}


@functools.lru_cache(maxsize=65_536)
def bank_named(text: str, country: str | None) -> Bank | None:
    """The bank that ``text`` names; a spelling of several countries is decided by ``country`` or not at all."""
    banks = bank_spellings().get(fold(text), ())
    mine = [bank for bank in banks if bank.country == country]
    if len(mine) == 1:
        return mine[0]
    return banks[0] if len(banks) == 1 else None


@functools.cache
def _bins() -> Mapping[str, Bank]:
    return {bank.bin: bank for code in known() for bank in get(code).banks if bank.bin}


def bank_by_bin(number: str) -> Bank | None:
    """The bank behind a payment-code number such as ``970436``, or None."""
    return _bins().get(number)


@functools.cache
def services() -> Mapping[tuple[str, str], Service]:
    """Public things by (kind, canonical value). A short line is ``phone``, ``TH:1441``."""
    found = {(one.kind, one.value): one for code in known() for one in get(code).services}
    shared = _words()["platforms"]
    for kind, values in (("domain", shared["domains"]), ("wallet", shared["wallets"])):
        for value in values:
            found[kind, value] = Service(kind, value, f"public {kind} {value}", "", "", verified=False)
    return found


@functools.cache
def header_words() -> Mapping[str, tuple[str, ...]]:
    """Field name to the words written over columns that hold it."""
    return {field: tuple(words) for field, words in _words()["fields"].items()}


@functools.cache
def victim_words() -> tuple[str, ...]:
    """Words that make a column the reporter's own: never a sighting."""
    return tuple(_words()["victim"]["words"])


@functools.cache
def scam_words() -> Mapping[str, tuple[str, ...]]:
    """Typology code to the words in stories that speak for it."""
    return {typology: tuple(words) for typology, words in _words()["scams"].items()}


@functools.cache
def number_words() -> Mapping[str, Decimal]:
    """Words for powers of ten to their value: 万, ล้าน, tỷ, lakh …"""
    return {word: Decimal(value) for word, value in _words()["numbers"].items()}


@functools.cache
def _country_names() -> Mapping[str, str]:
    return {fold(name): code for code in known() for name in (code, get(code).name, *get(code).names)}


@functools.lru_cache(maxsize=4096)
def country_named(text: str) -> str | None:
    """ISO code of the country ``text`` names in any of the languages, or None."""
    return _country_names().get(fold(text))


@functools.cache
def _currency_names() -> Mapping[str, str]:
    return {fold(name): code for code, names in _words()["currencies"].items() for name in (code, *names)}


@functools.lru_cache(maxsize=4096)
def currency_named(text: str) -> str | None:
    """ISO 4217 code (or a coin's ticker) of what ``text`` names, or None."""
    return _currency_names().get(fold(text))
