"""What spreadsheets do to numbers that are names: 1.23E+12, zeros behind the fifteenth digit, leading zeros gone.

A rounded number is no identifier any more and none is made of it. A leading zero can be put back where exactly one country's plan
asks for it; that is said in the sighting's notes and in the problems.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from weft import countries, kinds
from weft.formats.grid import Number
from weft.model import Found

_EXPONENT: Final = re.compile(r"\s*\d(?:[.,]\d+)?[eE]\+?\d{1,2}\s*")
# IEEE 754 doubles keep 15 decimal digits of any number; Excel writes zeros for the rest.
_MOST_DIGITS: Final = 15
# 6.69E+10 is a rounded phone; spreadsheets show six figures of a number that does not fit its cell.
_FEWEST_KEPT: Final = 7


def rounded(cells: Sequence[str]) -> set[int]:
    """Places of cells whose digits are lost."""
    return {
        place
        for place, cell in enumerate(cells)
        if ("E" in cell or "e" in cell or isinstance(cell, Number))
        and (
            (_EXPONENT.fullmatch(cell) and whole(cell) is None)
            or (isinstance(cell, Number) and len(cell.strip("-").split(".")[0]) > _MOST_DIGITS)
        )
    }


def whole(cell: str) -> str | None:
    """The digits of a number in scientific notation that still has all of them ("6.6926481385E+10"), else None."""
    if not _EXPONENT.fullmatch(cell):
        return None
    mantissa, _, exponent = cell.strip().upper().partition("E")
    digits = mantissa.replace(",", ".").replace(".", "")
    return digits if len(digits) == int(exponent) + 1 and len(digits) > _FEWEST_KEPT else None


def with_zero(kind: str, cell: str, country: str | None) -> list[Found]:
    """The phone that a cell without its trunk zero is in this country, or nothing."""
    digits = cell.strip()
    if kind != "phone" or not country or not digits.isascii() or not digits.isdigit() or digits.startswith("0"):
        return []
    return kinds.kind("phone").clean("0" + digits, country)


def lost_zero(kind: str, cell: str, country: str | None) -> bool:
    """Whether an account from a number cell is one digit short of every length its country writes."""
    if kind != "bank_account":
        return False
    lengths = _account_lengths(country)
    digits = sum(character.isdigit() for character in cell)
    return bool(lengths) and digits not in lengths and digits + 1 in lengths


@lru_cache(maxsize=256)
def _account_lengths(country: str | None) -> frozenset[int]:
    if not country or country not in countries.known():
        return frozenset()
    return frozenset(countries.get(country).bank_account_digits)
