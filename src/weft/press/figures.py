"""Sums and numbers of an article: "45 million baht", "3 ล้านบาท", "50万", "forty-two phones"; what each is worth, and whether it is a bound.

Digits with words of scale and currencies go by the engine's reader of amounts. Words are taken for a number only where something that
can be counted follows, because most of them stand in other words too.
"""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from typing import Any, NamedTuple

from weft import countries
from weft.formats import amounts
from weft.press.words import Words

_NUMBER = re.compile(
    r"(?:(?<![\w.,])|(?<=\bRM)|(?<=\bRp)|(?<=\b[A-Z]{3}))\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|(?:(?<![\w.,/-])|(?<=\bRM)|(?<=\bRp)|(?<=\b[A-Z]{3}))\d+(?:[.,]\d+)?(?![\w/-]|(?<=\d)(?=[A-Za-z]))"
)
# The same where a script without blanks may touch: 抓获37名, 50万元, 64명이.
_TOUCHING = re.compile(
    r"(?<![A-Za-z0-9.,/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![A-Za-z0-9.,/-])\d+(?:[.,]\d+)?(?![A-Za-z/-])"
)
_BEFORE = re.compile(r"(?:(?<![A-Za-z])[A-Z]{1,2}\$|[$€£¥₩฿₫៛₭₱₹]|(?<![A-Za-z])(?:[A-Z]{3}|RM|Rp\.?))\s?$")
_PERCENT = re.compile(r"\s*(?:%|％|percent\b|per cent\b|phần trăm|เปอร์เซ็นต์|퍼센트|ភាគរយ|ເປີເຊັນ)")
_WORD = re.compile(r"\s*-?([^\W\d_]{2,24})")
# Behind a number these make it a day, an hour, an age of time or an order, and no figure: 5日, 24小时, 15일, 4차.
_CLOCK = re.compile(
    r"\s?(?:[年月日号號时時点點分秒]|小时|小時|周年|届|屆|년|월|일(?!본)|시(?!민)|분|차(?!례)|번째|주년|น\.|นาฬิกา|โมง|ម៉ោង|ໂມງ|giờ\b|h\d\d|(?:a|p)\.?m\b|(?:st|nd|rd|th)\b|o'clock)"
)
# In front of it: "ปี 2568", "thứ 4", "第12", "ครั้งที่ 3".
_ORDER = re.compile(
    r"(?:第|제\s?|thứ\s|lần\s|số\s|ที่\s?|ทีี่\s?|ปี\s?|พ\.ศ\.\s?|ค\.ศ\.\s?|ឆ្នាំ\s?|លើកទី\s?|ທີ\s?|ປີ\s?|ວັນທີ\s?|วันที่\s?|ថ្ងៃទី\s?|ngày\s|tháng\s|năm\s|khoản\s|điều\s|\b[Nn]o\.?\s|\b[Aa]rticle\s)$"
)
# "Hand over 38 suspects" is no bound.
_HANDED = re.compile(r"\b(?:hand|turn|t[ao]k|w[io]n|br[io]ng)\w*\s+over$")
_YEARS = (range(1900, 2101), range(2440, 2641))
# Words behind a number that count nothing.
_EMPTY = frozenset(
    [
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "to",
        "from",
        "by",
        "the",
        "a",
        "for",
        "with",
        "than",
        "was",
        "were",
        "is",
        "are",
        "had",
        "has",
        "have",
        "per",
        "up",
        "as",
        "said",
        "after",
        "before",
        "during",
        "since",
        "when",
        "while",
        "which",
        "who",
        "that",
        "và",
        "hoặc",
        "của",
        "trong",
        "tại",
        "từ",
        "đến",
        "với",
        "là",
        "có",
        "được",
        "ở",
        "cho",
        "khi",
        "theo",
        "trên",
        "dưới",
        "vào",
        "ngày",
        "tháng",
        "năm",
        "nay",
        "qua",
        "tới",
    ]
)
# The longest name of a currency that stands behind a number: "đô la Mỹ", "ดอลลาร์สหรัฐ".
_LONGEST_NAME = 16
# How far "at least" or "about" may stand in front.
_NEAR = 14


class Figure(NamedTuple):
    """A number and where it stands."""

    start: int
    end: int
    value: str
    """Plain digits with a point, whatever was written."""
    currency: str
    """ISO 4217, empty where it is no money or none is named."""
    unit: str
    """The word behind a number that is no money."""
    bound: str
    """``at_least``, ``about`` or empty."""


def find(text: str, start: int, end: int, words: Words, language: str, country: str | None = None) -> Iterator[Figure]:
    """Figures of one sentence in order, those in words after those in digits."""
    pattern = _NUMBER if language in {"en", "vi"} else _TOUCHING
    taken: list[tuple[int, int]] = []
    for digits in pattern.finditer(text, start, end):
        if taken and digits.start() < taken[-1][1]:
            continue
        found = _sum(text, digits, start, end, language, country)
        if found is not None:
            first, last, value, currency = found
            if not currency and _is_time(text, digits, last, language):
                continue
            taken.append((first, last))
            yield Figure(
                first,
                last,
                value,
                currency,
                "" if currency else _unit(text, last, end, language),
                _bound(text, start, first, words),
            )
    both = words.list("people", "both")
    for first, last, worth in _spelled(text, start, end, language):
        is_pair = any(
            text[max(0, first - back) :][: len(word)].casefold() == word.casefold()
            for word in both
            for back in (0, 4)
            if len(word) > back
        )
        if not is_pair and not any(a < last and first < b for a, b in taken):
            yield Figure(
                first, last, str(worth), "", _unit(text, last, end, language), _bound(text, start, first, words)
            )


def _sum(
    text: str, digits: re.Match[str], start: int, end: int, language: str, country: str | None
) -> tuple[int, int, str, str] | None:
    first, scaled = digits.start(), _scale(text, digits.end(), end)
    last, currency = _currency(text, scaled, end, country)
    front = _BEFORE.search(text[max(start, first - 6) : first])
    if not currency and front:
        currency = countries.currency_named(front[0].strip(), country) or ""
        first = first - len(front[0]) if currency else first
    habit = "VN" if language == "vi" else "LA" if language == "lo" else country
    read = amounts.parse(text[digits.start() : scaled], habit, currency or None)
    if read is None:
        return None
    return first, last if currency and not front else scaled, _plain(read.value), currency


def _plain(value: Decimal) -> str:
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _scale(text: str, at: int, end: int) -> int:
    """Where the words of scale behind a number end: "1억 2천만" is one number."""
    last = at
    while True:
        start = last + 1 if text[last : last + 1] in {" ", "\u00a0"} else last
        hit = _scales().match(text, start, end)
        if hit is None or (hit[0][-1] < "\u0e00" and text[hit.end() : hit.end() + 1].isalnum()):
            return last
        last = hit.end()
        more = re.compile(r"\s?\d+(?:[.,]\d+)?").match(text, last, end)
        if more and _scales().match(text, more.end(), end) and hit[0][-1] >= "\u0e00":
            last = more.end()


@functools.cache
def _scales() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, countries.number_words()), key=len, reverse=True)), re.IGNORECASE)


def _currency(text: str, at: int, end: int, country: str | None) -> tuple[int, str]:
    """The currency named right behind a number, and where its name ends."""
    start = at + 1 if text[at : at + 1] in {" ", "\u00a0"} else at
    for last in range(min(end, start + _LONGEST_NAME), start, -1):
        name, after = text[start:last], text[last : last + 1]
        if name[-1].isspace() or (name[-1] < "\u0e00" and name[-1].isalnum() and after < "\u0e00" and after.isalnum()):
            continue
        # "บ." is baht, the first letter of บัญชี (account) is not.
        if len(name) == 1 and "\u0e00" <= name < "\u1800" and unicodedata.category(after or " ")[0] in "LM":
            continue
        found = countries.currency_named(name.strip(), country)
        if found and name[-1] in ".。" and countries.currency_named(name[:-1].strip(), country):
            continue
        if found and (len(name) > 1 or not name.isalpha() or name >= "\u0e00"):
            return last, found
    return at, ""


def _is_time(text: str, digits: re.Match[str], last: int, language: str) -> bool:
    """Years, days, hours and orders are no figures."""
    line = text.rfind("\n", 0, digits.start()) + 1
    if not text[line : digits.start()].strip() and text[last : last + 1] in (".", ")"):
        return True
    if _CLOCK.match(text, last) or _ORDER.search(text[max(0, digits.start() - 10) : digits.start()]):
        return True
    bare = digits[0].isdigit() and len(digits[0]) == 4 and last == digits.end()
    if not bare or not any(int(digits[0]) in years for years in _YEARS):
        return False
    # "2025 suspects" is a number; what counts nothing is a year.
    return _counter(text, last, language) == ""


def _unit(text: str, at: int, end: int, language: str) -> str:
    """What was counted: per cent, a counter or noun of the list, or in a script with blanks the word that follows."""
    if _PERCENT.match(text, at, end):
        return "%"
    listed = _counter(text, at, language)
    if listed or language not in {"en", "vi"}:
        return listed
    word = _WORD.match(text, at, end)
    return word[1] if word and word[1].casefold() not in _EMPTY else ""


def _counter(text: str, at: int, language: str) -> str:
    found = _counters(language).match(text, at)
    return found[1] if found else ""


@functools.cache
def _counters(language: str) -> re.Pattern[str]:
    data = _data()[language]
    words = "|".join(sorted(map(re.escape, [*data["counters"], *data.get("units", [])]), key=len, reverse=True))
    after = r"(?![^\W_])" if language in {"en", "vi"} else ""
    between = r"(?:[a-z]+\s)?" if language == "en" else ""
    return re.compile(rf"\s?{between}({words}){after}", re.IGNORECASE)


def _bound(text: str, start: int, at: int, words: Words) -> str:
    front = text[max(start, at - _NEAR) : at].rstrip()
    if _HANDED.search(front):
        return ""
    for name in ("at_least", "about"):
        if any(front.endswith(word) for word in words.list("meetings", name)):
            return name
    return ""


def _spelled(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int, int]]:
    run, one, data = _numerals(language)
    for hit in run.finditer(text, start, end):
        tokens = [data["values"][token.casefold()] for token in one.findall(hit["number"])]
        worth = _worth(tokens)
        if worth > 1:
            yield hit.start("number"), hit.end("number"), worth


def _worth(tokens: list[int]) -> int:
    """What a run of number words is worth: digits before ten, hundred or thousand multiply it, tens add up.

    >>> _worth([2, 100, 60]), _worth([1, 100, 2, 10]), _worth([40, 2]), _worth([2, 10, 5])
    (260, 120, 42, 25)
    """
    total = section = digit = 0
    for token in tokens:
        if token >= 1000:
            total += max(section + digit, 1) * token
            section = digit = 0
        elif token in {10, 100}:
            section += max(digit, 1) * token
            digit = 0
        elif token > 10:
            section, digit = section + digit + token, 0
        else:
            digit = token
    return total + section + digit


@functools.cache
def _numerals(language: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, Any]]:
    data = _data()[language]
    token = "|".join(sorted(map(re.escape, data["values"]), key=len, reverse=True))
    joint = "|".join(sorted(map(re.escape, data["joins"]), key=len, reverse=True))
    counter = "|".join(sorted(map(re.escape, data["counters"]), key=len, reverse=True))
    alone = r"(?<![^\W_])" if language in {"en", "vi"} else ""
    after = r"(?![^\W_])" if language in {"en", "vi"} else ""
    run = rf"{alone}(?P<number>(?:{token})(?:(?:{joint})(?:{token}))*)(?=\s?(?:[a-z]+\s)?(?:{counter}){after})"
    if language != "en":
        run = run.replace(r"(?:[a-z]+\s)?", "")
    return re.compile(run, re.IGNORECASE), re.compile(token, re.IGNORECASE), data


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words", "numerals.toml").read_text(encoding="utf-8"))
