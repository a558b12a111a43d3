"""Telephone numbers that were written so that no machine should read them: digits as words, letters that look like digits.

A number in words ("không chín năm…", 一六五…, 공일공…) begins with the words that numbers of its language begin with, which the
lexicon looks for; only there the digits are read on. Letters for digits (``O8l-234…``) count where the whole then reads as dialled.
"""

import functools
import re

import numpy as np

from weft.kinds import phone, words
from weft.kinds.page import Page, flags

_LOOKS = flags(b"OoIl")
_LIKE = bytes.maketrans(b"OoIl", b"0011")
_MIXED = re.compile(rb"(?<![A-Za-z0-9@._/-])\+?[0-9OIol](?:[ .-]?[0-9OIol]){7,14}(?![A-Za-z0-9@_/])")
_DIGIT = frozenset(b"0123456789")
# Room for twelve words of Khmer with blanks; what is longer is no number.
_REACH = 160
_FEWEST = 8
_MOST_LETTERS = 4


def find(page: Page) -> None:
    """Note every such number on ``page``."""
    _in_words(page)
    _with_letters(page)


def _in_words(page: Page) -> None:
    for hit in page.hits:
        if not hit.word.means & words.SPELLED or not page.is_free(hit.start, hit.end):
            continue
        text = page.original(hit.start, page.ceiling(hit.start, _REACH))
        pattern, digits = _patterns()
        match = pattern.match(text.lower())
        if match is None:
            continue
        spoken = [digits[word] if word in digits else str(int(word)) for word in _words().findall(match[0])]
        value = phone.read("".join(spoken), page.country_at(hit.start)) if len(spoken) >= _FEWEST else None
        if value is not None:
            end = page.batch.folded_place(page.batch.place(hit.start) + match.end())
            page.add(hit.start, end, "phone", value, "in words")


@functools.cache
def _patterns() -> tuple[re.Pattern[str], dict[str, str]]:
    digits = words.digit_words()
    one = "|".join(sorted(map(re.escape, digits), key=lambda word: (-len(word), word)))
    return re.compile(f"(?:(?:{one}|\\d)[ .,\u3001\uff0c-]{{0,2}}){{7,16}}"), digits


@functools.cache
def _words() -> re.Pattern[str]:
    return re.compile(
        "|".join([*sorted(map(re.escape, words.digit_words()), key=lambda word: (-len(word), word)), r"\d"])
    )


def _with_letters(page: Page) -> None:
    array = page.array
    digit = (array - 48) < 10
    looks = np.flatnonzero(_LOOKS.take(array[1:-1]) & (digit[:-2] | digit[2:])) + 1
    behind = 0
    for at in looks.tolist():
        if at < behind:
            continue
        first = max(at - 20, behind, page.floor(at, 20))
        match = next((m for m in _MIXED.finditer(page.codes, first, page.ceiling(at, 24)) if m.end() > at), None)
        if match is None or match.start() > at or not page.is_free(*match.span()):
            continue
        raw = match[0]
        if sum(code not in _DIGIT and code not in b" .-+" for code in raw) > _MOST_LETTERS:
            continue
        text = raw.translate(_LIKE).decode("ascii")
        # Without a 0 or + before it, a code of letters and digits could read as a number by chance.
        value = phone.read(text, page.country_at(at)) if text[0] in "0+" else None
        if value is not None and phone.is_mobile(value):
            page.add(*match.span(), "phone", value, "letters for digits")
            behind = match.end()
