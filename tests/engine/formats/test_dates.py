"""Days as reports write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.formats import dates

OCTOBER_3 = dt.date(2025, 10, 3)

WRITTEN = [
    ("2025-10-03", None),
    ("2025/10/3", None),
    ("2025.10.03", None),
    ("20251003", None),
    ("2025-10-03T14:22:11+07:00", None),
    ("2025-10-03 23:59:59.123Z", None),
    ("3/10/2025", None),
    ("03-10-2025", None),
    ("3.10.2025", None),
    ("03/10/25", None),
    ("3/10/2025 14:22", None),
    ("3/10/2025, 2:22 PM", None),
    ("3/10/2568", "TH"),
    ("03/10/68", "TH"),
    ("๓/๑๐/๒๕๖๘", "TH"),
    ("2568-10-03", "TH"),
    ("3 ต.ค. 2568", "TH"),
    ("3 ต.ค. 68", "TH"),
    ("3 ตุลาคม พ.ศ. 2568", "TH"),
    ("3 ตุลาคม พ.ศ. ๒๕๖๘", "TH"),
    ("วันที่ 3 ตุลาคม 2568", "TH"),
    ("3 ตุลาคม ค.ศ. 2025", "TH"),
    ("3 ต.ค. 2568 เวลา 14:22 น.", "TH"),
    ("ngày 3 tháng 10 năm 2025", "VN"),
    ("3 tháng 10, 2025", "VN"),
    ("14:22 3/10/2025", "VN"),
    ("2025年10月3日", "CN"),
    ("2025年10月03日 14:22", "CN"),
    ("民國114年10月3日", "TW"),
    ("令和7年10月3日", "JP"),
    ("2025년 10월 3일", "KR"),
    ("2025. 10. 3.", "KR"),
    ("៣ តុលា ២០២៥", "KH"),
    ("៣/១០/២០២៥", "KH"),
    ("3 ຕຸລາ 2025", "LA"),
    ("၃ အောက်တိုဘာ ၂၀၂၅", "MM"),
    ("3 October 2025", None),
    ("Oct 3, 2025", None),
    ("October 3rd 2025", None),
    ("Fri, 03 Oct 2025 14:22:11 +0700", None),
    ("3-Oct-25", None),
    ("45933", None),
    ("45933.6", None),
    ("1759474800", None),
]


@pytest.mark.parametrize(("text", "country"), WRITTEN)
def test_a_day_is_read_as_people_write_it(text, country):
    assert dates.parse(text, country=country) == OCTOBER_3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2025",
        "2025-13-01",
        "0/0/0",
        "yesterday",
        "12",
        "3/10",
        "99/99/9999",
        "2025-02-29",
        "1" * 300,
        "Oct",
        "2025",
    ],
)
def test_a_day_that_does_not_exist_is_none(text):
    assert dates.parse(text) is None


COLUMNS = [
    (["03/04/2025", "25/04/2025"], "US", "dmy", True),
    (["03/04/2025", "04/25/2025"], "TH", "mdy", True),
    (["03/04/2025", "05/06/2025"], "US", "mdy", False),
    (["03/04/2025", "05/06/2025"], "TH", "dmy", False),
    (["03/04/2025", "05/06/2025"], None, "dmy", False),
    (["25/04/2025", "04/25/2025", "26/04/2025"], None, "dmy", True),
    (["99.10.03", "25.10.13"], None, "ymd", True),
    (["2025-10-03"], "US", "mdy", False),
    ([], None, "dmy", False),
]


@pytest.mark.parametrize(("texts", "country", "name", "shown"), COLUMNS)
def test_the_whole_column_decides_the_order_and_else_the_country(texts, country, name, shown):
    order = dates.order_of(texts, country)

    assert (order.name, order.shown) == (name, shown)


def test_a_value_against_the_columns_order_is_read_and_marked():
    assert dates.read("04/25/2025", "dmy") == dates.Day(dt.date(2025, 4, 25), other_order=True)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)))
def test_the_buddhist_year_is_543_more(day):
    assert dates.parse(f"{day.day}/{day.month}/{day.year + 543}", country="TH") == day


@given(st.text(max_size=120))
def test_any_text_is_answered_without_an_error(text):
    dates.parse(text, country="TH")
