"""Amounts as whole numbers of the smallest unit of their currency, and back. Digits are data: ``countries/_shared/units.toml``."""

from decimal import Decimal

from weft import countries
from weft.countries.files import shared
from weft.errors import InputProblem

# A signed number of 64 bits: what databases and other programs keep without loss.
_MOST = 2**63 - 1


class AmountNotKept(InputProblem):
    """An amount that has no currency we know, more digits than its currency, or a size nothing can hold."""

    code = "input.amount"


def digits(currency: str) -> int:
    """Digits behind the point that amounts of a currency are kept with. Raises AmountNotKept for one that is not known.

    >>> digits("KRW"), digits("THB"), digits("USDT")
    (0, 2, 6)
    """
    if not currency.isascii() or countries.currency_named(currency) != currency.upper():
        raise AmountNotKept(
            f"no currency {currency[:20]!r} is known", hint="Use a code, for instance THB, VND, USD, USDT."
        )
    code, known = currency.upper(), shared("units")
    found: int = known["digits"].get(code, known["coins"].get(code, known["otherwise"]))
    return found


def to_minor(amount: Decimal, currency: str) -> int:
    """The amount in the smallest unit. Raises AmountNotKept, also for less than zero and for digits that would be lost.

    >>> to_minor(Decimal("1250.50"), "THB"), to_minor(Decimal("3e6"), "VND")
    (125050, 3000000)
    """
    places = digits(currency)
    minor = amount.scaleb(places)
    if not amount.is_finite() or amount < 0 or minor > _MOST:
        raise AmountNotKept(f"{amount} {currency} is below zero or beyond what can be kept")
    if minor != minor.to_integral_value():
        raise AmountNotKept(f"{amount} has more digits behind the point than {currency} has ({places})")
    return int(minor)


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount that so many smallest units make, with all digits of its currency. Raises AmountNotKept.

    >>> str(from_minor(125050, "THB"))
    '1250.50'
    """
    return Decimal(minor).scaleb(-digits(currency))
