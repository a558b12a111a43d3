"""Known words in a text, the longest first, none inside another. Time grows with the length of the text only."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Hit(NamedTuple):
    """A known word in a text."""

    start: int
    end: int
    kind: str
    value: str


class Gazetteer:
    """``words`` maps a word, as written, to what it may mean: pairs (kind, value)."""

    def __init__(self, words: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        self._means = {word: tuple(means) for word, means in words.items()}
        self._by_start: dict[str, list[str]] = {}
        for word in sorted(self._means, key=lambda word: (-len(word), word)):
            self._by_start.setdefault(word[:2], []).append(word)

    def find(self, text: str) -> list[Hit]:
        """Every hit in order; a word with several meanings gives one hit each."""
        found: list[Hit] = []
        at, size = 0, len(text)
        by_start = self._by_start
        while at < size:
            for word in (*by_start.get(text[at : at + 2], ()), *by_start.get(text[at], ())):
                if text.startswith(word, at) and _stands_alone(text, at, at + len(word)):
                    end = at + len(word)
                    found += [Hit(at, end, kind, value) for kind, value in self._means[word]]
                    at = end
                    break
            else:
                at += 1
        return found


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Scripts with blanks between words: no letter may touch. Others write without blanks; Korean hangs particles behind."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_is_spaced(text[start]) and _is_spaced(before)) and not (
        _is_spaced(text[end - 1]) and _is_spaced(after)
    )


def _is_spaced(sign: str) -> bool:
    """A letter or digit of a script that puts blanks between words (Latin, and Hangul at a word's beginning is left alone)."""
    return sign.isalnum() and sign < "\u0e00"
