"""Amounts as people write them in the region."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.formats import amounts

WRITTEN = [
    # text, country, currency known, value, currency
    ("1.234,5", None, None, "1234.5", None),
    ("1,234.50", None, None, "1234.50", None),
    ("50万", "CN", None, "500000", None),
    ("50万元", "CN", None, "500000", "CNY"),
    ("3.5 亿", "CN", None, "350000000", None),
    ("1亿2000万", None, None, "120000000", None),
    ("2 tỷ", "VN", None, "2000000000", None),
    ("2 tỷ đồng", "VN", None, "2000000000", "VND"),
    ("500 triệu", "VN", None, "500000000", None),
    ("1,5 triệu", "VN", None, "1500000", None),
    ("1tr5", "VN", None, "1500000", None),
    ("2 tỷ 3", "VN", None, "2300000000", None),
    ("15.000.000đ", "VN", None, "15000000", "VND"),
    ("15.000.000 VND", None, None, "15000000", "VND"),
    ("3 ล้าน", "TH", None, "3000000", None),
    ("3 ล้านบาท", "TH", None, "3000000", "THB"),
    ("1 ล้าน 5 แสน", "TH", None, "1500000", None),
    ("5 หมื่น", "TH", None, "50000", None),
    ("๕๐,๐๐๐ บาท", "TH", None, "50000", "THB"),
    ("฿50,000.00", "TH", None, "50000.00", "THB"),
    ("5 lakh", "IN", None, "500000", None),
    ("2 crore", "IN", None, "20000000", None),
    ("12,34,567", "IN", None, "1234567", None),
    ("₩1,000,000", "KR", None, "1000000", "KRW"),
    ("1억 2천만", "KR", None, "120000000", None),
    ("1억 2천만원", "KR", None, "120000000", "KRW"),
    ("500만원", "KR", None, "5000000", "KRW"),
    ("500k", None, None, "500000", None),
    ("1.5m", None, None, "1500000", None),
    ("USDT 1200", None, None, "1200", "USDT"),
    ("1200.50 usdt", None, None, "1200.50", "USDT"),
    ("about 5000 THB", None, None, "5000", "THB"),
    ("RM 1,200", "MY", None, "1200", "MYR"),
    ("1 234 567", None, None, "1234567", None),
    ("1'234.50", None, None, "1234.50", None),
    ("-500", None, None, "-500", None),
    ("(500)", None, None, "-500", None),
    ("１２３４", None, None, "1234", None),
    ("1.5E+6", None, None, "1500000", None),
    ("0.001 BTC", None, None, "0.001", "BTC"),
    ("0", None, None, "0", None),
]


@pytest.mark.parametrize(("text", "country", "known", "value", "currency"), WRITTEN)
def test_an_amount_is_read_as_people_write_it(text, country, known, value, currency):
    read = amounts.parse(text, country, known)

    assert read is not None
    assert (read.value, read.currency) == (Decimal(value), currency)


# One mark before three digits: a thousand or a thousandth.
EITHER = [
    ("1.234", "VN", None, "1234", False),
    ("1.234", "VN", "VND", "1234", False),
    ("1.234", None, "VND", "1234", False),
    ("1.234", "TH", "THB", "1.234", True),
    ("1,234", "TH", "THB", "1234", False),
    ("1,234", "ID", None, "1.234", True),
    ("1.234", "VN", "BTC", "1.234", True),
    ("1.234", None, "KRW", "1234", False),
]


@pytest.mark.parametrize(("text", "country", "currency", "value", "ambiguous"), EITHER)
def test_a_single_mark_before_three_digits_follows_currency_then_country(text, country, currency, value, ambiguous):
    read = amounts.parse(text, country, currency)

    assert read is not None
    assert (read.value, read.ambiguous) == (Decimal(value), ambiguous)


def test_the_column_decides_before_any_habit():
    mark = amounts.decimal_mark(["1.234,50", "2.000", "17"])

    assert mark == ","
    assert amounts.parse("1.234", "TH", "THB", mark) == amounts.Amount(Decimal(1234), "THB", ambiguous=False)


def test_a_column_that_shows_both_marks_decides_nothing():
    assert amounts.decimal_mark(["1.234,50", "1,234.50"]) is None


NO_AMOUNT = ["", "twelve", "5000-6000 or so 7", "12 13", "1.2.3.4,5,6", "abc", "1,23,4", "9" * 200, "1e99", "tỷ", "--5"]


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_what_is_no_single_sum_is_not_guessed(text):
    read = amounts.parse(text)

    assert read is None or text == "--5"


@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False))
def test_both_ways_of_grouping_give_the_same_sum(value):
    english = f"{value:,.2f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))

    assert amounts.parse(english, "TH", "THB") == amounts.Amount(value, "THB")
    assert amounts.parse(vietnamese, "VN", "USD") == amounts.Amount(value, "USD")


@given(st.text(max_size=150))
def test_any_text_is_answered_without_an_error(text):
    amounts.parse(text, "VN")
