"""Bank accounts: one number in many writings, and what is known about it from elsewhere."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban, luhn

from weft.kinds import bank_account


@dataclass(frozen=True)
class Bank:
    country: str = "TH"
    code: str = "KBANK"
    account_digits: tuple[int, ...] = (10,)


@pytest.mark.parametrize(
    ("text", "country", "bank", "value"),
    [
        ("123-4-56789-0", "TH", None, "TH::1234567890"),
        ("123 4 56789 0", "TH", Bank(), "TH:KBANK:1234567890"),
        ("1234567890", "VN", Bank(), "TH:KBANK:1234567890"),
        ("1234567890", None, None, "::1234567890"),
        ("0012345678", "TH", None, "TH::0012345678"),
        ("1234567890.0", "TH", None, "TH::1234567890"),
        ("6222 0200 0000 0000 013", "CN", None, "CN::6222020000000000013"),
        ("110-234-567890", "KR", None, "KR::110234567890"),
        ("GB82 WEST 1234 5698 7654 32", "TH", None, "GB::GB82WEST12345698765432"),
        ("gb82west12345698765432", "TH", Bank(), "GB::GB82WEST12345698765432"),
    ],
)
def test_an_account_is_the_same_however_it_is_written(text, country, bank, value):
    assert bank_account.read(text, country, bank) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "1" * 21,
        "0000000000",
        "1111111111",
        "GB82 WEST 1234 5698 7654 33",
        "NGUYENVANA",
        "12345a67890",
        "-",
        "²²²²²²²",
        "12,345,678",
    ],
)
def test_what_is_no_account_gives_none(text):
    assert bank_account.read(text, "TH") is None


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("123-4-56789-0, 987-6-54321-0", ["TH::1234567890", "TH::9876543210"]),
        ("เลขบัญชี 123-4-56789-0 นาย ก", ["TH::1234567890"]),
        ("1234567890\n0987654321", ["TH::1234567890", "TH::0987654321"]),
        ("GB82 WEST 1234 5698 7654 32; 123-4-56789-0", ["GB::GB82WEST12345698765432", "TH::1234567890"]),
        ("ไม่มี", []),
    ],
)
def test_a_cell_gives_every_account_in_it(cell, values):
    found = bank_account.KIND.clean(cell, "TH")

    assert [one.value for one in found] == values
    assert all(cell[one.start : one.end] == one.as_written for one in found)


@pytest.mark.parametrize(
    ("cell", "country", "values"),
    [
        ("KBANK 123-4-56789-0", "TH", ["TH:KBANK:1234567890"]),
        ("123-4-56789-0 (ธนาคารกสิกรไทย)", "TH", ["TH:KBANK:1234567890"]),
        ("เลขบัญชี 123-4-56789-0 ธนาคารกสิกรไทย", "TH", ["TH:KBANK:1234567890"]),
        ("KBANK 123-4-56789-0, SCB 987-6-54321-0", "TH", ["TH:KBANK:1234567890", "TH:SCB:9876543210"]),
        ("KBANK: 123-4-56789-0; 987-6-54321-0", "TH", ["TH:KBANK:1234567890", "TH:KBANK:9876543210"]),
        ("KBANK or SCB 123-4-56789-0", "TH", ["TH::1234567890"]),
        ("STK: 0011001234567 Vietcombank", "VN", ["VN:VCB:0011001234567"]),
        ("Vietcombank 0011001234567", "TH", ["VN:VCB:0011001234567"]),
        ("KBANK GB82 WEST 1234 5698 7654 32", "TH", ["GB::GB82WEST12345698765432"]),
    ],
)
def test_a_bank_named_beside_an_account_goes_before_it(cell, country, values):
    assert [one.value for one in bank_account.KIND.clean(cell, country)] == values


def test_a_bank_from_another_column_goes_before_the_number_and_odd_lengths_are_noted():
    (usual,) = bank_account.KIND.clean("123-4-56789-0", "TH", Bank())
    (odd,) = bank_account.KIND.clean("123-4-56789-01234", "TH", Bank())

    assert (usual.value, usual.notes) == ("TH:KBANK:1234567890", ())
    assert (odd.value, odd.notes) == ("TH:KBANK:12345678901234", ("length:14",))


def test_a_mobile_number_in_an_account_column_stays_an_account_and_says_so():
    (found,) = bank_account.KIND.clean("081-234-5678", "TH", Bank())

    assert (found.value, found.notes) == ("TH:KBANK:0812345678", ("phone:+66812345678",))


def test_the_same_number_meets_whether_its_bank_is_known_or_not():
    known, unknown = bank_account.read("1234567890", "TH", Bank()), bank_account.read("1234567890", "TH")

    assert known != unknown
    assert bank_account.same_number(known) == bank_account.same_number(unknown) == unknown


@given(st.from_regex(r"[0-9]{6,20}", fullmatch=True))
def test_cleaning_the_number_again_changes_nothing_and_a_mask_hides_the_middle(number):
    value = bank_account.read(number, "TH")
    if value is None:
        assert len(set(number)) == 1
        return

    assert bank_account.read(value.rpartition(":")[2], "TH") == value
    assert number[:-3] not in bank_account.KIND.mask(value)
    assert bank_account.KIND.mask(value).startswith("TH::*")


@given(st.text(alphabet="0123456789ABCDEFGHIJ", min_size=15, max_size=34))
def test_an_iban_passes_here_only_if_its_checksum_passes_in_stdnum(text):
    value = bank_account.iban("GB" + text[2:])

    assert (value is not None) == (text[2:4].isdigit() and iban.calc_check_digits("GB" + text[2:]) == text[2:4])


@given(st.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_the_card_check_digit_is_that_of_stdnum(digits):
    assert bank_account.luhn(digits) == luhn.is_valid(digits)


@pytest.mark.parametrize("text", ["1" * 65536, "1-" * 32768, "12 " * 20000, "GB82" * 16000, "-" * 65536])
def test_hostile_text_is_refused_or_bounded(text):
    assert bank_account.read(text, "TH") is None
    assert len(bank_account.KIND.clean(text, "TH")) <= 500


def test_an_account_is_shown_with_its_bank():
    assert bank_account.KIND.show("TH:KBANK:1234567890") == "KBANK 1234567890 (TH)"
    assert bank_account.KIND.show("::1234567890") == "1234567890"
    assert bank_account.KIND.mask("TH:KBANK:1234567890") == "TH:KBANK:*******890"
