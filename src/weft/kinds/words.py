"""Words that say what the number or name beside them is: found in folded text, a whole column at a time.

The words are data (``words.toml``); banks' names come from ``weft.countries``. All are looked for in one pass (Aho and Corasick, 1975).
"""

import functools
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import BytesAhoCorasick

from weft import countries
from weft.kinds import letters

PHONE, ACCOUNT, NOT, NATIONAL_ID, PASSPORT, DEVICE, PLATFORM, BANK, SPELLED, COUNTRY = (1 << bit for bit in range(10))
_BITS = {
    "phone": PHONE,
    "account": ACCOUNT,
    "not_an_identifier": NOT,
    "national_id": NATIONAL_ID,
    "passport": PASSPORT,
    "device": DEVICE,
}


# Who writes in these languages mostly holds a passport of this country: the last resort where a number's form leaves it open.
_HOMES = {
    "vi": "VN",
    "th": "TH",
    "km": "KH",
    "lo": "LA",
    "my": "MM",
    "zh": "CN",
    "ko": "KR",
    "ja": "JP",
    "hi": "IN",
    "fil": "PH",
}


@dataclass(slots=True)
class Word:
    """One spelling, and everything it may mean."""

    plain: bytes
    means: int = 0
    platform: str = ""
    banks: tuple[countries.Bank, ...] = ()
    country: str = ""
    """The country it names, or the home of its language for a word for passport."""
    as_written: str = ""
    """In lower case, set where the plain form is ambiguous (CJK): the text itself is compared."""
    is_latin: bool = False
    """It ends in a Latin letter."""

    @property
    def is_short(self) -> bool:
        """Two Latin letters, which stand for many things. Two characters of Chinese or Korean are a name."""
        return self.is_latin and len(self.plain) < 3


@dataclass(slots=True)
class Hit:
    """A word in a text, in places of folded text."""

    start: int
    end: int
    word: Word


def to_plain(text: str) -> bytes:
    """``text`` as ``letters.plain_of`` has it."""
    as_ascii, plain = letters.tables()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    # The plain form of a letter may be the byte that marks what is deleted; the other table tells them apart.
    return bytes(plain.take(points[as_ascii.take(points) != letters.DELETED]).tobytes())


def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _spellings(table: dict[str, list[str]]) -> list[str]:
    return [word for words in table.values() for word in words]


_Places = npt.NDArray[np.int64]


class Lexicon:
    """All words at once."""

    def __init__(self) -> None:
        data = _data()
        all_words: dict[str, Word] = {}

        def add(spelling: str, bit: int) -> Word | None:
            plain = to_plain(spelling)
            if len(plain) < 2:
                return None
            word = all_words.setdefault(spelling.lower(), Word(plain, is_latin=97 <= plain[-1] <= 122))
            word.means |= bit
            if any(ord(char) >= 0x2E80 for char in spelling):
                word.as_written = spelling.lower()
            return word

        for kind, bit in _BITS.items():
            for language, spellings in data[kind].items():
                for spelling in spellings:
                    word = add(spelling, bit)
                    if word is not None and bit == PASSPORT:
                        word.country = _HOMES.get(language, "")
        for platform, spellings in data["platform"].items():
            for spelling in spellings:
                word = add(spelling, PLATFORM)
                if word is not None:
                    word.platform = platform
        for spelling in _first_digits():
            add(spelling, SPELLED)
        names = countries.territories()
        for code in countries.known():
            for spelling in (*names[code], *data["nationality"].get(code, ())):
                # "Mỹ" would be found in "my".
                word = (
                    add(spelling, COUNTRY)
                    if len(to_plain(spelling)) > 2 or max(to_plain(spelling), default=0) >= 0x80
                    else None
                )
                if word is not None:
                    word.country = code
        for code in countries.known():
            for bank in countries.get(code).banks:
                for spelling in {bank.code, *bank.names}:
                    word = add(spelling, BANK)
                    if word is not None and bank not in word.banks:
                        word.banks = (*word.banks, bank)
        merged: dict[tuple[bytes, str], Word] = {}
        for word in all_words.values():
            # Spellings that differ only in diacritics are one word here.
            same = merged.setdefault((word.plain, word.as_written), word)
            if same is not word:
                same.means |= word.means
                same.platform = same.platform or word.platform
                same.country = same.country or word.country
                same.banks += tuple(bank for bank in word.banks if bank not in same.banks)
        self._words = sorted(merged.values(), key=lambda word: (word.plain, word.as_written))
        self._is_latin = np.array([word.is_latin for word in self._words])
        self._is_compared = np.array([bool(word.as_written) and not word.is_latin for word in self._words])
        # A capital marks where a Latin word begins, so that "tel" is not found in "hotel".
        self._find = BytesAhoCorasick([word.plain.title() for word in self._words]).find_matches_as_indexes

    def words(self) -> list[Word]:
        """Every word, ordered by its plain form."""
        return self._words

    def hits(self, plain: bytes, as_written: Callable[[_Places, _Places], list[str]]) -> list[Hit]:
        """Every word in ``plain``, the longest where several begin at one place, none inside another.

        ``as_written(starts, ends)`` gives the original text of places, for words that must be compared as written.
        """
        met = np.array(self._find(plain.title(), overlapping=True), np.int64).reshape(-1, 3)
        if len(met) == 0:
            return []
        n, starts, ends = met[:, 0], met[:, 1], met[:, 2]
        # A Latin word ends where no letter follows; a number behind it is no part of it.
        behind = np.frombuffer(plain, np.uint8)[ends]
        kept = ~(self._is_latin[n] & (behind >= 97) & (behind <= 122))
        compared = np.flatnonzero(kept & self._is_compared[n])
        if len(compared):
            written = as_written(starts[compared], ends[compared])
            for at, word, text in zip(compared.tolist(), n[compared].tolist(), written, strict=True):
                kept[at] = text.lower() == self._words[word].as_written
        n, starts, ends = n[kept], starts[kept], ends[kept]
        order = np.lexsort((-ends, starts))
        words = self._words
        found: list[Hit] = []
        free = 0
        for number, start, end in zip(n[order].tolist(), starts[order].tolist(), ends[order].tolist(), strict=True):
            if start < free:
                # "ngân hàng Sài Gòn" ends inside "Sài Gòn Thương Tín": of two banks' names the one that reaches further is meant.
                last = found[-1]
                if end <= last.end or not (words[number].banks and last.word.banks):
                    continue
                found.pop()
            free = end
            found.append(Hit(start, end, words[number]))
        return found


@functools.cache
def lexicon() -> Lexicon:
    """The words of every language. 20 ms the first time."""
    return Lexicon()


def in_text(text: str) -> list[Hit]:
    """Every word in one short text; places count its visible characters."""
    as_ascii, _ = letters.tables()
    shown = "".join(char for char in text if as_ascii[ord(char)] != letters.DELETED)
    return lexicon().hits(
        to_plain(shown) + b"\0",
        lambda starts, ends: [shown[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)],
    )


def bank(word: Word, country: str | None) -> countries.Bank | None:
    """The bank that a word names: the one of ``country`` where several are called so, or None when nothing says which."""
    if len(word.banks) > 1:
        own = [one for one in word.banks if one.country == country]
        return own[0] if len(own) == 1 else None
    return word.banks[0] if word.banks else None


@functools.cache
def digit_words() -> dict[str, str]:
    """Words for digits, in lower case, to the digit."""
    return {
        word: str(digit)
        for row in _data()["digit"].values()
        for digit, written in enumerate(row)
        for word in written.split("|")
    }


def _first_digits() -> list[str]:
    """What a telephone number in words begins with: 0 and another digit, or 1 and one from 3 in Chinese."""
    found = []
    for language, row in _data()["digit"].items():
        by_digit = [written.split("|") for written in row]
        chinese = language == "zh"
        heads = [(0, range(10)), (1, range(3, 10))] if chinese else [(0, range(10))]
        for first, seconds in heads:
            for one in by_digit[first]:
                # Two characters of Chinese are met by chance in their plain form; the rare ones for cheques stay out.
                for other in (word for second in seconds for word in by_digit[second][: 1 if chinese else None]):
                    found += [one + other, f"{one} {other}"] if not one.isascii() else [f"{one} {other}"]
    return found


@functools.cache
def fillers() -> frozenset[bytes]:
    """What may stand between a word and its number."""
    return frozenset(to_plain(word) for word in _spellings(_data()["filler"]))


@functools.cache
def ordinary_banks() -> frozenset[bytes]:
    """Banks' names that are ordinary words as well."""
    return frozenset(to_plain(word) for word in _spellings(_data()["ordinary_bank"]))


@functools.cache
def ordinary_names() -> frozenset[str | bytes]:
    """The same in scripts other than Latin: as written where that is compared, else plain."""
    return frozenset(
        word if any(ord(char) >= 0x2E80 for char in word) else to_plain(word)
        for word in _spellings(_data()["ordinary_bank"])
    )


@functools.cache
def list_words() -> tuple[bytes, ...]:
    """Words that join the members of a list."""
    return tuple(sorted(to_plain(word) for word in _spellings(_data()["list"])))


@functools.cache
def platforms() -> frozenset[str]:
    """The apps that have words."""
    return frozenset(_data()["platform"])


@functools.cache
def platform_words() -> dict[str, frozenset[str]]:
    """``ordinary``, ``introduces`` and ``no_handle`` of ``words.toml``."""
    return {name: frozenset(words) for name, words in _data()["platform_words"].items()}


@functools.cache
def unit_names() -> frozenset[str]:
    """Words for currencies and measures as written."""
    return frozenset(_data()["unit"]["any"])


@functools.cache
def units() -> tuple[bytes, bytes]:
    """Patterns of what stands behind and before a sum: longest first, Latin words closed by a boundary."""
    data = _data()["unit"]
    after = sorted({to_plain(word) for word in data["any"]}, key=lambda word: (-len(word), word))
    before = sorted({to_plain(word) for word in data["before"]}, key=lambda word: (-len(word), word))
    closed = [re.escape(word) + (rb"(?![a-z])" if word[-1] < 0x80 else b"") for word in after]
    return b"|".join(closed), b"|".join(map(re.escape, before))
