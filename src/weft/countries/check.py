"""The rules of the data files. Each function gives the faults of one file, as sentences that name the place.

Two rules stand above the rest: every group and row names its source or says ``unverified = true``, never both and never neither;
and a source that is named exists, with a title and a public address.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from weft.countries.folding import fold
from weft.countries.vocabulary import FIELDS, TYPOLOGIES

CITED_GROUPS = ("numbering", "money", "time", "accounts", "government", "banks")
"""Groups of a country file that carry a citation of their own; services and payments carry one a row."""

SORTS = frozenset({"police", "emergency", "hotline", "bank", "regulator", "government"})
_KEYS: dict[str, dict[str, type]] = {
    "": {"code": str, "name": str, "languages": list},
    "numbering": {"calling_code": str, "trunk_prefix": str},
    "money": {"currency": str},
    "time": {"zone": str},
    "accounts": {"digits": list},
    "government": {"suffixes": list},
    "banks": {"list": list},
    "payments": {"list": list},
    "services": {"list": list},
}
_ROWS: dict[str, tuple[dict[str, type], dict[str, type]]] = {
    "banks": ({"code": str, "names": list}, {"bin": str, "number": str, "digits": list, "by_phone": bool}),
    "payments": ({"name": str, "aid": str, "tag": str, "pays": list}, {}),
    "services": (
        {"kind": str, "value": str, "name": str, "sort": str},
        {"valid_from": dt.date, "valid_to": dt.date},
    ),
}
_CITING = {"source", "unverified"}
_PHONE = re.compile(r"\+[1-9]\d{5,14}|[A-Z]{2}:\d{2,12}")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


def country(code: str, data: Mapping[str, Any], shared_sources: Mapping[str, Any]) -> list[str]:
    """Faults of a ``country.toml``; ``code`` is the folder's. Empty when it keeps the rules."""
    sources = {**shared_sources, **data.get("sources", {})}
    wrong = [*_shape(data), *_sources(data.get("sources", {}), shared_sources)]
    if wrong:
        return wrong
    if data["code"] != code:
        wrong.append(f"code is {data['code']!r} in the folder of {code}")
    for group in CITED_GROUPS:
        wrong += _citation(f"[{group}]", data[group], sources)
    for group, (needed, allowed) in _ROWS.items():
        for place, row in _rows(group, data):
            wrong += _row(place, row, needed, allowed)
            if group != "banks" or _CITING & row.keys():
                wrong += _citation(place, row, sources)
    return wrong or [*_banks(data), *_services(code, data)]


def language(code: str, data: Mapping[str, Any]) -> list[str]:
    """Faults of a file of words: unknown groups, empty lists, a header word under two fields."""
    wrong = [] if data.get("code") == code else [f"code is {data.get('code')!r} in the file of {code}"]
    if data.get("unverified") is not True and not isinstance(data.get("source"), str):
        wrong.append("says neither where its words come from (source) nor unverified = true")
    expected = {"headers": FIELDS, "qualifiers": ("victim", "suspect"), "scams": TYPOLOGIES}
    for group, names in expected.items():
        found = data.get(group, {})
        wrong += [f"[{group}] lacks {name}" for name in names if not found.get(name)]
        wrong += [f"[{group}] {name} is not known" for name in found if name not in names]
    meanings: dict[str, str] = {}
    for field, words in data.get("headers", {}).items():
        for word in words:
            if meanings.setdefault(fold(word), field) != field:
                wrong.append(f"[headers] {word!r} stands under {meanings[fold(word)]} and {field}")
    return wrong


def _shape(data: Mapping[str, Any]) -> Iterator[str]:
    for group, keys in _KEYS.items():
        table = data.get(group) if group else data
        if not isinstance(table, Mapping):
            yield f"[{group}] is missing"
            continue
        for key, kind in keys.items():
            if not isinstance(table.get(key), kind):
                yield f"[{group}] {key} is missing or no {kind.__name__}" if group else f"{key} is missing"
    for group in data.keys() - _KEYS.keys() - _KEYS[""].keys() - {"sources"}:
        yield f"[{group}] is not known"


def _sources(own: Mapping[str, Any], shared_sources: Mapping[str, Any]) -> Iterator[str]:
    for name, source in own.items():
        if name in shared_sources:
            yield f"[sources.{name}] is already in _shared/sources.toml"
        if not str(source.get("title", "")).strip() or not str(source.get("url", "")).startswith(
            ("http://", "https://")
        ):
            yield f"[sources.{name}] needs a title and a public url"
        if not isinstance(source.get("dated", dt.date.min), dt.date):
            yield f"[sources.{name}] dated is no day"


def _rows(group: str, data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, row in enumerate(data[group]["list"], 1):
        yield f"[{group}] row {number}", row


def _row(place: str, row: Mapping[str, Any], needed: Mapping[str, type], allowed: Mapping[str, type]) -> Iterator[str]:
    for key, kind in needed.items():
        if not isinstance(row.get(key), kind):
            yield f"{place}: {key} is missing or no {kind.__name__}"
    for key, value in row.items():
        if key not in needed.keys() | allowed.keys() | _CITING:
            yield f"{place}: {key} is not known"
        elif key in allowed and not isinstance(value, allowed[key]):
            yield f"{place}: {key} is no {allowed[key].__name__}"


def _citation(place: str, table: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[str]:
    named, unverified = table.get("source"), table.get("unverified", False)
    if unverified not in (True, False):
        yield f"{place}: unverified is neither true nor false"
    elif bool(named) == bool(unverified):
        yield f"{place}: give either source or unverified = true"
    elif named and named not in sources:
        yield f"{place}: source {named!r} is not under [sources] here or in _shared/sources.toml"


def _banks(data: Mapping[str, Any]) -> Iterator[str]:
    codes: set[str] = set()
    for place, row in _rows("banks", data):
        if row["code"] in codes or not re.fullmatch(r"[A-Z0-9]{2,16}", row["code"]):
            yield f"{place}: code {row['code']!r} is not unique capitals and digits"
        codes.add(row["code"])
        if not row["names"] or len(set(row["names"])) != len(row["names"]):
            yield f"{place}: names are missing or said twice"
        if any(not isinstance(one, int) or not 4 <= one <= 20 for one in row.get("digits", ())):
            yield f"{place}: digits are no lengths of accounts"


def _services(code: str, data: Mapping[str, Any]) -> Iterator[str]:
    met: set[tuple[str, str]] = set()
    for place, row in _rows("services", data):
        kind, value = row["kind"], row["value"]
        pattern = {"phone": _PHONE, "domain": _HOST}.get(kind)
        if pattern is None:
            yield f"{place}: kind {kind!r} is not phone or domain"
        elif not pattern.fullmatch(value) or (value[2:3] == ":" and value[:2] != code):
            yield f"{place}: {value!r} is not a canonical {kind}"
        if (kind, value) in met:
            yield f"{place}: {value!r} is there twice"
        met.add((kind, value))
        if row["sort"] not in SORTS:
            yield f"{place}: sort {row['sort']!r} is not one of {' '.join(sorted(SORTS))}"
        if "valid_from" in row and "valid_to" in row and row["valid_to"] < row["valid_from"]:
            yield f"{place}: valid_to is before valid_from"
