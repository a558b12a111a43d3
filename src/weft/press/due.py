"""By when: "within one week", "ภายในสิ้นเดือนนี้", "两周内" as days, counted from the day it was said, with the rule that was used."""

import datetime as dt
import unicodedata

from weft.press import sentences, when
from weft.press.words import LANGUAGES
from weft.press.words import of as words_of

_LONGEST = 400


def due(text: str, said_on: dt.date | None, *, language: str | None = None) -> when.When | None:
    """The days that ``text`` names as a deadline, or None when it names none that can be counted.

    ``said_on`` is the day relative words count from; without it only days that are named outright are found. ``language`` is one of
    LANGUAGES, else told by the script; the other languages are tried when that one knows no day in it. A deadline ("within two weeks")
    goes before other days, the last one named before earlier ones.

    >>> due("within one week", dt.date(2031, 2, 3)).last
    datetime.date(2031, 2, 10)
    """
    plain = unicodedata.normalize("NFC", text[:_LONGEST])
    first = language if language in LANGUAGES else sentences.language_of(plain)
    for code in (first, *(one for one in LANGUAGES if one != first)):
        words = words_of(code)
        found = when.find(plain, words, words.gazetteer.find(plain), said_on)
        if said_on is None:
            found = [one for one in found if one.first.year > 1]
        if found:
            return max(found, key=lambda one: (one.is_within, one.last, one.start))
    return None
