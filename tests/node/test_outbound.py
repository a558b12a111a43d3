"""The one door: what leaves, what stays, and that a suspension stops every byte on every route."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from weft import release
from weft.errors import InputProblem, Refused
from weft.release import parcel
from weftnode.accounts import roles
from weftnode.audit import stored
from weftnode.audit.actors import SHELL
from weftnode.audit.models import Detail
from weftnode.networks import actions as networks
from weftnode.networks.models import Network
from weftnode.partners import actions, outbound, queries, things
from weftnode.partners.models import Agreement, Sent, SentThing
from weftnode.reports import actions as reports

GREEN = {"tlp": release.TLP.GREEN.value, "pap": release.PAP.GREEN.value}


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, roles.Analyst, rooms=[room], name="Lan Ví Dụ")


@pytest.fixture
def body(partner):
    return partner()


@pytest.fixture
def told(ana, room):
    """Two reports that name one telephone, and the network they make."""
    made = [
        reports.write_report(
            by=ana, room=room, narrative="He called from 0812345678", reporter=f"Nok Invented {day}", country="TH",
            reported_on=dt.date(2031, 5, day), amount="500 baht",
        )
        for day in (6, 7)
    ]  # fmt: skip
    for number in networks.due():
        networks.build(number=number)
    return made


def network(viewer):
    return things.find(viewer, "networks.network", Network.objects.get(is_gone=False).pk)


def mark(what, **columns):
    label, _, pk = what.about.partition(":")
    actions.mark(by=SHELL, label=label, thing=int(pk), why="read", **(GREEN | columns))


def mark_reports(told, **columns):
    for one in told:
        actions.mark(by=SHELL, label="reports.report", thing=one.pk, why="read", **(GREEN | columns))


def send(by, what, body, given, **more):
    return outbound.send(by=by, things=what, partner=body, agreement=given, purpose="fraud.network", title="x", **more)


def opened(sent):
    head, files = parcel.unpack(bytes(Sent.objects.get(pk=sent.pk).data), [stored.signer().key])
    return head, json.loads(files["parcel.json"])


def test_what_nobody_marked_stays(lan, told, body, agreement):
    outcome = send(lan, [network(lan)], body, agreement(body))

    assert not outcome
    assert [no.reason for _, no in outcome.refused] == ["tlp.red"]
    assert Sent.objects.count() == 0
    entry = Detail.objects.get(action="partners.outbound.refused")
    assert entry.data == {"to": "KH-CCD", "agreement": "A-1", "purpose": "fraud.network", "reason": "tlp.red"}


def test_a_network_of_marked_reports_goes_without_sources_and_names(lan, told, body, agreement):
    mark_reports(told)

    outcome = send(lan, [network(lan)], body, agreement(body, retention_days=30))

    head, said = opened(outcome.sent)
    assert said["parts"][0]["values"] == {
        "network": Network.objects.get().network_id,
        "reports": 2,
        "first": "2031-05-06",
        "last": "2031-05-07",
        "losses": [{"currency": "THB", "amount": "1000"}],
        "phone": ["+66812345678"],
    }
    assert (head["to"], head["agreement"], head["tlp"]) == ("KH-CCD", "A-1", "TLP:GREEN")
    assert head["erase_on"] == (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    kept = SentThing.objects.get()
    assert kept.withheld == {"name": "field.narrative", "countries": "field.location", "members": "field.source"}
    assert b"Nok" not in bytes(outcome.sent.data)
    assert f"R-{told[0].pk}".encode() not in bytes(outcome.sent.data)


def test_one_unmarked_or_stricter_report_governs_the_network(lan, told, body, agreement):
    mark_reports(told[:1])
    assert network(lan).marking is None

    mark_reports(told[1:], tlp=release.TLP.AMBER.value)
    assert network(lan).marking.tlp is release.TLP.AMBER

    mark_reports(told[1:], tlp=release.TLP.AMBER.value, originators=["VN"])
    outcome = send(lan, [network(lan)], body, agreement(body))
    assert [no.reason for _, no in outcome.refused] == ["originator"]


def test_a_label_on_the_network_makes_it_stricter_and_never_looser(lan, told, body, agreement):
    mark_reports(told, tlp=release.TLP.AMBER.value)

    mark(network(lan), tlp=release.TLP.CLEAR.value)
    assert network(lan).marking.tlp is release.TLP.AMBER

    mark(network(lan), tlp=release.TLP.RED.value)
    assert [no.reason for _, no in send(lan, [network(lan)], body, agreement(body)).refused] == ["tlp.red"]


def test_an_agreement_nobody_confirmed_opens_nothing(lan, told, body, agreement):
    mark_reports(told)
    given = agreement(body)
    actions.write_agreement(by=lan, agreement=given, columns={"article": "7"})

    assert [no.reason for _, no in send(lan, [network(lan)], body, given).refused] == ["agreement.unconfirmed"]


def test_an_agreement_of_the_country_covers_its_bodies_and_no_other(lan, told, partner, agreement):
    mark_reports(told)
    country = partner("KH", "Example Kingdom", sort="state")
    body, other = partner("KH-CCD", whole=country), partner("KH-FIU", whole=country)
    foreign = partner("VN-A05", country="VN")
    broad, narrow = agreement(country, "A-1"), agreement(other, "A-2")

    assert send(lan, [network(lan)], body, broad)
    assert [no.reason for _, no in send(lan, [network(lan)], body, narrow).refused] == ["agreement.agency"]
    assert [no.reason for _, no in send(lan, [network(lan)], foreign, broad).refused] == ["agreement.partner"]


def test_a_purpose_nobody_knows_is_an_error_and_a_hotline_officer_sends_nothing(lan, bao, told, body, agreement):
    with pytest.raises(InputProblem):
        outbound.send(by=lan, things=[], partner=body, agreement=None, purpose="espionage", title="x")
    with pytest.raises(Refused):
        send(bao, [], body, agreement(body))


def test_with_whole_nothing_goes_when_one_may_not(lan, told, body, agreement):
    mark_reports(told[:1])
    every = [things.find(lan, "reports.report", one.pk) for one in told]

    assert not send(lan, every, body, agreement(body), whole=True)
    assert send(lan, every, body, Agreement.objects.get()).sent.things.count() == 1


def test_the_gate_is_asked_again_when_the_file_is_fetched(lan, told, body, agreement):
    mark_reports(told)
    sent = send(lan, [network(lan)], body, agreement(body)).sent
    file = outbound.hand_out(by=lan, sent=sent)
    assert file.data == bytes(sent.data)
    assert Sent.objects.get().handed_at is not None

    mark_reports(told[:1], tlp=release.TLP.RED.value)
    with pytest.raises(Refused) as problem:
        outbound.hand_out(by=lan, sent=sent)
    assert problem.value.data == {"reason": "tlp.red"}
    assert Detail.objects.filter(action="partners.parcel.held_back").count() == 1


def test_an_agreement_made_narrower_holds_back_what_was_packed_before(lan, told, body, agreement):
    mark_reports(told)
    given = agreement(body)
    sent = send(lan, [network(lan)], body, given).sent

    actions.write_agreement(by=SHELL, agreement=given, columns={"identifiers": ["wallet"]})

    with pytest.raises(Refused) as problem:
        outbound.hand_out(by=lan, sent=sent)
    assert problem.value.data == {"reason": "parcel.narrower"}


# -- a suspension stops everything


@pytest.mark.parametrize("status", ["suspended", "ended"])
def test_a_suspended_partner_gets_no_byte_by_any_route(status, lan, told, body, agreement, sign_in):
    given = agreement(body)
    mark_reports(told, tlp=release.TLP.CLEAR.value, pap=release.PAP.CLEAR.value)
    what = network(lan)
    packed = send(lan, [what], body, given).sent
    handed = send(lan, [what], body, given).sent
    outbound.hand_out(by=lan, sent=handed)
    before = Sent.objects.count()

    actions.set_status(by=lan, partner=body, status=status, why="shelling")

    # The door itself, with each purpose, with and without agreement, with the objects as they were loaded before.
    for purpose in release.purposes():
        for agreed in (given, None):
            outcome = outbound.send(by=lan, things=[what], partner=body, agreement=agreed, purpose=purpose, title="x")
            assert [no.reason for _, no in outcome.refused] == [f"partner.{status}"]
            _, seen = outbound.look(what, body, agreed, purpose)
            assert {one.value for one in seen} == {None}
    # What lies packed, fetched before or not.
    for one in (packed, handed):
        with pytest.raises(Refused) as problem:
            outbound.hand_out(by=lan, sent=one)
        assert problem.value.data == {"reason": f"partner.{status}"}
    # The pages.
    browser = sign_in(lan)
    where = ["networks.network", what.pk]
    form = {"partner": body.pk, "agreement": given.pk, "purpose": "fraud.network", "why": "because"}
    answer = browser.post(reverse("partners:send", args=where), form)
    assert answer.status_code == 403
    assert b"+66812345678" not in answer.content
    assert browser.post(reverse("partners:fetch", args=[packed.pk])).status_code == 403
    seen = browser.get(
        reverse("partners:preview", args=where), {"line": f"{body.pk}-{given.pk}-fraud.network"}
    ).content.decode()
    assert "+66812345678" not in seen
    assert Sent.objects.count() == before


def test_every_page_that_hangs_on_a_suspended_partner_says_so(lan, told, body, agreement, sign_in):
    given = agreement(body)
    mark_reports(told)
    sent = send(lan, [network(lan)], body, given).sent
    actions.set_status(by=lan, partner=body, status="suspended", why="talks are interrupted")
    browser = sign_in(lan)

    for name, pk in (("partner", body.pk), ("agreement", given.pk), ("parcel", sent.pk)):
        said = browser.get(reverse(f"partners:{name}", args=[pk])).content.decode()
        assert "talks are interrupted" in said, name
    assert "suspended" in browser.get(reverse("partners:list")).content.decode()


def test_a_limited_partner_gets_what_was_kept_open(lan, told, body, agreement):
    given = agreement(body, purposes=["fraud.network", "fraud.investigation"], kept_open=["fraud.network"])
    mark_reports(told)

    actions.set_status(by=lan, partner=body, status="limited", why="talks")

    assert send(lan, [network(lan)], body, given)
    refused = outbound.send(
        by=lan, things=[network(lan)], partner=body, agreement=given, purpose="fraud.investigation", title="x"
    ).refused
    assert [no.reason for _, no in refused] == ["partner.limited"]


# -- recall


def test_a_recalled_parcel_is_not_handed_out_again_and_falls_due(lan, told, body, agreement):
    mark_reports(told)
    sent = send(lan, [network(lan)], body, agreement(body)).sent
    outbound.hand_out(by=lan, sent=sent)

    actions.recall(by=lan, sent=sent, why="wrong number")

    with pytest.raises(Refused) as problem:
        outbound.hand_out(by=lan, sent=sent)
    assert problem.value.data == {"reason": "parcel.recalled"}
    (due,) = queries.due(lan, timezone.now() + dt.timedelta(days=20))
    assert (due.sort, due.title, due.ours) == ("recall", sent.reference, False)
    Sent.objects.update(recall_due_on=timezone.localdate() - dt.timedelta(days=1))
    assert str(Sent.objects.get().recall_state) == "recall overdue"

    actions.acknowledge(by=lan, sent=sent, what="erased by the desk")
    assert queries.due(lan, timezone.now() + dt.timedelta(days=20)) == []
    assert str(Sent.objects.get().recall_state) == "erased, they say"


def test_a_recall_is_asked_once_and_an_answer_needs_a_recall(lan, told, body, agreement):
    mark_reports(told)
    sent = send(lan, [network(lan)], body, agreement(body)).sent
    with pytest.raises(Refused):
        actions.acknowledge(by=lan, sent=sent, what="erased")
    actions.recall(by=lan, sent=sent, why="wrong")

    with pytest.raises(Refused):
        actions.recall(by=lan, sent=sent, why="wrong")
    with pytest.raises(InputProblem):
        actions.acknowledge(by=lan, sent=sent, what="erased", on=timezone.localdate() + dt.timedelta(days=1))


# -- rooms


def test_what_was_sent_from_another_room_is_neither_named_nor_fetched(lan, chanthy, told, body, agreement, sign_in):
    mark_reports(told)
    sent = send(lan, [network(lan)], body, agreement(body)).sent
    title = SentThing.objects.get().title
    browser = sign_in(chanthy)

    page = browser.get(reverse("partners:parcel", args=[sent.pk]))

    assert page.status_code == 200
    assert title not in page.content.decode()
    assert title in sign_in(lan).get(reverse("partners:parcel", args=[sent.pk])).content.decode()
    assert browser.post(reverse("partners:fetch", args=[sent.pk])).status_code == 404
    for name in ("marking", "preview"):
        assert (
            browser.get(reverse(f"partners:{name}", args=["networks.network", Network.objects.get().pk])).status_code
            == 404
        )


def test_a_preview_shows_each_field_or_the_reason_it_stays(lan, told, body, agreement, sign_in):
    mark_reports(told)
    given = agreement(body)
    what = network(lan)

    page = sign_in(lan).get(
        reverse("partners:preview", args=["networks.network", what.pk]), {"line": f"{body.pk}-{given.pk}-fraud.network"}
    )

    said = page.content.decode()
    assert "+66812345678" in said
    assert "Who told us never leaves." in said
    assert Sent.objects.count() == 0
    assert Detail.objects.filter(action="partners.preview.read").count() == 1


def test_a_page_packs_and_hands_out(lan, told, body, agreement, sign_in):
    mark_reports(told)
    given = agreement(body)
    browser = sign_in(lan)
    form = {"partner": body.pk, "agreement": given.pk, "purpose": "fraud.network", "why": "asked by telephone"}

    page = browser.post(reverse("partners:send", args=["networks.network", network(lan).pk]), form)
    sent = Sent.objects.get()
    file = browser.post(reverse("partners:fetch", args=[sent.pk]))

    assert page["Location"] == reverse("partners:parcel", args=[sent.pk])
    assert file.content == bytes(sent.data)
    assert file["Content-Type"] == "application/zip"
