"""What the kinds of numbered things share: taking a cell apart into its values, and hiding the middle of one.

A cell meant for phones may hold one number, several with a separator, or a number with words around it. The whole is tried
first, then the parts between separators, then what looks like a candidate inside a part.
"""

import re
from collections.abc import Callable

from weft.kinds import fold
from weft.model import Found

# A cell is not a document: a spreadsheet's own limit is 32,767 characters. What lies behind is not looked at.
LONGEST_CELL = 32_767
# Nobody types more identifiers into one cell; it bounds the work on hostile input.
MOST_VALUES = 500

_SEPARATORS = re.compile(r"[;,|\n\r/、，；｜·•]|\s(?:and|or|và|hoặc|และ|หรือ|និង|ແລະ|နှင့်|和|及|或|및|또는|dan|atau|&)\s")
_SPACE = re.compile(r"\s+")

SHOWN = re.compile(r"(?P<value>\S.*) \((?P<country>[A-Z]{2})\)", re.ASCII)
"""A value with its country behind it, as ``show`` of several kinds writes it: ``1234567890121 (TH)``."""

Answer = tuple[str, tuple[str, ...]]
"""A canonical value and its notes."""


def clean(
    kind: str, text: str, read: Callable[[str], Answer | None], candidate: re.Pattern[str] | None = None
) -> list[Found]:
    """Every value that ``read`` accepts in a cell, in order, with offsets into ``text`` as given.

    ``read`` gets folded text without blanks at its ends and answers with value and notes, or None.
    ``candidate`` finds what may be a value inside a part with words around it.
    """
    folded = fold.fold_text(text[:LONGEST_CELL])
    found: list[Found] = []

    def take(start: int, end: int) -> bool:
        start, end = _trim(folded.text, start, end)
        answer = read(folded.text[start:end]) if start < end else None
        if answer is None:
            return False
        first, last = folded.span(start, end)
        found.append(Found(kind, answer[0], text[first:last], first, last, answer[1]))
        return True

    if take(0, len(folded.text)):
        return found
    for start, end in _between(_SEPARATORS, folded.text, 0, len(folded.text)):
        if len(found) >= MOST_VALUES:
            break
        if take(start, end):
            continue
        if candidate is None:
            continue
        for match in candidate.finditer(folded.text, start, end):
            if len(found) >= MOST_VALUES:
                break
            if not take(*match.span()):
                _take_runs(_between(_SPACE, folded.text, *match.span()), take)
    return found[:MOST_VALUES]


def _take_runs(words: list[tuple[int, int]], take: Callable[[int, int], bool]) -> None:
    """Two values with only a blank between them: take the longest run of words that is one value, and go on behind it."""
    first = 0
    while first < len(words):
        # A value has blanks at five places at most; the bound keeps the work linear.
        for last in range(min(first + 6, len(words)), first, -1):
            if take(words[first][0], words[last - 1][1]):
                first = last
                break
        else:
            first += 1


def _between(separator: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts = []
    for match in separator.finditer(text, start, end):
        parts.append((start, match.start()))
        start = match.end()
    parts.append((start, end))
    return parts


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def mask(value: str, head: int, tail: int) -> str:
    """``value`` with everything but its first ``head`` and last ``tail`` characters as stars.

    All of it when fewer than four would be hidden: two stars are guessed.

    >>> mask("+66812345678", 3, 2)
    '+66*******78'
    >>> mask("123456", 2, 2)
    '******'
    """
    hidden = len(value) - head - tail
    if hidden < 4:
        return "*" * len(value)
    return value[:head] + "*" * hidden + value[len(value) - tail :]
