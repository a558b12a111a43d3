"""Numbers, days, sums and shares as the page says them: one way each, everywhere."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from phonenumbers import NumberParseException

from weft import countries, kinds
from weft.findings.markup import Markup, tag

KINDS = {
    "phone": "phone number",
    "bank_account": "bank account",
    "payment_qr": "payment code",
    "wallet": "wallet",
    "url": "web address",
    "domain": "site",
    "email": "e-mail address",
    "handle": "handle",
    "device": "device",
    "national_id": "national ID",
    "passport": "passport",
}

# What became of a network, in words.
CHANGES = {
    "new": "new", "grew": "grew", "shrank": "shrank", "merged": "took in others", "split": "fell apart", "gone": "gone",
}  # fmt: skip

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def kind(name: str) -> str:
    """The kind of an identifier in words.

    >>> kind("bank_account")
    'bank account'
    """
    return KINDS.get(name, name.replace("_", " "))


@lru_cache(maxsize=65_536)
def shown(kind: str, value: str) -> str:
    """An identifier as people write it, defanged where a click could lead to fraud; unchanged where its kind cannot read it.

    >>> shown("domain", "bank.example"), shown("unheard_of", "x")
    ('bank[.]example', 'x')
    """
    try:
        return kinds.kind(kind).show(value)
    except (KeyError, ValueError, NumberParseException):
        # The value may come from another tool's file: a page with one odd value on it is better than no page.
        return value


def country(code: str) -> str:
    """A country's name, or its code where there are no data for it.

    >>> country("TH"), country("ZZ")
    ('Thailand', 'ZZ')
    """
    return countries.get(code).name if code in countries.known() else code


def places(codes: Sequence[str]) -> str:
    """Countries by name in a sentence; more than six are counted.

    >>> places(["KH", "TH"]), places([])
    ('Cambodia and Thailand', 'countries not given')
    """
    if len(codes) > 6:
        return f"{len(codes)} countries ({' '.join(codes)})"
    return listed([country(code) for code in codes]) or "countries not given"


def count(number: int, one: str = "", many: str = "") -> str:
    """A number with thousands separators and its noun.

    >>> count(1, "report"), count(1200, "report"), count(2, "country", "countries")
    ('1 report', '1,200 reports', '2 countries')
    """
    if not one:
        return f"{number:,}"
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """A share that never rounds something to nothing or nearly all to all.

    >>> share(1, 3), share(1, 5000), share(4999, 5000), share(0, 0)
    ('33 %', 'under 1 %', 'over 99 %', '0 %')
    """
    if not whole or not part:
        return "0 %"
    percent = 100 * part / whole
    if percent < 1:
        return "under 1 %"
    if 99 < percent < 100:
        return "over 99 %"
    return f"{percent:.0f} %"


def day(date: dt.date) -> str:
    """A day that reads the same in every country.

    >>> day(dt.date(2031, 1, 5))
    '5 Jan 2031'
    """
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def day_tag(date: dt.date | None) -> Markup:
    """The day as an element that programs read too; a dash where none is known."""
    return tag("time", day(date), datetime=date.isoformat()) if date else tag("span", "–", title="no date given")


def span(first: dt.date | None, last: dt.date | None) -> str:
    """From when to when, said once where it is one day.

    >>> span(dt.date(2031, 1, 5), dt.date(2031, 1, 9)), span(None, None)
    ('5 Jan 2031 to 9 Jan 2031', 'dates unknown')
    """
    if first is None or last is None:
        return "dates unknown"
    return day(first) if first == last else f"{day(first)} to {day(last)}"


def money(amount: Decimal) -> str:
    """A sum with thousands separators; decimals only where they say something.

    >>> money(Decimal("1200000.00000000")), money(Decimal("0.25")), money(Decimal("0.00004"))
    ('1,200,000', '0.25', '0.00004')
    """
    size = abs(amount)
    if size >= 1000:
        return f"{amount:,.0f}"
    digits = f"{amount:,.2f}" if size >= 1 else f"{amount:.8f}"
    return digits.rstrip("0").rstrip(".") or "0"


def listed(words: list[str]) -> str:
    """Words in a row with an "and".

    >>> listed(["KH", "TH", "VN"])
    'KH, TH and VN'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def sure(sureness: float) -> str:
    """How sure, in a word."""
    return "high" if sureness >= 0.8 else "fair" if sureness >= 0.5 else "low"
