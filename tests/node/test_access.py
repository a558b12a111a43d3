"""Who may open which page: one row for each address, generated from the address list. An address without a row fails."""

import html
import importlib
import pkgutil
import re
from types import SimpleNamespace

import access_rows
import pytest
from access_rows.words import EVERYBODY
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from weftnode.accounts import roles
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.reports import actions as reports

APPS = [importlib.import_module(f"access_rows.{one.name}") for one in pkgutil.iter_modules(access_rows.__path__)]


def together(name):
    return {key: value for app in APPS for key, value in getattr(app, name, {}).items()}


ROWS, POINTED, ARGS = together("ROWS"), together("POINTED"), together("ARGS")
# Opened by a key and never by a session; test_api_access.py walks them.
KEYED = {name for app in APPS for name in getattr(app, "KEYED", ())}
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
    assert found - FOREIGN - KEYED == set(ROWS)
    assert found - set(ROWS) - KEYED <= FOREIGN
    assert found >= KEYED


def test_rights_that_lower_rungs_name_by_text_exist():
    from weftnode.audit import views

    assert {views.READ, views.EXPORT} <= {str(one) for one in Permission}


@pytest.fixture
def made(officer, phan, room, other_room):
    """What the apps make their things with."""
    writer = officer("writer", roles.CaseOfficer, roles.Liaison, rooms=[room, other_room])
    return SimpleNamespace(
        officer=officer,
        writer=writer,
        room=room,
        other_room=other_room,
        rooms=(("", room), ("other ", other_room)),
        report=lambda where: reports.write_report(by=writer, room=where, narrative="call 0812345678"),
    )


@pytest.fixture
def things(made):
    """One of everything an address may point at."""
    return {word: pk for app in APPS if hasattr(app, "things") for word, pk in app.things(made).items()}


def address(name, things, other=""):
    if name not in POINTED:
        return reverse(name, args=ARGS.get(name))
    words = [POINTED[name]] if isinstance(POINTED[name], str) else POINTED[name]
    # Of what is of no room there is no other: the same goes with the other room's.
    return reverse(name, args=[things.get(f"{other}{word}", things[word]) for word in words])


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
def test_no_page_leads_where_its_reader_may_not_go(who, things, officer, room, sign_in):
    browser = sign_in(officer("x", roles.role(who), rooms=[room]))
    pages = {
        name: address(name, things) for name, (method, allowed) in ROWS.items() if method == "get" and who in allowed
    }

    links: dict[str, str] = {}
    for name, page in pages.items():
        response = browser.get(page)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            for link in re.findall(r'<a\b[^>]*\bhref="(/[^"#]*)', response.content.decode()):
                links.setdefault(html.unescape(link).partition("?")[0], name)

    dead = {link: name for link, name in links.items() if browser.get(link).status_code in {403, 404}}
    assert len(links) > 3
    assert dead == {}


@pytest.mark.parametrize("who", sorted(role.code for role in roles.ROLES))
def test_what_lies_in_another_room_does_not_exist(who, things, officer, room, sign_in):
    browser = sign_in(officer("x", roles.role(who), rooms=[room]))

    for name, words in POINTED.items():
        if f"other {words if isinstance(words, str) else words[0]}" not in things:
            continue  # A thing of no room.
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
