"""By when: "within one week", "ภายในสิ้นเดือนนี้", "两周内", "by the end of October", as days, counted from the day it was said, with the rule used."""

import datetime as dt
import unicodedata

from weft.press import sentences, spans, when
from weft.press.words import LANGUAGES
from weft.press.words import of as words_of

_LONGEST = 400
# Figures of Thai, Khmer and Lao, one for one, so that places in the text stay.
_DIGITS = {
    ord(sign): str(value) for first in "๐០໐" for value, sign in enumerate(chr(ord(first) + step) for step in range(10))
}


def due(text: str, said_on: dt.date | None, *, language: str | None = None) -> when.When | None:
    """The days that ``text`` names as a deadline, or None when it names none that can be counted.

    ``said_on`` is the day relative words count from; without it only days that are named outright are found. ``language`` is one of
    LANGUAGES, else told by the script; the other languages are tried when that one knows no day in it. A deadline ("within two weeks")
    goes before other days, the last one named before earlier ones. A text with a day that does not exist gives none.

    >>> due("within one week", dt.date(2031, 2, 3)).last
    datetime.date(2031, 2, 10)
    >>> due("by the end of October", dt.date(2031, 12, 3)).last
    datetime.date(2032, 10, 31)
    """
    plain = _plain(text)
    if when.impossible(plain) is not None:
        return None
    for code in _order(plain, language):
        words = words_of(code)
        found = [_ahead(one, said_on) for one in when.find(plain, words, words.gazetteer.find(plain), said_on)]
        found = _longest([*found, *spans.find(plain, code, said_on)])
        if found:
            return max(found, key=lambda one: (one.is_within, one.last, one.start))
    return None


def why_not(text: str, *, language: str | None = None) -> spans.Unclear | None:
    """Why no day follows from ``text``: a day that does not exist, a feast without a fixed day, an event, "soon". None when nothing of this is in it."""
    plain = _plain(text)
    wrong = when.impossible(plain)
    if wrong is not None:
        return spans.Unclear(wrong.start(), wrong.end(), "no_such_day")
    found = (spans.unclear(plain, code) for code in _order(plain, language))
    return next((one for one in found if one is not None), None)


def _longest(found: list[when.When]) -> list[when.When]:
    """Without what stands inside of something longer: "next year" in "the second half of next year"."""
    kept: list[when.When] = []
    for one in sorted(found, key=lambda each: each.start - each.end):
        if not any(two.start < one.end and one.start < two.end for two in kept):
            kept.append(one)
    return kept


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text[:_LONGEST]).translate(_DIGITS)


def _order(plain: str, language: str | None) -> tuple[str, ...]:
    first = language if language in LANGUAGES else sentences.language_of(plain)
    return (first, *(one for one in LANGUAGES if one != first))


def _ahead(one: when.When, said_on: dt.date | None) -> when.When:
    """A promise looks ahead: a day without its year is the next one of that name."""
    if one.rule != "day:nearest" or said_on is None or one.last >= said_on:
        return one
    for step in range(1, 9):
        try:
            day = one.last.replace(year=one.last.year + step)
        except ValueError:
            continue
        if day >= said_on:
            return one._replace(first=day, last=day, rule="day:next")
    return one
