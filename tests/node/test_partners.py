"""Partners: opened by one, opened again by two, closed by anyone at once; agreements that count when a second person confirmed them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from weft.errors import InputProblem, Refused
from weftnode.accounts import roles
from weftnode.audit.models import Detail
from weftnode.partners import actions, checks, queries
from weftnode.partners.forms import AgreementForm
from weftnode.partners.models import Agreement, Partner, StatusChange


@pytest.fixture
def lan(officer):
    return officer("lan", roles.Liaison, name="Lan Ví Dụ")


@pytest.fixture
def mai(officer):
    return officer("mai", roles.Liaison, name="Mai Ví Dụ")


def standing(partner):
    return queries.standing(partner).status


def test_a_new_partner_begins_limited_and_two_people_open_it(lan, mai):
    made = actions.open_partner(by=lan, code="KH-CCD", name="Example Directorate", country="KH")
    assert standing(made) == "limited"

    change = actions.set_status(by=lan, partner=made, status="active", why="agreement signed")
    assert standing(made) == "limited"
    with pytest.raises(Refused):
        actions.approve_status(by=lan, change=change)
    actions.approve_status(by=mai, change=change)

    assert standing(made) == "active"
    assert [one.action for one in Detail.objects.filter(action__startswith="partners.").order_by("number")] == [
        "partners.partner.opened",
        "partners.status.proposed",
        "partners.status.changed",
    ]


def test_nobody_begins_a_partner_open(lan):
    with pytest.raises(Refused):
        actions.open_partner(by=lan, code="KH-CCD", name="Example Directorate", status="active")


def test_one_person_closes_at_once_and_a_waiting_proposal_falls(lan, mai, partner):
    made = partner(status="limited")
    waits = actions.set_status(by=lan, partner=made, status="active", why="agreed")

    actions.set_status(by=mai, partner=made, status="suspended", why="shelling at the border")

    assert standing(made) == "suspended"
    with pytest.raises(Refused):
        actions.approve_status(by=mai, change=StatusChange.objects.get(pk=waits.pk))
    assert standing(made) == "suspended"


def test_what_stops_a_country_stops_its_bodies(lan, partner):
    country = partner("KH", "Example Kingdom", sort="state")
    body = partner("KH-CCD", whole=country)

    actions.set_status(by=lan, partner=country, status="suspended", why="recalled ambassador")

    found = queries.standing(body)
    assert (found.status, found.imposed_on.code, found.why) == ("suspended", "KH", "recalled ambassador")


def test_moving_a_body_out_of_a_suspended_country_is_no_way_round(lan, partner):
    country = partner("KH", "Example Kingdom", sort="state")
    body = partner("KH-CCD", whole=country)
    actions.set_status(by=lan, partner=country, status="suspended", why="x")

    with pytest.raises(Refused):
        actions.change_partner(by=lan, partner=body, whole=None)

    assert standing(body) == "suspended"


def test_a_body_is_never_part_of_itself(lan, partner):
    country = partner("KH", "Example Kingdom", sort="state")
    body = partner("KH-CCD", whole=country)

    with pytest.raises(InputProblem):
        actions.change_partner(by=lan, partner=country, whole=body)

    assert Partner.objects.get(pk=country.pk).whole_id is None


def test_a_status_of_tomorrow_is_refused(lan, partner):
    with pytest.raises(InputProblem):
        actions.set_status(
            by=lan, partner=partner(), status="ended", why="x", since=timezone.localdate() + dt.timedelta(days=2)
        )


def test_an_agreement_counts_when_a_second_person_confirmed_it(lan, mai, partner, agreement):
    body = partner()
    columns = {"partner": body, "number": "A-7", "title": "T", "legal_basis": "L", "valid_from": dt.date(2020, 1, 1)}
    made = actions.write_agreement(by=lan, columns=columns)
    assert queries.in_force(body) == []

    with pytest.raises(Refused):
        actions.confirm_agreement(by=lan, agreement=made)
    actions.confirm_agreement(by=mai, agreement=made)
    assert queries.in_force(body) == [made]

    actions.write_agreement(by=lan, agreement=made, columns={"purposes": ["arrest"]})
    assert queries.in_force(body) == []
    assert Agreement.objects.get(pk=made.pk).purposes == ["arrest"]


# -- pages


FORM = {"code": "KH-NEW", "country": "kh", "name": "Example Bureau", "sort": "police"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "two words"}, "code"),
        ({"code": "KH-CCD"}, "code"),
        ({"country": "QX"}, "country"),
        ({"country": ""}, "country"),
        ({"name": ""}, "name"),
        ({"sort": "circus"}, "sort"),
        ({"language": "Khmer language"}, "language"),
    ],
)
def test_a_wrong_partner_is_said_beside_its_field(change, field, lan, partner, sign_in):
    partner("KH-CCD")

    answer = sign_in(lan).post(reverse("partners:new"), FORM | change)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Partner.objects.count() == 1


def test_a_partner_is_written_down_by_its_page(lan, sign_in):
    answer = sign_in(lan).post(reverse("partners:new"), FORM)

    made = Partner.objects.get()
    assert answer["Location"] == reverse("partners:partner", args=[made.pk])
    assert (made.country, made.status, made.made_by) == ("KH", "limited", "lan")


def test_a_circle_is_said_on_the_page(lan, partner, sign_in):
    country = partner("KH", "Example Kingdom", sort="state")
    body = partner("KH-CCD", whole=country)

    answer = sign_in(lan).post(
        reverse("partners:edit", args=[country.pk]), FORM | {"code": "KH", "sort": "state", "whole": body.pk}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["whole"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"valid_to": "2019-12-31"}, "valid_to"),
        ({"valid_from": "2569-01-01"}, "valid_from"),
        ({"valid_from": "2026-02-30"}, "valid_from"),
        ({"signed_on": "2199-01-01"}, "signed_on"),
        ({"purposes": ["espionage"]}, "purposes"),
        ({"kept_open": ["arrest"]}, "kept_open"),
        ({"budget_day": "5000", "budget_epoch": "10"}, "budget_epoch"),
        ({"budget_day": "-1"}, "budget_day"),
        ({"retention_days": "0"}, "retention_days"),
        ({"tlp": "9"}, "tlp"),
        ({"number": "A 1"}, "number"),
        ({"partner": "999"}, "partner"),
    ],
)
def test_a_wrong_agreement_is_said_beside_its_field(change, field, lan, partner, sign_in):
    form = {
        "partner": partner().pk, "number": "A-1", "title": "T", "sort": "mou", "legal_basis": "L", "valid_from": "2020-01-01", "tlp": "3",
        "pap": "1", "location": "0", "budget_day": "0", "budget_epoch": "0", "purposes": ["fraud.network"],
    }  # fmt: skip
    browser = sign_in(lan)

    answer = browser.post(reverse("partners:new_agreement"), form | change)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Agreement.objects.count() == 0
    assert browser.post(reverse("partners:new_agreement"), form).status_code == 302


def test_an_agreement_lies_open_to_its_readers_and_its_change_waits(lan, mai, partner, agreement, sign_in):
    made = agreement(partner())
    browser = sign_in(lan)
    held = {name: value for name, value in AgreementForm(instance=made).initial.items() if value not in (None, "")}

    browser.post(reverse("partners:edit_agreement", args=[made.pk]), held | {"title": "Another"})

    assert Agreement.objects.get().confirmed_at is None
    assert browser.post(reverse("partners:confirm", args=[made.pk])).status_code == 403
    assert sign_in(mai).post(reverse("partners:confirm", args=[made.pk])).status_code == 302
    assert Agreement.objects.get().confirmed_by == "mai"


def test_a_status_is_changed_and_opened_again_on_the_page(lan, mai, partner, sign_in):
    made = partner()
    browser = sign_in(lan)
    where = reverse("partners:status", args=[made.pk])

    assert browser.post(where, {"status": "suspended", "why": ""}).status_code == 422
    assert browser.post(where, {"status": "suspended", "why": "x y z", "since": "2199-01-01"}).status_code == 422
    assert standing(made) == "active"
    browser.post(where, {"status": "suspended", "why": "shelling at the border"})
    assert standing(made) == "suspended"
    browser.post(where, {"status": "active", "why": "a truce"})
    assert standing(made) == "suspended"
    assert "a truce" in browser.get(reverse("partners:partner", args=[made.pk])).content.decode()
    waits = StatusChange.objects.get(approved_at__isnull=True)
    assert browser.post(reverse("partners:approve", args=[waits.pk])).status_code == 403
    assert sign_in(mai).post(reverse("partners:approve", args=[waits.pk])).status_code == 302
    assert standing(made) == "active"


def test_a_marking_keeps_its_history_and_knows_its_names(lan, ana, room, sign_in):
    from weftnode.partners import markings
    from weftnode.reports import actions as reports

    report = reports.write_report(by=ana, room=room, narrative="called from 0812345678")
    browser, where = sign_in(ana), reverse("partners:marking", args=["reports.report", report.pk])

    assert browser.post(where, {"tlp": "4", "pap": "3", "named": "KH QQ", "why": "named"}).status_code == 422
    browser.post(where, {"tlp": "4", "pap": "3", "named": "kh, VN", "why": "named"})
    browser.post(where, {"tlp": "2", "pap": "1", "named": "KH", "why": "cleared by the prosecutor"})

    now = markings.of("reports.report", report.pk)
    assert (now.tlp.label, now.named) == ("TLP:AMBER", frozenset({"KH"}))
    said = browser.get(where).content.decode()
    assert "TLP:AMBER" in said
    assert "TLP:RED" in said
    assert "cleared by the prosecutor" in said
    assert browser.get(reverse("partners:marking", args=["accounts.officer", lan.pk])).status_code == 404


# -- time


def spans(partner, *days):
    return [
        Agreement(partner=partner, number=f"A-{n}", valid_from=dt.date.fromisoformat(a), valid_to=b and dt.date.fromisoformat(b), purposes=["arrest"])
        for n, (a, b) in enumerate(days)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "gaps", "pairs"),
    [
        ([], [], 0),
        ([("2031-01-01", "2031-01-31"), ("2031-02-01", None)], [], 0),
        ([("2031-01-01", "2031-01-31"), ("2031-01-31", None)], [], 1),
        ([("2031-01-01", "2031-01-31"), ("2031-02-03", None)], [("2031-02-01", "2031-02-02")], 0),
        ([("2032-02-28", "2032-02-28"), ("2032-03-01", None)], [("2032-02-29", "2032-02-29")], 0),
        ([("2031-01-01", None), ("2031-05-01", "2031-06-01")], [], 1),
        ([("2031-01-01", "2031-06-01")], [("2031-06-02", "2033-01-01")], 0),
        ([("2034-01-01", None)], [], 0),
    ],
)
def test_gaps_and_overlaps(days, gaps, pairs):
    rows = spans(Partner(code="KH"), *days)

    found = checks.gaps(rows, dt.date(2033, 1, 1))

    assert [(one.first.isoformat(), one.last.isoformat()) for one in found] == gaps
    assert len(checks.overlaps(rows)) == pairs


def test_an_agreement_that_ends_is_due_to_those_who_read_partners(lan, em, partner, agreement):
    today = timezone.localdate()
    made = agreement(partner(), valid_to=today + dt.timedelta(days=10))

    assert queries.due(lan, timezone.now() + dt.timedelta(days=5)) == []
    (due,) = queries.due(lan, timezone.now() + dt.timedelta(days=12))
    assert (due.sort, due.url, timezone.localdate(due.at)) == (
        "agreement",
        reverse("partners:agreement", args=[made.pk]),
        made.valid_to,
    )
    assert queries.due(em, timezone.now() + dt.timedelta(days=12)) == []


# -- many


def test_lists_cost_the_same_however_long_they_are(lan, partner, agreement, sign_in):
    browser = sign_in(lan)
    country = partner("KH", "Example Kingdom", sort="state")

    def counted(name, **query):
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(reverse(name), query).status_code == 200
        return len(seen)

    agreement(partner("KH-0", whole=country), number="A-0")
    few = {name: counted(f"partners:{name}") for name in ("list", "agreements", "sent")}
    for n in range(1, 12):
        agreement(partner(f"KH-{n}", whole=country), number=f"A-{n}")

    assert {name: counted(f"partners:{name}") for name in few} == few
