"""The columns of the reports table out of a batch: who, where, when, how much, and what nobody recognised."""

import json
import re
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from weft import countries
from weft.formats import amounts, countries_guess, zawgyi
from weft.formats.plan import NOTHING, Work, blank_to_none
from weft.tables.schemas import REPORTS

_SEVERAL: Final = re.compile(r"[;,/|&+、，；\n]")
_CENTS: Final = Decimal("0.00000001")
_KEPT_AS_WRITTEN: Final = frozenset({"extra", "bank", "platform", "kind"})


def reports(work: Work) -> pa.Table:
    """The batch's reports, all but their dates. Sets ``work.near``: the country each row's local numbers are read by."""
    plan, cells, count = work.plan, work.cells, len(work.numbers)
    columns: dict[str, list[Any]] = {name: [None] * count for name in REPORTS.names}
    columns["file"] = [plan.base] * count
    columns["row"] = work.numbers
    columns["narrative"] = [""] * count
    for name in ("language", "category"):
        column = work.one(name)
        if column:
            columns[name] = [blank_to_none(cell) for cell in cells[column.index]]
    ids = work.one("report_id")
    made = [f"{plan.file}:{number}" for number in work.numbers]
    columns["report_id"] = (
        [
            own if (name := cell.strip()).casefold() in NOTHING else name
            for cell, own in zip(cells[ids.index], made, strict=True)
        ]
        if ids
        else made
    )
    who = [cells[column.index] for column in plan.columns.of("reporter")]
    if who:
        columns["reporter"] = [
            "; ".join(part for cell in row if (part := cell.strip())) or None for row in zip(*who, strict=True)
        ]
    _countries(work, columns)
    story = work.one("narrative")
    if story:
        _to_unicode(work, story.header, cells[story.index])
        columns["narrative"] = cells[story.index]
    _amounts(work, columns)
    columns["extra"] = _extra(work)
    return _table(columns)


def _countries(work: Work, columns: dict[str, list[Any]]) -> None:
    plan = work.plan
    written = None if plan.guessed else plan.country
    column = work.one("country")
    if column is None:
        columns["country"] = [written] * len(work.numbers)
        work.near = [plan.country] * len(work.numbers)
        if plan.guessed:
            _by_currency(work)
        if plan.country is None:
            _by_story(work)
        return
    codes = [_country(cell) for cell in work.cells[column.index]]
    for place, (code, cell) in enumerate(zip(codes, work.cells[column.index], strict=True)):
        if code is None and cell.strip():
            codes[place] = first = _first_country(cell)
            said = (
                f"expected one country; {first} is the first of several"
                if first
                else "expected the name or code of a country"
            )
            work.note(place, column.header, "input.country", said, cell)
    columns["country"] = [code or written for code in codes]
    work.near = [code or plan.country for code in codes]


def _by_currency(work: Work) -> None:
    """Where no country is named, a row's own currency or bank says better than the file as a whole how its local numbers are read."""
    for name, of_cell in (("currency", countries_guess.of_currency), ("bank", countries_guess.of_bank)):
        column = work.one(name)
        if column:
            work.near = [
                of_cell(cell.strip()) or near for cell, near in zip(work.cells[column.index], work.near, strict=True)
            ]


def _by_story(work: Work) -> None:
    """Where the file tells no country, each story is read by the one whose writing or whose currency it shows."""
    story = work.one("narrative")
    if story:
        work.near = [
            near or (countries_guess.of_story(cell) if cell else None)
            for cell, near in zip(work.cells[story.index], work.near, strict=True)
        ]


@lru_cache(maxsize=4096)
def _country(cell: str) -> str | None:
    return countries.country_named(cell) if cell.strip() else None


@lru_cache(maxsize=4096)
def _first_country(cell: str) -> str | None:
    """The first of several countries ("CA; US", "Thailand / Laos"), where each part is one."""
    parts = [_country(part.strip()) for part in _SEVERAL.split(cell) if part.strip()]
    return parts[0] if len(parts) > 1 and all(parts) else None


@lru_cache(maxsize=4096)
def _currency(cell: str, country: str | None) -> str | None:
    return countries.currency_named(cell, country) if cell.strip() else None


@lru_cache(maxsize=512)
def _own_currency(country: str | None) -> str | None:
    return countries.get(country).currency if country and country in countries.known() else None


def _amounts(work: Work, columns: dict[str, list[Any]]) -> None:
    column, named = work.one("amount"), work.one("currency")
    if named:
        columns["currency"] = [
            _currency(cell, near) or (cell.strip()[:12] or None)
            for cell, near in zip(work.cells[named.index], work.near, strict=True)
        ]
    if column is None:
        return
    scale = amounts.scale_in(column.header)
    for place, cell in enumerate(work.cells[column.index]):
        written = cell.strip()
        if not written:
            continue
        columns["amount_as_written"][place] = written
        country = work.near[place]
        currency = columns["currency"][place] or _header_currency(column.header, country)
        read = amounts.parse(written, country, currency or _own_currency(country), work.plan.columns.decimal)
        if read is None:
            if written not in amounts.NOTHING:
                work.note(place, column.header, "input.amount", "expected one sum of money", written)
            continue
        if read.ambiguous:
            work.note(place, column.header, "input.amount_ambiguous", f"read as {read.value}", written)
        plain = scale != 1 and not amounts.says_scale(written)
        columns["amount"][place] = read.value * scale if plain else read.value
        # What is written beside the sum is what it is in; with nothing written anywhere it is the country's own.
        columns["currency"][place] = read.currency


@lru_cache(maxsize=1024)
def _header_currency(header: str, country: str | None) -> str | None:
    """The currency a header names: "Loss (THB)", "金额（元）", which is the country's own where several say 元."""
    for word in re.split(r"[\s_()（）\[\]/,.:-]+|(?<=[a-z])(?=[A-Z])", header):
        found = countries.currency_named(word, country) if word else None
        if found:
            return found
    return None


def _to_unicode(work: Work, name: str, texts: list[str]) -> None:
    """Turn Zawgyi Burmese into Unicode, in place; everything else stays as it is."""
    for place in pc.indices_nonzero(
        pc.match_substring_regex(pa.array(texts, pa.string()), r"[\x{1000}-\x{109F}]")
    ).to_pylist():
        if zawgyi.is_zawgyi(texts[place]):
            work.note(place, name, "input.zawgyi", "expected Unicode Burmese; converted from Zawgyi", texts[place])
            texts[place] = zawgyi.to_unicode(texts[place])


def _extra(work: Work) -> list[str | None]:
    """Columns nobody recognised, and fields beyond the header, as a JSON object a row."""
    kept = [column for column in work.plan.columns.columns if column.field in _KEPT_AS_WRITTEN]
    count = len(work.numbers)
    if not kept and not work.rest:
        return [None] * count
    names = [column.header for column in kept]
    texts: list[str | None] = []
    for place, row in enumerate(
        zip(*(work.cells[column.index] for column in kept), strict=True) if kept else [()] * count
    ):
        values = {name: cell for name, cell in zip(names, row, strict=True) if cell}
        for number, cell in enumerate(work.rest.get(place, ()), start=len(work.cells) + 1):
            if cell:
                values[f"column {number}"] = cell
        texts.append(json.dumps(values, ensure_ascii=False) if values else None)
    return texts


def _table(columns: dict[str, list[Any]]) -> pa.Table:
    with localcontext(prec=60):
        columns["amount"] = [None if value is None else value.quantize(_CENTS) for value in columns["amount"]]
    return pa.Table.from_arrays([pa.array(columns[one.name], one.type) for one in REPORTS], schema=REPORTS)
