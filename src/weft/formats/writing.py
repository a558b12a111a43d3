"""How much a decoded text looks like the writing its encoding is for.

The judgement is about classes of characters, not words: common syllables and characters count most, signs in an impossible order or
characters hardly anyone writes count nothing, and bytes that are no character at all count against.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

# The characters running text is made of, most frequent first; together about a third of any modern text. From general knowledge of the
# published counts (Jun Da, "Modern Chinese Character Frequency List", 2004; National Institute of Korean Language, 2002), not copied rows.
_SIMPLIFIED: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日"
    "电话转账银行号码网站投资平台联系微信客服钱款骗诈被加收付"
)
_TRADITIONAL: Final = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日"
    "電話轉帳銀行號碼網站投資平台聯繫微信客服錢款騙詐被加收付"
)
_SYLLABLES: Final = frozenset(
    "이다는을에의가고은한를하로지도사기서아인자대으해리시나어그수보있정일부라들적것전했었장상주과스제여구만성원마조없거우게비면세니안위공동문진습으로까지오신와저국니당드입금계좌번호전화사기피해송금연락받"
)

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_HALF_KANA: Final = re.compile(r"[\uff61-\uff9f]")
_WIDE_SIGNS: Final = re.compile(r"[\u3000-\u303f\uff01-\uff5e\u2010-\u2026\u00b7\u300a-\u3011\uffe5]")
_BAD: Final = re.compile("[\udc80-\udcff\ue000-\uf8ff\x80-\x9f]")
_HIGH: Final = re.compile(r"[^\x00-\x7f]")

# Thai: a vowel sign or tone mark stands on a consonant (or on a vowel sign, for tone marks); a leading vowel stands before one.
_THAI: Final = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59]")
_THAI_LEGAL: Final = re.compile(
    r"[\u0e40-\u0e44]?[\u0e01-\u0e2e](?:[\u0e31\u0e34-\u0e3a\u0e47]?[\u0e48-\u0e4e]?)[\u0e30\u0e32\u0e33\u0e45]?|[\u0e2f\u0e46\u0e3f\u0e50-\u0e59]"
)
_THAI_SELDOM: Final = re.compile(
    r"[\u0e03\u0e05\u0e06\u0e0c-\u0e12\u0e24-\u0e26\u0e2c\u0e2e\u0e2f\u0e3a\u0e3f\u0e45\u0e4c-\u0e5b]"
)

# Vietnamese as Windows-1258 writes it: a vowel, then a tone mark as a character of its own; plus the letters no neighbour has.
_VIETNAMESE_TONE: Final = re.compile(r"[aeiouyâăêôơưAEIOUYÂĂÊÔƠƯ][\u0300\u0301\u0303\u0309\u0323]")
_VIETNAMESE_LETTERS: Final = re.compile(r"[đĐơƠưƯăĂ]")
_VIETNAMESE_SHARED: Final = re.compile(r"[âêôÂÊÔàáèéìíòóùúýãõ]")
_MARKS: Final = re.compile(r"[\u0300-\u0323]")

_LATIN_INSIDE_WORD: Final = re.compile(r"(?<=[A-Za-z])[à-öø-ÿ]|[à-öø-ÿÀ-ÖØ-Þ](?=[a-z])")
_LATIN_SIGNS: Final = re.compile(r"[€£¥°–—‘’“”…•«»·©®]")


def plausibility(text: str, encoding: str) -> float:
    """0 (nonsense) to about 1 (surely this writing) for ``text`` decoded from ``encoding`` with ``surrogateescape``."""
    high = len(_HIGH.findall(text))
    if not high:
        return 0.0
    bad = len(_BAD.findall(text))
    return float(_SCORERS[encoding](text, high)) - 2 * bad / high


def composed(text: str, encoding: str) -> str:
    """Text as people expect it: Windows-1258 spells tone marks apart, which NFC joins to their letters."""
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def _thai(text: str, high: int) -> float:
    legal = sum(len(match.group()) for match in _THAI_LEGAL.finditer(text))
    # Letters of loan words and old spelling are 2 in 100 of Thai text, and a quarter of what chance makes of two-byte text.
    seldom = len(_THAI_SELDOM.findall(text)) / high
    return (legal - (len(_THAI.findall(text)) - legal)) / high - 3 * max(0.0, seldom - 0.04)


def _han(common: frozenset[str]) -> Callable[[str, int], float]:
    def score(text: str, high: int) -> float:
        han = _HAN.findall(text)
        frequent = sum(1 for character in han if character in common)
        level_one = sum(
            1 for character in han if character not in common and _is_level_one(character, common is _TRADITIONAL)
        )
        signs = len(_WIDE_SIGNS.findall(text))
        # Real text repeats the common third; chance does not. Frequent characters carry the score, the rest only support it.
        share = frequent / max(1, len(han))
        return (frequent + level_one + 0.8 * signs) / high * min(1.0, 0.35 + 2.2 * share)

    return score


def _is_level_one(character: str, traditional: bool) -> bool:
    """Whether both standards put the character among the frequently used ones (GB 2312 rows 16-55, Big5 A440-C67E)."""
    try:
        raw = character.encode("cp950" if traditional else "gb2312")
    except UnicodeEncodeError:
        return False
    return 0xA4 <= raw[0] <= 0xC6 if traditional else 0xB0 <= raw[0] <= 0xD7


def _korean(text: str, high: int) -> float:
    hangul = _HANGUL.findall(text)
    frequent = sum(1 for character in hangul if character in _SYLLABLES)
    share = frequent / max(1, len(hangul))
    return (
        (len(hangul) + 0.5 * len(_WIDE_SIGNS.findall(text)) - 0.5 * len(_HAN.findall(text)))
        / high
        * min(1.0, 0.3 + 1.8 * share)
    )


def _japanese(text: str, high: int) -> float:
    kana = len(_KANA.findall(text))
    han = len(_HAN.findall(text))
    # Written Japanese is about half kana; half-width kana are what other encodings' bytes look like.
    together = (kana + min(han, 1.5 * kana) + 0.8 * len(_WIDE_SIGNS.findall(text))) / high
    return together - 0.5 * len(_HALF_KANA.findall(text)) / high


def _vietnamese(text: str, high: int) -> float:
    toned = len(_VIETNAMESE_TONE.findall(text))
    stray = len(_MARKS.findall(text)) - toned
    letters = len(_VIETNAMESE_LETTERS.findall(text))
    shared = len(_VIETNAMESE_SHARED.findall(text))
    own = toned + letters
    return (own + min(shared, own) - 1.5 * stray) / high


def _western(text: str, high: int) -> float:
    # The last resort: any bytes make Western letters, so it never scores high, and only inside Latin words.
    return 0.6 * (len(_LATIN_INSIDE_WORD.findall(text)) + len(_LATIN_SIGNS.findall(text))) / high


_SCORERS: Final[dict[str, Callable[[str, int], float]]] = {
    "cp874": _thai,
    "gb18030": _han(_SIMPLIFIED),
    "cp950": _han(_TRADITIONAL),
    "big5hkscs": _han(_TRADITIONAL),
    "cp949": _korean,
    "cp932": _japanese,
    "cp1258": _vietnamese,
    "cp1252": _western,
}
