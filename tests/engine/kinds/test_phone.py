"""Phones: the phone library is the second opinion on every number, our own tables on how people write."""

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.kinds import phone, phone_plan

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
TYPES = sorted(phonenumbers.PhoneNumberType.values())
HOME = ("TH", "VN", "KH", "LA", "MM", "CN", "KR", "MY", "SG", "PH", "ID", "US", "JP", "TW", "HK", "IN")


def library(text, country):
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def examples(region):
    """Every example number of a region's metadata, of every type."""
    for kind in TYPES:
        number = phonenumbers.example_number_for_type(region, kind)
        if number is not None:
            yield number


def test_every_example_number_in_every_form_is_read_as_the_library_reads_it():
    differing = []
    for region in REGIONS:
        for number in examples(region):
            for form in (0, 1, 2, 3):
                text = phonenumbers.format_number(number, form)
                expected = library(text, region)
                if expected is None and any(letter.isalpha() for letter in text):
                    continue
                got = phone.read(text, region)
                if got != expected:
                    differing.append((region, text, got, expected))

    assert differing == []


def test_every_example_number_of_no_country_is_read():
    numbers = [
        phonenumbers.example_number_for_non_geo_entity(code) for code in phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS
    ]
    texts = [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) for number in numbers]

    assert [phone.read(text, None) for text in texts] == [library(text, None) for text in texts]
    assert None not in [library(text, None) for text in texts]


def dialled(rng, region):
    """Digits somebody could dial or write in ``region``: half of them near an example, so that many are valid."""
    plan = phone_plan.region(region)
    example = phonenumbers.example_number_for_type(region, rng.choice(TYPES))
    if example is not None and rng.random() < 0.7:
        national = phonenumbers.national_significant_number(example)
        keep = rng.randrange(len(national) + 1)
        national = national[:keep] + "".join(rng.choice("0123456789") for _ in national[keep:])
    else:
        national = "".join(rng.choice("0123456789") for _ in range(rng.choice(sorted(plan.lengths))))
    trunk = phonenumbers.ndd_prefix_for_region(region, True) or ""
    code = plan.code.digits
    return rng.choice(
        [
            national,
            trunk + national,
            f"+{code}{national}",
            f"+{code}{trunk}{national}",
            code + national,
            rng.choice(["00", "011", "001", "0011", "010", "810"]) + rng.choice([code, "66", "1", "86"]) + national,
        ]
    )


@pytest.mark.parametrize("seed", range(2))
def test_random_numbers_of_all_regions_are_read_as_the_library_reads_them(seed):
    rng = random.Random(seed)
    differing = []
    valid = 0
    for _ in range(6000):
        region = rng.choice(REGIONS)
        text = dialled(rng, region)
        expected = library(text, region)
        valid += expected is not None
        if text.startswith("+"):
            got = phone_plan.international(text[1:]) if phone_plan.code_of(text[1:4]) else expected
        else:
            got = phone_plan.region(region).read(text)
        if got != expected:
            differing.append((region, text, got, expected))

    assert differing == []
    assert valid > 2000  # or the numbers tried were no test


@pytest.mark.parametrize("region", HOME)
def test_a_number_the_library_calls_valid_is_never_read_otherwise(region):
    rng = random.Random(region)
    for _ in range(400):
        text = dialled(rng, region)
        expected = library(text, region)
        # The one exception: 00 before a mobile of the region, where the library sees a carrier's digit.
        plain = library("+" + text[2:], None) if text.startswith("00") else None
        if expected is not None:
            assert phone.read(text, region) in {expected, plain} - {None}


@pytest.mark.parametrize(
    ("text", "country", "value"),
    [
        ("081-234-5678", "TH", "+66812345678"),
        ("081 234 5678", "TH", "+66812345678"),
        ("(081) 234.5678", "TH", "+66812345678"),
        ("812345678", "TH", "+66812345678"),
        ("812345678.0", "TH", "+66812345678"),
        ("+66 (0) 81 234 5678", None, "+66812345678"),
        ("+660812345678", None, "+66812345678"),
        ("+0066812345678", "TH", "+66812345678"),
        ("0066812345678", "TH", "+66812345678"),
        ("0066812345678", None, "+66812345678"),
        ("0066635123456", "TH", "+66635123456"),  # and not carrier 006 with +66 35 123 456
        ("0084912345678", "KR", "+84912345678"),
        ("002 44 20 7946 0958", "KR", "+442079460958"),
        ("001 66 81 234 5678", "KR", "+66812345678"),
        ("011 66 81 234 5678", "US", "+66812345678"),
        ("66812345678", "TH", "+66812345678"),
        ("66812345678", "VN", "+66812345678"),
        ("66812345678", None, "+66812345678"),
        ("660812345678", None, "+66812345678"),
        ("00855 12 345 678", "KH", "+85512345678"),
        ("+65 (0) 8123 4567", "SG", "+6581234567"),
        ("010-2000-0000", "KR", "+821020000000"),
        ("0912 345 678", "VN", "+84912345678"),
        ("020 23 123 456", "LA", "+8562023123456"),
        ("+39 06 1234 5678", None, "+390612345678"),
        ("02-123-4567 ต่อ 12", "TH", "+6621234567"),
        ("02-123-4567 ext. 12", "TH", "+6621234567"),
        ("02-123-4567 #12", "TH", "+6621234567"),
        ("Tel: 081 234 5678", "TH", "+66812345678"),
        ("tel:+66-81-234-5678", None, "+66812345678"),
        ("081‑234–5678", "TH", "+66812345678"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text, country, value):
    assert phone.read(text, country) == value


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("191", "TH"),
        ("1441", "TH"),
        ("113", "VN"),
        ("", "TH"),
        ("+", "TH"),
        ("++66812345678", "TH"),
        ("+66+812345678", "TH"),
        ("081234567", "TH"),
        ("0812345678", None),
        ("0812345678", "XX"),
        ("12/03/2024", "SG"),
        ("2024-09-12", "HK"),
        ("1.234.567,89", "VN"),
        ("6.6812E+10", "TH"),
        ("²345678", "SG"),
        ("+999812345678", "TH"),
        ("20240912345", "VN"),
    ],
)
def test_what_is_no_number_gives_none(text, country):
    assert phone.read(text, country) is None


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("081-234-5678, 089 999 9999", ["+66812345678", "+66899999999"]),
        ("0812345678/0899999999", ["+66812345678", "+66899999999"]),
        ("081 234 5678 0899999999", ["+66812345678", "+66899999999"]),
        ("โทร 081-234-5678 (LINE)", ["+66812345678"]),
        ("081-234-5678 และ +84 912 345 678", ["+66812345678", "+84912345678"]),
        ("๐๘๑-๒๓๔-๕๖๗๘", ["+66812345678"]),
        ("0\u200b8\u200b12345678", ["+66812345678"]),
        ("none", []),
        ("", []),
    ],
)
def test_a_cell_gives_every_number_in_it(cell, values):
    found = phone.KIND.clean(cell, "TH")

    assert [one.value for one in found] == values
    assert all(cell[one.start : one.end] == one.as_written for one in found)


def test_the_thai_marker_of_calls_from_abroad_is_a_note_and_no_part_of_the_number():
    (found,) = phone.KIND.clean("+698 81 234 5678", "TH")

    assert (found.value, found.notes) == ("+66812345678", ("from_abroad:+698",))


def test_reading_many_gives_what_reading_each_gives():
    texts = ["081-234-5678", "081-234-5678", "191", "+84 912 345 678"]

    assert phone.read_many(texts, "TH") == [phone.read(text, "TH") for text in texts]


def test_a_value_is_shown_masked_and_typed():
    value = "+66812345678"

    assert phone.KIND.show(value) == "+66 81 234 5678"
    assert phone.KIND.mask(value) == "+66*******78"
    assert phone.type_of(value) == "mobile"
    assert phone.country_of(value) == "TH"
    assert phone.type_of("+66601234567") == "voip"
    assert phone.is_mobile(value)
    assert not phone.is_mobile("+6621234567")


@given(st.sampled_from(REGIONS), st.integers(0, 10**12))
def test_reading_a_value_again_changes_nothing_and_a_mask_hides_the_middle(region, number):
    value = phone.read(str(number), region)
    if value is None:
        return

    assert phone.read(value, region) == value
    assert phone.read(phone.KIND.show(value), region) == value
    shown = phone.KIND.mask(value).replace("*", "")
    assert len(value) - len(shown) >= 4
    assert len(shown) <= len("+999") + 2


@given(st.text(max_size=80), st.sampled_from([None, *HOME]))
def test_no_text_is_an_error(text, country):
    value = phone.read(text, country)

    assert value is None or value.startswith("+")


@pytest.mark.parametrize(
    "text", ["1" * 65536, "+" * 65536, "1-" * 32768, "(0)" * 20000, "x1" * 30000, " " * 65536, "＋" * 9999]
)
def test_hostile_text_is_refused_without_being_searched(text):
    assert phone.read(text, "TH") is None
    assert phone.KIND.clean(text, "TH") == []
