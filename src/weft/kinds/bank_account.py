"""Bank accounts, cards used as accounts and e-money accounts, canonical as ``CC:BANK:NUMBER``, unknown parts left empty.

``NUMBER`` is every digit as printed, leading zeros kept, separators dropped: hyphens carry no meaning in any country here.
Decisions:

- An IBAN names its own country and bank, so it is ``CC::IBAN`` whatever bank stands beside it.
- A card number (China's 62… above all) is a number like any other; the bank is put before it only when somebody named it.
- The same number with the bank named in one report and not in the other gives two values. :func:`same_number` is the key by
  which ``links`` may join them softly; here they stay apart, because two banks can issue the same digits.
- Singapore's OCBC prints its branch or drops it; both stay as written, since nobody can tell which was meant.
- Vietnam's accounts with a name instead of a number ("nick") are not read from text: no published rule says what they look
  like, and any word would do. Out of a VietQR code, where a checksum vouches for them, they are.
"""

import functools
import itertools
import re
from dataclasses import replace
from typing import Protocol

from weft import countries
from weft.kinds import cell, phone, words
from weft.model import Found


class Bank(Protocol):
    """What is asked of a bank: ``weft.countries.Bank`` has it."""

    @property
    def country(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def account_digits(self) -> tuple[int, ...]: ...


_DROP = str.maketrans(dict.fromkeys(" -./_()\t\u00a0\u2010\u2011\u2012\u2013\u2014\u2212"))
# Shorter is a branch or a PIN, longer no bank's: ISO 7812 cards end at 19, accounts met in the region at 16.
SHORTEST, LONGEST = 6, 20
# 34 letters of an IBAN in groups of four, and something to spare.
_LONGEST_TEXT = 48
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_CANONICAL = re.compile(r"(?:[A-Z]{2})?:[A-Z0-9]{0,12}:(?:\d{6,20}|[A-Z0-9]{4,34})", re.ASCII)
_SHOWN = re.compile(
    r"(?:(?P<bank>[A-Z][A-Z0-9]{1,11}) )?(?P<number>\d{6,20}|[A-Z]{2}\d{2}[A-Z0-9]{11,30}) \((?P<country>[A-Z]{2})\)",
    re.ASCII,
)
# In a cell: digits with single separators between them, or an IBAN.
_CANDIDATE = re.compile(r"\d(?:[ .\-]?\d){5,33}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}", re.ASCII)
_PART = re.compile(r"[,;|\n\r、，；]")
# Words of a cell in which a bank may be named: everything between digits and marks.
_WORD = re.compile(r"[^\W\d_]+(?:[&'.\u0300-\u036f\u0e00-\u109f\u1780-\u17ff]+[^\W\d_]*)*")
# A cell with more words is a story, and the bank in it may be the victim's own.
_MOST_WORDS = 24


def read(folded: str, country: str | None, bank: Bank | None = None) -> str | None:
    """``CC:BANK:NUMBER`` of one folded candidate, or None. Under 1 us.

    Any 6 to 20 digits pass, so in free text ask only behind a word such as "account". ``country`` is the report's; a known
    ``bank`` brings its own.
    """
    if len(folded) > _LONGEST_TEXT:
        return None
    if ":" in folded and _CANONICAL.fullmatch(folded) is not None:
        return folded
    if (shown := _SHOWN.fullmatch(folded)) is not None:
        return f"{shown['country']}:{shown['bank'] or ''}:{shown['number']}"
    number = folded.translate(_DROP)
    if not (number.isdigit() and number.isascii()):
        return iban(number.upper())
    if folded[-2:] == ".0" and folded[:-2].isdigit():
        number = folded[:-2]  # a spreadsheet made a decimal of it
    size = len(number)
    # One digit repeated is what a form gets when its writer does not know: 0000000000.
    if size < SHORTEST or size > LONGEST or number == number[0] * size:
        return None
    if bank is not None:
        return f"{bank.country}:{bank.code}:{number}"
    return f"{country or ''}::{number}"


def iban(text: str) -> str | None:
    """``CC::IBAN`` when ISO 7064 mod 97-10 holds (ISO 13616), else None. Lengths per country are the checksum's business."""
    if _IBAN.fullmatch(text) is None:
        return None
    # Letters count as 10 to 35, which is what base 36 says of them.
    number = int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4]))
    # 98 less the rest gives 02 to 98; 00, 01 and 99 would pass the division as their doubles.
    return f"{text[:2]}::{text}" if number % 97 == 1 and 2 <= int(text[2:4]) <= 98 else None


def same_number(value: str) -> str:
    """The value without its bank: equal for one account whose bank only one report names.

    >>> same_number("TH:KBANK:1234567890")
    'TH::1234567890'
    """
    country, _, rest = value.partition(":")
    return f"{country}::{rest.rpartition(':')[2]}"


def is_card(number: str) -> bool:
    """Whether digits have a payment card's length and check digit (ISO/IEC 7812-1, Luhn)."""
    return 16 <= len(number) <= 19 and number.isdigit() and luhn(number)


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812-1 annex B."""
    total = sum(map(int, digits[-1::-2])) + sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])
    return total % 10 == 0


class BankAccount:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "bank_account"
    # One holder, but rented out: a mule account serves whoever pays this week.
    specificity = 0.9
    # Scam use lives 1 to 7 days, grey use up to 2 years (globalantiscam.org, money laundering rings). Victims report days to
    # weeks after they paid, so a half-life of the use itself would cut true ties: 14 days.
    half_life_days: float | None = 14.0

    def clean(self, text: str, country: str | None, bank: Bank | None = None) -> list[Found]:
        """Every account in a cell; the bank's name may stand in the same cell. ``bank`` is what another column says.

        Notes: ``length:…`` where a bank or country is known for other lengths, ``phone:…`` where the digits are also a
        mobile number (wallets keyed by phone), ``card`` for a card number.
        """
        found = cell.clean(self.name, text, lambda piece: self._read(piece, country, bank), _CANDIDATE)
        if bank is not None or not found or _SHOWN.fullmatch(text.strip()) is not None:
            return [replace(one, notes=notes(one.value, bank)) for one in found]
        return [self._with_bank(one, text, country) for one in found]

    @staticmethod
    def _read(piece: str, country: str | None, bank: Bank | None) -> cell.Answer | None:
        value = read(piece, country, bank)
        return None if value is None else (value, ())

    @staticmethod
    def _with_bank(found: Found, text: str, country: str | None) -> Found:
        """The account with the bank that is named beside it, or anywhere in the cell when it is the only one."""
        before = max((match.end() for match in _PART.finditer(text, 0, found.start)), default=0)
        after = _PART.search(text, found.end)
        beside = text[before : found.start] + " " + text[found.end : after.start() if after else None]
        banks = banks_in(beside, country) or banks_in(text[: cell.LONGEST_CELL], country)
        bank = banks[0] if len(banks) == 1 else None
        value = read(found.value.rpartition(":")[2], country, bank) or found.value
        return replace(found, value=value, notes=notes(value, bank))

    def show(self, value: str) -> str:
        """``KBANK 1234567890 (TH)``."""
        country, _, rest = value.partition(":")
        bank, _, number = rest.rpartition(":")
        shown = f"{bank} {number}" if bank else number
        return f"{shown} ({country})" if country else shown

    def mask(self, value: str) -> str:
        """Country and bank, and of the number only its last three digits."""
        head, _, number = value.rpartition(":")
        return f"{head}:{cell.mask(number, 0, 3)}"


@functools.lru_cache(maxsize=16384)
def banks_in(text: str, country: str | None) -> tuple[Bank, ...]:
    """The banks named in a few words around an account, each once, in order. Longest names first, none inside another.

    A name that banks of several countries have is the report's country's, or nobody's.
    """
    if sum(1 for _ in itertools.islice(_WORD.finditer(text), _MOST_WORDS + 1)) not in range(1, _MOST_WORDS + 1):
        return ()
    named = (words.bank(hit.word, country) for hit in words.in_text(text))
    return tuple(dict.fromkeys(bank for bank in named if bank is not None))


def notes(value: str, bank: Bank | None = None) -> tuple[str, ...]:
    """Remarks on a canonical account: lengths nobody has met, a mobile number in disguise, a card."""
    country, _, rest = value.partition(":")
    number = rest.rpartition(":")[2]
    if not number.isdigit():
        return ()
    remarks = []
    met: tuple[int, ...] = bank.account_digits if bank is not None else ()
    if not met and country in countries.known():
        met = countries.get(country).bank_account_digits
    card = is_card(number)
    if card:
        remarks.append("card")
    elif met and len(number) not in met:
        remarks.append(f"length:{len(number)}")
    as_phone = phone.read(number, country) if country else None
    if as_phone is not None and phone.is_mobile(as_phone):
        remarks.append(f"phone:{as_phone}")
    return tuple(remarks)


KIND = BankAccount()
