"""Networks of a room: built, kept by id, judged by people, watched, and unseen by those who do not work there."""

import datetime as dt

import pytest
from django.urls import reverse

from weft.errors import InputProblem, NothingFound, Refused
from weft.links import facts
from weftnode.audit.models import Detail
from weftnode.networks import actions, held, load, queries
from weftnode.networks.models import Build, Change, Damped, Judgement, Member, Network, Tie
from weftnode.reports import actions as reports

PHONES = ["0812345678", "0898765432", "0861112233"]


def run():
    for number in actions.due():
        actions.build(number=number)


@pytest.fixture
def write(ana, room):
    """A function that writes a report which names telephones."""

    def make(*phones, room=room, day=6, country="TH", by=ana, **more):
        told = "He called from " + " and ".join(phones)
        return reports.write_report(
            by=by, room=room, narrative=told, country=country, reported_on=dt.date(2031, 5, day), **more
        )

    return make


@pytest.fixture
def one(write):
    """Three reports that name the same number, one that names another."""
    made = [write(PHONES[0], day=day) for day in (6, 7, 8)] + [write(PHONES[1])]
    run()
    return made


def only():
    return Network.objects.get(is_gone=False)


def test_reports_that_share_a_number_become_a_network(one, ana):
    network = only()

    assert sorted(Member.objects.values_list("pk", flat=True)) == [report.pk for report in one[:3]]
    assert (network.reports, network.countries, network.first_on) == (3, "TH", dt.date(2031, 5, 6))
    assert [key["value"] for key in network.keys] == ["+66812345678"]
    assert {(tie.report_a, tie.report_b) for tie in Tie.objects.all()} == {
        (one[0].pk, one[1].pk),
        (one[1].pk, one[2].pk),
    }
    assert {tie.value for tie in Tie.objects.all()} == {"+66812345678"}
    assert Detail.objects.filter(action="networks.built").count() == 1


def test_nothing_new_is_nothing_to_build(one):
    assert actions.due() == []


def test_a_network_keeps_its_id_and_tells_that_it_grew(one, write):
    before = only()

    write(PHONES[0], day=9)
    run()

    after = only()
    assert (after.pk, after.network_id, after.reports) == (before.pk, before.network_id, 4)
    assert [(change.what, change.before, change.after) for change in Change.objects.all()] == [("grew", 3, 4)]


def test_only_what_changed_is_written_again(one, write):
    before = only().changed_at

    write(PHONES[1], day=9)
    run()

    first, second = Network.objects.order_by("-reports")
    assert first.changed_at == before
    assert second.reports == 2


def test_the_second_build_of_a_worker_tells_anew_only_of_what_changed(one, write, monkeypatch):
    asked, plain = [], facts.networks
    monkeypatch.setattr(facts, "networks", lambda *given: asked.append(len(given[-1])) or plain(*given))

    write(PHONES[1], day=9)
    run()
    monkeypatch.setattr(held, "of", lambda room: None)
    write(PHONES[2], day=9)
    run()

    assert asked == [1, 2]
    assert sorted(Network.objects.values_list("reports", flat=True)) == [2, 3]


def test_an_undone_file_takes_its_reports_out_of_the_network(one, batch_in, room, ana):
    batch = batch_in(
        room, text="id,day,phone,story\n1,2031-05-09,0812345678,called me\n2,2031-05-10,+66812345678,again\n"
    )
    run()
    assert only().reports == 5

    reports.undo(by=ana, batch=batch, reason="the wrong file")
    batch.refresh_from_db()
    assert queries.reports(ana, only()).count() == 3
    reports.unload(batch=batch)
    run()

    assert only().reports == 3


def test_a_judgement_parts_a_network_and_taking_it_back_joins_it_again(one, ana):
    said = actions.judge(by=ana, report=one[0], other=one[2], verdict="different", reason="another voice")
    run()
    parted = queries.of_report(ana, one[0].pk)
    assert parted is None or parted != queries.of_report(ana, one[2].pk)

    actions.withdraw(by=ana, judgement=said)
    run()

    assert only().reports == 3
    assert Judgement.objects.get().withdrawn_by == "ana"


def test_what_people_say_is_the_same_becomes_one_network(write, ana):
    a, b = write(PHONES[0]), write(PHONES[1])
    actions.judge(by=ana, report=b, other=a, verdict="same", reason="same voice, same script")
    run()

    assert only().reports == 2
    assert Judgement.objects.get().report_id == a.pk


def test_judgements_that_cannot_both_hold_fail_the_build_and_leave_the_last_one_standing(one, ana):
    for pair in ((0, 1), (1, 2)):
        actions.judge(by=ana, report=one[pair[0]], other=one[pair[1]], verdict="same", reason="same voice")
    actions.judge(by=ana, report=one[0], other=one[2], verdict="different", reason="another voice")
    run()

    build = Build.objects.order_by("-pk").first()
    assert build.state == Build.State.FAILED
    assert build.trouble
    assert only().reports == 3


def test_a_report_cannot_be_judged_against_itself_or_another_room(one, ana, chanthy, other_room, write, officer):
    from weftnode.accounts import roles

    foreign = write(PHONES[0], room=other_room, by=officer("w", roles.CaseOfficer, rooms=[other_room]))

    for other in (one[0], foreign):
        with pytest.raises(InputProblem):
            actions.judge(by=ana, report=one[0], other=other, verdict="same", reason="why not")
    with pytest.raises(Refused):
        actions.judge(by=chanthy, report=one[0], other=one[1], verdict="same", reason="why not")
    assert not Judgement.objects.exists()


def test_rooms_do_not_meet_in_a_network(one, other_room, write, officer, ana, chanthy):
    from weftnode.accounts import roles

    writer = officer("w", roles.CaseOfficer, rooms=[other_room])
    for day in (6, 7):
        write(PHONES[0], room=other_room, by=writer, day=day)
    run()

    own, foreign = (Network.objects.get(compartment=one[0].compartment), Network.objects.get(compartment=other_room))
    assert (own.reports, foreign.reports) == (3, 2)
    assert [network.pk for network in queries.networks(ana, queries.Asked()).networks] == [own.pk]
    assert [
        network.pk for network in queries.networks(chanthy, queries.Asked(text="0812345678", country="TH")).networks
    ] == [foreign.pk]
    with pytest.raises(NothingFound):
        queries.network(ana, foreign.pk)


def test_what_a_public_service_is_named_by_is_damped_and_says_so(write, ana):
    for _ in range(4):
        write("1441", PHONES[0])
    run()

    damped = Damped.objects.filter(kind="phone")
    assert all(one.reason and one.because for one in damped)
    assert only().reports == 4


def test_without_an_identifier_the_network_falls_into_its_pieces(write, ana):
    made = [write(PHONES[0]), write(PHONES[0], PHONES[1]), write(PHONES[1], PHONES[2]), write(PHONES[2])]
    run()
    network = only()

    pieces = queries.without(ana, network, "phone", "+66898765432")

    assert sorted(sorted(piece.numbers) for piece in pieces) == [[made[0].pk, made[1].pk], [made[2].pk, made[3].pk]]


def test_a_watcher_is_told_once(one, write, ana):
    actions.watch(by=ana, network=only(), on=True)
    assert queries.news(ana) == []

    write(PHONES[0], day=9)
    run()
    assert [(network.pk, change.what) for network, change in queries.news(ana)] == [(only().pk, "grew")]

    actions.looked(by=ana, network=only())
    assert queries.news(ana) == []


def test_a_given_name_goes_with_the_network(one, write, ana):
    actions.name(by=ana, network=only(), title="  Parcel   gang ")
    write(PHONES[0], day=9)
    run()

    assert str(only()) == "Parcel gang"
    actions.name(by=ana, network=only(), title="")
    assert str(only()) == only().network_id


def test_the_mark_changes_with_reports_and_judgements_only(one, room, ana, write):
    mark = load.mark(room.pk)
    queries.networks(ana, queries.Asked())
    assert load.mark(room.pk) == mark

    actions.judge(by=ana, report=one[0], other=one[1], verdict="unsure", reason="hard to say")
    judged = load.mark(room.pk)
    write(PHONES[2])

    assert len({mark, judged, load.mark(room.pk)}) == 3


def test_the_page_shows_the_picture_and_the_same_in_tables(one, ana, sign_in):
    browser = sign_in(ana)

    page = browser.get(reverse("networks:network", args=[only().pk])).content.decode()

    assert '<svg class="graph"' in page
    assert "+66812345678" in page
    for report in one[:3]:
        assert report.number in page
    assert one[3].number not in page
    assert Detail.objects.filter(action="networks.network.read", who="ana").count() == 1


def test_script_in_a_report_or_a_name_stays_text(write, ana, sign_in):
    payload = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    for _ in range(2):
        write(PHONES[0], category=payload[:100])
    run()
    actions.name(by=ana, network=only(), title=payload[:100])

    for name in ("network", "without"):
        page = (
            sign_in(ana)
            .get(reverse(f"networks:{name}", args=[only().pk]), {"kind": payload[:20], "value": payload})
            .content.decode()
        )
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_judging_through_the_page(one, ana, bao, sign_in):
    address = reverse("networks:judge", args=[only().pk])
    given = {"report": one[0].number, "other": one[1].number, "verdict": "same", "reason": "same voice"}

    assert sign_in(ana).post(address, given).status_code == 302
    assert sign_in(ana).post(address, given | {"other": "nonsense"}).status_code == 422
    assert sign_in(ana).post(address, given | {"other": "R-999999"}).status_code == 404
    assert sign_in(bao).post(address, given).status_code == 404
    assert Judgement.objects.count() == 1


@pytest.mark.parametrize("count", [2, 6])
def test_the_list_asks_as_often_for_many_networks_as_for_few(count, write, ana, sign_in, django_assert_max_num_queries):
    for number in range(count):
        for day in (6, 7):
            write(f"08123450{number:02d}", day=day)
    run()
    browser = sign_in(ana)

    with django_assert_max_num_queries(24):
        page = browser.get(reverse("networks:list"))

    assert page.content.decode().count("/networks/") >= count
