"""Sums in words: "ห้าหมื่นบาท", "năm triệu đồng", "五十万元", "오십만원", "lima ribu ringgit", "five thousand dollars".

A sum is read only when every word of the text is a number, a currency or says nothing, and one of them is a hundred or more, or a
currency: "two callers" is no sum. The words are data (``numerals.toml``, and the countries' words for powers of ten).
"""

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from weft import countries

_LONGEST: Final = 120
_WORD: Final = re.compile(r"[^\s\-,.;:()/]+")
_LARGE: Final = 100
# "m", "k", "tr" stand behind figures only.
_SHORTEST_LATIN: Final = 3


def read(text: str, country: str | None = None) -> tuple[Decimal, str | None] | None:
    """(the sum, the currency written beside it or None) of a text without figures, or None when it is no sum."""
    if len(text) > _LONGEST or any(map(str.isdigit, text)):
        return None
    tokens: list[str] = []
    for word in _WORD.findall(text.casefold()):
        tokens += [word] if word.isascii() else _cut(word)
    units, times = _words()["units"], _words()["times"]
    stack: list[Decimal] = []
    now, last, counted, named = Decimal(0), Decimal(1), False, False
    rest: list[str] = []
    for token in tokens:
        if token in units:
            counted = named = True
            if units[token] < _LARGE:
                now += units[token]
            else:
                stack.append(units[token])
        elif token in times:
            last, counted = times[token], True
            while stack and stack[-1] < last:
                now += stack.pop()
            stack.append((now or Decimal(1)) * last)
            now = Decimal(0)
        elif token in _words()["teens"] and now:
            now += 10
        elif token in _words()["half"] and counted:
            now += last / 2
        elif token not in _words()["filler"]:
            rest.append(token)
    total = sum(stack, now)
    currency = countries.currency_named(" ".join(rest), country) if rest else None
    if not counted or (rest and currency is None) or not (currency or (named and total >= _LARGE)):
        return None
    return total, currency


def _cut(word: str) -> list[str]:
    """A word of a script without spaces as the known words in it, longest first; what is none stays together."""
    found: list[str] = []
    unknown = ""
    at = 0
    while at < len(word):
        length = next(
            (
                size
                for size in range(min(_words()["longest"], len(word) - at), 0, -1)
                if word[at : at + size] in _words()["all"]
            ),
            0,
        )
        if length:
            found += [unknown] if unknown else []
            found.append(word[at : at + length])
            unknown = ""
        else:
            unknown += word[at]
        at += length or 1
    return [*found, unknown] if unknown else found


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    data = tomllib.loads(resources.files("weft.formats").joinpath("numerals.toml").read_text("utf-8"))
    units = {word: Decimal(value) for language in data["units"].values() for word, value in language.items()}
    times = {
        word.casefold(): value
        for word, value in countries.number_words().items()
        if not word.isascii() or len(word) >= _SHORTEST_LATIN
    }
    times |= {word: Decimal(value) for language in data["times"].values() for word, value in language.items()}
    # "สิบล้าน" and "백만" are two words: 250 million is 2 hundred 5 ten, and then million.
    times = {
        word: value
        for word, value in times.items()
        if word.isascii() or not any(word[:at] in times and word[at:] in times for at in range(1, len(word)))
    }
    lists = {name: frozenset(data[name]["any"]) for name in ("half", "teens", "filler")}
    every = {*units, *times, *lists["half"], *lists["filler"]}
    return {"units": units, "times": times, **lists, "all": every, "longest": max(map(len, every))}
