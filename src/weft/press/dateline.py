"""The line an article of an agency opens with: where it was written, on which day, by whom.

"KUALA LUMPUR, Sept 14 (Bernama) —", "新华社金边2月5日电", "(하노이=연합뉴스)", "Hà Nội (TTXVN) -", "กรุงเทพฯ 3 มีนาคม 2569 –". It is looked for at the head
of the first paragraphs, so that a city in the headline is not taken for it.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from weft.press import when
from weft.press.gazetteer import Hit
from weft.press.words import Words

_PARAGRAPHS = 8
_LONGEST = 110
# What ends a date line: a dash behind its place, a closed bracket, the word for "wired".
_HEADS = (
    re.compile(r"[(\[【（][^)\]】）\n]{2,70}[)\]】）](?:\s*(?:--|[—–-]))?"),
    re.compile(r"[^。\n]{2,50}?[电電讯訊](?=\s|[(（:：]|[\u4e00-\u9fff])"),
    re.compile(r"[^\n]{2,90}?[)）](?=\s*(?:--|[—–:-]|=))"),
    re.compile(r"[^\n]{2,100}?(?=\s+(?:--|[—–-])\s)"),
    re.compile(r"[^\n.]{2,60}?(?=:\s)"),
)
_NEAR = dt.timedelta(days=45)
_ANY = dt.date(2000, 7, 1)


class Dateline(NamedTuple):
    """What the line says; empty where it does not."""

    place: str
    agency: str
    published: dt.date | None
    has_day: bool
    """The line names a day; without ``published`` its year is not known."""


def read(text: str, words: Words, hits: Sequence[Hit]) -> Dateline | None:
    """The date line, or None where no paragraph opens with a place or an agency and a mark that ends it."""
    for line in list(re.finditer(r"[^\n]*\S[^\n]*", text))[:_PARAGRAPHS]:
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        for pattern in _HEADS:
            head = pattern.match(text, start, min(line.end(), start + _LONGEST))
            found = _of(text, head.start(), head.end(), words, hits) if head else None
            if found is not None:
                return found
    return None


def _of(text: str, start: int, end: int, words: Words, hits: Sequence[Hit]) -> Dateline | None:
    inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
    place = next((hit for hit in inside if hit.kind == "place"), None)
    agency = next((hit for hit in inside if hit.kind == "agency"), None)
    first = min((hit.start for hit in (place, agency) if hit), default=-1)
    # A place in the middle of a sentence before a dash is no date line; one behind a bracket or a word or two is.
    if first < 0 or (agency is None and text[start:first].strip(" ([【（*")):
        return None
    day, has_day = _day(text, start, end, words)
    if agency is None and not has_day and text[start] not in "([【（" and (place is None or place.end < end - 2):
        return None
    return Dateline(place.value.partition("|")[0] if place else "", agency.value if agency else "", day, has_day)


def _day(text: str, start: int, end: int, words: Words) -> tuple[dt.date | None, bool]:
    named = when.find(text[start:end], words, [], None)
    if named:
        return named[0].first, True
    # A day without its year: the year of a full date that the text names within some weeks of it.
    for full in when.find(text, words, [], None):
        near = [one for one in when.find(text[start:end], words, [], full.first) if one.rule.startswith("day")]
        if near and abs(near[0].first - full.first) <= _NEAR:
            return near[0].first, True
    return None, bool(when.find(text[start:end], words, [], _ANY))
