"""Working days pass over public holidays where they are known, in the time of the country whose law counts; where they are not, the page says so."""

import dataclasses
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from weft import countries
from weft.countries import CountryFileWrong
from weft.countries.holidays import _one
from weft.errors import Refused
from weftnode.accounts import roles
from weftnode.cases import clocks as holds
from weftnode.partners import actions, holidays
from weftnode.partners.models import HolidayList
from weftnode.requests import clocks


def day(text):
    return dt.date.fromisoformat(text)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, rooms=[room])


@pytest.fixture
def keep(db, lan):
    def make(country="TH", year=2031, lines="2031-04-14 Songkran\n15/04/2574", *, is_complete=True):
        return actions.keep_holidays(
            by=lan,
            country=country,
            year=year,
            days=holidays.read(lines, year),
            is_complete=is_complete,
            source="Gazette",
        )

    return make


def rule(**more):
    base = countries.hold_rule("th.hold-on-police-report")
    return dataclasses.replace(base, length=3, renewal_length=3, unit="working day", valid_to=None, **more)


def test_every_list_that_comes_along_has_a_source_and_days_of_its_year():
    found = [one for code in countries.known() for year in range(2020, 2033) if (one := countries.holidays(code, year))]

    assert {one.country for one in found} >= {"SG", "PH", "TH", "VN"}
    assert all(one.cited.source for one in found)
    assert all(each.year == one.year for one in found for each in one.days)
    assert countries.holidays("SG", 2026).is_complete
    assert day("2026-08-10") in countries.holidays("SG", 2026).days
    assert (countries.holidays("VN", 2020), countries.holidays("VN", 2028).is_complete) == (None, False)
    assert countries.holidays("??", 2026) is None


def test_a_list_with_a_day_that_does_not_exist_is_refused():
    entry = {"complete": True, "source": "x"}
    for wrong in ("2031-02-29", "2030-01-01", "tomorrow"):
        with pytest.raises(CountryFileWrong):
            _one("TH", 2031, [wrong], entry)


def test_a_hold_in_working_days_passes_over_what_is_known_and_says_what_is_not(keep):
    # Friday 11 April 2031, noon in Bangkok; Monday 14 and Tuesday 15 are Songkran.
    start = at("2031-04-11T05:00")
    assert holds.ends_at(rule(), start) == at("2031-04-16T05:00")
    assert holds.face("TH", start, at("2031-04-16T05:00"), rule()).missing == (2031,)

    keep()

    assert holds.ends_at(rule(), start) == at("2031-04-18T05:00")
    assert holds.face("TH", start, at("2031-04-18T05:00"), rule()).missing == ()
    assert holds.ends_at(rule(), start, renewed=1) == at("2031-04-23T05:00")
    with pytest.raises(Refused):
        holds.ends_at(rule(), start, until=at("2031-04-19T05:00"))


def test_the_day_is_that_of_the_laws_own_time_and_a_rule_in_hours_asks_nothing(keep, django_assert_num_queries):
    keep(lines="2031-04-14", is_complete=True)
    # 23:30 UTC of Sunday is Monday morning in Bangkok: a holiday on which the clock began.
    assert holds.ends_at(rule(), at("2031-04-13T23:30")) == at("2031-04-16T23:30")
    with django_assert_num_queries(0):
        assert holds.ends_at(countries.hold_rule("cn.emergency-stop"), at("2031-04-13T23:30")) == at("2031-04-15T23:30")


def test_leap_days_and_the_turn_of_the_year(keep):
    keep(year=2032, lines="2032-01-01 New Year\n2032-03-01 x", is_complete=True)
    keep(year=2031, lines="31/12/2574 New Year's Eve", is_complete=False)

    # Friday 27 February 2032: Sunday 29 is the leap day, Monday 1 March off.
    assert holds.ends_at(rule(), at("2032-02-27T05:00")) == at("2032-03-04T05:00")
    # Tuesday 30 December 2031: Wednesday and Thursday off.
    assert holds.ends_at(rule(), at("2031-12-30T05:00")) == at("2032-01-06T05:00")
    assert holds.face("TH", at("2031-12-30T05:00"), at("2032-01-06T05:00"), rule()).missing == (2031,)


def test_a_term_of_a_request_counts_where_its_clock_is(keep):
    keep()
    due = clocks.term(at("2031-04-11T05:00"), 3, "working day", "Asia/Bangkok")

    assert due.at.astimezone(dt.UTC).date() == day("2031-04-18")
    assert clocks.missing(at("2031-04-11T05:00"), 3, "working day", "Asia/Bangkok") == ()
    assert clocks.missing(at("2031-04-11T05:00"), 3, "day", "Asia/Bangkok") == ()
    assert clocks.missing(at("2033-04-11T05:00"), 3, "working day", "Asia/Bangkok") == (2033,)
    assert clocks.missing(at("2031-04-11T05:00"), 3, "working day", "UTC") == (2031,)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("2031-02-29 x", "no day there is"),
        ("29/02/2574", "no day there is"),
        ("Songkran", "no day there is"),
        ("2032-04-13", "not in 2031"),
        ("", "a line each"),
    ],
)
def test_a_line_that_is_no_day_of_the_year_is_named(lines, said):
    with pytest.raises(ValidationError, match=said):
        holidays.read(lines, 2031)


def test_a_leap_day_of_the_buddhist_era_is_read():
    assert holidays.read("29/02/2571 x", 2028) == [["2028-02-29", "x"]]


def test_the_page_takes_a_year_and_another_list_takes_its_place(lan, ana, sign_in):
    browser = sign_in(lan)
    given = {
        "country": "TH",
        "year": "2031",
        "lines": "2031-04-14 สงกรานต์",
        "source": "ราชกิจจานุเบกษา",
        "is_complete": "on",
    }
    browser.post(reverse("partners:keep_holidays"), given)
    browser.post(reverse("partners:keep_holidays"), given | {"lines": "2031-04-14 สงกรานต์\n2031-04-15"})
    wrong = browser.post(reverse("partners:keep_holidays"), given | {"lines": "31/04/2574"})
    page = browser.get(reverse("partners:holidays")).content.decode()

    assert wrong.status_code == 422
    assert HolidayList.objects.get().days == [["2031-04-14", "สงกรานต์"], ["2031-04-15", ""]]
    assert "ราชกิจจานุเบกษา" in page
    assert "days may be missing" in page
    assert sign_in(ana).get(reverse("partners:holidays")).status_code == 200
