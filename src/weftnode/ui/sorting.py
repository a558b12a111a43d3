"""Names in the order in which their reader looks for them. The rules are few and written down here; docs/concepts/sorting.md says where they end.

Sources: CLDR's collation charts (vi: letters of their own and the order of tones; th and lo: a vowel written before its consonant is read after it;
the reader's own script first); GB 2312, whose first 3,755 characters stand in the order of pinyin. No library: ICU has no wheel that needs nothing
of the system, and what is sorted here are lists of names, some thousand long.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.utils.translation import get_language

Row = TypeVar("Row")
Key = tuple[tuple[tuple[int, int, bytes], ...], tuple[int, ...], str]

_SCRIPTS = {
    "th": (0x0E00, 0x0E7F), "lo": (0x0E80, 0x0EFF), "my": (0x1000, 0x109F), "km": (0x1780, 0x17FF), "zh": (0x3400, 0x9FFF), "ko": (0xAC00, 0xD7A3),
}  # fmt: skip
_LATIN_ENDS = 0x024F
# Vietnamese: letters of their own, each behind the letter it is written with; tones in the order of its dictionaries.
_VI_LETTERS = {
    ("a", "\u0306"): 1, ("a", "\u0302"): 2, ("e", "\u0302"): 1, ("o", "\u0302"): 1, ("o", "\u031b"): 2, ("u", "\u031b"): 1,
}  # fmt: skip
_VI_TONES = "\u0300\u0309\u0303\u0301\u0323"
# Letters that Unicode does not take apart.
_STROKED = {"đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i"}
_BEFORE = {*map(chr, range(0x0E40, 0x0E45)), *map(chr, range(0x0EC0, 0x0EC5))}
# Tones, and signs that change no letter: looked at only when the letters are equal.
_LIGHT = {*map(chr, range(0x0E47, 0x0E4F)), *map(chr, range(0x0EC8, 0x0ECE))}


def key(text: str, language: str = "") -> Key:
    """What to compare names by, for a reader of ``language`` (the one of the page when it is not said): letters, then tones and accents, then the text."""
    short = (language or get_language() or "en").lower().split("-")[0]
    letters: list[tuple[int, int, bytes]] = []
    accents: list[int] = []
    for base, marks in _clusters(text):
        plain, own = _STROKED.get(base, base), 0
        if short == "vi":
            own = (
                1
                if base == "đ"
                else next((_VI_LETTERS[base, mark] for mark in marks if (base, mark) in _VI_LETTERS), 0)
            )
            marks = [mark for mark in marks if (base, mark) not in _VI_LETTERS]
        elif plain != base:
            marks = [*marks, base]
        letters.append((_group(plain, short), own, _weight(plain, short)))
        accents.append(sum((_tone(mark) + 1) << (8 * place) for place, mark in enumerate(marks)))
    # The letter's own place comes behind the letter itself: a, ă, â, b.
    return tuple((group, 0, weight + bytes([own])) for group, own, weight in letters), tuple(accents), text


def by_name(rows: Iterable[tuple[Row, str]], language: str = "") -> list[Row]:
    """Things in the order of their names: pairs of a thing and its name go in."""
    return [row for row, _ in sorted(rows, key=lambda pair: key(pair[1], language))]


def _clusters(text: str) -> Iterator[tuple[str, list[str]]]:
    """Letters with the marks on them, vowels that are written before their consonant behind it."""
    signs = [
        sign for sign in _logical(unicodedata.normalize("NFKC", text).casefold()) if not sign.isspace() or sign == " "
    ]
    base, marks = "", []
    for sign in signs:
        apart = (
            unicodedata.normalize("NFD", sign) if ord(sign) <= _LATIN_ENDS or 0x1E00 <= ord(sign) <= 0x1EFF else sign
        )
        if base and (sign in _LIGHT or (unicodedata.combining(sign) and ord(sign) < 0x0370)):
            marks.append(sign)
            continue
        if base:
            yield base, marks
        base, marks = apart[0], list(apart[1:])
    if base:
        yield base, marks


def _logical(text: str) -> str:
    signs = list(text)
    for at in range(len(signs) - 1):
        if signs[at] in _BEFORE and signs[at + 1] not in _BEFORE and signs[at + 1].isalpha():
            signs[at], signs[at + 1] = signs[at + 1], signs[at]
    return "".join(signs)


def _group(sign: str, language: str) -> int:
    """Marks and figures, the reader's own script, Latin, the others."""
    if not sign.isalpha() and not unicodedata.combining(sign) and unicodedata.category(sign)[0] != "M":
        return 0
    first, last = _SCRIPTS.get(language, (1, 0))
    if first <= ord(sign) <= last:
        return 1
    return 2 if ord(sign) <= _LATIN_ENDS else 3


def _weight(sign: str, language: str) -> bytes:
    if language == "zh" and _SCRIPTS["zh"][0] <= ord(sign) <= _SCRIPTS["zh"][1]:
        try:
            return b"\x00" + sign.encode("gb2312")
        except UnicodeEncodeError:
            return b"\x01" + ord(sign).to_bytes(4, "big")
    return ord(sign).to_bytes(4, "big")


def _tone(mark: str) -> int:
    place = _VI_TONES.find(mark)
    return place if place >= 0 else 8 + ord(mark) % 200
