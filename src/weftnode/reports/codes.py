"""Codes that people write down, read out on the telephone, and mistype: Crockford's base 32, with a sign that finds a mistake.

No letter looks like a digit (I, L, O are read as 1, 1, 0), no code says a rude word (no U), and what is typed may have blanks, hyphens, small
letters or the digits of any script. Forty random bits: whoever guesses has to ring a million million times.
"""

import secrets

from weftnode.reports.fold import fold

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("ILO", "110")
_RANDOM = 8
# Larger than any sign's number and prime: one wrong sign, or two changed places, always shows.
_PRIME = 37


def draw() -> str:
    """A new code: eight signs and the one that finds mistakes."""
    while True:
        drawn = "".join(secrets.choice(_SIGNS) for _ in range(_RANDOM))
        if _check(drawn) < len(_SIGNS):
            return drawn + _SIGNS[_check(drawn)]


def read(text: str) -> str:
    """The code somebody typed, as it is kept; empty when it is none."""
    plain = "".join(sign for sign in fold(text).upper() if sign not in " -.").translate(_READ_AS)
    if len(plain) != _RANDOM + 1 or not set(plain) <= set(_SIGNS):
        return ""
    return plain if _check(plain[:-1]) == _SIGNS.index(plain[-1]) else ""


def shown(code: str) -> str:
    """In threes, as it is read out."""
    return "-".join(code[at : at + 3] for at in range(0, len(code), 3))


def _check(drawn: str) -> int:
    return sum((at + 1) * _SIGNS.index(sign) for at, sign in enumerate(drawn)) % _PRIME
