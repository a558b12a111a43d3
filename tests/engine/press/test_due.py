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


NEW_YEAR = dt.date(2031, 12, 28)


@pytest.mark.parametrize(
    ("text", "last", "rule"),
    [
        ("by the end of October", "2032-10-31", "span:end_month:next"),
        ("by December", "2031-12-31", "span:month:next"),
        ("before December", "2032-11-30", "span:before_month:next"),
        ("before the end of March 2032", "2032-03-31", "span:end_month"),
        ("before March 2032", "2032-02-29", "span:before_month"),
        ("in the first quarter of 2026", "2026-03-31", "span:quarter"),
        ("Q4 next year", "2032-12-31", "span:quarter"),
        ("within the first half of next year", "2032-06-30", "span:half"),
        ("before 2032", "2031-12-31", "span:before_whole"),
        ("within this year", "2031-12-31", "relative:this_year"),
        ("next month", "2032-01-31", "relative:next_month"),
        ("next week", "2032-01-04", "relative:next_week"),
        ("on 5 January", "2032-01-05", "day:nearest"),
        ("before Songkran", "2032-04-12", "feast:before:next"),
        ("by Christmas", "2032-12-25", "feast:next"),
        ("cuối tháng 10", "2032-10-31", "span:end_month:next"),
        ("trong quý I năm 2032", "2032-03-31", "span:quarter"),
        ("trước tháng 3 năm 2032", "2032-02-29", "span:before_month"),
        ("tháng sau", "2032-01-31", "relative:next_month"),
        ("trong năm nay", "2031-12-31", "relative:this_year"),
        ("nửa cuối năm 2032", "2032-12-31", "span:half"),
        ("ภายในสิ้นเดือนตุลาคม", "2032-10-31", "span:end_month:next"),
        ("ภายในไตรมาสแรกของปีหน้า", "2032-03-31", "span:quarter"),
        ("ไตรมาสที่ 1 ปี 2575", "2032-03-31", "span:quarter"),
        ("ภายในปี ๒๕๗๕", "2032-12-31", "span:whole"),
        ("ก่อนสงกรานต์", "2032-04-12", "feast:before:next"),
        ("เดือนหน้า", "2032-01-31", "relative:next_month"),
        ("10月底前", "2032-10-31", "span:end_month:next"),
        ("2032年第一季度", "2032-03-31", "span:quarter"),
        ("明年上半年", "2032-06-30", "span:half"),
        ("2032年底", "2032-12-31", "span:whole"),
        ("今年内", "2031-12-31", "relative:this_year"),
        ("下个月", "2032-01-31", "relative:next_month"),
        ("10월 말까지", "2032-10-31", "span:end_month:next"),
        ("2032년 1분기", "2032-03-31", "span:quarter"),
        ("내년 상반기", "2032-06-30", "span:half"),
        ("올해 안", "2031-12-31", "relative:this_year"),
        ("다음 달", "2032-01-31", "relative:next_month"),
        ("ចុងខែតុលា", "2032-10-31", "span:end_month:next"),
        ("ត្រីមាសទី១ ឆ្នាំ២០៣២", "2032-03-31", "span:quarter"),
        ("ខែក្រោយ", "2032-01-31", "relative:next_month"),
        ("ក្នុងឆ្នាំនេះ", "2031-12-31", "relative:this_year"),
        ("ທ້າຍເດືອນຕຸລາ", "2032-10-31", "span:end_month:next"),
        ("ໄຕມາດທີ 1 ປີ 2032", "2032-03-31", "span:quarter"),
        ("ພາຍໃນປີນີ້", "2031-12-31", "relative:this_year"),
        ("ເດືອນໜ້າ", "2032-01-31", "relative:next_month"),
    ],
)
def test_months_quarters_years_and_feasts_said_at_the_end_of_a_year(text, last, rule):
    found = press.due(text, NEW_YEAR)

    assert (found.last.isoformat(), found.rule) == (last, rule)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("before Tet", "feast"),
        ("trước Tết Nguyên đán", "feast"),
        ("ก่อนตรุษจีน", "feast"),
        ("春节前", "feast"),
        ("추석 전", "feast"),
        ("មុនចូលឆ្នាំខ្មែរ", "feast"),
        ("ກ່ອນບຸນປີໃໝ່ລາວ", "feast"),
        ("before the ASEAN summit", "event"),
        ("ก่อนการประชุมสุดยอดอาเซียน", "event"),
        ("as soon as possible", "soon"),
        ("within the fiscal year", "soon"),
        ("30 February 2031", "no_such_day"),
        ("31/04/2031", "no_such_day"),
        ("29/02/2574", "no_such_day"),
        ("by 29 February 2031", "no_such_day"),
        ("ngày 31 tháng 4", "no_such_day"),
    ],
)
def test_what_gives_no_day_says_why(text, reason):
    assert press.due(text, NEW_YEAR) is None
    assert press.why_not(text).reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "he may come",
        "a march of workers",
        "Tetanus",
        "christmastide carols",
        "the third half-brother",
        "13月底",
        "tháng 13",
        "quarter",
        "2032",
    ],
)
def test_words_that_only_look_like_a_time_are_none(text):
    assert press.due(text, NEW_YEAR) is None


def test_without_the_day_it_was_said_a_month_needs_its_year():
    assert press.due("by the end of October", None) is None
    assert press.due("by the end of October 2032", None).last == dt.date(2032, 10, 31)
    assert press.due("before Songkran", None) is None
    assert press.due("before Songkran 2575", None).last == dt.date(2032, 4, 12)


def test_days_across_new_year_in_an_article_are_the_nearest():
    text = "BANGKOK, Jan 2 (Reuters) - Thailand said on 28 December it would meet Cambodia on 5 January.\nThailand agreed to share data next week."
    read = press.read(text, published=dt.date(2032, 1, 2))
    days = [fact.value for fact in read.facts if fact.kind == "date"]

    assert "2031-12-28/2031-12-28" in days
    assert "2032-01-05/2032-01-05" in days
    (promise,) = [
        fact for fact in read.facts if fact.kind == "commitment" and fact.details.get("rule") == "relative:next_week"
    ]
    assert promise.details["due"] == "2032-01-11"


@pytest.mark.parametrize(
    ("sentence", "due", "written"),
    [
        (
            "Cambodia agreed to hand over the list to Thailand by the end of October.",
            "2032-10-31",
            "by the end of October",
        ),
        (
            "Cambodia agreed to share data with Thailand in the first quarter of 2032.",
            "2032-03-31",
            "the first quarter of 2032",
        ),
        ("Cambodia pledged to Thailand to close the sites before Tet.", "", "Tet"),
        ("In October Cambodia agreed to share data with Thailand.", "", ""),
    ],
)
def test_a_promise_in_an_article_keeps_its_end_or_the_words_that_give_none(sentence, due, written):
    read = press.read(sentence, published=dt.date(2031, 12, 28), language="en")
    (promise,) = [fact for fact in read.facts if fact.kind == "commitment"]

    assert promise.details.get("due", "") == due
    assert promise.details.get("due_as_written", "").strip().casefold().endswith(written.casefold())
