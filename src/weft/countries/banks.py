"""Banks by what people call them."""

import functools
from collections.abc import Mapping

from weft.countries.files import get, known
from weft.countries.folding import forms
from weft.countries.records import Bank

# "ธนาคารกสิกรไทย", "Ngân hàng Á Châu", "Bank Mandiri", "신한은행": the word for bank in front or behind says nothing more.
# "Bank of X" and "X Bank" stay distinct names: they are only tried without when the whole is unknown.
_BEFORE = (
    "ธนาคาร",
    "ธ ",
    "ngân hàng tmcp ",
    "ngân hàng ",
    "ngan hang tmcp ",
    "ngan hang ",
    "nh ",
    "bank ",
    "ធនាគារ",
    "ທະນາຄານ",
)
_AFTER = (
    " bank",
    "bank",
    "은행",
    "银行",
    "銀行",
    "ဘဏ်",
    " public company limited",
    " plc",
    " pcl",
    " berhad",
    " bhd",
    " limited",
    " ltd",
)


@functools.cache
def bank_spellings() -> Mapping[str, tuple[Bank, ...]]:
    """Folded spelling (with marks and without) to the banks written so, in the order of their countries. For scanners.

    One spelling may be of several banks: ``mb``, ``cb``, ``scb``; then the country, or nothing, decides.
    """
    spelt: dict[str, dict[Bank, None]] = {}
    for code in known():
        for bank in get(code).banks:
            for name in (bank.code, *bank.names):
                for form in forms(name):
                    spelt.setdefault(form, {})[bank] = None
    return {name: tuple(banks) for name, banks in spelt.items()}


@functools.lru_cache(maxsize=65_536)
def bank_named(text: str, country: str | None) -> Bank | None:
    """The bank that ``text`` names, or None.

    The whole text is looked up first, then without the word for bank around it, then its longest part that is a known
    spelling ("Kasikorn Bank, Siam Square branch"). A number that banks go by is read by ``country``. A spelling of several banks goes to the one in ``country``, or to none.
    A bank of another country is found too when its spelling is its own: money is reported across borders.
    """
    if not text.strip():
        return None
    for form in forms(text):
        met = bank_spellings().get(form)
        if met:
            return _of(met, country)
    numbered = _by_number(text.strip(), country)
    if numbered:
        return numbered
    for form in forms(text):
        for shorter in _without_bank(form):
            met = bank_spellings().get(shorter)
            if met:
                return _of(met, country)
    return _inside(forms(text)[-1], country)


def _by_number(text: str, country: str | None) -> Bank | None:
    """The bank of ``country`` whose own number ``text`` is ("822", "970436"), or with which its branch's code begins (IFSC: four letters, 0, six more)."""
    if country not in known() or len(text) > len("SBIN0001234"):
        return None
    branch = text[:4].upper() if len(text) == len("SBIN0001234") and text[:4].isalpha() and text[4] == "0" else text
    return next((bank for bank in get(country).banks if branch in (bank.number, bank.bin)), None)


@functools.cache
def _bins() -> Mapping[str, Bank]:
    return {bank.bin: bank for code in known() for bank in get(code).banks if bank.bin}


def bank_by_bin(number: str) -> Bank | None:
    """The bank behind a payment-code number such as ``970436``, or None."""
    return _bins().get(number)


def _of(banks: tuple[Bank, ...], country: str | None) -> Bank | None:
    mine = [bank for bank in banks if bank.country == country]
    if len(mine) == 1:
        return mine[0]
    return banks[0] if len(banks) == 1 else None


def _without_bank(form: str) -> list[str]:
    """``form`` without the words for bank, the company's form and a note of place, each tried once."""
    found: list[str] = []
    for before in _BEFORE:
        if form.startswith(before):
            found.append(form.removeprefix(before).strip())
    for one in [form, *found]:
        shorter = one
        for after in _AFTER:
            if shorter.endswith(after) and len(shorter) > len(after):
                shorter = shorter.removesuffix(after).strip()
                found.append(shorter)
    return found


# Codes of banks that are words of many other banks' names: "First Meridian Bank" is not the First of Taiwan.
_ORDINARY = frozenset(["alliance", "axis", "bay", "capital", "chase", "city", "federal", "first", "general", "mega", "post", "prince", "public", "royal", "savings", "seven", "trust", "union", "united", "unity"])  # fmt: skip


def _inside(form: str, country: str | None) -> Bank | None:
    """The longest spelling that is a run of whole words of ``form``, or, in scripts without spaces, a part of it."""
    words = form.split()[:12]
    spellings = bank_spellings()
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            # Two Latin letters inside a longer text are as often an initial as a bank.
            if part.isascii() and len(part) < 3:
                continue
            bank = _of(spellings.get(part, ()), country)
            if bank and (part not in _ORDINARY or bank.country == country):
                return bank
    best: tuple[int, Bank] | None = None
    if not form.isascii():
        for length in range(min(len(form) - 1, 24), 2, -1):
            for start in range(len(form) - length + 1):
                part = form[start : start + length]
                if part.isascii() or part not in spellings:
                    continue
                bank = _of(spellings[part], country)
                if bank and (best is None or length > best[0]):
                    best = (length, bank)
            if best:
                return best[1]
    return None
