"""Words that say what the number or name beside them is: found in folded text, a whole column at a time.

The words are data (``words.toml``); banks' names come from ``weft.countries``. Lookup: the first two to four letters at each place
where a word may begin are looked up in bit tables by arrays; the few places that pass are compared in full. About 5 ns a character.
"""

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from weft import countries
from weft.kinds import letters

PHONE, ACCOUNT, NOT, NATIONAL_ID, PASSPORT, DEVICE, WEAK_WALLET, PLATFORM, BANK = (1 << bit for bit in range(9))
_BITS = {
    "phone": PHONE,
    "account": ACCOUNT,
    "not_an_identifier": NOT,
    "national_id": NATIONAL_ID,
    "passport": PASSPORT,
    "device": DEVICE,
    "weak_wallet": WEAK_WALLET,
}


@dataclass(slots=True)
class Word:
    """One spelling, and everything it may mean."""

    plain: bytes
    means: int = 0
    platform: str = ""
    banks: tuple[countries.Bank, ...] = ()
    as_written: str = ""
    """Set where the plain form is ambiguous (CJK): the text itself is compared."""


@dataclass(slots=True)
class Hit:
    """A word in a text, in places of folded text."""

    start: int
    end: int
    word: Word


def to_plain(text: str) -> bytes:
    """``text`` as ``letters.plain_of`` has it."""
    _, plain = letters.tables()
    coded = plain.take(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32))
    return bytes(coded[coded != letters.DELETED].tobytes())


def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _spellings(table: dict[str, list[str]]) -> list[str]:
    return [word for words in table.values() for word in words]


_LETTER = np.zeros(256, np.uint8)
for _code in (*range(97, 123), *range(0x84, 0x100), 0x80, 0x81, 0x82, 0x83):
    _LETTER[_code] = _code
_LETTER[ord("/")] = ord("/")
_STARTS = np.zeros(256, np.uint8)
_STARTS[97:123] = 1  # a Latin word begins where no Latin letter precedes
_STARTS[0x80:] = 2  # others anywhere


def _hashed(keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    # Knuth's multiplicative hash, top 16 bits.
    return (keys * np.uint32(2654435761)) >> np.uint32(16)


class Lexicon:
    """All words at once."""

    def __init__(self) -> None:
        data = _data()
        self._by_head: dict[bytes, list[Word]] = {}
        all_words: dict[str, Word] = {}

        def add(spelling: str, bit: int) -> Word | None:
            plain = to_plain(spelling)
            if len(plain) < 2:
                return None
            word = all_words.setdefault(spelling.lower(), Word(plain))
            word.means |= bit
            if any(ord(char) >= 0x2E80 for char in spelling):
                word.as_written = spelling
            return word

        for kind, bit in _BITS.items():
            for spelling in _spellings(data[kind]):
                add(spelling, bit)
        for platform, spellings in data["platform"].items():
            for spelling in spellings:
                word = add(spelling, PLATFORM)
                if word is not None:
                    word.platform = platform
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
                same.banks += tuple(bank for bank in word.banks if bank not in same.banks)
        self._tables = [np.zeros(1 << 16, bool) for _ in range(3)]
        for word in merged.values():
            self._by_head.setdefault(word.plain[:2], []).append(word)
            self._enter(word.plain)
        for words in self._by_head.values():
            words.sort(key=lambda word: (-len(word.plain), word.plain))

    def _enter(self, plain: bytes) -> None:
        head = [int(code) for code in _LETTER[np.frombuffer(plain[:4].ljust(4, b"\0"), np.uint8)]]
        if plain[0] < 0x80:
            head = _cut(head)
            self._tables[2][_hashed(np.array([_pack(head)], np.uint32))] = True
            return
        size = min(len(plain), 4)
        for at in range(2, size):  # a blank inside a short word of another script
            if not head[at]:
                size = at
                break
        key = np.array([_pack(head[:size])], np.uint32)
        self._tables[size - 2][key if size == 2 else _hashed(key)] = True

    def hits(self, plain: bytes, codes_as_written: "Any" = None) -> list[Hit]:
        """Every word in ``plain``, longest first where several begin at one place, none inside another.

        ``codes_as_written(start, end)`` gives the original text of a place, for words that must be compared as written.
        """
        array = np.frombuffer(plain, np.uint8)
        if len(array) < 5:
            return []
        kind = _STARTS.take(array)
        starts = kind == 2
        latin = kind == 1
        latin[1:] &= ~latin[:-1]
        starts |= latin
        at = np.flatnonzero(starts[:-3])
        kept = _LETTER.take(array)
        b1, b2, b3 = (kept.take(at + n) for n in (1, 2, 3))
        first = kept.take(at)
        b2 = np.where((b1 != 0) | (first >= 0x80), b2, 0)
        b3 = np.where(b2 != 0, b3, 0)
        k2 = first.astype(np.uint32) | (b1.astype(np.uint32) << np.uint32(8))
        k3 = k2 | (b2.astype(np.uint32) << np.uint32(16))
        k4 = k3 | (b3.astype(np.uint32) << np.uint32(24))
        passed = self._tables[2].take(_hashed(k4))
        other = first >= 0x80
        if other.any():
            passed |= other & (self._tables[0].take(k2 & np.uint32(0xFFFF)) | self._tables[1].take(_hashed(k3)))
        return self._compare(plain, at[passed].tolist(), codes_as_written)

    def _compare(self, plain: bytes, places: list[int], as_written: "Any") -> list[Hit]:
        found: list[Hit] = []
        free = 0
        by_head = self._by_head
        for at in places:
            if at < free:
                continue
            for word in by_head.get(plain[at : at + 2], ()):
                if not plain.startswith(word.plain, at):
                    continue
                end = at + len(word.plain)
                # A Latin word ends where no letter follows; a plural or a number behind it is no part of it.
                if word.plain[-1] < 0x80 and 97 <= plain[end] <= 122 and 97 <= word.plain[-1] <= 122:
                    continue
                if (
                    word.as_written
                    and as_written is not None
                    and as_written(at, end).lower() != word.as_written.lower()
                ):
                    continue
                found.append(Hit(at, end, word))
                free = end
                break
        return found


def _cut(head: list[int]) -> list[int]:
    """Nothing counts behind the first character that is no letter."""
    for at in range(1, 4):
        if not head[at]:
            return head[:at] + [0] * (4 - at)
    return head


def _pack(head: list[int]) -> int:
    return sum(code << (8 * at) for at, code in enumerate(head))


@functools.cache
def lexicon() -> Lexicon:
    """The words of every language. 20 ms the first time."""
    return Lexicon()


def in_text(text: str) -> list[Hit]:
    """Every word in one short text; places count its visible characters."""
    _, plain = letters.tables()
    shown = "".join(char for char in text if plain[ord(char)] != letters.DELETED)
    return lexicon().hits(to_plain(shown) + b"\0\0\0\0\0", lambda start, end: shown[start:end])


def bank(word: Word, country: str | None) -> countries.Bank | None:
    """The bank that a word names: the one of ``country`` where several are called so, or None when nothing says which."""
    if len(word.banks) > 1:
        own = [one for one in word.banks if one.country == country]
        return own[0] if len(own) == 1 else None
    return word.banks[0] if word.banks else None


@functools.cache
def fillers() -> frozenset[bytes]:
    """What may stand between a word and its number."""
    return frozenset(to_plain(word) for word in _spellings(_data()["filler"]))


@functools.cache
def list_words() -> tuple[bytes, ...]:
    """Words that join the members of a list."""
    return tuple(sorted(to_plain(word) for word in _spellings(_data()["list"])))


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
