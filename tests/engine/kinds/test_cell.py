"""Cells: how one is taken apart, whatever the kind."""

import re

import pytest

from weft.kinds import cell

FIVE = re.compile(r"\d[\d -]*\d")


def five_digits(piece):
    digits = piece.replace("-", "").replace(" ", "")
    return (digits, ()) if len(digits) == 5 and digits.isdigit() else None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12345", ["12345"]),
        (" 12-345 ", ["12345"]),
        ("12345,23456;34567|45678\n56789", ["12345", "23456", "34567", "45678", "56789"]),
        ("12345 and 23456", ["12345", "23456"]),
        ("12345、23456 และ 34567", ["12345", "23456", "34567"]),
        ("no: 12345 (old)", ["12345"]),
        ("123 45 23456", ["12345", "23456"]),
        ("12345 12345", ["12345", "12345"]),
        ("123456", []),
        ("", []),
        (",;|", []),
    ],
)
def test_a_cell_is_taken_apart_at_separators_words_and_blanks(text, values):
    found = cell.clean("phone", text, five_digits, FIVE)

    assert [one.value for one in found] == values
    assert all(text[one.start : one.end] == one.as_written for one in found)


def test_a_cell_gives_a_bounded_number_of_values():
    assert len(cell.clean("phone", "12345," * 5000, five_digits, FIVE)) == cell.MOST_VALUES


@pytest.mark.parametrize(
    ("value", "head", "tail", "masked"),
    [
        ("+66812345678", 3, 2, "+66*******78"),
        ("1234567890", 0, 3, "*******890"),
        ("123456", 2, 2, "******"),
        ("", 2, 2, ""),
    ],
)
def test_a_mask_keeps_the_ends_and_hides_all_of_a_short_value(value, head, tail, masked):
    assert cell.mask(value, head, tail) == masked
