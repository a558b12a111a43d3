"""The data files, read once each, checked as they are read."""

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from weft.countries import check
from weft.countries.records import Bank, Cited, Country, CountryFileWrong, CountryNotKnown, Payment, Service

_HERE = resources.files(__package__)
_SHARED = "_shared"


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
    """A file that belongs to no one country: ``currencies``, ``numbers``, ``names``, ``public``, ``sources``, ``units``."""
    return _toml(_SHARED, f"{name}.toml")


@functools.cache
def language(code: str) -> Mapping[str, Any]:
    """The words of one language. Raises CountryFileWrong."""
    data = _toml(_SHARED, "languages", f"{code}.toml")
    _refuse(f"{_SHARED}/languages/{code}.toml", check.language(code, data))
    return data


@functools.cache
def country_words(code: str) -> Mapping[str, Any]:
    """Words of one country alone (offices that scammers pretend to be); empty where it has no such file."""
    path = _HERE / code.lower() / "words.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


@functools.cache
def raw(code: str) -> Mapping[str, Any]:
    """``country.toml`` as it stands. Raises CountryNotKnown, CountryFileWrong."""
    if code.upper() not in known():
        raise CountryNotKnown(f"no data for country {code[:20]!r}", hint=f"known: {' '.join(known())}")
    data = _toml(code.lower(), "country.toml")
    _refuse(f"{code.lower()}/country.toml", check.country(code.upper(), data, shared("sources")))
    return data


@functools.cache
def get(code: str) -> Country:
    """The country with this ISO code, capitals or not. Raises CountryNotKnown, CountryFileWrong."""
    data = raw(code)
    cc = data["code"]
    sources = {**shared("sources"), **data.get("sources", {})}
    banks, numbering = data["banks"], data["numbering"]
    iso3, *names = shared("names")["territories"][cc]
    return Country(
        code=cc,
        iso3=iso3,
        name=data["name"],
        names=tuple(names),
        calling_code=numbering["calling_code"],
        trunk_prefix=numbering["trunk_prefix"],
        currency=data["money"]["currency"],
        languages=tuple(data["languages"]),
        time_zone=data["time"]["zone"],
        bank_account_digits=tuple(data["accounts"]["digits"]),
        government_suffixes=tuple(data["government"]["suffixes"]),
        banks=tuple(_bank(cc, row, cited(row if _says(row) else banks, sources).verified) for row in banks["list"]),
        services=tuple(_service(cc, row, cited(row, sources)) for row in data["services"]["list"]),
        payments=tuple(
            Payment(row["name"], row["aid"], row["tag"], tuple(row["pays"]), cited(row, sources).verified)
            for row in data["payments"]["list"]
        ),
        citations=tuple((group, cited(data[group], sources)) for group in check.CITED_GROUPS),
    )


def cited(table: Mapping[str, Any], sources: Mapping[str, Any]) -> Cited:
    """The citation that ``table`` names by ``source``; an empty one where it says ``unverified``."""
    source = sources.get(table.get("source", ""))
    return Cited("") if source is None else Cited(source["url"], source["title"], source.get("dated"))


def _says(row: Mapping[str, Any]) -> bool:
    return "source" in row or "unverified" in row


def _bank(cc: str, row: Mapping[str, Any], verified: bool) -> Bank:
    return Bank(
        country=cc,
        code=row["code"],
        names=tuple(row["names"]),
        bin=row.get("bin"),
        account_digits=tuple(row.get("digits", ())),
        number=row.get("number"),
        verified=verified,
        by_phone=row.get("by_phone", False),
    )


def _service(cc: str, row: Mapping[str, Any], by: Cited) -> Service:
    return Service(
        kind=row["kind"],
        value=row["value"],
        name=row["name"],
        country=cc,
        source=by.source,
        verified=by.verified,
        sort=row["sort"],
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
    )


def _day(row: Mapping[str, Any], name: str) -> dt.date | None:
    day = row.get(name)
    assert day is None or isinstance(day, dt.date), row
    return day


def _refuse(name: str, wrong: list[str]) -> None:
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise CountryFileWrong(f"countries/{name}: {wrong[0]}{more}", hint="see docs/howto/add-a-country.md", all=wrong)


def _toml(*parts: str) -> Mapping[str, Any]:
    path = _HERE.joinpath(*parts)
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as why:
        raise CountryFileWrong(f"countries/{'/'.join(parts)}: {why}", hint="see docs/howto/add-a-country.md") from why
