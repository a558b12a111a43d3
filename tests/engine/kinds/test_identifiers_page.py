"""docs/concepts/identifiers.md says what the code does: its table of kinds, and every example."""

import re
from pathlib import Path

import pytest

from weft import kinds

PAGE = (Path(__file__).parents[3] / "docs" / "concepts" / "identifiers.md").read_text(encoding="utf-8")
EXAMPLES = [
    tuple(cell.strip() for cell in row)
    for row in re.findall(r"^\| (.+?) \| ([A-Z]{2}) \| (.+?) \|$", PAGE, re.MULTILINE)
]


def test_the_table_of_kinds_is_that_of_the_code():
    rows = re.findall(r"^\| `(\w+)` \| .+ \| ([\d.]+) \| (\w+) \|$", PAGE, re.MULTILINE)

    assert [(name, float(share), None if days == "never" else float(days)) for name, share, days in rows] == [
        (one.name, one.specificity, one.half_life_days) for one in kinds.KINDS
    ]


def test_every_kind_has_its_section_with_examples():
    assert re.findall(r"^## (\w+)$", PAGE, re.MULTILINE) == [one.name for one in kinds.KINDS]
    assert len(EXAMPLES) >= 30


@pytest.mark.parametrize(("written", "country", "found"), EXAMPLES)
def test_every_example_of_the_page_is_true(written, country, found):
    labels = re.findall(r"`(\w+)` `([^`]+)`", found)

    assert bool(labels) != (found == "nothing")
    assert sorted((one.kind, one.value) for one in kinds.find(written, country)) == sorted(labels)
