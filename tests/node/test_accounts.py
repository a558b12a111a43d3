"""Accounts: links that work once, roles that take two, glass that mends itself, tokens no stronger than their officer."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from weft.errors import InputProblem, Refused
from weftnode.accounts import actions, queries, roles
from weftnode.accounts.models import BreakGlass, Grant, Officer, Token
from weftnode.accounts.permissions import Permission
from weftnode.audit.actors import SHELL
from weftnode.audit.models import Detail


def again(officer):
    return Officer.objects.get(pk=officer.pk)


def actions_logged():
    return list(Detail.objects.order_by("number").values_list("action", "who"))


def test_a_link_signs_in_once(dok, client, client_class):
    address = reverse("accounts:one_time", args=[actions.make_link(by=SHELL, officer=dok)])

    looked = client.get(address)
    first = client.post(address)
    second = client_class().post(address)

    assert looked.status_code == 200
    assert first.status_code == 302
    assert client.session["_auth_user_id"] == str(dok.pk)
    assert second.status_code == 404


def test_a_link_ends_after_three_days(dok, client):
    token = actions.make_link(by=SHELL, officer=dok)

    with time_machine.travel(timezone.now() + dt.timedelta(days=3, seconds=1), tick=False):
        assert queries.link(token) is None
        assert client.post(reverse("accounts:one_time", args=[token])).status_code == 404


def test_a_new_link_ends_the_one_before(dok):
    first = actions.make_link(by=SHELL, officer=dok)
    second = actions.make_link(by=SHELL, officer=dok)

    assert queries.link(first) is None
    assert queries.link(second) is not None


def test_a_role_with_content_waits_for_a_second_administrator(phan, dok, officer):
    second = officer("second", roles.Administrator)

    grant = actions.propose_role(by=phan, officer=dok, role="analyst")
    assert again(dok).roles == []
    with pytest.raises(Refused):
        actions.approve_role(by=phan, grant=grant)
    actions.approve_role(by=second, grant=grant)

    assert again(dok).roles == [roles.Analyst]
    assert ("accounts.role.proposed", "phan") in actions_logged()
    assert ("accounts.role.approved", "second") in actions_logged()


@pytest.mark.parametrize("role", [role.code for role in roles.ROLES])
def test_nobody_gives_themselves_a_role(phan, role):
    with pytest.raises(Refused):
        actions.propose_role(by=phan, officer=phan, role=role)


def test_nobody_approves_the_own_role(phan, officer):
    second = officer("second", roles.Administrator)
    grant = actions.propose_role(by=second, officer=phan, role="analyst")

    with pytest.raises(Refused):
        actions.approve_role(by=phan, grant=grant)


def test_nobody_is_auditor_and_administrator(phan, em, officer):
    second = officer("second", roles.Administrator)

    with pytest.raises(Refused):
        actions.propose_role(by=phan, officer=second, role="auditor")
    with pytest.raises(Refused):
        actions.propose_role(by=phan, officer=em, role="administrator")


def test_the_last_administrator_stays(phan):
    with pytest.raises(Refused):
        actions.end_role(by=phan, grant=phan.grants.get())


def test_only_an_administrator_changes_accounts(ana, dok):
    for act in (
        lambda: actions.open_account(by=ana, login="x", name="X"),
        lambda: actions.propose_role(by=ana, officer=dok, role="auditor"),
        lambda: actions.make_link(by=ana, officer=dok),
        lambda: actions.close_account(by=ana, officer=dok, reason="because it may be"),
        lambda: actions.open_compartment(by=ana, code="x", name="X"),
        lambda: actions.set_compartments(by=ana, officer=dok, compartments=[]),
    ):
        with pytest.raises(Refused):
            act()
    assert Grant.objects.filter(officer=dok).count() == 0


def test_a_closed_account_can_do_nothing_and_its_sessions_end(phan, ana, sign_in):
    browser = sign_in(ana)
    _token, key = actions.make_token(by=ana, name="script", scope=[Permission.READ_REPORTS], days=7)

    actions.close_account(by=phan, officer=ana, reason="left the service")

    assert browser.get(reverse("accounts:me")).status_code == 302
    assert again(ana).permissions == frozenset()
    assert queries.by_token(key) is None


def test_broken_glass_is_loud_and_mends_itself(ana, em, other_room, sign_in):
    assert other_room.pk not in ana.compartment_ids

    actions.break_glass(by=ana, reason="a caller names a hostage", hours=4)

    assert other_room.pk in again(ana).compartment_ids
    assert "a caller names a hostage" in sign_in(em).get(reverse("accounts:broken")).content.decode()
    assert b'role="alert"' in sign_in(again(ana)).get(reverse("accounts:me")).content
    with time_machine.travel(timezone.now() + dt.timedelta(hours=4, seconds=1), tick=False):
        assert other_room.pk not in again(ana).compartment_ids


def test_glass_lasts_four_hours_at_most_and_breaks_once(ana):
    made = actions.break_glass(by=ana, reason="a caller names a hostage", hours=400)

    assert made.ends_at - made.started_at == BreakGlass.LONGEST
    with pytest.raises(Refused):
        actions.break_glass(by=again(ana), reason="once more, for longer", hours=4)


@pytest.mark.parametrize("role", [roles.Administrator, roles.Auditor, roles.HotlineOfficer, roles.Liaison])
def test_roles_without_break_glass_cannot(officer, role):
    with pytest.raises(Refused):
        actions.break_glass(by=officer("x", role), reason="because I would like to", hours=1)


def test_a_token_has_no_more_rights_than_its_officer(ana, phan):
    with pytest.raises(Refused):
        actions.make_token(by=ana, name="script", scope=[Permission.MANAGE_ACCOUNTS], days=7)
    with pytest.raises(Refused):
        actions.make_token(by=ana, name="script", scope=[Permission.BREAK_GLASS], days=7)
    token, key = actions.make_token(
        by=ana, name="script", scope=[Permission.READ_REPORTS, Permission.READ_NETWORKS], days=7
    )

    for grant in ana.grants.all():
        actions.end_role(by=phan, grant=grant)

    assert queries.by_token(key) is None
    assert Token.objects.get().permissions() == frozenset()
    assert key not in token.token_hash


def test_a_token_ends(ana):
    _made, key = actions.make_token(by=ana, name="script", scope=[Permission.READ_REPORTS], days=7)

    with time_machine.travel(timezone.now() + dt.timedelta(days=7, seconds=1), tick=False):
        assert queries.by_token(key) is None


def test_sign_in_names_are_one_whatever_their_case(ana):
    with pytest.raises(InputProblem):
        actions.open_account(by=SHELL, login=" ANA ", name="Another")
    assert Officer.objects.get_by_natural_key("ANA") == ana


def test_forms_take_no_field_they_do_not_show(ana, sign_in):
    extra = {
        "is_active": "",
        "login": "root",
        "roles": "administrator",
        "password": "x",
        "last_login": "",
        "compartments": "1",
    }

    sign_in(ana).post(
        reverse("accounts:me"), {"name": "Ana", "name_latin": "", "language": "vi", "theme": "dark", **extra}
    )

    now = again(ana)
    assert (now.login, now.is_active, now.name, now.language) == ("ana", True, "Ana", "vi")
    assert now.roles == ana.roles
    assert now.compartment_ids == ana.compartment_ids


def test_guessing_a_password_is_stopped(ana, client):
    ana.set_password("correct horse battery staple")
    ana.save()
    address = reverse("account_login")

    for name in ("ana", "ANA", "Ana", "aNa", "anA", "ana", "ana"):
        client.post(address, {"login": name, "password": "wrong"})
    stopped = client.post(address, {"login": "ana", "password": "correct horse battery staple"})

    assert "_auth_user_id" not in client.session
    assert stopped.status_code in {200, 429}


def test_an_unknown_name_and_a_wrong_password_look_the_same(ana, client):
    ana.set_password("correct horse battery staple")
    ana.save()

    def said(login):
        response = client.post(reverse("account_login"), {"login": login, "password": "wrong"})
        return response.context["form"].errors

    assert said("ana") == said("nobody-of-this-name")


def test_nobody_signs_up(client):
    assert client.get("/sign-up/").status_code == 404
    assert client.post("/sign-up/", {"username": "x", "password1": "correct horse battery"}).status_code == 404
