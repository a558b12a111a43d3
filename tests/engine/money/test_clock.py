"""Clocks of held money in the law's own time."""

import datetime as dt

import pytest

from weft import countries
from weft.countries import holds
from weft.money import Clock, deadline
from weft.money.clock import NotRenewable

UTC = dt.UTC


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "start", "renewed", "end"),
    [
        ("th.bank-hold-on-alert", "2025-03-01T05:00", 0, "2025-03-04T05:00"),
        ("th.hold-on-police-report", "2025-03-01T20:00", 0, "2025-03-08T20:00"),
        ("cn.emergency-stop", "2031-01-01T00:00", 1, "2031-01-05T00:00"),
        ("cn.judicial-freeze", "2031-08-31T01:00", 0, "2032-02-29T01:00"),
        ("ph.temporary-hold", "2031-05-06T03:00", 1, "2031-06-05T03:00"),
        ("sg.restriction-order", "2031-01-01T00:00", 5, "2031-06-30T00:00"),
        # New York turns its clocks; hours do not.
        ("us.ffkc-window", "2031-03-08T20:00", 0, "2031-03-11T20:00"),
    ],
)
def test_a_clock_ends_when_its_law_says(rule, start, renewed, end):
    assert deadline(countries.hold_rule(rule), at(start), renewed=renewed) == at(end)


def test_a_month_is_counted_on_the_local_calendar():
    # 00:30 of 1 March in Beijing is still February in UTC.
    clock = Clock(countries.hold_rule("cn.judicial-freeze"), at("2031-02-28T16:30"))

    assert clock.ends_at() == at("2031-08-31T16:30")


def test_working_days_pass_over_weekends_and_holidays():
    rule = holds.HoldRule(
        "th.x", "TH", "hold", "x", "x", "x", 3, "working day", 0, 3, (), "", "x", "", "", "", None, None, countries.Cited(""), ""
    )  # fmt: skip
    friday = at("2031-05-02T05:00")

    assert deadline(rule, friday) == at("2031-05-07T05:00")
    assert deadline(rule, friday, holidays={dt.date(2031, 5, 5)}) == at("2031-05-08T05:00")


def test_time_left_goes_below_zero_and_is_unknown_without_a_length():
    clock = Clock(countries.hold_rule("cn.emergency-stop"), at("2031-01-01T00:00"))

    assert clock.left(at("2031-01-02T00:00")) == dt.timedelta(hours=24)
    assert clock.left(at("2031-01-04T00:00")) == dt.timedelta(hours=-24)
    assert Clock(countries.hold_rule("my.cpc-116d"), at("2031-01-01T00:00")).left(at("2031-01-02T00:00")) is None


def test_what_may_not_be_renewed_says_what_follows():
    clock = Clock(countries.hold_rule("cn.emergency-stop"), at("2031-01-01T00:00")).renew()

    with pytest.raises(NotRenewable) as refused:
        clock.renew()
    assert "Judicial freeze" in refused.value.hint
    assert Clock(countries.hold_rule("cn.judicial-freeze"), at("2031-01-01T00:00"), renewed=40).renew().renewed == 41


def test_a_start_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        deadline(countries.hold_rule("cn.emergency-stop"), dt.datetime(2031, 1, 1))  # noqa: DTZ001 -- that is the point


def test_rules_change_on_the_day_the_law_does():
    before = {rule.rule_id for rule in countries.hold_rules("TH", dt.date(2025, 4, 12))}
    after = {rule.rule_id for rule in countries.hold_rules("TH", dt.date(2025, 4, 13))}

    assert "th.bank-hold-on-alert" in before - after
    assert "th.hold-by-regulators" in after - before


@pytest.mark.parametrize("country", countries.known())
def test_every_rule_is_cited_or_says_it_is_not(country):
    for rule in countries.hold_rules(country):
        assert rule.step in holds.STEPS
        assert rule.cited.verified or rule.note
        assert countries.get(rule.country).time_zone


def test_a_country_without_a_file_has_no_rule_that_was_found():
    assert countries.hold_rules("LA") == ()
    assert countries.hold_rules("../x") == ()
    with pytest.raises(KeyError):
        countries.hold_rule("la.anything")
