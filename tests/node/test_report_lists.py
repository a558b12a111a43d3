"""Lists of reports at any size: pages by number over several rooms, filters, counts that end, and what is asked past the ORM."""

import datetime as dt
import itertools

import pytest

from weftnode.accounts import roles
from weftnode.networks import joins
from weftnode.reports import naming, queries, text_index
from weftnode.reports.models import Batch, Report, Sighting
from weftnode.reports.queries import Asked

PHONE = ("phone", "+66812345678")


@pytest.fixture
def both(officer, room, other_room):
    """Somebody who works in two rooms."""
    return officer("both", roles.Analyst, rooms=[room, other_room])


@pytest.fixture
def told(room, other_room, ana):
    """A function that writes many reports, in turn into two rooms, each naming one telephone."""

    def make(count, value=PHONE[1], **columns):
        places = itertools.cycle([room, other_room])
        rows = [
            Report(compartment=place, narrative=f"story {at}", made_by="ana", **columns)
            for at, place in zip(range(count), places, strict=False)
        ]
        made = Report.objects.bulk_create(rows)
        Sighting.objects.bulk_create(
            [Sighting(report=one, kind="phone", value=value, as_written=value, source="phone") for one in made]
        )
        text_index.add((one.pk, text_index.text_of(one.narrative, [(value, value)])) for one in made)
        return made

    return make


def _all_pages(viewer, **asked):
    found, before = [], None
    while True:
        page = queries.reports(viewer, Asked(**asked, before=before))
        found += [one.pk for one in page.reports]
        if page.older is None:
            return found
        before = page.older


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"kind": "phone"},
        {"text": "+66 81 234 5678"},
        {"text": "081 234 5678", "country": "TH"},
        {"country": "TH"},
        {"status": "new"},
        {"since": dt.date(2026, 1, 1)},
        {"until": dt.date(2026, 1, 5)},
        {"since": dt.date(2026, 1, 1), "until": dt.date(2026, 1, 5), "country": "TH"},
        {"text": "0812345678", "kind": "phone", "country": "TH"},
    ],
    ids=str,
)
def test_pages_hold_each_report_once_whatever_is_asked(asked, told, both):
    made = told(130, country="TH", reported_on="2026-01-03")
    told(3, value="+84900000000", country="VN", reported_on="2025-01-03")

    found = _all_pages(both, **asked)

    expected = [one.pk for one in made]
    if asked in ({}, {"kind": "phone"}, {"status": "new"}, {"until": dt.date(2026, 1, 5)}):
        expected += [one.pk for one in Report.objects.filter(country="VN")]
    assert found == sorted(expected, reverse=True)


def test_a_page_read_later_misses_nothing_that_was_there(told, both):
    told(120)
    first = queries.reports(both, Asked())
    told(10)

    second = queries.reports(both, Asked(before=first.older))

    shown = {one.pk for one in [*first.reports, *second.reports]}
    assert len(shown) == 100
    assert shown == set(Report.objects.order_by("pk").values_list("pk", flat=True)[20:120])


@pytest.mark.parametrize("asked", [{}, {"kind": "phone"}, {"text": "+66812345678"}, {"text": "story"}], ids=str)
def test_who_works_in_one_room_sees_that_room(asked, told, ana, chanthy, room):
    told(120)

    found = _all_pages(ana, **asked)

    assert found == list(Report.objects.filter(compartment=room).order_by("-pk").values_list("pk", flat=True))
    assert not set(found) & set(_all_pages(chanthy, **asked))


def test_who_holds_no_role_sees_nothing(told, dok):
    told(4)

    assert _all_pages(dok) == []
    assert naming.newest(dok, [PHONE], 10) == {PHONE: []}
    assert list(Sighting.objects.visible_to(dok)) == []
    assert Report.objects.newest(dok, 5) == []


@pytest.mark.parametrize("state", Batch.State)
def test_what_is_asked_past_the_orm_sees_the_same(state, told, both, ana, room):
    made = told(8)
    batch = Batch.objects.create(compartment=room, name="x", made_by="ana", state=state)
    Report.objects.filter(pk=made[0].pk).update(batch=batch)

    for viewer in (both, ana):
        visible = list(Report.objects.visible_to(viewer).order_by("-pk").values_list("pk", flat=True))

        assert naming.newest(viewer, [PHONE], 100) == {PHONE: visible}
        assert sorted(Sighting.objects.visible_to(viewer).values_list("report_id", flat=True)) == sorted(visible)
        assert [one.pk for one in Report.objects.newest(viewer, 100)] == visible
        assert naming.counts(viewer, [PHONE]) == {PHONE: len(visible)}


def test_counts_end_where_they_say_nothing_more(told, both, ana, monkeypatch):
    monkeypatch.setattr(naming, "MANY", 5)
    told(20)

    assert naming.counts(both, [PHONE, ("phone", "+1")]) == {PHONE: 6}


def test_a_count_that_ended_is_shown_as_more(told, both, sign_in, monkeypatch):
    monkeypatch.setattr(naming, "MANY", 5)
    made = told(20)

    page = sign_in(both).get(f"/reports/{made[0].pk}/").content.decode()

    assert ">5+</a>" in page


def test_the_newest_come_first_and_a_report_that_says_it_twice_comes_once(told, both):
    made = told(10)
    Sighting.objects.create(report=made[-1], kind="phone", value=PHONE[1], as_written="again", source="narrative:0-5")

    found = naming.newest(both, [PHONE], 3, without=made[-2].pk)

    assert found == {PHONE: [made[-1].pk, made[-3].pk, made[-4].pk]}


def test_sharing_puts_those_first_that_share_most(told, both, room):
    made = told(6)
    for one in (made[0], made[3]):
        Sighting.objects.create(report=one, kind="email", value="a@b.example", as_written="a@b.example", source="x")

    found = queries.sharing(both, made[0])

    assert [one.pk for one, _ in found] == [made[3].pk, *[made[at].pk for at in (5, 4, 2, 1)]]
    assert found[0][1] == sorted([PHONE[1], "a@b.example"])


def test_what_too_many_name_ties_a_new_report_to_nothing(told, ana, room, monkeypatch):
    monkeypatch.setattr(joins, "WIDE", 4)
    made = told(12)

    assert joins.expected(ana, Report.objects.get(pk=made[0].pk)) == joins.Expected([], [])

    monkeypatch.setattr(joins, "WIDE", 5)
    assert len(joins.expected(ana, Report.objects.get(pk=made[0].pk)).beside) == 5


@pytest.mark.parametrize(("address", "most"), [("/", 27), ("/reports/", 15), ("/reports/?kind=phone", 17)])
def test_a_page_of_many_rows_asks_no_more_than_one_of_few(
    address, most, told, both, sign_in, django_assert_max_num_queries
):
    browser = sign_in(both)
    for count in (2, 120):
        told(count)
        browser.get(address)
        with django_assert_max_num_queries(most):
            assert browser.get(address).status_code == 200


def test_a_report_asks_no_more_than_it_used_to(told, both, sign_in, django_assert_max_num_queries):
    made = told(60)
    browser = sign_in(both)
    browser.get(f"/reports/{made[0].pk}/")

    with django_assert_max_num_queries(30):
        assert browser.get(f"/reports/{made[0].pk}/").status_code == 200
