"""The desk: what is due from every app, as board, digest and calendar; and what a calendar may never say."""

import datetime as dt
import re

import icalendar
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from weftnode.accounts import actions as accounts
from weftnode.accounts import roles
from weftnode.audit.models import Detail
from weftnode.desk import actions, clocks, digest
from weftnode.desk.models import Entry, Feed
from weftnode.requests import actions as requests
from weftnode.requests.models import Request
from weftnode.ui.due import Due

NOON = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
"""Tuesday, noon in Bangkok."""


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, rooms=[room], name="Lan")


@pytest.fixture
def ask(room, partner, lan):
    """A function that puts a running request of a partner into the room."""
    body = partner()

    def make(at, *, is_day=False, zone="Asia/Bangkok", where=None, way="in", title="Tell nobody", owner=lan, **more):
        return Request.objects.create(
            compartment=where or room, direction=way, partner=body, sort="information", purpose="fraud.network", title=title, text="x",
            state="received" if way == "in" else "sent", asked_at=at - dt.timedelta(days=2), due_at=at, due_is_day=is_day, due_zone=zone,
            due_from="law", made_by="lan", owner=owner, **more,
        )  # fmt: skip

    return make


@pytest.fixture
def feed(lan):
    def make(*, by=lan, has_titles=False):
        return actions.make_feed(by=by, name="telephone", has_titles=has_titles)

    return make


def path(token):
    return reverse("desk:feed", args=[token])


# Columns --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "column"),
    [
        ("2026-11-24T04:59:59+00:00", "overdue"),
        ("2026-11-24T05:00:00+00:00", "today"),
        ("2026-11-24T16:59:59+00:00", "today"),
        ("2026-11-24T17:00:00+00:00", "week"),
        ("2026-11-29T16:59:59+00:00", "week"),
        ("2026-11-29T17:00:00+00:00", "next"),
        ("2026-12-06T16:59:59+00:00", "next"),
        ("2026-12-06T17:00:00+00:00", "later"),
    ],
)
def test_columns_end_where_the_nodes_days_end(at, column):
    with timezone.override("Asia/Bangkok"):
        limits = clocks.bounds(NOON)

    assert limits.column(Due(dt.datetime.fromisoformat(at), "task", "x", "/")) == column


def test_a_day_of_23_hours_ends_when_it_ends():
    with timezone.override("Europe/Berlin"):
        limits = clocks.bounds(dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC))

    assert limits.day.astimezone(dt.UTC).isoformat() == "2026-03-29T21:59:59+00:00"


def test_every_app_with_clocks_is_asked(lan):
    names = {one.__module__.split(".")[1] for one in clocks.sources()}

    assert {"partners", "cases", "diplomacy", "requests"} <= names


# Board and digest -----------------------------------------------------------------------------------------------------


def test_the_board_sorts_filters_and_shows_what_stands_in_the_way(ask, lan, sign_in):
    now = timezone.now()
    late = ask(now - dt.timedelta(hours=1), title="late one")
    theirs = ask(now + dt.timedelta(days=60), way="out", title="theirs", owner=None)
    browser = sign_in(lan)

    everything = browser.get(reverse("desk:board")).content.decode()
    ours = browser.get(reverse("desk:board"), {"side": "ours"}).content.decode()
    nobodys = browser.get(reverse("desk:board"), {"who": "-", "view": "list"}).content.decode()
    wrong = browser.get(reverse("desk:board"), {"sort": "no such sort", "page": "x"})

    def has(page):
        return [one.number in page for one in (late, theirs)]

    assert (has(everything), has(ours), has(nobodys)) == ([True, True], [True, False], [False, True])
    assert wrong.status_code == 200


def test_ten_thousand_clocks_are_counted_and_not_poured_out(ask, lan, sign_in, django_assert_max_num_queries):
    one = ask(timezone.now() + dt.timedelta(days=50))
    rows = [
        Request(
            **{
                field.attname: getattr(one, field.attname)
                for field in Request._meta.fields
                if field.name not in {"id", "ref"}
            }
        )
        for _ in range(9_999)
    ]
    Request.objects.bulk_create(rows, batch_size=1000)
    browser = sign_in(lan)

    with django_assert_max_num_queries(40):
        page = browser.get(reverse("desk:board")).content.decode()

    assert "10,000" in page
    assert page.count('class="clock') == clocks.CARDS


def test_home_tells_whoever_answers_for_it_what_is_overdue(ask, lan, ana, sign_in):
    late = ask(timezone.now() - dt.timedelta(hours=1))

    mine, others = (sign_in(who).get(reverse("desk:home")).content.decode() for who in (lan, ana))

    assert "you answer for is overdue" in mine
    assert late.number in mine
    assert "you answer for is overdue" not in others
    assert late.number in others


def test_the_digest_is_text_by_who_answers(ask, lan, ana, sign_in):
    with time_machine.travel(NOON, tick=False):
        ask(NOON - dt.timedelta(hours=1), title="late one")
        ask(NOON + dt.timedelta(hours=1), title="nobody's", owner=None)
        ask(NOON + dt.timedelta(days=20), title="far away")
        text = digest.text(lan, clocks.digest(lan))
        page = sign_in(lan).get(reverse("desk:digest"), {"as": "file"})

    assert [line for line in text.splitlines() if line.isupper()] == [
        "YOU ANSWER FOR THESE",
        "NOBODY ANSWERS FOR THESE YET",
    ]
    assert "late one" in text
    assert "far away" not in text
    assert page.content.decode() == text
    assert page["Content-Type"].startswith("text/plain")


def test_what_another_room_holds_is_nowhere(ask, lan, other_room, sign_in, feed):
    ask(timezone.now() + dt.timedelta(hours=2), where=other_room, title="behind the door")
    _feed, token = feed(has_titles=True)
    browser = sign_in(lan)

    for address in (
        reverse("desk:home"),
        reverse("desk:board"),
        reverse("desk:digest"),
        reverse("desk:download"),
        path(token),
    ):
        assert "behind the door" not in browser.get(address).content.decode()
    assert Entry.objects.count() == 0


# Calendars ------------------------------------------------------------------------------------------------------------


def lines(data):
    """RFC 5545, 3.1, read by hand: CRLF, at most 75 bytes a line, folded lines put together."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n")
    raw = text[:-2].split("\r\n")
    assert "\n" not in "".join(raw)
    assert "\r" not in "".join(raw)
    assert max(len(line.encode()) for line in raw) <= 75
    whole = []
    for line in raw:
        if line.startswith((" ", "\t")):
            whole[-1] += line[1:]
        else:
            whole.append(line)
    return whole


def components(whole):
    """Each VEVENT as a list of (name with parameters, value); the shape is checked on the way."""
    assert whole[0] == "BEGIN:VCALENDAR"
    assert whole[-1] == "END:VCALENDAR"
    events, inside = [], None
    for line in whole[1:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            assert inside is None
            inside = []
        elif line == "END:VEVENT":
            events.append(inside)
            inside = None
        elif inside is not None:
            inside.append((name, value))
        else:
            assert re.fullmatch(r"[A-Z0-9;=-]+", name), name
    return events


def test_a_calendar_is_valid_by_the_library_and_by_hand(ask, lan, feed, client):
    hour = ask(dt.datetime(2027, 2, 28, 17, 30, tzinfo=dt.UTC), zone="Asia/Seoul")
    # The 29th of February in Seoul ends while it is still the 29th at three in the afternoon in UTC.
    day = ask(dt.datetime(2028, 2, 29, 14, 59, 59, tzinfo=dt.UTC), is_day=True, zone="Asia/Seoul")
    _feed, token = feed()

    with time_machine.travel("2027-02-01"):
        answer = client.get(path(token))

    assert answer["Content-Type"].startswith("text/calendar")
    whole = lines(answer.content)
    assert whole[1:4] == [line for line in whole if line.startswith(("PRODID:", "VERSION:", "METHOD:"))]
    events = components(whole)
    for event in events:
        names = [name.partition(";")[0] for name, _ in event]
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS", "SEQUENCE"} <= set(names)
        assert len(names) == len(set(names))
    starts = {
        dict(event)["SUMMARY"]: next((name, value) for name, value in event if name.startswith("DTSTART"))
        for event in events
    }
    assert starts == {
        f"{hour.number} request": ("DTSTART", "20270228T173000Z"),
        f"{day.number} request": ("DTSTART;VALUE=DATE", "20280229"),
    }
    read = icalendar.Calendar.from_ical(answer.content)
    assert read.errors == []
    assert [one.decoded("dtstart") for one in read.walk("VEVENT")] == [hour.due_at, dt.date(2028, 2, 29)]


def test_by_default_a_calendar_says_number_and_sort_and_never_the_title(ask, feed, client):
    one = ask(timezone.now() + dt.timedelta(days=1), title="The safe house in Example Street")
    _first, plain = feed()
    _second, titled = feed(has_titles=True)

    short, long = (client.get(path(token)).content.decode() for token in (plain, titled))

    assert f"SUMMARY:{one.number} request\r\n" in short
    for word in ("safe", "Example", "Crime", "http"):
        assert word not in short
    assert "safe house" in long.replace("\r\n ", "")


def test_the_name_in_the_calendar_stays_and_what_moved_counts_up(ask, lan, feed, client):
    one = ask(timezone.now() + dt.timedelta(days=1))
    _feed, token = feed()

    def event():
        return next(iter(icalendar.Calendar.from_ical(client.get(path(token)).content).walk("VEVENT")))

    first = event()
    same = event()
    Request.objects.filter(pk=one.pk).update(due_at=one.due_at + dt.timedelta(days=3))
    moved = event()
    requests.withdraw(by=lan, request=one, why="solved")
    gone = event()

    assert len({str(each["uid"]) for each in (first, same, moved, gone)}) == 1
    assert [int(each["sequence"]) for each in (first, same, moved, gone)] == [0, 0, 1, 2]
    assert [str(each["status"]) for each in (first, moved, gone)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert first.to_ical() == same.to_ical()
    with time_machine.travel(timezone.now() + dt.timedelta(days=40)):
        assert client.get(path(token)).content.count(b"BEGIN:VEVENT") == 0


def test_what_one_may_no_longer_see_is_cancelled(ask, lan, feed, client, phan):
    ask(timezone.now() + dt.timedelta(days=1), title="x")
    _feed, token = feed(has_titles=True)
    client.get(path(token))
    accounts.set_compartments(by=phan, officer=lan, compartments=[])

    told = client.get(path(token)).content.decode()

    assert "STATUS:CANCELLED" in told
    assert "CONFIRMED" not in told


def test_a_broken_glass_shows_nothing_to_a_telephone(ask, officer, room, other_room, feed, client):
    chief = officer("chief", roles.CaseOfficer, rooms=[room])
    ask(timezone.now() + dt.timedelta(days=1), where=other_room)
    _feed, token = feed(by=chief)
    accounts.break_glass(by=chief, reason="x", hours=1)

    assert client.get(path(token)).content.count(b"BEGIN:VEVENT") == 0


def test_an_address_dies_when_it_is_ended_or_its_officer_goes(ask, lan, feed, client, sign_in, phan):
    one, token = feed()
    _other, second = feed()
    assert client.get(path(token)).status_code == 200
    assert token not in str(list(Feed.objects.values()))

    sign_in(lan).post(reverse("desk:end_feed", args=[one.pk]))
    assert client.get(path(token)).status_code == 404
    assert client.get(path(second)).status_code == 200
    accounts.close_account(by=phan, officer=lan, reason="x")

    assert client.get(path(second)).status_code == 404
    assert client.get(path("x" * 43)).status_code == 404


def test_each_read_is_in_the_log_but_not_every_minute(ask, lan, feed, client):
    _feed, token = feed()

    def said():
        return Detail.objects.filter(action="desk.feed.read").count()

    client.get(path(token))
    client.get(path(token))
    assert said() == 1
    ask(timezone.now() + dt.timedelta(days=1))
    client.get(path(token))
    assert said() == 2
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        client.get(path(token))
    assert said() == 3


def test_a_calendar_address_opens_nothing_else(feed, client):
    _feed, token = feed()

    for address in (reverse("desk:board"), reverse("requests:list"), reverse("desk:calendars")):
        assert client.get(address, headers={"authorization": f"Bearer {token}"}).status_code == 302
    assert client.post(path(token)).status_code == 405


def test_the_secret_is_shown_once_and_bad_forms_answer_422(lan, sign_in):
    browser = sign_in(lan)

    made = browser.post(reverse("desk:make_feed"), {"name": "mine"})
    again = browser.get(reverse("desk:calendars")).content.decode()
    bad = browser.post(reverse("desk:make_feed"), {"name": ""})

    token = re.search(r"/calendar/([\w-]{43})\.ics", made.content.decode())[1]
    assert token not in again
    assert made["Cache-Control"] == "no-store"
    assert bad.status_code == 422


def test_the_file_has_no_titles(ask, lan, sign_in):
    ask(timezone.now() + dt.timedelta(days=1), title="secret title")

    answer = sign_in(lan).get(reverse("desk:download"))

    assert answer["Content-Disposition"] == 'attachment; filename="due.ics"'
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == 1
    assert b"secret" not in answer.content
