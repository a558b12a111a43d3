"""Cases: opened over networks and reports, seen only in their room, placed, linked, closed and opened again."""

import datetime as dt

import pytest
from django.urls import reverse

from weft.errors import NothingFound, Refused
from weftnode.audit.models import Detail
from weftnode.cases import actions, queries, rules
from weftnode.cases.actions.measures import Details
from weftnode.cases.models import Case, Event
from weftnode.cases.shapes import Form
from weftnode.networks.models import Network
from weftnode.reports import actions as reports

AT = dt.datetime(2026, 1, 5, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def case(ana, room):
    return actions.open_case(by=ana, room=room, title="Ring of the green line", leader=ana)


@pytest.fixture
def other(ana, room):
    return actions.open_case(by=ana, room=room, title="Ring of the blue line")


@pytest.fixture
def network(room):
    return Network.objects.create(compartment=room, network_id="N-A", countries="TH VN", losses=[["THB", "500.50", 2]])


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_a_case_opened_on_a_network_has_its_countries_and_its_losses(ana, room, network):
    report = reports.write_report(by=ana, room=room, narrative="sent money", amount="1,000 THB")

    case = actions.open_case(by=ana, room=room, title="  Green   line ", networks=[network], reports=[report])

    assert (case.title, case.countries, case.number) == ("Green line", "TH VN", f"C-{case.pk}")
    assert [(one.currency, str(one.lost.normalize()), one.lost_reports) for one in queries.sums(ana, case)] == [
        ("THB", "1500.5", 3)
    ]


def test_a_report_inside_a_network_of_the_case_is_not_counted_twice(ana, room, network):
    from weftnode.networks.models import Member

    report = reports.write_report(by=ana, room=room, narrative="sent money", amount="1,000 THB")
    Member.objects.create(report=report, network=network)

    case = actions.open_case(by=ana, room=room, title="Green line", networks=[network], reports=[report])

    assert [(str(one.lost.normalize()), one.lost_reports) for one in queries.sums(ana, case)] == [("500.5", 2)]


def test_nothing_of_another_room_gets_into_a_case(ana, other_room, case):
    foreign = Network.objects.create(compartment=other_room, network_id="N-B")

    with pytest.raises(Exception, match="compartment"):
        actions.add_network(by=ana, case=case, network=foreign)
    assert case.networks.count() == 0


def test_a_case_is_seen_only_in_its_room(ana, bao, chanthy, case):
    assert queries.case(ana, case.pk) == case
    for stranger in (bao, chanthy):
        with pytest.raises(NothingFound):
            queries.case(stranger, case.pk)
        assert queries.cases(stranger, queries.Asked()).object_list.count() == 0


def test_whoever_sees_every_room_through_a_broken_glass_changes_nothing(officer, other_room, case):
    from weftnode.accounts import actions as accounts
    from weftnode.accounts import roles

    stranger = officer("z", roles.CaseOfficer, rooms=[other_room])
    accounts.break_glass(by=stranger, reason="urgent", hours=1)
    stranger = type(stranger).objects.get(pk=stranger.pk)

    assert queries.case(stranger, case.pk) == case
    assert not rules.may_write(stranger, case)
    with pytest.raises(Refused):
        actions.set_state(by=stranger, case=case, state="court")


def test_a_case_does_not_lie_below_one_that_lies_below_it(ana, case, other):
    actions.place_below(by=ana, case=fresh(other), parent=fresh(case))

    with pytest.raises(Refused, match="circle"):
        actions.place_below(by=ana, case=fresh(case), parent=fresh(other))
    with pytest.raises(Refused, match="itself"):
        actions.place_below(by=ana, case=fresh(case), parent=fresh(case))

    actions.place_below(by=ana, case=fresh(other), parent=None)
    actions.place_below(by=ana, case=fresh(case), parent=fresh(other))
    assert fresh(case).parent == other


def test_a_link_is_made_once_and_can_be_undone(ana, case, other):
    made = actions.link(by=ana, case=case, other=other, because="same account")

    assert actions.link(by=ana, case=other, other=case, because="again") == made
    assert [found.pk for _, found in queries.links(ana, other)] == [case.pk]

    actions.unlink(by=ana, made=made)
    assert queries.links(ana, case) == []


def test_a_case_that_holds_money_is_not_closed(ana, case):
    details = Details(country="TH", amount_minor=100, currency="THB", reason="x")
    measure = actions.propose(by=ana, case=case, form=Form.HOLD, details=details, at=AT)
    hold = actions.place_hold(by=ana, measure=measure, placed_at=AT, tainted_minor=100, held_minor=100)

    with pytest.raises(Refused, match="still held"):
        actions.close_case(by=ana, case=case, because="over")

    actions.release(by=ana, hold=hold, amount_minor=100, because="a seller")
    actions.close_case(by=ana, case=case, because="over")
    assert fresh(case).state == "closed"
    with pytest.raises(Refused, match="closed"):
        actions.set_state(by=ana, case=fresh(case), state="court")

    actions.reopen_case(by=ana, case=fresh(case), because="a new report")
    assert (fresh(case).state, fresh(case).closed_by) == ("open", "")


def test_a_name_is_no_reference_to_a_person(ana, case):
    for text in ("Nguyễn Văn Thí Dụ", "somchai d.", "abc", "x" * 65, "ok ok"):
        with pytest.raises(Exception, match="reference"):
            actions.add_person(by=ana, case=case, token=text)

    person = actions.add_person(by=ana, case=case, token="P-4711.a")
    said = actions.say_role(by=ana, person=person, role="mule", because="account in that name")
    actions.withdraw_role(by=ana, said=said)

    assert [
        (str(one), [(role.role, bool(role.withdrawn_at)) for role in roles]) for one, roles in queries.people(ana, case)
    ] == [("P-4711.a", [("mule", True)])]


def test_everything_that_is_done_stands_in_the_time_line_and_in_the_log(ana, case, other, network):
    actions.add_network(by=ana, case=case, network=network)
    task = actions.add_task(by=ana, case=case, title="ask the bank", owner=ana, due_on=dt.date(2026, 2, 1))
    actions.finish_task(by=ana, task=task)
    actions.note(by=ana, case=case, at=AT, text="the bank called")

    assert list(Event.objects.filter(case=case).order_by("pk").values_list("what", flat=True)) == [
        "opened", "network_added", "task_done", "note",
    ]  # fmt: skip
    assert set(Detail.objects.filter(action__startswith="cases.").values_list("action", flat=True)) >= {
        "cases.case.opened", "cases.network.added", "cases.task.added", "cases.task.done", "cases.event.noted",
    }  # fmt: skip


def test_a_task_goes_only_to_somebody_who_works_on_cases_here(ana, bao, chanthy, case):
    for stranger in (bao, chanthy):
        with pytest.raises(Refused, match="compartment"):
            actions.add_task(by=ana, case=case, title="ask", owner=stranger)


def test_the_list_and_the_board_show_the_same_cases(ana, case, other, sign_in):
    actions.set_state(by=ana, case=other, state="court")
    browser = sign_in(ana)

    listed = browser.get(reverse("cases:list")).content.decode()
    board = browser.get(reverse("cases:list"), {"view": "board"}).content.decode()

    for title in (case.title, other.title):
        assert title in listed
        assert title in board
    found = {state: [one.pk for one in cases] for state, _, _, cases in queries.board(ana, queries.Asked())}
    assert found == {"open": [case.pk], "waiting": [], "court": [other.pk], "closed": []}


@pytest.mark.parametrize(("text", "hits"), [("green", 1), ("line", 2), ("zebra", 0), ("C-999999999999999999999", 0)])
def test_cases_are_found_by_words_and_number(ana, case, other, text, hits):
    assert queries.cases(ana, queries.Asked(text=text)).paginator.count == hits


def test_a_case_is_found_by_its_number(ana, case, other):
    assert list(queries.cases(ana, queries.Asked(text=case.number))) == [case]


def test_what_a_form_refuses_is_said_and_nothing_typed_is_lost(ana, case, sign_in):
    browser = sign_in(ana)

    answer = browser.post(
        reverse("cases:note", args=[case.pk]), {"note-text": "bank called", "note-at": "31/02/2569 14:30"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no such day: 31/02/2569" in page
    assert "bank called" in page
    assert Event.objects.filter(case=case, what="note").count() == 0


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("24/11/2569 14:30", "2026-11-24T14:30:00+00:00"),
        ("29/2/2567 08:05", "2024-02-29T08:05:00+00:00"),
        ("24 พ.ย. 2569 14.30 น.", "2026-11-24T14:30:00+00:00"),
        ("๒๔/๑๑/๒๕๖๙ ๑๔:๓๐", "2026-11-24T14:30:00+00:00"),
        ("2026-11-24 14:30", "2026-11-24T14:30:00+00:00"),
        ("2026-11-24T14:30", "2026-11-24T14:30:00+00:00"),
    ],
)
def test_days_of_the_buddhist_era_are_read(ana, case, sign_in, text, at):
    browser = sign_in(ana)

    answer = browser.post(reverse("cases:note", args=[case.pk]), {"note-text": "x", "note-at": text})

    assert answer.status_code == 302
    assert Event.objects.get(case=case, what="note").at.isoformat() == at


@pytest.mark.parametrize(
    "text", ["29/2/2568 10:00", "24/11/2026", "24/11/2026 25:00", "soon", "24/11/1999999 10:00", "24/11/1026 10:00"]
)
def test_days_and_times_that_are_none_are_refused(ana, case, sign_in, text):
    answer = sign_in(ana).post(reverse("cases:note", args=[case.pk]), {"note-text": "x", "note-at": text})

    assert answer.status_code == 422


def test_a_case_number_that_is_not_there_is_said_on_the_form(ana, case, sign_in, chanthy, other_room):
    browser = sign_in(ana)
    for number in ("C-999999", "x", "C-99999999999999999999"):
        answer = browser.post(reverse("cases:merge", args=[case.pk]), {"merge-other": number, "merge-because": "same"})
        assert answer.status_code == 422


def test_from_a_network_a_case_is_opened_or_found(ana, sign_in, network, case):
    browser = sign_in(ana)
    page = browser.get(reverse("networks:network", args=[network.pk])).content.decode()
    assert f"{reverse('cases:new')}?networks={network.pk}" in page

    browser.post(reverse("cases:add_to", args=["network", network.pk]), {"case": case.number})

    assert case.title in browser.get(reverse("networks:network", args=[network.pk])).content.decode()
    assert queries.of_network(ana, network.pk) == [case]


def test_who_may_not_read_cases_sees_none_on_a_network(bao, ana, case, network, sign_in):
    actions.add_network(by=ana, case=case, network=network)

    assert case.title not in sign_in(bao).get(reverse("networks:network", args=[network.pk])).content.decode()
