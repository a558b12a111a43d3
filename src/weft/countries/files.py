"""The data files, read once each. ``check.py`` says what may stand in them; here a file is taken at its word."""

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from weft.countries.records import Bank, Cited, Country, CountryNotKnown, Payment, Service

_HERE = resources.files(__package__)
_SHARED = "_shared"
# Groups of a country file that carry a citation of their own.
GROUPS = ("numbering", "money", "time", "accounts", "banks", "payments", "services")


@functools.cache
def known() -> tuple[str, ...]:
    """Codes of the countries there is a folder for, in order of the alphabet."""
    return tuple(sorted(one.name.upper() for one in _HERE.iterdir() if one.is_dir() and len(one.name) == 2))


@functools.cache
def languages() -> tuple[str, ...]:
    """Codes of the languages there are words of, in order of the alphabet."""
    folder = _HERE / _SHARED / "languages"
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


@functools.cache
def shared(name: str) -> Mapping[str, Any]:
    """A file that belongs to no one country: ``currencies``, ``numbers``, ``names``, ``public``."""
    return _toml(_SHARED, f"{name}.toml")


@functools.cache
def language(code: str) -> Mapping[str, Any]:
    """The words of one language."""
    return _toml(_SHARED, "languages", f"{code}.toml")


@functools.cache
def country_words(code: str) -> Mapping[str, Any]:
    """Words of one country alone (offices that scammers pretend to be); empty where it has no such file."""
    path = _HERE / code.lower() / "words.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


@functools.cache
def raw(code: str) -> Mapping[str, Any]:
    """``country.toml`` as it stands. Raises CountryNotKnown."""
    if code.upper() not in known():
        raise CountryNotKnown(f"no data for country {code[:20]!r}", hint=f"known: {' '.join(known())}")
    return _toml(code.lower(), "country.toml")


@functools.cache
def get(code: str) -> Country:
    """The country with this ISO code, capitals or not. Raises CountryNotKnown."""
    data = raw(code)
    cc = data["code"]
    cited = {group: Cited(data[group]["source"], data[group]["verified"]) for group in GROUPS if group in data}
    iso3, *names = shared("names")["territories"][cc]
    return Country(
        code=cc,
        iso3=iso3,
        name=data["name"],
        names=tuple(names),
        calling_code=data["numbering"]["calling_code"],
        trunk_prefix=data["numbering"]["trunk_prefix"],
        currency=data["money"]["currency"],
        languages=tuple(data["languages"]),
        time_zone=data["time"]["zone"],
        bank_account_digits=tuple(data["accounts"]["digits"]),
        banks=tuple(_bank(cc, one, cited["banks"]) for one in data["banks"]["list"]),
        services=tuple(_service(cc, one, cited["services"]) for one in data["services"]["list"]),
        payments=tuple(
            Payment(one["name"], one["aid"], one["tag"]) for one in data.get("payments", {}).get("list", ())
        ),
        citations=tuple(cited.items()),
    )


def _bank(cc: str, row: Mapping[str, Any], group: Cited) -> Bank:
    return Bank(
        country=cc,
        code=row["code"],
        names=tuple(row["names"]),
        bin=row.get("bin"),
        account_digits=tuple(row.get("digits", ())),
        number=row.get("number"),
        verified=row.get("verified", group.verified),
    )


def _service(cc: str, row: Mapping[str, Any], group: Cited) -> Service:
    return Service(
        kind=row["kind"],
        value=row["value"],
        name=row["name"],
        country=cc,
        source=row.get("source", group.source),
        verified=row.get("verified", group.verified),
        sort=row["sort"],
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
    )


def _day(row: Mapping[str, Any], name: str) -> dt.date | None:
    day = row.get(name)
    assert day is None or isinstance(day, dt.date), row
    return day


def _toml(*parts: str) -> Mapping[str, Any]:
    path = _HERE.joinpath(*parts)
    return tomllib.loads(path.read_text("utf-8"))
