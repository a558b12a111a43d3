"""Who may open which page: one row for each address, generated from the address list. An address without a row fails."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from weftnode.accounts import roles
from weftnode.accounts.models import Grant, Officer
from weftnode.accounts.permissions import Permission
from weftnode.networks.models import Judgement, Network
from weftnode.reports import actions as reports
from weftnode.reports.models import Batch

HOTLINE, ANALYST, CASE, SUPPORT, LIAISON, AUDITOR, ADMIN = (role.code for role in roles.ROLES)
EVERYBODY = {role.code for role in roles.ROLES} | {"nobody", "roleless"}
SIGNED_IN = EVERYBODY - {"nobody"}
READERS = {HOTLINE, ANALYST, CASE, SUPPORT}
NETWORK_READERS = {HOTLINE, ANALYST, CASE, LIAISON}

# Address -> (method, who gets the page). The others get 404, or are led to the sign-in page when they are not signed in.
ROWS: dict[str, tuple[str, set[str]]] = {
    "desk:home": ("get", SIGNED_IN),
    "ui:help": ("get", EVERYBODY),
    "ui:components": ("get", EVERYBODY),
    "ui:language": ("post", EVERYBODY),
    "work:ready": ("get", EVERYBODY),
    "accounts:one_time": ("get", set()),
    "accounts:me": ("get", SIGNED_IN),
    "accounts:language": ("post", SIGNED_IN),
    "accounts:tokens": ("get", {ANALYST, CASE}),
    "accounts:end_token": ("post", {ANALYST, CASE}),
    "accounts:glass": ("get", {ANALYST, CASE, SUPPORT}),
    "accounts:broken": ("get", {AUDITOR}),
    "accounts:officers": ("get", {AUDITOR, ADMIN}),
    "accounts:officer": ("get", {AUDITOR, ADMIN}),
    "accounts:give_role": ("post", {ADMIN}),
    "accounts:set_compartments": ("post", {ADMIN}),
    "accounts:make_link": ("post", {ADMIN}),
    "accounts:close_account": ("post", {ADMIN}),
    "accounts:approve_role": ("post", {ADMIN}),
    "accounts:end_role": ("post", {ADMIN}),
    "accounts:compartments": ("get", {AUDITOR, ADMIN}),
    "reports:list": ("get", READERS),
    "reports:new": ("get", READERS),
    "reports:look": ("post", READERS),
    "reports:report": ("get", READERS),
    "reports:status": ("post", READERS),
    "reports:contact": ("post", {HOTLINE, CASE, SUPPORT}),
    "reports:batches": ("get", {ANALYST, CASE}),
    "reports:batch": ("get", {ANALYST, CASE}),
    "reports:progress": ("get", {ANALYST, CASE}),
    "reports:undo": ("post", {ANALYST, CASE}),
    "networks:list": ("get", NETWORK_READERS),
    "networks:damped": ("get", NETWORK_READERS),
    "networks:network": ("get", NETWORK_READERS),
    "networks:without": ("get", NETWORK_READERS),
    "networks:watch": ("post", NETWORK_READERS),
    "networks:judge": ("post", {ANALYST, CASE}),
    "networks:name": ("post", {ANALYST, CASE}),
    "networks:withdraw": ("post", {ANALYST, CASE}),
    "audit:log": ("get", {AUDITOR}),
    "audit:entry": ("get", {AUDITOR}),
    "audit:proofs": ("get", {AUDITOR}),
    "audit:export": ("post", {AUDITOR}),
}
# Pages of allauth: it guards them itself. What counts here is that they exist on purpose.
FOREIGN = {
    "account_login", "account_logout", "account_reauthenticate", "account_signup", "account_change_password", "account_set_password",
    "account_inactive", "usersessions_list", "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_add_webauthn", "mfa_list_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn", "mfa_trust",
}  # fmt: skip


def names(resolver=None, space=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}"


def test_every_address_has_a_row_and_every_row_an_address():
    found = set(names())
    assert found - FOREIGN == set(ROWS)
    assert found - set(ROWS) <= FOREIGN


def test_rights_that_lower_rungs_name_by_text_exist():
    from weftnode.audit import views

    assert {views.READ, views.EXPORT} <= {str(one) for one in Permission}


@pytest.fixture
def things(officer, phan, room, other_room):
    """One of everything an address may point at."""
    somebody = officer("somebody")
    second = officer("second", roles.Administrator)
    grant = Grant.objects.create(officer=somebody, role=ANALYST, proposed_by=second.login)
    writer = officer("writer", roles.CaseOfficer, rooms=[room, other_room])
    here, there = (reports.write_report(by=writer, room=one, narrative="call 0812345678") for one in (room, other_room))
    files = [
        Batch.objects.create(compartment=one, name="calls.csv", state=Batch.State.LOADED, made_by="writer")
        for one in (room, other_room)
    ]
    found = [Network.objects.create(compartment=one, network_id="N-A") for one in (room, other_room)]
    said = [
        Judgement.objects.create(
            compartment=one.compartment, report=one, other=one, verdict="unsure", reason="x", made_by="writer"
        )
        for one in (here, there)
    ]
    return {
        "network": found[0].pk,
        "other network": found[1].pk,
        "judgement": said[0].pk,
        "other judgement": said[1].pk,
        "officer": somebody.pk,
        "grant": grant.pk,
        "report": here.pk,
        "batch": files[0].pk,
        "other report": there.pk,
        "other batch": files[1].pk,
    }


POINTED = {
    "reports:report": "report",
    "reports:status": "report",
    "reports:contact": "report",
    "reports:batch": "batch",
    "reports:progress": "batch",
    "reports:undo": "batch",
    "networks:network": "network",
    "networks:without": "network",
    "networks:watch": "network",
    "networks:judge": "network",
    "networks:name": "network",
    "networks:withdraw": "judgement",
}


def address(name, things, other=""):
    args = {
        "accounts:one_time": ["x" * 43],
        "accounts:end_token": [1],
        "accounts:approve_role": [things["grant"]],
        "accounts:end_role": [things["grant"]],
        "audit:entry": [0],
    }
    if name in {
        "accounts:officer",
        "accounts:give_role",
        "accounts:set_compartments",
        "accounts:make_link",
        "accounts:close_account",
    }:
        return reverse(name, args=[things["officer"]])
    if name in POINTED:
        return reverse(name, args=[things[f"{other}{POINTED[name]}"]])
    return reverse(name, args=args.get(name))


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_role_gets_exactly_the_pages_of_its_row(who, things, officer, room, client, sign_in):
    if who == "nobody":
        browser = client
    else:
        held = [] if who == "roleless" else [roles.role(who)]
        browser = sign_in(officer("x", *held, rooms=[room]))

    for name, (method, allowed) in ROWS.items():
        response = getattr(browser, method)(address(name, things))

        if who in allowed:
            assert response.status_code in {200, 302, 422}, (name, response.status_code)
            assert not response.headers.get("Location", "").startswith("/sign-in/"), name
        elif who == "nobody" and name != "accounts:one_time":
            assert response.status_code == 302, (name, response.status_code)
            assert response["Location"].startswith("/sign-in/"), name
        else:
            assert response.status_code == 404, (name, response.status_code)


@pytest.mark.parametrize("who", sorted(role.code for role in roles.ROLES))
def test_what_lies_in_another_room_does_not_exist(who, things, officer, room, sign_in):
    browser = sign_in(officer("x", roles.role(who), rooms=[room]))

    for name in POINTED:
        for method in ("get", "post", "put", "patch", "delete", "head"):
            response = getattr(browser, method)(address(name, things, other="other "))
            assert response.status_code in {404, 405}, (name, method, response.status_code)


def test_what_may_not_be_seen_answers_as_what_does_not_exist(bao, em, sign_in):
    browser = sign_in(bao)

    hidden = browser.get(reverse("accounts:officer", args=[em.pk]))
    absent = browser.get(reverse("accounts:officer", args=[999_999]))

    assert (hidden.status_code, absent.status_code) == (404, 404)

    def plain(response):
        return re.sub(r'value="[^"]*"', "", response.content.decode())

    assert plain(hidden) == plain(absent)


def test_administrators_hold_no_right_to_content():
    from weftnode.accounts.permissions import CONTENT

    assert roles.Administrator.permissions.isdisjoint(CONTENT)
    assert roles.Auditor.permissions.isdisjoint(CONTENT)


def test_nobody_gets_in_without_second_factor(ana, client):
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")

    for name in ("desk:home", "accounts:me", "accounts:tokens"):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert response["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert Officer.objects.get(pk=ana.pk).is_active
