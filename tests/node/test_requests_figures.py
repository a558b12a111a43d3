"""Figures of requests against a slow, obvious count of the same rows; and the pages and the CSV that show them."""

import csv
import datetime as dt
import io
import random
import statistics

import pytest
from django.urls import reverse
from django.utils import timezone

from weftnode.accounts import roles
from weftnode.requests.figures import Row, count
from weftnode.requests.models import Answer, Request

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
STATES = ("sent", "received", "acknowledged", "part", "answered", "refused", "withdrawn", "lapsed")


def world(seed):
    rng = random.Random(seed)
    for _number in range(rng.randrange(60)):
        asked = NOW - dt.timedelta(hours=rng.randrange(2, 3000))
        state = rng.choice(STATES)
        due = asked + dt.timedelta(hours=rng.randrange(1, 2000)) if rng.random() < 0.8 else None
        is_closed = state in {"answered", "refused", "withdrawn", "lapsed"}
        closed = asked + dt.timedelta(hours=rng.randrange(1, 1000)) if is_closed else None
        ground = rng.choice(["political", "nothing_held"]) if state == "refused" else ""
        yield Row(state, asked, due, closed, rng.random() < 0.2 and not is_closed, ground)


@pytest.mark.parametrize("seed", range(20))
def test_figures_agree_with_a_count_by_hand(seed):
    rows = list(world(seed))
    owed = lapsed = in_time = judged = open_with_due = overdue = 0
    by_state, days, grounds = dict.fromkeys(STATES, 0), [], {}
    for row in rows:
        by_state[row.state] += 1
        if row.state == "withdrawn":
            continue
        owed += 1
        if row.state in {"answered", "refused"}:
            days.append((row.closed_at - row.asked_at).total_seconds() / 86400)
            if row.due_at:
                judged += 1
                in_time += row.closed_at <= row.due_at
            if row.state == "refused":
                grounds[row.ground] = grounds.get(row.ground, 0) + 1
        elif row.state == "lapsed":
            lapsed += 1
            judged += row.due_at is not None
        elif row.due_at:
            open_with_due += 1
            if row.due_at < NOW and not row.is_paused:
                overdue += 1
                judged += 1

    made = count(rows, NOW)

    def both(figure):
        return figure.numerator, figure.denominator

    assert (made.asked, made.withdrawn) == (len(rows), by_state["withdrawn"])
    assert both(made.answered) == (by_state["answered"], owed)
    assert both(made.part_answered) == (by_state["part"], owed)
    assert both(made.refused) == (by_state["refused"], owed)
    assert both(made.lapsed) == (lapsed, owed)
    assert both(made.in_time) == (in_time, judged)
    assert both(made.overdue) == (overdue, open_with_due)
    assert dict(made.grounds) == grounds
    assert made.timed == len(days)
    assert made.median_days == (round(statistics.median(days), 1) if days else None)


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, rooms=[room])


@pytest.fixture
def some(room, other_room, partner):
    """Two of ours answered, one of them late; one of theirs refused; one in another room; one before the period."""
    body, now = partner(), timezone.now()
    day = dt.timedelta(days=1)
    for way, state, asked, due, closed, where in (
        ("out", "answered", 10, 8, 9, room),
        ("out", "answered", 10, 8, 5, room),
        ("in", "refused", 4, 1, 3, room),
        ("in", "received", 4, 1, None, other_room),
        ("out", "answered", 700, 690, 695, room),
    ):
        made = Request.objects.create(
            compartment=where, direction=way, partner=body, sort="information", purpose="fraud.network", title="x", text="x", state=state,
            asked_at=now - asked * day, due_at=now - due * day, due_from="law", due_zone="UTC",
            closed_at=now - closed * day if closed else None, made_by="lan",
        )  # fmt: skip
        if state == "refused":
            Answer.objects.create(request=made, kind="refusal", ground="political", made_by="lan")
    return body


def test_the_page_and_the_csv_say_the_same_and_show_only_what_one_may_see(some, lan, sign_in):
    browser = sign_in(lan)

    page = browser.get(reverse("requests:figures")).content.decode()
    rows = list(csv.DictReader(io.StringIO(browser.get(reverse("requests:figures_csv")).content.decode())))

    assert "1 / 2 (50 %)" in page
    assert "political offence" in page
    seen = [
        (one["direction"], one["asked"], one["in_time"], one["of_judged"], one["refused"], one["grounds"])
        for one in rows
    ]
    assert seen == [("out", "2", "1", "2", "0", ""), ("in", "1", "1", "1", "1", "political: 1")]


def test_the_period_can_be_chosen_in_either_era_and_impossible_days_are_told(some, lan, sign_in):
    browser = sign_in(lan)
    long_ago = f"1/1/{timezone.localdate().year - 3 + 543}"

    wide = browser.get(reverse("requests:figures_csv"), {"first": long_ago}).content.decode()
    wrong = browser.get(reverse("requests:figures"), {"first": "29/2/2569"})

    assert wide.splitlines()[1].split(",")[4] == "3"
    assert wrong.status_code == 422
    assert "29/2/2569" in wrong.content.decode()


def test_the_partners_page_has_the_figures(some, lan, sign_in):
    page = sign_in(lan).get(reverse("partners:partner", args=[some.pk])).content.decode()

    assert "1 / 2 (50 %)" in page
