"""What an agreement lets go is counted: charged when it is packed, refused when it is spent with the day it renews; answers rest as agreed."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from weft import release
from weft.errors import Refused
from weftnode.accounts import roles
from weftnode.partners import actions, agreements_file, budgets, outbound, words
from weftnode.partners.budgets import Period
from weftnode.partners.models import Charge, Partner, Sent
from weftnode.partners.things import Thing
from weftnode.requests import actions as requests
from weftnode.requests.models import Request, State

GREEN = release.Marking(release.TLP.GREEN, release.PAP.GREEN)
NOON = dt.datetime(2026, 12, 30, 5, tzinfo=dt.UTC)


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, rooms=[room])


@pytest.fixture
def mai(officer, room):
    return officer("mai", roles.Liaison, rooms=[room])


@pytest.fixture
def body(partner):
    return partner()


@pytest.fixture
def memo(agreement, body):
    return agreement(
        body, budgets=budgets.read("network day 2\nnetwork month 3"), purposes=["fraud.network", "diplomacy"]
    )


def network(pk):
    item = release.Item("network", {"reports": release.Sort.PLAIN}, offence="fraud")
    return Thing("x.network", pk, f"N-{pk}", item, {"reports": 3}, GREEN)


def send(lan, body, memo, *pks, **more):
    return outbound.send(
        by=lan,
        things=[network(pk) for pk in pks],
        partner=body,
        agreement=memo,
        purpose="fraud.network",
        title="x",
        **more,
    )


def test_what_goes_is_charged_and_refused_when_it_is_spent_until_the_period_renews(lan, body, memo):
    with time_machine.travel(NOON, tick=False):
        outcome = send(lan, body, memo, 1, 2, 3)

        assert [thing.pk for thing, _ in outcome.decisions if _] == [1, 2]
        assert [refusal.reason for _, refusal in outcome.refused] == ["budget.spent:2026-12-31"]
        assert "renews on" in words.reason(outcome.refused[0][1].reason)
        assert [(one.period, one.used, one.left, one.renews_on.isoformat()) for one in budgets.left(memo)] == [
            (Period.DAY, 2, 0, "2026-12-31"), (Period.MONTH, 2, 1, "2027-01-01"),
        ]  # fmt: skip
    with time_machine.travel(NOON + dt.timedelta(days=1), tick=False):
        assert send(lan, body, memo, 4)
        assert [one.reason for _, one in send(lan, body, memo, 5).refused] == ["budget.spent:2027-01-01"]
    with time_machine.travel(NOON + dt.timedelta(days=2), tick=False):
        assert send(lan, body, memo, 5)
    assert Charge.objects.count() == 4


def test_a_parcel_that_must_be_whole_takes_nothing_when_it_is_refused(lan, body, memo):
    assert not send(lan, body, memo, 1, 2, 3, whole=True)

    assert Charge.objects.count() == Sent.objects.count() == 0
    assert budgets.left(memo)[0].used == 0


def test_what_the_gate_refuses_anyway_costs_nothing(lan, body, memo):
    red = Thing("x.network", 9, "N-9", network(9).item, {"reports": 3}, None)
    outcome = outbound.send(
        by=lan, things=[red, network(1), network(2)], partner=body, agreement=memo, purpose="fraud.network", title="x"
    )

    assert [one.reason for _, one in outcome.refused] == ["tlp.red"]
    assert budgets.left(memo)[0].used == 2


def test_a_request_counts_and_what_carries_it_on_does_not(lan, mai, room, body, agreement):
    memo = agreement(body, "A-2", budgets=budgets.read("request month 1"))

    def ask():
        columns = {
            "partner": body,
            "agreement": memo,
            "sort": "information",
            "purpose": "fraud.network",
            "offence": "fraud",
            "title": "Who?",
            "text": "x",
        }
        made = requests.draft(
            by=lan, room=room, columns=columns, tlp=release.TLP.AMBER.value, pap=release.PAP.GREEN.value
        )
        requests.propose(by=lan, request=made)
        requests.approve(by=mai, request=made)
        return made, requests.send(by=lan, request=made)

    first, letter = ask()
    requests.withdraw(by=lan, request=first, why="done")
    second, kept = ask()

    assert letter.sent is not None
    assert first.letters.get(word="withdrawal").sent is not None
    assert kept.sent is None
    assert kept.kept_because.startswith("budget.spent:")
    assert Request.objects.get(pk=second.pk).state == State.APPROVED


@pytest.mark.parametrize(
    "lines", ["network", "network day", "network day x", "network day -1", "network hour 5", "planet day 5", "network day 5\nnetwork day 6", "network day 5 6", "network day 999999999999"]
)  # fmt: skip
def test_a_line_that_is_no_budget_is_named(lines):
    with pytest.raises(ValidationError):
        budgets.read(lines)


@pytest.mark.parametrize(
    ("period", "day", "bounds"),
    [
        (Period.DAY, "2028-02-28", ("2028-02-28", "2028-02-29")),
        (Period.WEEK, "2027-01-01", ("2026-12-28", "2027-01-04")),
        (Period.MONTH, "2028-02-29", ("2028-02-01", "2028-03-01")),
        (Period.MONTH, "2026-12-31", ("2026-12-01", "2027-01-01")),
        (Period.YEAR, "2028-02-29", ("2028-01-01", "2029-01-01")),
    ],
)
def test_periods_are_those_of_the_calendar(period, day, bounds):
    assert tuple(one.isoformat() for one in budgets.bounds(period, dt.date.fromisoformat(day))) == bounds


def test_the_page_shows_what_is_left_and_the_form_and_the_file_take_budgets(lan, body, memo, sign_in):
    send(lan, body, memo, 1, 2)
    browser = sign_in(lan)
    page = browser.get(reverse("partners:agreement", args=[memo.pk])).content.decode()
    form = browser.get(reverse("partners:edit_agreement", args=[memo.pk])).content.decode()

    assert "2 / 3" in page
    assert '<span class="tag flag">0</span>' in page
    assert "network day 2\nnetwork month 3" in form
    text = agreements_file.write([memo])
    assert 'budgets = ["network day 2", "network month 3"]' in text
    read = agreements_file.read(text.replace("A-1", "A-9"))
    assert (read.wrong, read.agreements[0]["budgets"]) == ([], memo.budgets)
    assert (
        agreements_file.read(text.replace("A-1", "A-9").replace("network day 2", "network hour 2"))
        .wrong[0]
        .what.startswith("budgets:")
    )


def test_an_answer_rests_here_as_long_as_the_partners_row_says(lan, body, memo):
    actions.change_partner(by=lan, partner=body, answer_delay_hours=6)
    patient = Partner.objects.get(pk=body.pk)
    with time_machine.travel(NOON, tick=False) as clock:
        asked = send(lan, patient, memo, 1).sent
        answer = send(lan, patient, memo, 2, is_answer=True).sent
        assert outbound.hand_out(by=lan, sent=asked).data
        with pytest.raises(Refused, match="rest"):
            outbound.hand_out(by=lan, sent=answer)
        clock.move_to(NOON + dt.timedelta(hours=6))
        assert outbound.hand_out(by=lan, sent=Sent.objects.get(pk=answer.pk)).data
