"""Handsets: the IMEI of the standard, and what looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import imei

from weft.kinds import device


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("490154203237518", "490154203237518"),
        ("49-015420-323751-8", "490154203237518"),
        ("49 015420 323751 8", "490154203237518"),
        ("490154203237519", None),
        ("000000000000000", None),
        ("120154203237518", None),
        ("49015420323751", None),
        ("4901542032375180", None),
        ("", None),
        ("4" * 60000, None),
    ],
)
def test_an_imei_is_read_when_its_check_digit_holds(text, value):
    assert device.read(text) == value


def test_fourteen_and_sixteen_digits_are_completed_in_a_column_of_handsets():
    cell = "35-209900-176148 / 3520990017614823"

    found = device.KIND.clean(cell, "TH")

    assert [(one.value, one.notes) for one in found] == [("352099001761481", ("check digit added",))] * 2
    assert all(cell[one.start : one.end] == one.as_written for one in found)


@given(st.from_regex(r"35[0-9]{12}", fullmatch=True))
def test_the_check_digit_is_that_of_stdnum_and_a_mask_hides_the_middle(digits):
    value = device.complete(digits)

    assert imei.is_valid(value)
    assert device.read(value) == value
    assert device.read(device.KIND.show(value)) == value
    assert value[2:-2] not in device.KIND.mask(value)
