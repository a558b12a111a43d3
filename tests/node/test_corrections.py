"""Somebody was cleared: the measure says so, and whoever got it before is told by a parcel of its own, once."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from weft.errors import InputProblem, NothingFound
from weft.release import parcel
from weftnode.accounts import roles
from weftnode.audit import stored
from weftnode.audit.actors import SHELL
from weftnode.cases import actions as cases
from weftnode.cases import corrections, things
from weftnode.cases.actions.measures import Details
from weftnode.cases.models import Measure
from weftnode.partners import actions as partners
from weftnode.partners import outbound
from weftnode.partners.models import Sent

HOURS = dt.timedelta(hours=30)


@pytest.fixture
def lan(officer, room):
    return officer("lan", roles.Liaison, roles.CaseOfficer, rooms=[room])


@pytest.fixture
def body(partner):
    return partner()


@pytest.fixture
def held(lan, room, body, agreement):
    """A hold on an account whose measure was sent to a partner."""
    memo = agreement(body, purposes=["asset.freeze"])
    case = cases.open_case(
        by=lan, room=room, title="Case", file_number="", leader=lan, tlp="AMBER", pap="GREEN", about="", countries=["TH"], networks=[], partners=[body]
    )  # fmt: skip
    details = Details(
        kind="bank_account", value="TH:KBANK:0001234567", country="TH", amount_minor=100_000, currency="THB", reason="x"
    )
    measure = cases.propose(
        by=lan, case=case, form="hold", details=details, state="requested", at=timezone.now() - HOURS
    )
    hold = cases.place_hold(
        by=lan,
        measure=measure,
        placed_at=timezone.now() - HOURS,
        until=timezone.now() + HOURS,
        tainted_minor=100_000,
        held_minor=100_000,
    )
    sent = outbound.send(
        by=lan,
        things=[things.measure(lan, measure.pk)],
        partner=body,
        agreement=memo,
        purpose="asset.freeze",
        title="x",
    ).sent
    return hold, Measure.objects.get(pk=measure.pk), sent


def test_while_it_stands_there_is_nothing_to_correct(lan, held):
    _, measure, sent = held

    assert corrections.cleared(measure) is None
    with pytest.raises(InputProblem):
        corrections.correct(by=lan, measure=measure, sent=sent)
    with pytest.raises(NothingFound):
        corrections.thing(lan, measure.pk)


def test_what_went_back_is_said_and_the_partner_is_told_once(lan, held, sign_in):
    hold, measure, sent = held
    cases.release(by=lan, hold=hold, amount_minor=40_000, because="an honest seller")
    browser = sign_in(lan)
    page = reverse("cases:measure", args=[measure.pk])

    assert corrections.cleared(measure).how == "released"
    assert "Send a correction" in browser.get(page).content.decode()
    answer = browser.post(reverse("cases:correct", args=[measure.pk, sent.pk]))

    made = Sent.objects.latest("pk")
    assert answer.headers["location"] == reverse("partners:parcel", args=[made.pk])
    _head, files = parcel.unpack(bytes(made.data), [stored.signer().key])
    values = json.loads(files["parcel.json"])["parts"][0]["values"]
    assert values["corrects"] == [sent.reference]
    assert (values["cleared"], values["released"], values["bank_account"]) == (
        "released",
        "400.00",
        "TH:KBANK:0001234567",
    )
    assert "correction packed" in browser.get(page).content.decode()
    assert browser.get(reverse("partners:parcel", args=[made.pk])).status_code == 200
    with pytest.raises(InputProblem):
        corrections.correct(by=lan, measure=measure, sent=sent)


def test_a_hold_that_is_lifted_and_a_refusal_for_the_innocent_clear_too(lan, held):
    hold, measure, _ = held
    cases.release(by=lan, hold=hold, amount_minor=100_000, because="an honest seller")
    assert corrections.cleared(Measure.objects.get(pk=measure.pk)).how == "lifted"

    asked = cases.propose(
        by=lan, case=measure.case, form="freeze", details=Details(country="TH", reason="x"), state="requested"
    )
    cases.move_measure(by=lan, measure=asked, to="refused", ground="facts", because="not enough")
    assert corrections.cleared(Measure.objects.get(pk=asked.pk)) is None
    other = cases.propose(
        by=lan, case=measure.case, form="freeze", details=Details(country="TH", reason="x"), state="requested"
    )
    cases.move_measure(by=lan, measure=other, to="refused", ground="innocent", because="an honest seller")
    assert corrections.cleared(Measure.objects.get(pk=other.pk)).how == "innocent"


def test_a_correction_waits_while_the_partner_is_suspended(lan, held, body):
    hold, measure, sent = held
    cases.release(by=lan, hold=hold, amount_minor=40_000, because="an honest seller")
    partners.set_status(by=SHELL, partner=body, status="suspended", why="x")

    outcome = corrections.correct(by=lan, measure=measure, sent=sent)

    assert [one.reason for _, one in outcome.refused] == ["partner.suspended"]
    (left,) = corrections.left(measure, corrections.cleared(measure))
    assert left.correction is None
