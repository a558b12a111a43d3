"""Amounts in smallest units: every known currency goes there and back, and nothing is lost on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft import money
from weft.countries.files import shared

KNOWN = sorted(shared("currencies")["names"])


def test_every_unit_that_is_named_belongs_to_a_currency_that_is_known():
    units = shared("units")

    assert set(units["digits"]) | set(units["coins"]) <= set(KNOWN)
    assert set(units["digits"]) & set(units["coins"]) == set()


@given(st.sampled_from(KNOWN), st.integers(0, 2**63 - 1))
def test_there_and_back(currency, minor):
    assert money.to_minor(money.from_minor(minor, currency), currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("-1", "THB"), ("0.001", "THB"), ("0.5", "KRW"), ("NaN", "THB"), ("Infinity", "USD"), ("1e30", "VND"), ("1", "XXX"), ("1", ""),
        ("1", "บาท"), ("1", "baht"), ("92233720368547758.08", "THB"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said(amount, currency):
    with pytest.raises(money.AmountNotKept):
        money.to_minor(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("92233720368547758.07", "THB", 2**63 - 1),
        ("0", "USD", 0),
        ("12.340000", "USDT", 12_340_000),
        ("1e6", "VND", 1_000_000),
    ],
)
def test_what_can_be_kept(amount, currency, minor):
    assert money.to_minor(Decimal(amount), currency) == minor
