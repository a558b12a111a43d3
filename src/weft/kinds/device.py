"""Handsets, by IMEI (3GPP TS 23.003 clause 6), canonical as its fifteen digits.

The check digit lets one random number in ten pass; the first two digits (the body that allocated the type) refuse most of the
rest. Sixteen digits are an IMEI with a software version in place of the check digit, fourteen one without it: both are
completed in a column of such numbers, never in free text.
"""

import re

from weft.kinds import bank_account, cell
from weft.model import Found

_DROP = str.maketrans(dict.fromkeys(" -./\t\u00a0\u2010\u2011\u2012\u2013\u2014\u2212"))
_LONGEST_TEXT = 32
# Reporting body identifiers met in handsets since 2000 (GSMA TS.06). Unverified: from general knowledge, the list is for members.
_BODIES = frozenset({"01", "35", "86", "91", "98", "99", "33", "44", "45", "49", "50", "51", "52", "53", "54"})
_CANDIDATE = re.compile(r"\d(?:[ \-./]?\d){13,15}", re.ASCII)


def read(folded: str, country: str | None = None) -> str | None:  # noqa: ARG001 -- the contract
    """The fifteen digits when check digit and allocating body hold, else None. 2 us; ``country`` says nothing here."""
    if not 15 <= len(folded) <= _LONGEST_TEXT:
        return None
    digits = folded.translate(_DROP)
    if len(digits) != 15 or not (digits.isdigit() and digits.isascii()) or digits[:2] not in _BODIES:
        return None
    return digits if bank_account.luhn(digits) and digits != digits[0] * 15 else None


def complete(digits: str) -> str:
    """Fifteen digits from the first fourteen: the check digit is worked out.

    >>> complete("49015420323751")
    '490154203237518'
    """
    return next(digits[:14] + check for check in "0123456789" if bank_account.luhn(digits[:14] + check))


class Device:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "device"
    # One handset, but cloned and blank IMEIs exist, and a gateway's many slots can be written alike.
    specificity = 0.9
    # Handsets outlive the SIM cards in them; two years is a common time to keep one. No study of scam centres' handsets: unverified.
    half_life_days: float | None = 365.0

    def clean(self, text: str, country: str | None) -> list[Found]:  # noqa: ARG002 -- the contract
        """Every IMEI in a cell meant for them; ``check digit added`` is noted where fourteen or sixteen digits were written."""
        return cell.clean(self.name, text, self._read, _CANDIDATE)

    @staticmethod
    def _read(piece: str) -> cell.Answer | None:
        value = read(piece)
        if value is not None:
            return value, ()
        digits = piece.translate(_DROP) if len(piece) <= _LONGEST_TEXT else ""
        if len(digits) in (14, 16) and digits.isdigit() and digits.isascii() and digits[:2] in _BODIES:
            return complete(digits), ("check digit added",)
        return None

    def show(self, value: str) -> str:
        """In the groups that handsets print: ``49-015420-323751-8``."""
        return f"{value[:2]}-{value[2:8]}-{value[8:14]}-{value[14:]}"

    def mask(self, value: str) -> str:
        """The type's first two digits and the last two."""
        return cell.mask(value, 2, 2)


KIND = Device()
