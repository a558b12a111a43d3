"""Telephone numbers, canonical in E.164 (ITU-T E.164): ``+66812345678``.

Whatever the phone library calls valid is a phone, and nothing else is, except for four ways of writing that people use and
the library refuses (each only tried when it refuses, but for the second where a mobile of the region comes out): a ``(0)`` that
nobody drops, ``00`` in countries whose own prefix is another, no ``+`` at all before a calling code of the region, and an extension in the region's languages.
Premium and toll-free numbers are kept: scammers rent them too, and call centres are damped where they tie reports.
Short numbers and hotlines (191, 1441) have no E.164 form and give None.
"""

import functools
import re
from collections.abc import Sequence

import phonenumbers

from weft.kinds import cell, phone_plan
from weft.model import Found

# 60 characters hold "+66 (0) 81 - 234 - 5678 ext. 12345" with room to spare; longer texts are no single number.
_LONGEST = 60

_DROP = str.maketrans(dict.fromkeys(".()/[]~\t"))
_DASHES = str.maketrans(
    {**dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc", "-"), "\u00a0": " ", "\u3000": " "}
)

# The countries whose people write each other's numbers without the plus. Source: the calling codes of the countries this
# project has data for; the phone library confirms each number as a mobile one before it counts.
_BARE_CODES = frozenset({"66", "84", "855", "856", "95", "86", "82", "60", "65", "63", "62", "81", "886", "852", "91"})
# The shortest is a Singapore mobile with its code; the longest 15 by E.164.
_BARE_LENGTHS = range(10, 16)

_LABEL = re.compile(r"(?i)^(?:tel|phone|mobile|call)\s*[:.]?\s*")
_EXTENSION = re.compile(
    r"(?i)[\s,;]*(?:;ext=|ext(?:ension|n)?[\s.:]*|x[\s.:]*|#|máy lẻ[\s.:]*|ต่อ[\s.:]*|内线[\s.:]*|內線[\s.:]*|转[\s.:]*|轉[\s.:]*|내선[\s.:]*|분기[\s.:]*)\d{1,8}#?$"
)
_DATE = re.compile(r"(?:\d{1,2}([./-])\d{1,2}\1(?:19|20|25)\d\d|(?:19|20|25)\d\d([./-])\d{1,2}\2\d{1,2})")

# In a cell: digits and the marks people put between them, a plus or a bracket before.
_CANDIDATE = re.compile(r"\+?\(?\d[\d ().\-+]{5,56}\d", re.ASCII)

# Shown by Thai networks on calls that come from abroad: over the internet (697), by roaming (698). Unverified: no primary
# source was found, so the marker becomes a note and never part of a value.
_FROM_ABROAD = ("+697", "+698")


def read(folded: str, country: str | None) -> str | None:
    """E.164 of one folded candidate (ASCII digits, no zero-width characters), read as written in ``country``, or None.

    About 1 us a number. Without a country only numbers that carry their calling code can be read.
    """
    if len(folded) > _LONGEST or not folded.isascii():
        # Beyond ASCII only dashes and blanks that folding left, and labels in other scripts.
        return _odd(folded, country) if len(folded) <= _LONGEST else None
    if folded.isdigit():
        return _local(folded, country)
    digits = folded.replace("-", "").replace(" ", "")
    foreign = digits[:1] == "+"
    if not (digits[1:] if foreign else digits).isdigit():
        digits = digits.translate(_DROP)
        foreign = digits[:1] == "+"
        if not (digits[1:] if foreign else digits).isdigit():
            return _odd(folded, country)
    if foreign:
        code = phone_plan.code_of(digits[1:4])
        value = None if code is None else code.read(digits[1 + code.width :])
    elif len(folded) < 11 and _DATE.fullmatch(folded):
        return None
    elif folded[-2:] == ".0" and folded[:-2].isdigit():
        return _local(folded[:-2], country)  # a spreadsheet made a decimal of it
    else:
        value = _local(digits, country)
    if value is not None or not ("(0)" in folded or digits.startswith("+0")):
        return value
    return _odd(folded, country)


def _local(digits: str, country: str | None) -> str | None:
    """Digits without a plus: 00 and a mobile of the region, at home, 00 and any number, a calling code with nothing before it."""
    if digits[:2] == "00":
        # Thailand and Korea have carriers behind 001 to 009, so 0066… could also be 006 and an island's number. People who write
        # each other's numbers mean 00, as everywhere else.
        code, value = phone_plan.code_of(digits[2:]), phone_plan.international(digits[2:])
        if code is not None and value is not None and code.digits in _BARE_CODES and is_mobile(value):
            return value
    if country is not None:
        plan = phone_plan.region(country)
        if plan is not None:
            value = plan.read(digits)
            if value is not None:
                return value
    if digits[:2] == "00":
        return phone_plan.international(digits[2:])
    if len(digits) in _BARE_LENGTHS and (digits[:2] in _BARE_CODES or digits[:3] in _BARE_CODES):
        code = phone_plan.code_of(digits)
        if code is not None:
            rest = digits[code.width :].removeprefix("0")
            mobile = code.mobile.get(len(rest))
            if mobile is not None and mobile(rest):
                return f"+{code.digits}{rest}"
    return None


def _odd(folded: str, country: str | None) -> str | None:
    """The rare writings, tried one after the other: a label, an extension, ``(0)``, ``+00``."""
    plain = folded.translate(_DASHES)
    plain = _LABEL.sub("", plain)
    plain = _EXTENSION.sub("", plain)
    plain = plain.replace("(0)", "", 1)
    if plain.startswith("+0"):
        plain = plain[1:]
    return read(plain, country) if plain != folded else None


def read_many(texts: Sequence[str], country: str | None) -> list[str | None]:
    """:func:`read` for a whole column of one country. Each distinct text is read once: a scam's numbers come again and again."""
    known = {text: read(text, country) for text in set(texts)}
    return [known[text] for text in texts]


def is_mobile(value: str) -> bool:
    """Whether an E.164 number can be a mobile one (in North America any number can). Under 1 us."""
    code = phone_plan.code_of(value[1:4])
    if code is None:
        return False
    rest = value[1 + code.width :]
    mobile = code.mobile.get(len(rest))
    return mobile is not None and mobile(rest) is not None


@functools.lru_cache(maxsize=65536)
def type_of(value: str) -> str:
    """``mobile``, ``fixed_line``, ``voip``, ``toll_free``, ``premium_rate`` … or ``unknown``, for an E.164 number. 20 us."""
    number = phonenumbers.parse(value)
    return phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(number)).lower()


@functools.lru_cache(maxsize=65536)
def country_of(value: str) -> str | None:
    """ISO country of an E.164 number, or None where a calling code stands for no single country."""
    found: str | None = phonenumbers.region_code_for_number(phonenumbers.parse(value))
    return found if found is not None and found.isalpha() else None


class Phone:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "phone"
    # A number is one subscriber's, but SIM boxes, spoofing and recycling share it more than a wallet.
    specificity = 0.8
    # SIM cards of scam centres turn over in weeks to months (bulk-registered, blocked when reported); accounts in days, handles
    # and wallets last longer. No study gives a figure: 45 days is our reading of "weeks to months". Unverified.
    half_life_days: float | None = 45.0

    def clean(self, text: str, country: str | None) -> list[Found]:
        """Every number in a cell meant for phones. Notes: ``from_abroad:+697`` for the Thai marker."""
        return cell.clean(self.name, text, lambda piece: self._read(piece, country), _CANDIDATE)

    @staticmethod
    def _read(piece: str, country: str | None) -> tuple[str, tuple[str, ...]] | None:
        value = read(piece, country)
        if value is not None:
            return value, ()
        marker = piece.replace(" ", "")[:4]
        if marker in _FROM_ABROAD:
            rest = piece[piece.index(marker[-1]) + 1 :].strip(" -")
            value = read(rest, "TH") or read("+" + rest, None)
            return None if value is None else (value, (f"from_abroad:{marker}",))
        return None

    def show(self, value: str) -> str:
        """International writing with spaces: ``+66 81 234 5678``."""
        shown: str = phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        return shown

    def mask(self, value: str) -> str:
        """The calling code and the last two digits: ``+66*******78``."""
        code = phone_plan.code_of(value[1:])
        head = 1 if code is None else 1 + code.width
        return cell.mask(value, head, 2)


KIND = Phone()
