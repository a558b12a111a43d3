"""Number plans as compiled patterns: one :class:`CallingCode` per country calling code, one :class:`Region` per country.

The facts are those of the phone library (``phonenumbers``, the Python port of Google's libphonenumber); nothing here knows a
number range. Its reading of a number walks many objects and takes about 18 us. Here the same steps, in the same order, run on
a string that is digits already, with patterns joined per calling code and length: about 1 us. The tests hold both against each
other on every example and on random numbers of every region; where they differ, the library is right.

Left out: letters, extensions and short service numbers (``weft.kinds.phone`` deals with the first two, drops the third).
"""

import functools
import re
from collections.abc import Callable, Iterable
from typing import Any

from phonenumbers.data import _COUNTRY_CODE_TO_REGION_CODE as REGIONS_OF_CODE
from phonenumbers.phonemetadata import PhoneMetadata

type_names = (
    "mobile",
    "fixed_line",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)

NEVER = re.compile(r"(?!)")
Matcher = Callable[..., "re.Match[str] | None"]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


class Region:
    """How one country writes its own numbers. Made once a country, then kept."""

    __slots__ = ("code", "general", "head", "idd", "lengths", "longest", "prefix", "transform", "trunk")

    def __init__(self, metadata: Any, code: "CallingCode") -> None:
        self.code = code
        general = metadata.general_desc
        self.general: Matcher = _compile(general.national_number_pattern or "(?!)").fullmatch
        """A possible number of this country, from the coarse pattern."""
        self.lengths = frozenset(general.possible_length)
        self.longest = max(self.lengths)
        self.idd: Matcher = (
            _compile(metadata.international_prefix).match if metadata.international_prefix else NEVER.match
        )
        """What is dialled before a foreign number: 00, 001, 011 and so on."""
        self.prefix = _compile(metadata.national_prefix_for_parsing) if metadata.national_prefix_for_parsing else NEVER
        """What is dialled before a domestic number: mostly 0, sometimes with a carrier's digits."""
        self.transform: str | None = metadata.national_prefix_transform_rule or None
        """What replaces the prefix where it is not simply dropped (Brazil, Argentina, small islands)."""
        self.head = "+" + code.digits
        self.trunk = self._plain_trunk(metadata)

    def _plain_trunk(self, metadata: Any) -> str:
        """The one digit before domestic numbers, where trunk, another digit than 0 and a valid number can mean nothing else.

        Empty where the shortcut in :meth:`read` would have to know more: several countries behind the code, prefixes with
        carriers in them, foreign prefixes that begin like the trunk.
        """
        trunk: str = metadata.national_prefix_for_parsing or ""
        plain = len(trunk) == 1 and trunk.isdigit() and self.transform is None
        if not plain or len(self.code.regions) > 1 or self.code.digits.startswith(trunk):
            return ""
        starts = _alternatives(metadata.international_prefix or "")
        return trunk if all(s[:2] == "00" or (s[:1].isdigit() and s[0] != trunk) for s in starts) else ""

    def without_prefix(self, digits: str) -> str:
        """Drop the trunk prefix when what stays is still a possible number, as the library does."""
        match = self.prefix.match(digits)
        if match is None:
            return digits
        if self.transform is None or match.group(self.prefix.groups) is None:
            rest = digits[match.end() :]
        else:
            rest = self.prefix.sub(self.transform, digits, count=1)
        if not self.general(rest) and self.general(digits):
            return digits
        return rest

    def settle(self, digits: str) -> str | None:
        """E.164 of a national number with or without trunk prefix, or None when it is not valid."""
        rest = self.without_prefix(digits)
        # A rest that is too short to be a number means that the prefix was part of it.
        if rest is not digits and len(rest) not in self.lengths and len(rest) <= self.longest:
            rest = digits
        valid = self.code.valid.get(len(rest))
        return self.head + rest if valid is not None and valid(rest) else None

    def read(self, digits: str) -> str | None:
        """E.164 of digits (one at least) as dialled inside this country, or None when no valid number comes out."""
        if digits[0] == self.trunk and digits[1:2] != "0":
            valid = self.code.valid.get(len(digits) - 1)
            if valid is not None and valid(digits, 1):
                return self.head + digits[1:]
        idd = self.idd(digits)
        if idd is not None:
            rest = digits[idd.end() :]
            if rest[:1] != "0":  # no calling code begins with 0, so this was no international prefix
                return international(rest)
        code = self.code.digits
        if digits.startswith(code):
            rest = self.without_prefix(digits[len(code) :])
            if (self.general(rest) and not self.general(digits)) or len(digits) > self.longest:
                return self.settle(rest)
        return self.settle(digits)


class CallingCode:
    """The numbers behind one calling code, which several countries may share (+1, +7, +44 …)."""

    __slots__ = ("digits", "main", "mobile", "regions", "valid", "width")

    def __init__(self, code: int) -> None:
        self.digits = str(code)
        self.width = len(self.digits)
        self.regions: tuple[str, ...] = REGIONS_OF_CODE[code]
        plans = [_metadata(code, region) for region in self.regions]
        lengths = sorted({length for plan in plans for length in plan.general_desc.possible_length})
        self.valid: dict[int, Matcher] = {}
        """Length of the national number to a test of its digits."""
        self.mobile: dict[int, Matcher] = {}
        for length in lengths:
            if pattern := _any_region(plans, length, type_names):
                self.valid[length] = _compile(pattern).fullmatch
            if pattern := _any_region(plans, length, ("mobile",)):
                self.mobile[length] = _compile(pattern).fullmatch
        self.main = Region(plans[0], self)

    def read(self, rest: str) -> str | None:
        """E.164 of what follows the calling code, or None. A trunk prefix written by habit is dropped."""
        valid = self.valid.get(len(rest))
        if valid is not None and valid(rest) and self.main.prefix.match(rest) is None:
            return f"+{self.digits}{rest}"
        return self.main.settle(rest)


def _alternatives(pattern: str) -> list[str]:
    """The branches of a pattern's outermost choice."""
    parts, depth = [""], 0
    for letter in pattern:
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _metadata(code: int, region: str) -> Any:
    return PhoneMetadata.metadata_for_region_or_calling_code(code, region)


def _any_region(plans: Iterable[Any], length: int, types: Iterable[str]) -> str:
    """A pattern for numbers of ``length`` that the first region to claim them calls valid; empty when there are none."""
    pattern = ""
    for plan in reversed(list(plans)):
        own = _one_region(plan, length, types)
        if plan.leading_digits:
            # Whoever's leading digits match decides alone, for or against.
            refused = f"(?!{plan.leading_digits})(?:{pattern})" if pattern else ""
            parts = [f"(?={plan.leading_digits})(?:{own})" if own else "", refused]
        else:
            parts = [own, pattern]
        pattern = "|".join(part for part in parts if part)
    return pattern


def _one_region(plan: Any, length: int, types: Iterable[str]) -> str:
    general = plan.general_desc
    if length not in general.possible_length:
        return ""
    patterns = []
    for name in types:
        desc = getattr(plan, name)
        if desc is None or not desc.national_number_pattern:
            continue
        if desc.possible_length and length not in desc.possible_length:
            continue
        if desc.national_number_pattern not in patterns:
            patterns.append(desc.national_number_pattern)
    if not patterns:
        return ""
    return f"(?=(?:{general.national_number_pattern})$)(?:{'|'.join(patterns)})"


@functools.cache
def calling_code(code: int) -> CallingCode:
    """The numbers behind a calling code. A millisecond or a few the first time (NANP 30), then kept."""
    return CallingCode(code)


@functools.cache
def region(country: str) -> Region | None:
    """The plan of a country (ISO 3166-1 alpha-2, capitals), or None when the library knows none."""
    metadata = PhoneMetadata.metadata_for_region(country, None)
    if metadata is None:
        return None
    code = calling_code(metadata.country_code)
    return code.main if code.regions[0] == country else Region(metadata, code)


_by_three_digits: dict[str, CallingCode | None] = {}


def code_of(digits: str) -> CallingCode | None:
    """The calling code that an international number (without +) begins with, or None."""
    three = digits[:3]
    try:
        return _by_three_digits[three]
    except KeyError:
        # At most a thousand keys when the input is digits, which callers see to.
        found = next(
            (int(three[:n]) for n in (1, 2, 3) if three[:1] != "0" and int(three[:n] or 0) in REGIONS_OF_CODE), None
        )
        _by_three_digits[three] = None if found is None else calling_code(found)
        return _by_three_digits[three]


def international(digits: str) -> str | None:
    """E.164 of digits that begin with a calling code, or None."""
    code = code_of(digits)
    return None if code is None else code.read(digits[code.width :])
