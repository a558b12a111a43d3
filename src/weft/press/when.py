"""Days and spans of days that an article names, relative ones counted from the day it was published."""

import calendar
import datetime as dt
import functools
import re
import tomllib
from importlib import resources
from typing import NamedTuple

from weft.press.gazetteer import Hit
from weft.press.words import Words

# Thirds of a month as news means them: beginning, middle, end. A convention of ours; no source fixes the days.
EARLY, MIDDLE = 10, 20
_LONGEST_MONTHS = 120


class When(NamedTuple):
    """A span of days and where it stands; ``is_within`` when it says "within …", so that the last day is a deadline."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    is_within: bool = False
    rule: str = "day"
    """How the days were found: ``day`` (named), ``day:nearest`` (named without its year), ``within:2:week`` (counted from the day of the text), ``relative:end_this_month``."""


def find(text: str, words: Words, hits: list[Hit], published: dt.date | None) -> list[When]:
    """Absolute dates always; relative ones and deadlines only when ``published`` is known."""
    found = _absolute(text, published)
    if published is not None:
        found += [
            When(hit.start, hit.end, *span(hit.value, published), rule=f"relative:{hit.value}")
            for hit in hits
            if hit.kind == "when"
        ]
        found += _within(text, words, published)
    return sorted(found)


def span(code: str, on: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a relative expression, said on day ``on``.

    >>> span("end_this_month", dt.date(2031, 2, 3))
    (datetime.date(2031, 2, 21), datetime.date(2031, 2, 28))
    """
    if code in _DAYS:
        day = on + dt.timedelta(days=_DAYS[code])
        return day, day
    part, _, rest = code.partition("_")
    if part in {"early", "middle", "end"} and rest.endswith("month"):
        month = _month(on, 1 if rest.startswith("next") else 0)
        bounds = {"early": (1, EARLY), "middle": (EARLY + 1, MIDDLE), "end": (MIDDLE + 1, 31)}[part]
        last = calendar.monthrange(month.year, month.month)[1]
        return month.replace(day=bounds[0]), month.replace(day=min(bounds[1], last))
    if code == "end_this_year":
        return dt.date(on.year, 12, 1), dt.date(on.year, 12, 31)
    step = {"this": 0, "next": 1, "last": -1}[part]
    if rest == "week":
        monday = on - dt.timedelta(days=on.weekday()) + dt.timedelta(weeks=step)
        return monday, monday + dt.timedelta(days=6)
    if rest == "month":
        month = _month(on, step)
        return month, month.replace(day=calendar.monthrange(month.year, month.month)[1])
    return dt.date(on.year + step, 1, 1), dt.date(on.year + step, 12, 31)


_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def _month(on: dt.date, step: int) -> dt.date:
    years, month = divmod(on.month - 1 + step, 12)
    return dt.date(on.year + years, month + 1, 1)


def _within(text: str, words: Words, published: dt.date) -> list[When]:
    units = {word: unit for unit in ("day", "week", "month") for word in words.list("within", unit)}
    if not units:
        return []
    number = "|".join([r"\d{1,3}", *sorted(map(re.escape, words.numbers), key=len, reverse=True)])
    unit_words = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    found = []
    for side, pattern in (
        ("before", r"(?P<side>{side})\s*(?P<number>{number})\s*(?P<unit>{unit})"),
        ("after", r"(?P<number>{number})\s*(?P<unit>{unit})\s*(?P<side>{side})"),
    ):
        markers = "|".join(sorted(map(re.escape, words.list("within", side)), key=len, reverse=True))
        if not markers:
            continue
        for hit in re.finditer(pattern.format(side=markers, number=number, unit=unit_words), text):
            count = words.numbers.get(hit["number"]) or int(hit["number"])
            unit = units[hit["unit"]]
            last = _later(published, count, unit)
            rule = f"within:{count}:{unit}"
            found.append(When(hit.start(), hit.end(), published, last, is_within=True, rule=rule))
    return found


def _later(on: dt.date, count: int, unit: str) -> dt.date:
    if unit != "month":
        return on + dt.timedelta(days=count * (7 if unit == "week" else 1))
    month = _month(on, min(count, _LONGEST_MONTHS))
    # The day with the same number, or the last day of a month that has none: as contracts count months, and no source of ours says otherwise.
    return month.replace(day=min(on.day, calendar.monthrange(month.year, month.month)[1]))


@functools.cache
def months(language: str = "") -> dict[str, int]:
    """Names of months, folded, to their number: of one language in full, or of all in both widths."""
    data = tomllib.loads(resources.files("weft.formats").joinpath("months.toml").read_text(encoding="utf-8"))
    names: dict[str, int] = {}
    for each in (language,) if language else ("en", "th", "km", "lo"):
        for width in ("wide",) if language else ("wide", "abbreviated"):
            listed = data.get(each, {}).get(width, [])
            names |= {name.casefold(): place for place, name in enumerate(listed, 1)}
    # As agencies shorten it; CLDR knows "Sep" alone.
    return names if language else names | {"sept": 9}


def year_of(text: str) -> int | None:
    """A year of four figures, those of the Buddhist era turned; its last two, as Thai papers write them ("14 ม.ค. 69"); None for what is no year of our time."""
    year = int(text) + (2500 if len(text) == 2 else 0)
    # Buddhist era, as Thai and Lao papers write it.
    year -= 543 if 2400 <= year < 2700 else 0
    return year if 1900 <= year < 2200 else None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    thai = "|".join(
        sorted((re.escape(name) for name in months() if "\u0e00" <= name[0] < "\u0e80"), key=len, reverse=True)
    )
    name = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    return (
        re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)"),
        re.compile(r"(?:(?P<y>\d{4})\s*[年년]\s*)?(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일号號]"),
        re.compile(r"(?<!\d)(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})(?:\s*(?:năm|,)\s*(?P<y>\d{4}))?", re.IGNORECASE),
        re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})(?:/|(?<=ngày \d\d)-|(?<=ngày \d)-|-(?=\d{1,2}-\d{4}))(?P<m>\d{1,2})(?:[/-](?P<y>\d{4}))?(?![\d/-])"),
        re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\s*(?P<n>{thai})\s*(?P<y>[5-9]\d)(?!\d)"),
        re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:ខែ|ເດືອນ)?\s*(?P<n>{name})\.?,?(?:\s*(?:ค\.ศ\.|พ\.ศ\.|ឆ្នាំ|ປີ)?\s*(?P<y>\d{{4}}))?", re.IGNORECASE),
        re.compile(rf"(?<![^\W\d_])(?P<n>{name})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s*(?P<y>\d{{4}}))?", re.IGNORECASE),
    )  # fmt: skip


@functools.cache
def _ranges() -> tuple[re.Pattern[str], ...]:
    """Spans of days in one month: "November 10-12", "20-21 มีนาคม", "từ ngày 10 đến 12/11", "3月5日至7日", "5∼7일"."""
    name = "|".join(sorted(map(re.escape, months()), key=len, reverse=True))
    to = r"\s*(?:-|–|—|~|～|∼|to|and|ถึง|ຫາ|ដល់)\s*"
    year = r"(?:,?\s*(?:ค\.ศ\.|พ\.ศ\.|ឆ្នាំ|ປີ)?\s*(?P<y>\d{4}))?"
    return (
        re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{to}(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?(?:ខែ|ເດືອນ)?\s*(?P<n>{name})(?![A-Za-z])\.?{year}", re.IGNORECASE),
        re.compile(rf"(?<![^\W\d_])(?P<n>{name})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{to}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/:]){year}", re.IGNORECASE),
        re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})\s*(?:-|–|—|đến|tới)\s*(?:ngày\s*)?(?P<d2>\d{1,2})\s*(?:/|tháng)\s*(?P<m>\d{1,2})(?:\s*(?:/|,|năm)\s*(?P<y>\d{4}))?(?![\d/])", re.IGNORECASE),
        re.compile(r"(?:(?P<y>\d{4})\s*[年년]\s*)?(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일号號]?\s*(?:至|到|-|–|—|~|～|∼|부터|에서)\s*(?P<d2>\d{1,2})\s*[日일号號]"),
    )  # fmt: skip


def _absolute(text: str, published: dt.date | None) -> list[When]:
    found: list[When] = []
    for pattern in _ranges():
        for hit in pattern.finditer(text):
            first, last = _day(hit, published), _day(hit, published, of="d2")
            if first is None or last is None or last <= first or any(_meet(one, hit) for one in found):
                continue
            found.append(When(hit.start(), hit.end(), first, last, rule="day" if hit["y"] else "day:nearest"))
    for pattern in _patterns():
        for hit in pattern.finditer(text):
            if any(_meet(one, hit) for one in found) or _is_round_the_clock(text, hit):
                continue
            day = _day(hit, published)
            if day is not None:
                rule = "day" if hit.groupdict().get("y") else "day:nearest"
                found.append(When(hit.start(), hit.end(), day, day, rule=rule))
    return found


def _meet(one: When, hit: re.Match[str]) -> bool:
    return one.start < hit.end() and hit.start() < one.end


def _is_round_the_clock(text: str, hit: re.Match[str]) -> bool:
    """A hotline is open "24/7", unless the word for day stands before it."""
    return hit[0] == "24/7" and not text[: hit.start()].endswith("ngày ")


def impossible(text: str) -> re.Match[str] | None:
    """A day that is named and does not exist, "30 February 2031"; None when every named day does. A year that is left out may be any."""
    for pattern in _patterns():
        for hit in pattern.finditer(text):
            month, day = _month_and_day(hit)
            year = hit.groupdict().get("y")
            fits = (
                1 <= month <= 12 and 1 <= day <= calendar.monthrange((year_of(year) if year else 0) or 2000, month)[1]
            )
            if not fits:
                return hit
    return None


def _month_and_day(hit: re.Match[str], of: str = "d") -> tuple[int, int]:
    parts = hit.groupdict()
    return int(parts["m"]) if parts.get("m") else months()[parts["n"].casefold()], int(parts[of])


def _day(hit: re.Match[str], published: dt.date | None, of: str = "d") -> dt.date | None:
    """The day; of one without a year the nearest to the day of the text: on 2 January "28 December" is last week's."""
    month, day = _month_and_day(hit, of)
    if hit.groupdict().get("y"):
        # Buddhist era, as Thai and Lao papers write it.
        year = int(hit["y"]) + (2500 if len(hit["y"]) == 2 else 0)
        return _date(year - 543 if 2400 <= year < 2700 else year, month, day)
    if published is None:
        return None
    near = [one for step in (-1, 0, 1) if (one := _date(published.year + step, month, day)) is not None]
    return min(near, key=lambda one: abs(one - published), default=None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
