"""The forms under which words are compared."""

import re
import unicodedata

_BETWEEN = re.compile(r"[\s_\-‐-―./\\()\[\]{}:;,'\"’|&+?*#、：（）。·]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_LONGEST = 200
# Shorter words lose too much with their marks: "đô" (dollar) would become "do".
_SHORTEST_BARE = 4


def fold(text: str) -> str:
    r"""``text`` in NFKC and case-folded, the invisible removed, blanks and punctuation between words made one blank.

    Text past 200 characters is cut: no name is longer, and a flood of combining marks must not cost more.

    >>> fold(" KASIKORN-Bank\\u200b (Thai) ")
    'kasikorn bank thai'
    """
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text[:_LONGEST])).casefold()
    return _BETWEEN.sub(" ", plain).strip()


def bare(text: str) -> str:
    """``fold(text)`` with the marks over and under Latin letters gone, as people type Vietnamese in a hurry.

    Marks of other scripts stay: in Thai, Khmer, Lao and Burmese they are vowels and tones without which words mix.
    Words of fewer than four characters keep theirs.

    >>> bare("Số điện thoại")
    'so dien thoai'
    """
    folded = fold(text)
    if folded.isascii() or len(folded) < _SHORTEST_BARE:
        return folded
    kept: list[str] = []
    after_latin = False
    for sign in unicodedata.normalize("NFD", folded.replace("đ", "d")):
        mark = unicodedata.combining(sign) != 0
        if mark and after_latin:
            continue
        if not mark:
            after_latin = sign.isascii()
        kept.append(sign)
    return unicodedata.normalize("NFKC", "".join(kept))


def forms(text: str) -> tuple[str, ...]:
    """The one or two forms under which ``text`` is looked up, the exact one first."""
    folded, plain = fold(text), bare(text)
    return (folded,) if folded == plain else (folded, plain)
