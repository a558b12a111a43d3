"""Passports: whose they are, as far as the number says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.kinds import passport


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("AA1234567", "TH", "TH:AA1234567"),
        ("aa 1234567", "TH", "TH:AA1234567"),
        ("MA123456", "TH", "TH:MA123456"),
        ("MA123456", "VN", ":MA123456"),
        ("MA123456", "MM", "MM:MA123456"),
        ("KH N1234567", "TH", "KH:N1234567"),
        ("KH: N1234567", None, "KH:N1234567"),
        ("M123A4567", "TH", "KR:M123A4567"),
        ("E12345678", None, ":E12345678"),
        ("E12345678", "CN", "CN:E12345678"),
        ("123456", "TH", ":123456"),
        ("000000000", "TH", None),
        ("ABCDEFGH", "TH", None),
        ("12345", "TH", None),
        ("1234567890", "TH", None),
        ("", "TH", None),
        ("A1" * 30000, "TH", None),
    ],
)
def test_the_country_before_a_number_is_said_or_follows_from_its_shape(text, country, value):
    assert passport.read(text, country) == value


def test_the_same_number_meets_whether_its_country_is_known_or_not():
    known, unknown = passport.read("E12345678", "CN"), passport.read("E12345678", "TH")

    assert known != unknown
    assert passport.same_number(known) == passport.same_number(unknown)


def test_a_cell_gives_every_passport_in_it():
    cell = "AA1234567, passport N12345678 (lost)"

    found = passport.KIND.clean(cell, "TH")

    assert [one.value for one in found] == ["TH:AA1234567", ":N12345678"]
    assert all(cell[one.start : one.end] == one.as_written for one in found)


@given(st.from_regex(r"[A-Z]{1,2}[0-9]{6,7}", fullmatch=True), st.sampled_from([None, "TH", "VN", "CN"]))
def test_reading_a_value_again_changes_nothing_and_a_mask_hides_the_middle(number, country):
    value = passport.read(number, country)
    if value is None:
        assert number.strip("0") == ""
        return

    assert passport.read(value.rpartition(":")[2], country) == value
    assert number[:-2] not in passport.KIND.mask(value)
