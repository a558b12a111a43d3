"""The life of a request: drafted, approved by another, packed by the one door, answered, refused, reminded, lapsed; and what stops it."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from weft import release
from weft.errors import InputProblem, Refused
from weftnode.accounts import roles
from weftnode.audit import sentences
from weftnode.audit.actors import NODE, SHELL
from weftnode.audit.models import Detail
from weftnode.partners import actions as partners
from weftnode.partners.models import Sent
from weftnode.requests import actions, clocks, grounds, queries, rules
from weftnode.requests.models import Answer, Direction, Reminder, Request, State
from weftnode.requests.rules import Act

# Session, person, roles, rooms, glass; partners to choose from, those that are stopped, the requests; the log.
QUERIES_OF_THE_LIST = 14
AMBER, PAP = release.TLP.AMBER.value, release.PAP.GREEN.value


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, rooms=[room], name="Lan Ví Dụ")


@pytest.fixture
def body(partner):
    return partner()


@pytest.fixture
def memo(agreement, body):
    return agreement(body, offences=["fraud"], purposes=["fraud.network", "asset.freeze"])


@pytest.fixture
def write(ana, room, body, memo):
    """A function that drafts a request of ours; Ana writes it."""

    def make(**more):
        columns = {
            "partner": body,
            "agreement": memo,
            "sort": "information",
            "purpose": "fraud.network",
            "offence": "fraud",
            "title": "Who holds this number?",
            "text": "0812345678",
            "due_from": "agreement",
            "due_basis": "Article 4",
            "due_zone": "Asia/Bangkok",
            "term_length": 48,
            "term_unit": "hour",
        }
        return actions.draft(by=ana, room=room, columns={**columns, **more}, tlp=AMBER, pap=PAP)

    return make


@pytest.fixture
def send(write, ana, lan):
    """A function that brings a request of ours all the way out."""

    def make(**more):
        made = write(**more)
        actions.propose(by=ana, request=made)
        if made.sort != "meeting":
            actions.approve(by=lan, request=made)
        letter = actions.send(by=lan, request=made)
        assert letter.sent is not None, letter.kept_because
        return fresh(made)

    return make


@pytest.fixture
def receive(lan, room, body, memo):
    """A function that takes a partner's request in."""

    def make(**more):
        columns = {
            "partner": body,
            "agreement": memo,
            "sort": "information",
            "purpose": "fraud.network",
            "title": "Who is this?",
            "text": "x",
        }
        return actions.receive(by=lan, room=room, columns={**columns, **more}, tlp=AMBER, pap=PAP)

    return make


def fresh(one):
    return Request.objects.get(pk=one.pk)


def names(prefix="requests."):
    return [one.action for one in Detail.objects.filter(action__startswith=prefix).order_by("number")]


# The table ------------------------------------------------------------------------------------------------------------


def test_the_table_has_one_line_for_an_act_in_a_state():
    seen = [(one.direction, one.act, state) for one in rules.TABLE for state in one.before]
    assert len(seen) == len(set(seen))


def test_nothing_follows_on_a_closed_request_and_from_every_running_one_there_is_a_no():
    for way, state in itertools.product(Direction, State):
        acts = set(rules.acts(way, state))
        if state in rules.CLOSED:
            assert acts == set()
        if state in (rules.GONE_OUT if way == Direction.OUT else rules.COME_IN):
            assert {Act.REFUSE, Act.ANSWER, Act.WITHDRAW, Act.REMIND} <= acts


def test_every_state_can_be_reached_and_left_until_it_is_closed():
    for way, first in ((Direction.OUT, State.DRAFT), (Direction.IN, State.RECEIVED)):
        reached, front = {first}, [first]
        while front:
            state = front.pop()
            after = {
                line.after for line in rules.TABLE if line.direction == way and state in line.before and line.after
            }
            assert after or state in rules.CLOSED
            front += after - reached
            reached |= after
        assert reached >= rules.CLOSED


@pytest.mark.parametrize("act", sorted(actions._PAST.values()))
def test_every_act_has_its_sentence_in_the_log(act):
    assert f"requests.{act}" in sentences.SENTENCES


def test_grounds_have_words_and_a_source_or_say_that_they_have_none():
    found = grounds.grounds()
    assert list(found) == list(grounds.NAMES)
    assert all(bool(one.title) == bool(one.url) for one in found.values())
    assert sum(bool(one.url) for one in found.values()) >= 7


# Out ------------------------------------------------------------------------------------------------------------------


def test_a_request_goes_out_when_another_person_approved_it(write, ana, lan):
    made = write()
    actions.propose(by=ana, request=made)
    with pytest.raises(Refused):
        actions.approve(by=ana, request=made)
    with pytest.raises(Refused):
        actions.send(by=lan, request=made)
    actions.approve(by=lan, request=made)

    letter = actions.send(by=lan, request=made)

    now = fresh(made)
    assert (now.state, now.approved_by) == ("sent", "lan")
    assert now.due_at == now.asked_at + dt.timedelta(hours=48)
    assert letter.sent.things.get().went == [
        "word", "ref", "number", "sort", "purpose", "offence", "urgency", "asked_at", "due_at", "due_is_day", "due_zone", "due_from", "due_basis",
        "lapses", "title", "text",
    ]  # fmt: skip
    assert names() == ["requests.drafted", "requests.proposed", "requests.approved", "requests.sent"]


def test_a_meeting_is_asked_for_by_one_person(write, ana):
    made = write(sort="meeting")

    actions.propose(by=ana, request=made)

    assert fresh(made).state == "approved"


def test_who_wrote_it_last_is_not_the_second_person_either(write, ana, lan):
    """Lan drafts nothing here, but takes the text over: the writer is whoever drafted, and the approver must not have edited."""
    made = write()
    actions.edit(by=lan, request=made, columns={"text": "other words"}, tlp=AMBER, pap=PAP)
    actions.propose(by=ana, request=made)

    with pytest.raises(Refused):
        actions.approve(by=lan, request=made)


def test_a_suspended_partner_stops_everything_and_every_open_request_shows_it(
    send, write, receive, lan, ana, body, sign_in
):
    out, came, ready = send(), receive(), write()
    actions.propose(by=ana, request=ready)
    actions.approve(by=lan, request=ready)
    packed = out.letters.get()
    partners.set_status(by=SHELL, partner=body, status="suspended", why="shelling at the border")
    parcels = Sent.objects.count()

    letter = actions.send(by=lan, request=ready)
    actions.acknowledge(by=lan, request=came)
    actions.answer(by=lan, request=came, columns={"kind": "refusal", "ground": "political", "text": ""})
    actions.remind(by=lan, request=out, how="file")
    actions.withdraw(by=lan, request=out, why="no more")
    with pytest.raises(Refused):
        actions.hand_out(by=lan, letter=packed)

    assert Sent.objects.count() == parcels
    assert letter.kept_because == "partner.suspended"
    assert fresh(ready).state == "approved"
    assert fresh(came).state == "refused"
    kept = {
        one.kept_because for pk in (out.pk, came.pk) for one in Request.objects.get(pk=pk).letters.filter(sent=None)
    }
    assert kept == {"partner.suspended"}
    browser = sign_in(lan)
    page = browser.get(reverse("requests:request", args=[ready.pk])).content.decode()
    assert "Nothing leaves" in page
    assert "shelling at the border" in page
    assert "nothing leaves" in browser.get(reverse("requests:list")).content.decode()


def test_what_the_gate_kept_goes_when_the_partnership_is_open_again(receive, lan, body):
    came = receive()
    partners.set_status(by=SHELL, partner=body, status="suspended", why="x")
    actions.acknowledge(by=lan, request=came)
    partners.set_status(by=SHELL, partner=body, status="active", why="y")

    made = actions.pack_again(by=lan, letter=came.letters.get())

    assert made.sent is not None
    assert came.letters.count() == 1
    assert actions.hand_out(by=lan, letter=made).data == bytes(made.sent.data)


def test_a_request_that_no_agreement_covers_stays_here(write, ana, lan):
    made = write(agreement=None)
    actions.propose(by=ana, request=made)
    actions.approve(by=lan, request=made)

    letter = actions.send(by=lan, request=made)

    assert (letter.sent, letter.kept_because, fresh(made).state) == (None, "agreement.none", "approved")
    assert names()[-1] == "requests.kept_here"
    assert "partners.outbound.refused" in names("partners.")


def test_a_due_time_that_has_passed_while_it_waited_is_not_sent(write, ana, lan):
    soon = timezone.now() + dt.timedelta(hours=1)
    made = write(term_length=None, term_unit="", due_at=soon)
    actions.propose(by=ana, request=made)
    actions.approve(by=lan, request=made)

    with time_machine.travel(soon + dt.timedelta(hours=1)), pytest.raises(InputProblem):
        actions.send(by=lan, request=made)

    assert fresh(made).state == "approved"


def test_the_partner_answers_in_part_then_in_full(send, lan):
    out = send()
    actions.acknowledge(by=lan, request=out)
    actions.answer(by=lan, request=out, columns={"kind": "part", "text": "one of two"})
    assert fresh(out).state == "part"

    actions.answer(by=lan, request=out, columns={"kind": "full", "text": "the other", "handed_over": "a list"})

    now = fresh(out)
    assert (now.state, now.closed_at is not None) == ("answered", True)
    assert [one.act for one in now.steps.order_by("pk")] == [
        "draft", "propose", "approve", "send", "acknowledge", "part", "answer",
    ]  # fmt: skip
    with pytest.raises(Refused):
        actions.remind(by=lan, request=out, how="telephone")


# In -------------------------------------------------------------------------------------------------------------------


def test_a_refusal_is_one_quick_act_with_its_ground(receive, lan):
    came = receive()

    actions.answer(by=lan, request=came, columns={"kind": "refusal", "ground": "human_rights", "text": ""})

    now = fresh(came)
    assert (now.state, now.answers.get().ground, now.answers.get().waits) == ("refused", "human_rights", False)
    assert now.letters.get().sent is not None


def test_what_we_hand_over_waits_for_a_second_person(receive, lan, ana):
    came = receive()
    said = actions.answer(by=lan, request=came, columns={"kind": "full", "text": "core data", "handed_over": "a name"})
    assert (fresh(came).state, said.waits, Sent.objects.count()) == ("received", True, 0)
    with pytest.raises(Refused):
        actions.approve_answer(by=lan, answer=said)

    actions.approve_answer(by=ana, answer=said)

    assert (fresh(came).state, Sent.objects.count()) == ("answered", 1)
    with pytest.raises(Refused):
        actions.approve_answer(by=ana, answer=said)
    assert Sent.objects.count() == 1


def test_an_answer_that_is_not_given_leaves_nothing_but_its_trace(receive, lan, ana):
    came = receive()
    said = actions.answer(by=lan, request=came, columns={"kind": "part", "text": "secret"})

    actions.drop_answer(by=ana, answer=said, why="too much")

    assert (fresh(came).state, Answer.objects.count(), Sent.objects.count()) == ("received", 0, 0)
    assert came.steps.last().act == "answer_dropped"


# Clocks ---------------------------------------------------------------------------------------------------------------


def test_a_clock_that_stood_still_has_what_was_left(send, lan):
    out = send()
    before = out.due_at
    at = timezone.now()
    with time_machine.travel(at + dt.timedelta(hours=10), tick=False):
        actions.stop(by=lan, request=out, why="they look for the facts")
        with pytest.raises(Refused):
            actions.stop(by=lan, request=out, why="again")
    with time_machine.travel(at + dt.timedelta(hours=90), tick=False):
        assert actions.lapse_due() == 0
        assert actions.remind_due() == 0
        actions.go_on(by=lan, request=out)

    now = fresh(out)
    assert (now.due_at - before, now.paused_at, now.paused_because) == (dt.timedelta(hours=80), None, "")


def test_it_lapses_by_itself_only_where_that_was_agreed(send):
    stays, goes = send(), send(lapses=True)
    later = timezone.now() + dt.timedelta(hours=49)

    assert actions.lapse_due(later) == 1

    assert (fresh(stays).state, fresh(goes).state) == ("sent", "lapsed")
    assert actions.lapse_due(later) == 0


def test_the_partner_is_reminded_when_late_and_then_once_a_week(send, body):
    out = send()
    late = out.due_at + dt.timedelta(minutes=1)
    assert actions.remind_due(out.due_at - dt.timedelta(minutes=1)) == 0
    with time_machine.travel(late, tick=False):
        assert actions.remind_due() == 1
        assert actions.remind_due() == 0
    with time_machine.travel(late + dt.timedelta(days=6), tick=False):
        assert actions.remind_due() == 0
    with time_machine.travel(late + dt.timedelta(days=8), tick=False):
        assert actions.remind_due() == 1
        partners.set_status(by=SHELL, partner=body, status="suspended", why="x")
    with time_machine.travel(late + dt.timedelta(days=30), tick=False):
        assert actions.remind_due() == 0

    said = Reminder.objects.filter(request=out)
    assert [(one.how, one.by) for one in said] == [("by_itself", "node")] * 2
    assert out.letters.filter(word="reminder", sent__isnull=False).count() == 2


def test_a_moved_due_time_says_why_and_keeps_the_one_before(send, lan):
    out = send()
    later = clocks.term(timezone.now(), 10, "working day", "Asia/Bangkok")

    actions.move(by=lan, request=out, deadline=later, due_from="asked", basis="letter of theirs", why="holiday")

    now = fresh(out)
    assert (now.due_at, now.due_is_day, now.due_from, now.due_basis) == (later.at, True, "asked", "letter of theirs")
    assert "holiday" in now.steps.last().note
    assert out.due_at.isoformat(timespec="seconds") in now.steps.last().note


@pytest.mark.parametrize(
    ("start", "length", "unit", "zone", "end"),
    [
        ("2026-11-24T10:00+00:00", 48, "hour", "Asia/Bangkok", "2026-11-26T10:00:00+00:00"),
        # Five in the afternoon of the 24th in UTC is the 25th in Seoul: the day counts there.
        ("2026-11-24T17:00+00:00", 1, "day", "Asia/Seoul", "2026-11-26T14:59:59+00:00"),
        ("2026-11-24T17:00+00:00", 1, "day", "UTC", "2026-11-25T23:59:59+00:00"),
        ("2026-11-27T03:00+00:00", 1, "working day", "Asia/Bangkok", "2026-11-30T16:59:59+00:00"),
        ("2024-01-31T03:00+00:00", 1, "month", "Asia/Bangkok", "2024-02-29T16:59:59+00:00"),
        ("2026-01-31T03:00+00:00", 1, "month", "Asia/Bangkok", "2026-02-28T16:59:59+00:00"),
        # The clocks go forward in Berlin on 29 March 2026: an hour is an hour, a day ends with the day.
        ("2026-03-28T22:30+00:00", 2, "hour", "Europe/Berlin", "2026-03-29T00:30:00+00:00"),
        ("2026-03-28T12:00+00:00", 1, "day", "Europe/Berlin", "2026-03-29T21:59:59+00:00"),
    ],
)
@pytest.mark.django_db
def test_terms_end_where_the_clock_counts(start, length, unit, zone, end):
    found = clocks.term(dt.datetime.fromisoformat(start), length, unit, zone)

    assert (found.at.isoformat(), found.is_day) == (end, unit != "hour")


def test_an_hour_that_the_clock_leaps_over_is_told():
    with pytest.raises(clocks.DeadlineNotRead):
        clocks.on(dt.date(2026, 3, 29), dt.time(2, 30), "Europe/Berlin")
    with pytest.raises(clocks.DeadlineNotRead):
        clocks.term(dt.datetime(9999, 1, 1, tzinfo=dt.UTC), 3000, "month", "UTC")


def test_days_stand_still_by_whole_days():
    due = clocks.on(dt.date(2026, 11, 30), None, "Asia/Bangkok")

    moved = clocks.moved(due, dt.timedelta(days=2, minutes=1))

    assert moved.at.isoformat() == "2026-12-03T16:59:59+00:00"


# Reading --------------------------------------------------------------------------------------------------------------


def test_what_is_due_says_who_owes_it_and_what_stands_in_the_way(send, receive, lan, ana, body):
    out, came = send(), receive(due_at=timezone.now() + dt.timedelta(hours=5), due_from="law", due_zone="Asia/Seoul")
    actions.take(by=lan, request=out, owner=ana)
    actions.stop(by=lan, request=came, why="more facts")
    until = timezone.now() + dt.timedelta(days=3)

    found = {one.key: one for one in queries.due(lan, until)}

    assert set(found) == {f"request:{out.pk}", f"request:{came.pk}"}
    ours, theirs = found[f"request:{came.pk}"], found[f"request:{out.pk}"]
    assert (ours.ours, ours.who, ours.zone, ours.number) == (True, "lan", "Asia/Seoul", f"Q-{came.pk}")
    assert "more facts" in ours.stands_still
    assert (theirs.ours, theirs.who, theirs.partner, theirs.state) == (False, "ana", body.name, "sent")
    assert theirs.url == reverse("requests:request", args=[out.pk])
    assert queries.due(lan, timezone.now() + dt.timedelta(hours=1)) == []
    partners.set_status(by=SHELL, partner=body, status="suspended", why="x")
    assert all(one.stands_still for one in queries.due(lan, until))


def test_other_rooms_are_not_there(send, chanthy, dok):
    send()
    far = timezone.now() + dt.timedelta(days=30)

    assert queries.due(chanthy, far) == []
    assert queries.due(dok, far) == []
    assert queries.requests(chanthy, queries.Asked()).requests == []


def test_the_list_costs_the_same_queries_with_one_row_and_with_three(send, lan, sign_in, django_assert_num_queries):
    browser = sign_in(lan)
    for requests in (1, 2):
        for _one in range(requests):
            send()
        browser.get(reverse("requests:list"))
        with django_assert_num_queries(QUERIES_OF_THE_LIST):
            browser.get(reverse("requests:list"))


def test_the_node_itself_acts_by_the_table_alone(receive):
    came = receive()

    with pytest.raises(Refused):
        actions.lapse(by=NODE, request=actions.withdraw(by=NODE, request=came, why="x"))


def test_home_tells_the_second_person_and_who_carries_files(write, send, receive, ana, lan, sign_in):
    waits, out, came = write(), send(), receive()
    actions.propose(by=ana, request=waits)
    actions.answer(by=lan, request=came, columns={"kind": "full", "text": "x"})

    assert [one.pk for one in queries.waiting(lan)] == [waits.pk]
    assert [one.pk for one in queries.waiting(ana)] == [came.pk]
    assert [one.request_id for one in queries.to_carry(lan)] == [out.pk]
    page = sign_in(lan).get(reverse("desk:home")).content.decode()
    assert reverse("requests:request", args=[waits.pk]) in page
    assert reverse("requests:request", args=[out.pk]) in page


def test_the_page_of_a_case_shows_its_requests(send, lan, ana, room, sign_in):
    from weftnode.cases.models import Case

    case = Case.objects.create(compartment=room, title="x", made_by="ana")
    out, other = send(case=case), send()

    page = sign_in(ana).get(reverse("cases:case", args=[case.pk])).content.decode()

    assert reverse("requests:request", args=[out.pk]) in page
    assert reverse("requests:request", args=[other.pk]) not in page
    assert f"?case={case.number}" in page
