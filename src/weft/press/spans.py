"""Months, quarters, halves and years that a text names as a deadline, feasts whose day is fixed, and words from which no day follows.

"By the end of October" said in December is the October to come: a promise looks ahead. What follows the moon, a decree or an event is not
turned into a day; it is said why not, and a person sets the day.
"""

import calendar
import datetime as dt
import functools
import re
import tomllib
from importlib import resources
from typing import Any, NamedTuple

from weft.press.when import EARLY, MIDDLE, When, months, year_of

_QUARTER, _HALF = 3, 6
_CHINESE = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}


class Unclear(NamedTuple):
    """Words that name a time and give no day."""

    start: int
    end: int
    reason: str
    """``feast`` (follows the moon or a decree), ``event`` (hangs on something that has no day here), ``soon`` (no time at all), ``no_such_day``."""


def find(text: str, language: str, said_on: dt.date | None) -> list[When]:
    """Spans of days that ``text`` names, in order; those without a year only when ``said_on`` is known."""
    found: list[When] = []
    for kind, pattern in _patterns(language):
        for hit in pattern.finditer(text):
            if any(one.start < hit.end() and hit.start() < one.end for one in found):
                continue
            one = _span(kind, hit, language, said_on)
            if one is not None:
                found.append(one)
    found += [
        one for one in _feasts(text, said_on) if not any(two.start < one.end and one.start < two.end for two in found)
    ]
    return sorted(found)


def unclear(text: str, language: str) -> Unclear | None:
    """The first words that name a time of which no day follows, the longest of those that begin there; None when there are none."""
    words = [(word, "event") for word in _data("spans")[language]["event"]]
    words += [(word, "feast") for feast in _data("feasts").values() if "on" not in feast for word in feast["words"]]
    words += [(word, "soon") for word in _data("spans")[language]["soon"]]
    found = [Unclear(hit.start(), hit.end(), reason) for word, reason in words for hit in _alone(word).finditer(text)]
    order = {"event": 0, "feast": 1, "soon": 2}
    return min(found, key=lambda one: (order[one.reason], one.start, -one.end), default=None)


def _span(kind: str, hit: re.Match[str], language: str, said_on: dt.date | None) -> When | None:
    parts = {name: value for name, value in hit.groupdict().items() if value}
    year = year_of(parts["y"]) if "y" in parts else None
    if year is None and said_on is not None:
        year = said_on.year + 1 if "next" in parts else said_on.year if "this" in parts else None
    first, length = _first(kind, parts, language)
    if not 1 <= first <= 12:
        return None
    told = "y" in parts or "this" in parts or "next" in parts
    if year is None:
        if said_on is None or kind == "whole":
            return None
        # The one to come: this one while any of it lies ahead. "Before" looks at its first day.
        ahead = first if "before" in parts else first + length - 1
        year = (
            said_on.year
            if ahead >= said_on.month and not ("before" in parts and first == said_on.month)
            else said_on.year + 1
        )
    if not 1 < year < dt.MAXYEAR:
        return None
    start = dt.date(year, first, 1)
    end = dt.date(year, first + length - 1, calendar.monthrange(year, first + length - 1)[1])
    part = next((name for name in ("early", "middle", "end") if name in parts), "")
    if kind == "month" and part:
        bounds = {"early": (1, EARLY), "middle": (EARLY + 1, MIDDLE), "end": (MIDDLE + 1, end.day)}[part]
        start, end = start.replace(day=bounds[0]), start.replace(day=bounds[1])
    name = f"{part}_{kind}" if kind == "month" and part else kind
    # "Before the end of October" is October; "before October" is September.
    if "before" in parts and part != "end":
        end = start = start - dt.timedelta(days=1)
        name = f"before_{kind}"
    rule = f"span:{name}" if told else f"span:{name}:next"
    return When(hit.start(), hit.end(), start, end, is_within=True, rule=rule)


def _first(kind: str, parts: dict[str, str], language: str) -> tuple[int, int]:
    """First month and how many months; zero for a word that is no number here."""
    ordinals: dict[str, int] = _data("spans")[language]["ordinals"]
    if kind == "whole":
        return 1, 12
    if kind == "month":
        if "n" in parts:
            return months().get(parts["n"].casefold(), 0), 1
        return _CHINESE.get(parts["m"]) or int(parts["m"]), 1
    said = parts.get("q") or parts.get("q2") or parts.get("h") or ""
    number = ordinals.get(said) or ordinals.get(said.lower()) or (int(said) if said.isdigit() else 0)
    if kind == "half":
        # "The last half" counts like a fourth quarter; a third half there is none.
        number = {1: 1, 2: 2, 4: 2}.get(number, 0)
        return (number - 1) * _HALF + 1 if number else 0, _HALF
    return (number - 1) * _QUARTER + 1 if 1 <= number <= 4 else 0, _QUARTER


def _feasts(text: str, said_on: dt.date | None) -> list[When]:
    """Feasts on a fixed day: the one to come, or that of the year that stands behind; "before" is the day before."""
    found = []
    for feast in _data("feasts").values():
        if "on" not in feast:
            continue
        month, day = map(int, feast["on"].split("-"))
        for word in feast["words"]:
            for hit in _alone(word).finditer(text):
                year = re.match(r"\s*(?:năm|ปี|,)?\s*(\d{4})", text[hit.end() :])
                if year is None and said_on is None:
                    continue
                on = (
                    _next(month, day, said_on)
                    if year is None or year_of(year[1]) is None
                    else dt.date(year_of(year[1]) or 1, month, day)
                )
                before = re.search(
                    r"(?:[Bb]efore|[Tt]rước|ก่อน|មុន|ກ່ອນ)\s*(?:the\s+)?(?:วัน|เทศกาล)?$", text[: hit.start()]
                )
                after = re.match(r"\s*(?:之)?前|\s*(?:이)?전", text[hit.end() :])
                start, last = (before.start() if before else hit.start()), on
                if before or after:
                    last = on - dt.timedelta(days=1)
                rule = ("feast:before" if before or after else "feast") + ("" if year else ":next")
                found.append(
                    When(start, hit.end() + (year.end() if year else 0), last, last, is_within=True, rule=rule)
                )
    longest: list[When] = []
    for one in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if not any(two.start < one.end and one.start < two.end for two in longest):
            longest.append(one)
    return longest


def _next(month: int, day: int, said_on: dt.date | None) -> dt.date:
    assert said_on is not None
    this = dt.date(said_on.year, month, day)
    return this if this > said_on else dt.date(said_on.year + 1, month, day)


@functools.cache
def _alone(word: str) -> re.Pattern[str]:
    """A word that in Latin letters stands alone; other scripts write none between."""
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)" if word[0] < "\u0e00" else re.escape(word))


@functools.cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("weft.press").joinpath("words", f"{name}.toml").read_text(encoding="utf-8"))


@functools.cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = _data("spans")[language]

    def longest(words: Any) -> str:
        return "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    # English months as written in full with a capital: "may" and "march" are everyday words.
    names = [name.capitalize() for name in months(language)] if language == "en" else list(months(language))
    filled = {"months": longest(names), "ordinal": longest(data["ordinals"]), "year": data["year"]}
    return tuple(
        (
            kind,
            re.compile(
                functools.reduce(lambda text, pair: text.replace(f"{{{pair[0]}}}", pair[1]), filled.items(), one)
            ),
        )
        for kind in ("month", "quarter", "half", "whole")
        for one in data[kind]
    )
