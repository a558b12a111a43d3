"""The reference names every problem code, every field, every setting and every limit, and no others."""

import re
from pathlib import Path

import pytest

from weft.formats import CODES, json_records, mapping, zip_guard
from weft.formats.problems import problem

PAGE = Path(__file__).parents[3].joinpath("docs/reference/formats.md").read_text(encoding="utf-8")


def test_every_problem_code_is_documented_with_its_sentence():
    told = dict(re.findall(r"^\| `(input\.\w+)` \| (.+) \|$", PAGE, re.MULTILINE))

    assert told == CODES


def test_every_field_and_setting_is_documented():
    assert [name for name in mapping.FIELDS if f"`{name}`" not in PAGE] == []
    assert [name for name in mapping.FILE_SETTINGS if f"{name} = " not in PAGE] == []


def test_the_limits_are_those_of_the_code():
    assert (
        f"{zip_guard.MOST_ENTRIES:,} parts, {zip_guard.MOST_BYTES // 10**6} MB unpacked, {zip_guard.MOST_RATIO} to 1"
        in PAGE
    )
    assert f"{json_records.DEEPEST} levels" in PAGE


def test_a_code_that_is_not_in_the_table_cannot_be_used():
    with pytest.raises(LookupError):
        problem("a.csv", 1, "", "input.unheard_of", "?")
