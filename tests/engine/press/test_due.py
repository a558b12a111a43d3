"""By when: what a person writes of a due day, in seven languages, as a day with the rule that found it."""

import datetime as dt

import pytest

from weft import press

SAID = dt.date(2031, 9, 10)


@pytest.mark.parametrize(
    ("text", "last", "rule"),
    [
        ("within one week", "2031-09-17", "within:1:week"),
        ("trong vòng một tháng", "2031-10-10", "within:1:month"),
        ("ภายใน 2 สัปดาห์", "2031-09-24", "within:2:week"),
        ("两周内", "2031-09-24", "within:2:week"),
        ("2주 이내", "2031-09-24", "within:2:week"),
        ("ក្នុងរយៈពេលពីរសប្តាហ៍", "2031-09-24", "within:2:week"),
        ("ພາຍໃນສອງອາທິດ", "2031-09-24", "within:2:week"),
        ("the end of this month", "2031-09-30", "relative:end_this_month"),
        ("next month", "2031-10-31", "relative:next_month"),
        ("16/10/2574", "2031-10-16", "day"),
        ("16 ตุลาคม 2574", "2031-10-16", "day"),
    ],
)
def test_a_due_day_is_found_with_its_rule(text, last, rule):
    found = press.due(text, SAID)

    assert (found.last.isoformat(), found.rule) == (last, rule)


def test_without_the_day_it_was_said_only_named_days_are_found():
    assert press.due("within one week", None) is None
    assert press.due("16 October 2031", None).last == dt.date(2031, 10, 16)
    assert press.due("16 October", None) is None


@pytest.mark.parametrize("text", ["", "soon", "as far as possible", "30 February 2031", "31/04/2031"])
def test_what_names_no_day_there_is_gives_none(text):
    assert press.due(text, SAID) is None


def test_a_leap_day_that_exists_is_read():
    assert press.due("29/02/2571", SAID).last == dt.date(2028, 2, 29)
    assert press.due("29/02/2574", SAID) is None
