"""Public holidays by country and year: ``xx/holidays.toml``. Data with citations; what is not complete says so.

A clock that counts working days passes over the days that are known. Where days are missing it ends earlier than the law lets it, never
later: that is the stricter reading, and whoever shows the clock says that days may be missing.
"""

import datetime as dt
import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from weft.countries.records import Cited, CountryFileWrong


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days of one year on which offices of a country do not work, weekends apart."""

    country: str
    year: int
    days: frozenset[dt.date]
    is_complete: bool
    """Whether no day of the year is missing."""
    cited: Cited
    note: str = ""


def holidays(country: str, year: int) -> Holidays | None:
    """What is known of a year in a country (ISO alpha-2); None where nothing was found."""
    for entry in _file(country.upper()).get("year", []):
        if entry["year"] == year:
            return _one(country.upper(), year, entry["days"], entry)
    for entry in _file(country.upper()).get("every", []):
        if entry["from"] <= year <= entry.get("to", year):
            return _one(country.upper(), year, [f"{year}-{day}" for day in entry["days"]], entry)
    return None


def within(country: str, first: dt.date, last: dt.date) -> tuple[frozenset[dt.date], tuple[int, ...]]:
    """Known holidays from the year of ``first`` to that of ``last``, and the years whose list is missing or not complete."""
    years = range(first.year, last.year + 1)
    found = {year: holidays(country, year) for year in years}
    days = frozenset(day for one in found.values() if one is not None for day in one.days)
    return days, tuple(year for year, one in found.items() if one is None or not one.is_complete)


@functools.cache
def _file(country: str) -> dict[str, Any]:
    path = resources.files(__package__).joinpath(country.lower(), "holidays.toml")
    if not (len(country) == 2 and country.isascii() and country.isalpha() and path.is_file()):
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _one(country: str, year: int, days: Iterable[str], entry: dict[str, Any]) -> Holidays:
    where = f"{country.lower()}/holidays.toml: {year}"
    try:
        read = frozenset(dt.date.fromisoformat(day) for day in days)
    except ValueError as wrong:
        raise CountryFileWrong(f"{where}: {wrong}") from wrong
    if any(day.year != year for day in read):
        raise CountryFileWrong(f"{where}: a day of another year")
    if not entry.get("source"):
        raise CountryFileWrong(f"{where}: give a source")
    return Holidays(
        country,
        year,
        read,
        bool(entry["complete"]),
        Cited(entry["source"], entry.get("title", "")),
        entry.get("note", ""),
    )
