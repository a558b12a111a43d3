"""Amounts as people write them: 1.234,5 · 50万 · 2 tỷ · 3 ล้าน · 5 lakh · 1억 2천만 · ๕๐,๐๐๐ บาท · 500k · "about 5000 THB".

The sum keeps every digit (`decimal.Decimal`), and the currency is the one written beside it. Only "1.234" and "1,234" alone can be
read in two ways; the column's other values decide, then the habit of the currency, then of the country, and the answer says so.
Number words come from the countries' data, so a new language needs no code here. Sums spelled out ("five thousand") are read by `spelled`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from weft import countries
from weft.formats import spelled, zawgyi


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum, its currency if one is written, and whether the number could have been read in another way."""

    value: Decimal
    currency: str | None
    ambiguous: bool = False


# Decimal comma in CLDR 48 (numbers.json, symbols-numberSystem-latn) of the country's main language: vi, id, lo. All others of the
# region write a decimal point. https://github.com/unicode-org/cldr-json
_DECIMAL_COMMA: Final = frozenset({"VN", "ID", "LA", "DE", "FR", "ES", "IT", "BR", "NL", "RU"})
# No unit smaller than one in daily use (ISO 4217 minor unit 0, or 2 but out of use): "1.234" cannot be a fraction of these.
_WHOLE_ONLY: Final = frozenset({"VND", "IDR", "LAK", "KRW", "JPY", "KHR", "MMK"})
_DECIMAL_COMMA_CURRENCIES: Final = frozenset({"EUR"})
# Coins are written as exchanges write them, with a point, wherever the writer lives.
_COINS: Final = frozenset({"BTC", "ETH", "USDT", "USDC", "BNB", "TRX", "SOL", "XRP", "LTC", "DOGE", "BCH", "XMR"})

# The multiplier of a whole group of digits in East Asian numbering: everything since the last of these is multiplied.
_MYRIADS: Final = frozenset("万萬만亿億억兆조")
_SUFFIXES: Final = {"k": 3, "mn": 6, "mil": 6, "mio": 6, "m": 6, "bn": 9, "b": 9}
# Vietnamese says "1 triệu 5" for 1.5 million: digits after these, without a word of their own, are a fraction.
_FRACTION_AFTER: Final = frozenset({"tr", "triệu", "trieu", "tỷ", "tỉ", "ty"})

NOTHING: Final = frozenset(
    {
        "-",
        "--",
        "—",
        "–",
        "?",
        "n/a",
        "N/A",
        "none",
        "None",
        "null",
        "nan",
        "NaN",
        "ไม่มี",
        "không",
        "không có",
        "无",
        "無",
        "없음",
    }
)
"""What people write where there is no sum to tell; no problem is made of these."""

_PLAIN: Final = re.compile(r"\d{1,15}(?:\.\d{1,2})?")
_SCIENTIFIC: Final = re.compile(r"\d{1,20}(?:[.,]\d{1,20})?[eE][+-]?\d{1,2}")
# A digit group may be parted by . , ' ’ _ or one space before exactly three digits.
_NUMBER: Final = re.compile(r"\d+(?:[.,'’_]\d+|[ ]\d{3}(?!\d))*")
_MAX_CHARACTERS: Final = 120
_IN_BRACKETS: Final = re.compile(r"[(（\[]([^()（）\[\]]{1,30})[)）\]]")
# As in RM'000 and USD 000s.
_THOUSANDS: Final = re.compile(r"[^\d]{0,6}['’ ]?000s?")
# Above any loss ever reported, and well inside decimal128(38, 8).
_MAX: Final = Decimal(10) ** 24


@lru_cache(maxsize=65536)
def parse(
    text: str, country: str | None = None, currency: str | None = None, decimal: str | None = None
) -> Amount | None:
    """The amount in ``text``, or None when there is none or more than one.

    ``country`` and ``currency`` settle what the text leaves open; ``decimal`` is the decimal mark the column uses elsewhere.
    """
    if _PLAIN.fullmatch(text):
        return Amount(Decimal(text), currency)
    text = _folded(text)
    if not text or len(text) > _MAX_CHARACTERS:
        return None
    said = spelled.read(text, country)
    if said is not None:
        return Amount(said[0], said[1] or currency)
    pieces = _pieces(text)
    written = _currency(tuple(word for word, is_number in pieces if not is_number), country)
    currency = written or currency
    # No money is counted in thousandths: "USD 1,000" is a thousand, whatever mark its column writes before cents.
    cents = written is not None and written not in _COINS
    total = _total(pieces, "whole" if cents else _decimal_mark(country, currency), None if cents else decimal)
    if total is None or abs(total[0]) >= _MAX:
        return None
    value, ambiguous = total
    if text.startswith(("-", "−", "(")) and text.endswith(")") == text.startswith("("):
        value = -value
    return Amount(value, currency, ambiguous)


def says_scale(text: str) -> bool:
    """Whether a word of number stands in ``text`` ("2 tỷ", "3 แสน", "5万"): a sum's, whatever it is counted in."""
    known = _number_words()
    return any(not word.isascii() and word in known for word, is_number in _pieces(_folded(text)) if not is_number)


@lru_cache(maxsize=1024)
def scale_in(header: str) -> Decimal:
    """What sums under ``header`` are counted in: 10,000 under "涉案金额(万元)", a million under "Thiệt hại (triệu đồng)", else 1."""
    for part in _IN_BRACKETS.findall(header):
        words = [word for word, is_number in _pieces(_folded(part)) if not is_number]
        known = [word for word in words if word in _number_words() and (word not in _SUFFIXES or word in {"mn", "bn"})]
        read = parse("1 " + part) if known and not any(map(str.isdigit, part)) else None
        if read:
            return read.value
        if _THOUSANDS.fullmatch(part.strip()):
            return Decimal(1000)
    return Decimal(1)


def decimal_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark a column of amounts shows without doubt ('.' or ','), or None when it shows none or both."""
    seen = set()
    for text in texts:
        for match in _NUMBER.finditer(_folded(text)[:_MAX_CHARACTERS]):
            mark = _sure_mark(match.group())
            if mark:
                seen.add(mark)
    return seen.pop() if len(seen) == 1 else None


def _folded(text: str) -> str:
    if not text.isascii():
        if zawgyi.is_zawgyi(text):
            text = zawgyi.to_unicode(text)  # "၅ သိန္း" is five hundred thousand, and not five
        text = unicodedata.normalize("NFKC", text[: 4 * _MAX_CHARACTERS])
        text = "".join(
            str(unicodedata.decimal(character)) if unicodedata.category(character) == "Nd" else character
            for character in text
            if unicodedata.category(character) != "Cf"
        )
    return " ".join(text.split())


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Numbers (True) and the words between them (False), in order."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in _SCIENTIFIC.finditer(text) if "e" in text.lower() else ():
        if match.start() == 0 or not text[match.start() - 1].isalnum():
            return [*_words(text[: match.start()]), (match.group(), True), *_words(text[match.end() :])]
    for match in _NUMBER.finditer(text):
        pieces += _words(text[at : match.start()])
        pieces.append((match.group(), True))
        at = match.end()
    return pieces + _words(text[at:])


def _words(text: str) -> list[tuple[str, bool]]:
    return [
        (word, False) for part in text.split() for word in _split_glued(part.strip(".,;:!~≈()[]\"'-−+*/").casefold())
    ]


@lru_cache(maxsize=4096)
def _split_glued(word: str) -> tuple[str, ...]:
    """Scripts without spaces glue number words and currency: "천만원" is 천 · 만 · 원, "ล้านบาท" is ล้าน · บาท."""
    if not word:
        return ()
    known = _number_words()
    if word in known or word.isascii():
        return (word,)
    for length in range(len(word) - 1, 0, -1):
        if word[:length] in known and not word[:length].isascii():
            return (word[:length], *_split_glued(word[length:]))
    return (word,)


@lru_cache(maxsize=1)
def _number_words() -> dict[str, Decimal]:
    words = {suffix: Decimal(10) ** power for suffix, power in _SUFFIXES.items()}
    words.update({_folded(word).casefold(): multiplier for word, multiplier in countries.number_words().items()})
    return words


@lru_cache(maxsize=4096)
def _currency(words: tuple[str, ...], country: str | None) -> str | None:
    known = _number_words()
    names = [word for word in words if word not in known]
    for count in range(len(names), 0, -1):
        for start in range(len(names) - count + 1):
            found = countries.currency_named(" ".join(names[start : start + count]), country)
            if found:
                return found
    return None


def _decimal_mark(country: str | None, currency: str | None) -> str:
    if currency in _WHOLE_ONLY:
        return "whole"
    if currency in _COINS:
        return "."
    return "," if currency in _DECIMAL_COMMA_CURRENCIES or country in _DECIMAL_COMMA else "."


def _total(pieces: list[tuple[str, bool]], habit: str, column: str | None) -> tuple[Decimal, bool] | None:
    """The sum of all numbers times their words, or None when numbers stand beside each other without words."""
    known = _number_words()
    done, terms = Decimal(0), []
    ambiguous, last, last_word, numbers = False, "start", "", 0
    for piece, is_number in pieces:
        if is_number:
            value = _number(piece, habit, column)
            if value is None or (last == "number" or (numbers and last == "word" and not last_word)):
                return None
            ambiguous |= value[1]
            terms.append(value[0])
            last, numbers = "number", numbers + 1
        elif piece in known and numbers:
            multiplier = known[piece]
            if piece in _MYRIADS:
                done, terms = done + (sum(terms) or Decimal(1)) * multiplier, []
            elif terms:
                terms[-1] *= multiplier
            else:
                return None
            last, last_word = "word", piece
        elif last == "number":
            last, last_word = "word", ""
    if not numbers:
        return None
    if last == "number" and last_word in _FRACTION_AFTER and len(terms) > 1:
        digits = terms.pop()
        unit = known[last_word]
        if digits != digits.to_integral_value() or digits >= 1000:
            return None
        terms.append(digits * unit / Decimal(10) ** len(str(int(digits))))
    return done + sum(terms, Decimal(0)), ambiguous


def _number(text: str, habit: str, column: str | None) -> tuple[Decimal, bool] | None:
    """(value, could be read otherwise) of digits with marks between, or None when the marks make no sense."""
    if "e" in text.lower():
        return Decimal(text.replace(",", ".")), False
    text = text.translate({ord(mark): None for mark in " '’_"})
    marks = [character for character in text if character in ".,"]
    if not marks:
        return Decimal(text), False
    mark = _sure_mark(text)
    ambiguous = False
    if mark is None and len(set(marks)) == 1 and len(marks) == 1:
        wanted = column or habit
        # One mark before exactly three digits: a thousand or a thousandth.
        mark = marks[0] if wanted == marks[0] else "whole"
        # Worth a word only where the habit reads a fraction: 50.000 baht may be fifty thousand all the same.
        ambiguous = column is None and habit == marks[0]
    if mark is None:
        mark = "whole"
    whole, _, fraction = text.partition(mark) if mark in ".," else (text, "", "")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not (
        1 <= len(groups[0]) <= 3 and len(groups[-1]) == 3 and all(2 <= len(group) <= 4 for group in groups[1:-1])
    ):
        return None
    if not fraction.isdigit() and fraction:
        return None
    return Decimal("".join(groups) + ("." + fraction if fraction else "")), ambiguous


def _sure_mark(text: str) -> str | None:
    """The mark that can only be decimal in this number, if there is one."""
    marks = [character for character in text if character in ".,"]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else None
    if len(marks) > 1:
        # 1.234.567: these are group marks, so the other one is decimal. Only 1.234.56 has none.
        return "," if marks[0] == "." else "."
    whole, fraction = re.split(r"[.,]", text)
    return marks[0] if len(fraction) != 3 or whole in {"", "0"} or len(whole) > 3 else None
