"""Citizens' numbers: every rule against another reading of it, and no number without a reason."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.th import pin

from weft.kinds import national_id


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("1-2345-67890-12-1", "TH", "TH:1234567890121"),
        ("1234567890121", "TH", "TH:1234567890121"),
        ("1234567890122", "TH", None),
        ("1234567890121", "VN", None),
        ("1234567890121", None, None),
        ("11010519491231002X", "CN", "CN:11010519491231002X"),
        ("11010519491231002x", "TH", "CN:11010519491231002X"),
        ("110105194912310021", "CN", None),
        ("971013-9019902", "KR", "KR:9710139019902"),
        ("770305-02-1234", "MY", "MY:770305021234"),
        ("771305-02-1234", "MY", None),
        ("3171011708450001", "ID", "ID:3171011708450001"),
        ("S1234567D", "SG", "SG:S1234567D"),
        ("s1234567d", "SG", "SG:S1234567D"),
        ("S1234567E", "SG", None),
        ("A123456789", "TW", "TW:A123456789"),
        ("A123456788", "TW", None),
        ("A123456(3)", "HK", "HK:A1234563"),
        ("A123456(4)", "HK", None),
        ("AB987654(3)", "HK", "HK:AB9876543"),
        ("001099012345", "VN", None),
        ("123456789", "KH", None),
        ("", "TH", None),
        ("1" * 60000, "TH", None),
        ("1111111111119", "TH", "TH:1111111111119"),
        ("1111111111111", "TH", None),
    ],
)
def test_a_number_is_read_in_free_text_when_its_rule_holds(text, country, value):
    assert national_id.read(text, country) == value


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("001099012345", "VN", "VN:001099012345"),
        ("099099012345", "VN", None),
        ("123456789", "KH", "KH:123456789"),
        ("12/ABCDEF(N)123456", "MM", "MM:12/ABCDEF(N)123456"),
        ("1234567890122", "TH", None),
    ],
)
def test_a_number_without_check_digit_needs_someone_to_vouch_for_it(text, country, value):
    assert national_id.read(text, country, weak=True) == value
    assert value is None or national_id.read(text, country) is None


def test_a_shape_that_no_source_confirms_is_noted_in_a_column():
    (unconfirmed,) = national_id.KIND.clean("123456789", "KH")
    (confirmed,) = national_id.KIND.clean("1-2345-67890-12-1", "TH")

    assert (unconfirmed.value, unconfirmed.notes) == ("KH:123456789", ("unverified shape",))
    assert (confirmed.value, confirmed.notes) == ("TH:1234567890121", ())


def test_a_cell_gives_every_number_in_it():
    cell = "บัตร 1-2345-67890-12-1, 1111111111119"

    found = national_id.KIND.clean(cell, "TH")

    assert [one.value for one in found] == ["TH:1234567890121", "TH:1111111111119"]
    assert all(cell[one.start : one.end] == one.as_written for one in found)


@pytest.mark.parametrize("country", ["SG", "TW", "HK"])
def test_a_rule_of_ours_lets_exactly_one_check_character_pass(country):
    rng = random.Random(country)
    digits = "".join(rng.choice(string.digits) for _ in range(8))
    stem, ends = {
        "SG": ("T" + digits[:7], string.ascii_uppercase),
        "TW": ("F1" + digits[:7], string.digits),
        "HK": ("K" + digits[:6], string.digits + "A"),
    }[country]

    assert len([end for end in ends if national_id.read(stem + end, country)]) == 1


@given(st.from_regex(r"[1-8][0-9]{11}", fullmatch=True))
def test_reading_a_value_again_changes_nothing_and_a_mask_hides_the_middle(number):
    full = number + pin.calc_check_digit(number)
    value = national_id.read(full, "TH")
    if value is None:
        assert len(set(full)) == 1
        return

    assert national_id.read(value.partition(":")[2], "TH") == value
    assert full[:-2] not in national_id.KIND.mask(value)
    assert national_id.KIND.mask(value) == "TH:" + "*" * 11 + full[-2:]


@given(
    st.text(max_size=40),
    st.sampled_from(
        [None, "TH", "CN", "KR", "MY", "ID", "IN", "JP", "US", "SG", "TW", "HK", "VN", "PH", "KH", "LA", "MM"]
    ),
)
def test_no_text_is_an_error(text, country):
    value = national_id.read(text, country, weak=True)

    assert value is None or value[2] == ":"
