"""Partners: opened by one, opened again by two, closed by anyone at once; agreements that count when a second person confirmed them."""

import datetime as dt

import pytest
from django.utils import timezone

from weft.errors import InputProblem, Refused
from weftnode.accounts import roles
from weftnode.audit.models import Detail
from weftnode.partners import actions, queries
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
