"""Days as reports write them: ISO, day or month first, Buddhist and Republic years, month names, 2025年10月3日, Excel serials.

The order of day and month is a habit of whoever made the file, so it is decided once for a column, from all of it: one value
with a 13th "month" settles it. Times are cut off, never converted: the day is the one the reporting office wrote.
"""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final, Literal

OrderName = Literal["dmy", "mdy", "ymd"]

# Day/month habits where figures alone do not say (CLDR 48, dateFormats short): month first in en-US and en-PH, year first in zh, ko, ja.
_MONTH_FIRST: Final = frozenset({"US", "PH"})
_YEAR_FIRST: Final = frozenset({"CN", "TW", "KR", "JP"})

# Thai, Lao, Khmer and Burmese offices count from the Buddha's passing: 543 years more (Thai National Calendar since 1941).
_BUDDHIST: Final = 543
# Republic of China year 1 is 1912; Reiwa 1 is 2019, Heisei 1 is 1989.
_ERAS: Final = {"民國": 1911, "民国": 1911, "中華民國": 1911, "令和": 2018, "平成": 1988}
# "R8.2.5": how Japanese forms shorten them.
_ERA_LETTER: Final = re.compile(r"([RHS])\.?\s?(\d{1,2}\s?[./\-年]\s?\d{1,2}\s?[./\-月]\s?\d{1,2}日?)", re.IGNORECASE)
_ERA_YEARS: Final = {"R": 2018, "H": 1988, "S": 1925}
_BUDDHIST_LETTERS: Final = (
    ("TH", re.compile("[\u0e01-\u0e5b]")),
    ("LA", re.compile("[\u0e81-\u0edf]")),
    ("KH", re.compile("[\u1780-\u17dd]")),
)
_EARLIEST, _LATEST = 1900, 2100

_TIME: Final = re.compile(
    r"[T, ]*(?<!\d)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?\s?m\.?\b)?\s*(?:z\b|utc|gmt|ict|[+-]\d{2}:?\d{2})?(?:\s*น\.?)?",
    re.IGNORECASE,
)
_TRIPLE: Final = re.compile(r"(\d{1,4})\s*[/.\-\s年년]\s*(\d{1,2})\s*[/.\-\s月월]\s*(\d{1,4})\s*[日일号號.]?")
_EIGHT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_VIETNAMESE: Final = re.compile(
    r"(?:ngày\s*)?(\d{1,2})\s*(?:tháng|thang|thg|/)\s*(\d{1,2})\s*(?:,|năm|nam|/)?\s*(\d{2,4})", re.IGNORECASE
)
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
# From 2001 on: a run of ten digits that starts with 0 is a phone's.
_EPOCH: Final = re.compile(r"([1-4]\d{9})(?:\d{3})?(?:\.\d+)?")
_MAX_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Order:
    """Which of two figures is the day, why, and whether the column itself showed it."""

    name: OrderName
    because: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A date read, and whether it only made sense in another order than the column's."""

    date: dt.date
    other_order: bool = False


def order_of(texts: Iterable[str], country: str | None = None) -> Order:
    """Decide for a column which figure is the day. ``texts`` are its values, in any order; each once is enough."""
    day_first = month_first = year_first = 0
    for text in texts:
        figures = _triple(_folded(text))
        if figures is None or len(figures[0]) > 2:
            continue
        first, second, third = (int(figure) for figure in figures)
        if first > 31 and len(figures[2]) <= 2 and third <= 31:
            year_first += 1
        elif 12 < first <= 31 and second <= 12:
            day_first += 1
        elif 12 < second <= 31 and first <= 12:
            month_first += 1
    if year_first and not month_first:
        return Order("ymd", f"{year_first} values begin with a year", shown=True)
    if day_first or month_first:
        name: OrderName = "dmy" if day_first >= month_first else "mdy"
        return Order(
            name,
            f"{max(day_first, month_first)} values make sense only with the {'day' if name == 'dmy' else 'month'} first",
            shown=True,
        )
    if country in _MONTH_FIRST:
        return Order("mdy", f"habit of {country}", shown=False)
    if country in _YEAR_FIRST:
        return Order("ymd", f"habit of {country}", shown=False)
    return Order("dmy", f"habit of {country}" if country else "the day is first in most of the region", shown=False)


def parse(text: str, order: OrderName = "dmy", country: str | None = None) -> dt.date | None:
    """The day in ``text``, or None when there is none or it does not exist."""
    day = read(text, order, country)
    return day.date if day else None


def read(text: str, order: OrderName = "dmy", country: str | None = None) -> Day | None:
    """Like `parse`, and says when the column's order had to be left to make sense of it."""
    folded = _folded(text)
    if not folded or len(folded) > _MAX_CHARACTERS:
        return None
    era, folded = _era(folded)
    return (
        _from_figures(folded, order, country, era)
        or _from_vietnamese(folded, country, era)
        or _from_names(folded, country, era)
        or _from_counts(folded)
    )


def _folded(text: str) -> str:
    text = text.strip()[: 2 * _MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(
            str(unicodedata.decimal(character)) if unicodedata.category(character) == "Nd" else character
            for character in text
            if unicodedata.category(character) != "Cf"
        )
        text = re.sub(r"(上午|下午|오전|오후|凌晨|早上|晚上)", " ", text)
    if ":" in text:
        text = _TIME.sub(" ", text, count=1)
    return text.strip(" ,'T")


def _era(text: str) -> tuple[int | None, str]:
    """The years to take off when the text names its era, and the text without that name."""
    lettered = _ERA_LETTER.fullmatch(text)
    if lettered:
        return _ERA_YEARS[lettered[1].upper()], lettered[2]
    if text.isascii() and not re.search(r"\b[BA]\.?\s?[DE]\b", text, re.IGNORECASE):
        return None, text
    for name, years in _ERAS.items():
        if name in text:
            return years, text.replace(name, "").replace("元年", "1年").strip()
    without = re.sub(r"พ\s?\.?\s?ศ\s?\.?|ព\.ស\.?|ພ\.ສ\.?|\bB\.?\s?E\b\.?", " ", text)
    if without != text:
        return -_BUDDHIST, without.strip()
    return None, re.sub(r"ค\s?\.?\s?ศ\s?\.?|គ\.ស\.?|ຄ\.ສ\.?|\bA\.?\s?D\b\.?|公元|西元", " ", text).strip()


def _triple(text: str) -> tuple[str, str, str] | None:
    match = _TRIPLE.fullmatch(text.strip(" ,."))
    if match is None:
        return None
    first, second, third = match.groups()
    return first, second, third


def _from_figures(text: str, order: OrderName, country: str | None, era: int | None) -> Day | None:
    eight = _EIGHT.fullmatch(text)
    if eight:
        date = _date(int(eight[1]), int(eight[2]), int(eight[3]), country, era)
        return Day(date) if date else None
    # A weekday or another word before the figures says nothing; a name of a month is read elsewhere.
    figures = _triple(text)
    if figures is None:
        return None
    first, second, third = (int(figure) for figure in figures)
    if len(figures[0]) >= 3 or (era is not None and era > 0):
        date = _date(first, second, third, country, era)
        return Day(date) if date else None
    if order == "ymd" and len(figures[2]) <= 2:
        orders: list[tuple[int, int, int]] = [(first, second, third), (third, second, first), (third, first, second)]
    elif order == "mdy":
        orders = [(third, first, second), (third, second, first)]
    else:
        orders = [(third, second, first), (third, first, second)]
    for tried, (year, month, day) in enumerate(orders):
        date = _date(year, month, day, country, era)
        if date:
            return Day(date, other_order=tried > 0)
    return None


def _from_vietnamese(text: str, country: str | None, era: int | None) -> Day | None:
    match = _VIETNAMESE.search(text)
    date = _date(int(match[3]), int(match[2]), int(match[1]), country, era) if match else None
    return Day(date) if date else None


def _from_names(text: str, country: str | None, era: int | None) -> Day | None:
    names, pattern = _months()
    found = pattern.search(text.casefold())
    if found is None:
        return None
    figures = [int(figure) for figure in re.findall(r"\d+", text)]
    if len(figures) != 2 or max(figures) > 9999:
        return None
    # The year is the larger, or the one that comes second: 3 Oct 25.
    year, day = (figures[0], figures[1]) if figures[0] > 31 else (figures[1], figures[0])
    # "3 ต.ค. 68": who writes the month in Thai, Lao or Khmer counts two-figure years as offices there do.
    country = next((code for code, letters in _BUDDHIST_LETTERS if letters.search(found.group())), country)
    date = _date(year, names[found.group()], day, country, era)
    return Day(date) if date else None


def _from_counts(text: str) -> Day | None:
    serial = _SERIAL.fullmatch(text)
    if serial and 20_000 <= int(serial[1]) <= 73_000:
        # Excel's day 1 is 1900-01-01, and it believes 1900 had a 29 February (ECMA-376 part 1, 18.17.4.1).
        return Day(dt.date(1899, 12, 30) + dt.timedelta(days=int(serial[1])))
    epoch = _EPOCH.fullmatch(text)
    if epoch and int(epoch[1]) < 4_102_444_800:
        return Day((dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=int(epoch[1]))).date())
    return None


def _date(year: int, month: int, day: int, country: str | None, era: int | None) -> dt.date | None:
    if era is not None:
        year = year + era if year >= 100 or era > 0 else year + 2500 + era
    elif year < 100:
        # Two figures: 68 in Thailand is 2568, this century; elsewhere 70 to 99 belong to the century before.
        year += 2500 - _BUDDHIST if country in {"TH", "LA", "KH"} and year > 43 else 2000 if year < 70 else 1900
    elif country == "TW" and year < 200:  # 120/03/02: years of the Republic, three figures since 2011
        year += _ERAS["民國"]
    elif _LATEST < year <= _LATEST + _BUDDHIST:
        year -= _BUDDHIST
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> tuple[dict[str, int], re.Pattern[str]]:
    """Month names folded, and one pattern of them all, longest first."""
    data = tomllib.loads((resources.files("weft.formats") / "months.toml").read_text(encoding="utf-8"))
    names: dict[str, int] = {}
    for language, lists in data.items():
        if language == "more":
            spelled = lists["names"].items()
        else:
            spelled = [
                (name, number) for width in ("wide", "abbreviated") for number, name in enumerate(lists[width], start=1)
            ]
        for name, number in spelled:
            folded = unicodedata.normalize("NFKC", name).casefold()
            names.setdefault(folded, number)
            if "." in folded:
                names.setdefault(folded.replace(".", ""), number)
                names.setdefault(folded.rstrip("."), number)
    # One Burmese or Lao letter alone is no month.
    longest = sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name))
    ascii_names = "|".join(re.escape(name) for name in longest if name.isascii())
    others = "|".join(re.escape(name) for name in longest if not name.isascii())
    return names, re.compile(rf"\b(?:{ascii_names})\b|{others}")
