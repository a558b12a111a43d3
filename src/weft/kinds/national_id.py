"""Citizens' and residents' numbers, canonical as ``CC:NUMBER`` without separators.

Which country has which shape and rule is data (``national_id.toml``). Check digits come from python-stdnum where it knows the
country; Singapore, Taiwan and Hong Kong are here. A number without one (Vietnam, Cambodia, Laos …) is only read where the
caller says that context or the column speaks for it.
"""

import functools
import operator
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources

from stdnum.cn import ric
from stdnum.id import nik
from stdnum.in_ import aadhaar
from stdnum.jp import in_ as my_number
from stdnum.kr import rrn
from stdnum.my import nric
from stdnum.us import ssn

from weft.kinds import cell
from weft.model import Found

_DROP = str.maketrans(dict.fromkeys(" -._\t\u00a0\u2010\u2011\u2012\u2013\u2014\u2212"))
# Myanmar's are the longest with their separators: 12/ABCDEF(N)123456.
_LONGEST_TEXT = 32
_SHORTEST = 8
_CANDIDATE = re.compile(r"[0-9A-Z](?:[ \-./]?[0-9A-Z()]){7,24}", re.ASCII | re.IGNORECASE)


_TH_WEIGHTS = tuple(range(13, 1, -1))


def _th(number: str) -> bool:
    """Weights 13 to 2 over the first twelve digits; eleven less the rest of it by eleven, last digit. As stdnum, 4 us quicker."""
    total: int = sum(map(operator.mul, _TH_WEIGHTS, map(int, number[:12])))
    return (11 - total % 11) % 10 == int(number[12])


def _sg(number: str) -> bool:
    """Weighted sum modulo 11 into one of two rows of letters; T and G are four on from S and F."""
    total = sum(w * int(d) for w, d in zip((2, 7, 6, 5, 4, 3, 2), number[1:8], strict=True)) + 4 * (number[0] in "TG")
    return ("JZIHGFEDCBA" if number[0] in "ST" else "XWUTRQPNMLK")[total % 11] == number[8]


# The letter stands for the place of registration; the order is historical.
_TW_LETTERS = {letter: 10 + at for at, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}


def _tw(number: str) -> bool:
    """Ten digits once the letter is two: weights 1, 9 to 1, 1; the sum is a multiple of 10."""
    first, second = divmod(_TW_LETTERS[number[0]], 10)
    digits = (first, second, *map(int, number[1:]))
    return sum(w * d for w, d in zip((1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), digits, strict=True)) % 10 == 0


def _hk(number: str) -> bool:
    """Weights 9 to 1 over two letters (a blank counts 36), six digits and the check digit, A for ten; a multiple of 11."""
    padded = number.rjust(9)
    values = [36 if c == " " else int(c, 36) for c in padded]
    return sum(w * v for w, v in zip(range(9, 0, -1), values, strict=True)) % 11 == 0


def _vn(number: str) -> bool:
    """Place of birth 001 to 096, then a century and sex digit that is 0 to 3 for everyone born since 1900."""
    return 1 <= int(number[:3]) <= 96 and number[3] in "0123"


_CHECKS: dict[str, Callable[[str], bool]] = {
    "": lambda _: True,
    "th": _th,
    "cn": ric.is_valid,
    # A birth date in the future cannot be told without a clock, and the engine has none.
    "kr": lambda number: bool(rrn.is_valid(number, allow_future=True)),
    "my": nric.is_valid,
    "id": nik.is_valid,
    "in": aadhaar.is_valid,
    "jp": my_number.is_valid,
    "us": ssn.is_valid,
    "sg": _sg,
    "tw": _tw,
    "hk": _hk,
    "vn": _vn,
}


@dataclass(frozen=True, slots=True)
class _Rule:
    country: str
    shape: Callable[[str], "re.Match[str] | None"]
    check: Callable[[str], bool]
    strong: bool
    verified: bool


@functools.cache
def _rules() -> tuple[dict[str, tuple[_Rule, ...]], tuple[_Rule, ...]]:
    """Rules by country, and those that hold in reports of every country."""
    data = tomllib.loads(resources.files(__package__).joinpath("national_id.toml").read_text(encoding="utf-8"))
    own: dict[str, tuple[_Rule, ...]] = {}
    anywhere = []
    for entry in data["id"]:
        shape = re.compile(entry["shape"], re.ASCII).fullmatch
        rule = _Rule(entry["country"], shape, _CHECKS[entry["check"]], entry["strong"], entry["verified"])
        own[rule.country] = (*own.get(rule.country, ()), rule)
        if entry.get("anywhere", False):
            anywhere.append(rule)
    return own, tuple(anywhere)


def read(folded: str, country: str | None, *, weak: bool = False) -> str | None:
    """``CC:NUMBER`` of one folded candidate, or None. 1 us for what is no such number, 5 to 15 for what may be.

    ``weak`` also takes numbers that nothing but their length speaks for: right behind a word such as "ID card" or in a
    column of such numbers, wrong in free text.
    """
    found = _find(folded, country, weak=weak)
    return None if found is None else found[0]


def _find(folded: str, country: str | None, *, weak: bool) -> tuple[str, _Rule] | None:
    if not _SHORTEST <= len(folded) <= _LONGEST_TEXT:
        return None
    if (shown := cell.SHOWN.fullmatch(folded)) is not None:
        country, folded = shown["country"], shown["value"]
    elif folded[2:3] == ":" and folded[:2].isupper():
        country, folded = folded[:2], folded[3:]  # canonical already
    number = folded.translate(_DROP).upper()
    if not number.isascii():
        number = _in_latin(number)
    if country != "MM":
        number = number.replace("(", "").replace(")", "")  # Hong Kong's check digit
    if len(number) < _SHORTEST or number == number[0] * len(number):
        return None
    own, anywhere = _rules()
    for rule in (*own.get(country or "", ()), *anywhere):
        if (weak or rule.strong) and rule.shape(number) and rule.check(number):
            return f"{rule.country}:{number.replace('/', '') if rule.country != 'MM' else number}", rule
    return None


_BURMESE = re.compile(r"(\d{1,2})/([\u1000-\u109f]+)\(([\u1000-\u109f])[\u1000-\u109f]*\)(\d{6})")


def _in_latin(number: str) -> str:
    """Myanmar's number with the letters that its Latin cards have; the text itself where it is none."""
    match = _BURMESE.fullmatch(number)
    if match is None:
        return number
    letters, kinds = _burmese()
    township = "".join(letters.get(char, "?") for char in match[2])
    digits = "".join(str(int(char)) for char in match[1]), "".join(str(int(char)) for char in match[4])
    return f"{digits[0]}/{township}({kinds.get(match[3], '?')}){digits[1]}"


@functools.cache
def _burmese() -> tuple[dict[str, str], dict[str, str]]:
    data = tomllib.loads(resources.files(__package__).joinpath("national_id.toml").read_text(encoding="utf-8"))
    return data["burmese"]["letters"], data["burmese"]["kinds"]


class NationalId:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "national_id"
    # One person for life. That it is shared says much; that mule accounts are opened with rented and stolen cards is why
    # it is not all.
    specificity = 0.95
    # Given once, for life (the registers' own laws): a tie by it does not age.
    half_life_days: float | None = None

    def clean(self, text: str, country: str | None) -> list[Found]:
        """Every number in a cell meant for them; ``unverified shape`` is noted where no source confirms the country's form."""
        return cell.clean(self.name, text, lambda piece: self._read(piece, country), _CANDIDATE)

    @staticmethod
    def _read(piece: str, country: str | None) -> cell.Answer | None:
        found = _find(piece, country, weak=True)
        if found is None:
            return None
        return found[0], () if found[1].verified else ("unverified shape",)

    def show(self, value: str) -> str:
        """``1234567890121 (TH)``."""
        country, _, number = value.partition(":")
        return f"{number} ({country})"

    def mask(self, value: str) -> str:
        """The country and the last two characters: birth dates and places stand in the rest."""
        country, _, number = value.partition(":")
        return f"{country}:{cell.mask(number, 0, 2)}"


KIND = NationalId()
