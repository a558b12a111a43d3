"""Passport numbers, canonical as ``CC:NUMBER``, the country empty when nobody can tell.

There is no check digit in the number itself (ICAO Doc 9303 puts it beside it in the machine-readable zone), so any six to nine
capitals and digits pass: ask only behind a word such as "passport" or in a column of them.

The holder's country is mostly not the report's. It is taken from the text (``KH N1234567``), or from the shape where only
one known country has it, or else from the report when its own shape fits; :func:`same_number` joins what these steps part.
"""

import functools
import re
import tomllib
from importlib import resources

from weft.kinds import cell
from weft.model import Found

_DROP = str.maketrans(dict.fromkeys(" -.\t\u00a0"))
# ICAO Doc 9303-4 gives the number nine places in the machine-readable zone.
_NUMBER = re.compile(r"(?=[A-Z0-9]{6,9}$)[A-Z]{0,3}\d{3,9}[A-Z]?\d{0,4}[A-Z]?", re.ASCII)
_WITH_COUNTRY = re.compile(r"([A-Za-z]{2})[:\s]+(\S.*)", re.ASCII)
_CANDIDATE = re.compile(r"[A-Za-z]{0,3} ?\d{3,9}[A-Za-z]?\d{0,4}[A-Za-z]?", re.ASCII)
_LONGEST_TEXT = 24


@functools.cache
def _shapes() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(resources.files(__package__).joinpath("passport.toml").read_text(encoding="utf-8"))
    return {country: re.compile(shape, re.ASCII) for country, shape in data["shapes"].items()}


def read(folded: str, country: str | None) -> str | None:
    """``CC:NUMBER`` of one folded candidate, or None. 2 us. Accepts much: the caller must have a reason to ask."""
    if not 6 <= len(folded) <= _LONGEST_TEXT:
        return None
    shown = cell.SHOWN.fullmatch(folded)
    if shown is not None:
        folded = f"{shown['country']}:{shown['value']}"
    said = _WITH_COUNTRY.fullmatch(folded)
    shapes = _shapes()
    if said is not None and said[1].upper() in shapes:
        number = said[2].translate(_DROP).upper()
        if shapes[said[1].upper()].fullmatch(number):
            return f"{said[1].upper()}:{number}"
    if folded[0] == ":":
        country, folded = None, folded[1:]  # canonical already, of an unknown country
    number = folded.translate(_DROP).upper()
    if _NUMBER.fullmatch(number) is None or number.strip("0") == "":
        return None
    fitting = [code for code, shape in shapes.items() if shape.fullmatch(number)]
    if len(fitting) == 1:
        return f"{fitting[0]}:{number}"
    return f"{country}:{number}" if country in fitting else f":{number}"


def same_number(value: str) -> str:
    """The value without its country.

    >>> same_number("KH:N12345678")
    ':N12345678'
    """
    return f":{value.rpartition(':')[2]}"


class Passport:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "passport"
    # One person's, but copies of passports are passed around and pasted into many invented identities.
    specificity = 0.9
    # It belongs to one person until it runs out, ten years mostly; no report set is longer. It does not age here.
    half_life_days: float | None = None

    def clean(self, text: str, country: str | None) -> list[Found]:
        """Every passport number in a cell meant for them."""
        return cell.clean(self.name, text, lambda piece: self._read(piece, country), _CANDIDATE)

    @staticmethod
    def _read(piece: str, country: str | None) -> cell.Answer | None:
        value = read(piece, country)
        return None if value is None else (value, ())

    def show(self, value: str) -> str:
        """``N12345678 (KH)``."""
        country, _, number = value.partition(":")
        return f"{number} ({country})" if country else number

    def mask(self, value: str) -> str:
        """The country and the last two characters."""
        country, _, number = value.partition(":")
        return f"{country}:{cell.mask(number, 0, 2)}"


KIND = Passport()
