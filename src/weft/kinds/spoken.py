"""Addresses with their marks spoken or swapped: ``abc ดอท com``, ``name골뱅이host닷com``, ``jane dot doe at host dot org``, ``a☆b.jp (☆を@に)``.

Answers with edits on folded text, as ``weft.kinds.defang`` does. A word for the dot counts only between a name and a label that ends
host names, a word for the at only before a host; "at" and "dot" in English only where both are spoken out and an address is talked of.
"""

import re
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from weft.kinds import letters

Edit = tuple[int, int, str]
Places = npt.NDArray[np.int64]
_Span = tuple[int, int]

# Words for the dot and the at in the languages of reports. Compiled for this project.
_DOTS = frozenset(
    ["ดอท", "ดอต", "ด็อท", "จุด", "쩜", "점", "닷", "点", "點", "ドット", "ຈຸດ", "ດອດ", "ចំណុច", "ដុត", "ဒေါ့", "डॉट"]
)
_ATS = frozenset(["แอท", "แอ็ท", "แอต", "골뱅이", "앳", "艾特", "アットマーク", "アット", "ແອັດ", "အက်", "ऐट", "एट"])
# Latin ones as looked up: lower case, no diacritics, between blanks.
_LATIN_DOTS = (b" dot ", b" cham ", b" titik ", b" tuldok ")
_LATIN_ATS = (b" a cong ",)
_LONGEST_WORD = max(map(len, _DOTS | _ATS))
_IS_ALNUM = np.zeros(256, bool)
_IS_ALNUM[list(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")] = True
# Labels that stand last, or before a country's.
_LAST = frozenset(
    b"com net org info biz xyz top vip cc co io me tv club shop site online live store app pro icu cyou link asia edu gov ac go or in"
    b" vn th kh la mm my sg cn kr jp tw hk ph id us uk ru".split()
)
_LABEL = re.compile(rb"[A-Za-z0-9-]{1,63}")
_HOST = re.compile(rb"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}")
_NAME = re.compile(rb"[A-Za-z0-9_.-]*[A-Za-z][A-Za-z0-9_.-]*$")
_ENGLISH = re.compile(
    rb"([A-Za-z0-9_.+-]+(?: dot [A-Za-z0-9_+-]+)*) at ((?:[A-Za-z0-9-]+ dot )*[A-Za-z0-9-]+)$", re.IGNORECASE
)
_DOT = re.compile(rb" dot ", re.IGNORECASE)
_OF_MAIL = re.compile(rb"mail|@", re.IGNORECASE)
_ALNUM = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_REACH = 70

_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_NARROW = {wide: code for code, wide in _WIDE.items()}
# "(☆を@に)", "#换成@": what stands for the at, and that it does.
_BEFORE_AT = (b"\x80@", b"\x80 @", b"=@", b"= @", b'"@')
_SWAPS = ("换成", "換成", "改成", "改为", "改為", "替换", "を@", "を＠", "を半角", "thay bằng @", "= @", "=@")
_SWAP = re.compile(
    r"([#＃☆★◎●○■□◆◇△▲%％&＆*＊!！?？※♪]|\(a\)|\[a\])\s*[」』\"'”)）]?\s*(?:换成|換成|改成|改为|改為|替换为?|を半角の?|を|thay bằng|=)\s*[「『\"'“(（]?\s*[@＠]"
)


def edits(
    codes: bytes, plain: bytes, joined: str, places: Callable[[Places], Places], folded_place: Callable[[int], int]
) -> list[Edit]:
    """What to change in ``codes`` and ``plain``, the foldings of ``joined``; ``places`` leads back to it, ``folded_place`` forth."""
    dots, ats = _spoken(codes, joined, places)
    dots += _latin(plain, _LATIN_DOTS)
    found = _dots(codes, dots)
    if found:
        ends = {start for start, _, _ in found}
        found += _ats(codes, ats + _latin(plain, _LATIN_ATS), ends)
        found += _english(codes, found)
    if any(mark in codes for mark in _BEFORE_AT) and any(word in joined for word in _SWAPS):
        found += _swapped(codes, joined, folded_place)
    return found


def _spoken(codes: bytes, joined: str, places: Callable[[Places], Places]) -> tuple[list[_Span], list[_Span]]:
    """Words for dots and for ats between two names, with the blanks around them."""
    array = np.frombuffer(codes, np.uint8)
    edges = np.flatnonzero(np.diff(array == letters.LETTER)) + 1
    starts, ends = edges[0::2], edges[1::2]
    short = ends - starts <= _LONGEST_WORD
    starts, ends = starts[short], ends[short]
    before = starts - 1 - (array[starts - 1] == 32)
    behind = ends + (array[ends] == 32)
    near = _IS_ALNUM[array[before]] & _IS_ALNUM[array[behind]]
    if not near.any():
        return [], []
    firsts, lasts = places(starts[near]).tolist(), (places(ends[near] - 1) + 1).tolist()
    dots: list[_Span] = []
    ats: list[_Span] = []
    for first, last, start, end in zip(firsts, lasts, (before[near] + 1).tolist(), behind[near].tolist(), strict=True):
        word = joined[first:last]
        if word in _DOTS:
            dots.append((start, end))
        elif word in _ATS:
            ats.append((start, end))
    return dots, ats


def _latin(plain: bytes, words: tuple[bytes, ...]) -> list[_Span]:
    found = []
    for word in words:
        at = plain.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = plain.find(word, at + len(word) - 1)
    return found


def _dots(codes: bytes, spans: list[_Span]) -> list[Edit]:
    found: list[Edit] = []
    accepted = set()
    for start, end in sorted(spans, reverse=True):
        if codes[end] not in _LETTERS or codes[start - 1] not in _ALNUM:
            continue
        label = _LABEL.match(codes, end)
        if label is None or not _NAME.search(codes, max(0, start - _REACH), start):
            continue
        if label[0].lower() in _LAST or label.end() in accepted:
            found.append((start, end, "."))
            accepted.add(start)
    return found


def _ats(codes: bytes, spans: list[_Span], dots: set[int]) -> list[Edit]:
    found: list[Edit] = []
    for start, end in spans:
        host = _HOST.match(codes, end)
        if host is not None and codes[start - 1] in _ALNUM and (b"." in host[0] or host.end() in dots):
            found.append((start, end, "@"))
    return found


def _english(codes: bytes, dots: list[Edit]) -> list[Edit]:
    """The word "at" before a host whose dots are spoken: where the name before it is one that people type, or a mail is talked of."""
    found: list[Edit] = []
    for start, _, _ in dots:
        match = _ENGLISH.search(codes, max(0, start - _REACH), start)
        if match is None:
            continue
        name = match[1]
        odd = b" dot " in name.lower() or any(code in b"0123456789_.+-" for code in name)
        if not odd and not _OF_MAIL.search(codes, max(0, match.start() - 40), match.start()):
            continue
        found.append((match.end(1), match.start(2), "@"))
        found += [(dot.start(), dot.end(), ".") for dot in _DOT.finditer(codes, match.start(), match.end(1))]
    return found


def _swapped(codes: bytes, joined: str, folded_place: Callable[[int], int]) -> list[Edit]:
    found: list[Edit] = []
    done = set()
    for match in _SWAP.finditer(joined):
        mark = match[1]
        first = joined.rfind("\0", 0, match.start()) + 1
        # Once a text and mark: the work stays linear.
        if (first, mark) in done:
            continue
        done.add((first, mark))
        last = joined.find("\0", match.end())
        for same in {mark, mark.translate(_WIDE), mark.translate(_NARROW)}:
            at = joined.find(same, first, last)
            while at >= 0:
                start, end = folded_place(at), folded_place(at + len(same))
                if codes[start - 1] in _ALNUM and codes[end] in _ALNUM:
                    found.append((start, end, "@"))
                at = joined.find(same, at + len(same), last)
    return found
