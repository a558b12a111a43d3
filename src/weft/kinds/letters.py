"""Two tables over all of Unicode, by which text is folded: what each character counts as.

``ascii_of`` keeps ASCII and turns every script's digits, full-width forms, mathematical letters and the many dashes, quotes and
blanks into it. ``plain_of`` goes further for looking up words: lower case, no diacritics, and any other letter as one byte above
127 (its low seven bits, so words of one script stay apart; CJK words are compared again as written).

Both map one character to one byte, so places never shift. Source of the properties: the Unicode database in Python.
"""

import functools
import unicodedata

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

# What ``ascii_of`` says of a character that has no ASCII counterpart.
LETTER = 0x80  # of a script that writes no blanks between words, or that no Latin word is faked with
OTHER = 0x81  # punctuation, symbols, emoji
FULL_STOP = 0x82  # ideographic: ends a sentence, and stands for the dot in defanged addresses
CURRENCY = 0x83
ALPHABETIC = 0x84  # Latin with diacritics, Greek, Cyrillic, Armenian …: may stand inside a domain label
DELETED = 0xFF  # invisible: zero-width, bidi controls, variation selectors, marks struck through digits

_PUNCTUATION = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d\u30fc\u2500\u02d7", "-"),
    **dict.fromkeys("“”„‟«»「」『』〝〞＂《》〈〉", '"'),
    **dict.fromkeys("‘’‚‛′＇`", "'"),
    **dict.fromkeys("【〔［", "["),
    **dict.fromkeys("】〕］", "]"),
    **dict.fromkeys("\u2024\ufe52\uff0e", "."),
    **dict.fromkeys("\u2215\u2044\u29f8", "/"),
    **dict.fromkeys("\u2236\ua789\ufe55\uff1a\u05c3", ":"),
    **dict.fromkeys("、﹐", ","),
    **dict.fromkeys("\u301c\u223c", "~"),
    **dict.fromkeys("\ufe6b", "@"),
    **dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"),
    "\t": " ",
    "\u1680": " ",
}
_SPACED = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "CHEROKEE", "COPTIC", "LISU")
# Marks no language writes under a digit, used to disguise one; and the keycap of emoji digits.
_STRIKING = (0x20D0, 0x20F1)
# Letters that have no canonical decomposition but a Latin look all the same.
_LATIN_LOOK = {"đ": "d", "ð": "d", "ı": "i", "ł": "l", "ø": "o", "ħ": "h", "ß": "s", "æ": "a", "œ": "o", "ŋ": "n"}
# Everything above is CJK extensions (letters), tags and private use.
_LAST = 0x20000


def _one(cp: int) -> tuple[int, int]:
    """``ascii_of`` and ``plain_of`` of one non-ASCII character."""
    char = chr(cp)
    if char in _PUNCTUATION:
        code = ord(_PUNCTUATION[char])
        return code, (0x80 | (cp & 0x7F) if cp == 0x30FC else code)
    if cp in (0x3002, 0xFF61):
        return FULL_STOP, 1
    category = unicodedata.category(char)
    if category == "Nd":
        digit = 48 + unicodedata.decimal(char)
        return digit, digit
    if 0x300 <= cp < 0x370 or category == "Cf" or 0xFE00 <= cp < 0xFE10 or _STRIKING[0] <= cp < _STRIKING[1]:
        return DELETED, DELETED
    if cp in (0x115F, 0x1160, 0x3164, 0xFFA0, 0x180B, 0x180C, 0x180D, 0x17B4, 0x17B5):
        return DELETED, DELETED  # fillers that show nothing
    if category == "Zs":
        return 32, 32
    if category == "Sc":
        return CURRENCY, CURRENCY
    if category[0] not in "LM":
        wide = unicodedata.normalize("NFKC", char) if 0xFE00 <= cp < 0x10000 else char
        return (ord(wide), ord(wide)) if len(wide) == 1 and wide.isascii() else (OTHER, 1)
    if 0xFF00 <= cp < 0x10000 or 0x1D400 <= cp < 0x1D800 or 0x2100 <= cp < 0x2150:
        same = unicodedata.normalize("NFKC", char)
        if len(same) == 1 and same.isascii():
            return ord(same), ord(same.lower())
    base = unicodedata.normalize("NFD", _LATIN_LOOK.get(char.lower(), char))[0].lower()
    plain = ord(base) if base.isascii() else 0x80 | (ord(char.lower()[0]) & 0x7F)
    name = unicodedata.name(char, "")
    return (ALPHABETIC if name.startswith(_SPACED) else LETTER), plain


@functools.cache
def tables() -> tuple[Bytes, Bytes]:
    """``ascii_of`` and ``plain_of``, indexed by code point. 0.2 s the first time, 2 MB kept."""
    as_ascii = np.full(0x110000, OTHER, np.uint8)
    plain = np.full(0x110000, 1, np.uint8)
    as_ascii[:128] = range(128)
    plain[:128] = [ord(chr(cp).lower()) for cp in range(128)]
    for char, same in _PUNCTUATION.items():
        if char.isascii():
            as_ascii[ord(char)] = plain[ord(char)] = ord(same)
    # CJK and Hangul are half of all letters, and all alike.
    for first, last in ((0x3400, 0x4DC0), (0x4E00, 0xA48D), (0xAC00, 0xD7A4), (0x20000, 0x32000)):
        as_ascii[first:last] = LETTER
        plain[first:last] = 0x80 | (np.arange(first, last) & 0x7F)
    for first, last in ((0x80, 0x3400), (0xA48D, 0xAC00), (0xF900, 0x10000), (0x10000, _LAST)):
        for cp in range(first, last):
            if unicodedata.category(chr(cp)) not in ("Cn", "So"):
                as_ascii[cp], plain[cp] = _one(cp)
    as_ascii[0xE0000:0xE0200] = plain[0xE0000:0xE0200] = DELETED  # tags, further variation selectors
    return as_ascii, plain
