"""Numbers with letters before or behind them: passports, some citizens' numbers, IBANs, or a word glued to a number."""

import re

from weft.kinds import bank_account, national_id, passport, words
from weft.kinds.context import Reader
from weft.kinds.page import Page

_LETTER = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_LEFT = re.compile(rb"[A-Za-z]{1,16}$")
_RIGHT = re.compile(rb"[A-Za-z0-9]{0,40}(?:\([0-9A]\))?")
_IBAN = re.compile(rb"[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
# 12/ABCDEF(N)123456: Myanmar, in Latin and in Burmese letters.
_NRC = re.compile(rb"\d{1,2} ?/ ?(?:[A-Za-z]{6,9}|\x80{2,12}) ?\((?:[A-Za-z]|\x80{1,8})\) ?$")
_INNER_LETTER = re.compile(rb"(?<![A-Za-z0-9])[A-Z]{1,2}\d{3}[A-Z]\d{4}(?![A-Za-z0-9])")
# Longest word that can be a passport's or a citizen's number.
_LONGEST = 20
# Shorter digits behind a bank's letters are its branch: HDFC0001234.
_SHORTEST_ACCOUNT = 8


def find(page: Page, contexts: Reader, start: int, end: int, size: int) -> bool:
    """Note what the digits between two places are together with the letters that touch them.

    True when they are spent or are nothing; False when the digits should be told by themselves.
    """
    codes = page.codes
    if codes[start - 1] == 41:
        head = _NRC.search(codes, max(0, start - 30), start) if size == 6 else None
        return head is not None and _add(page, head.start(), end, "national_id", _burmese(page, head.start(), end))
    head = _LEFT.search(codes, max(0, start - 16), start)
    first = head.start() if head is not None else start
    tail = _RIGHT.match(codes, end)
    last = tail.end() if tail is not None else end
    if first == start and last - end > 2:
        return False
    if first < start and last == end and _is_glued_word(page, first, start, size):
        return False
    if first and codes[first - 1] in b"-_/#=":
        return True
    if last - first > _LONGEST or not page.is_free(first, last):
        return first < start
    word = codes[first:last].decode("ascii")
    near = contexts.at(first, last)
    country = page.country_at(first)
    said = contexts.said_country(first) or country
    if near.means & words.PASSPORT:
        value = passport.read(word, said)
        if value is not None and value[0] == ":" and said != country:
            value = passport.read(word, country)
        if value is not None and value[0] == ":":
            called = next(
                (hit for hit in page.before(first, page.floor(first, 40)) if hit.word.means & words.PASSPORT), None
            )
            value = passport.read(word, called.word.country or None) if called is not None else value
        if _add(page, first, last, "passport", value):
            return True
    if near.means & words.NOT and near.adjacent:
        return True
    weak = bool(near.means & words.NATIONAL_ID)
    value = national_id.read(word, said, weak=weak) or national_id.read(word, country, weak=weak)
    return _add(page, first, last, "national_id", value) or first < start


def _add(page: Page, start: int, end: int, kind: str, value: str | None) -> bool:
    if value is None:
        return False
    page.add(start, end, kind, value)
    return True


def _burmese(page: Page, start: int, end: int) -> str | None:
    raw = page.codes[start:end]
    return national_id.read(raw.decode("ascii") if raw.isascii() else page.original(start, end), "MM", weak=True)


def _is_glued_word(page: Page, first: int, start: int, size: int) -> bool:
    """Whether the letters are a word for what follows: "tel0812345678", "STK0123456789"."""
    glued = next(page.before(start, first), None)
    return (
        glued is not None
        and glued.end == start
        and bool(glued.word.means & (words.PHONE | words.ACCOUNT) or (glued.word.banks and size >= _SHORTEST_ACCOUNT))
    )


def passports(page: Page) -> None:
    """Note passports with a letter among their digits, behind a word for one: Korea's M123A4567."""
    for hit in page.hits:
        if hit.word.means & words.PASSPORT:
            match = _INNER_LETTER.search(page.codes, hit.end, page.ceiling(hit.end, 24))
            if match is not None and page.is_free(*match.span()):
                _add(page, *match.span(), "passport", passport.read(match[0].decode("ascii"), page.country_at(hit.end)))


def iban(page: Page, first: int) -> None:
    """Note the IBAN that begins at a place, in one piece or in groups."""
    match = _IBAN.match(page.codes, first)
    text = match[0].decode("ascii") if match is not None else ""
    while len(text) >= 15:
        value = bank_account.iban(text.replace(" ", ""))
        if value is not None:
            page.add(first, first + len(text), "bank_account", value)
            return
        text = text[: max(text.rfind(" "), 0)]
