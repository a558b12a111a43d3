"""Who may ask what of the interface for programs: every operation by role, scope and room; a browser's session opens none."""

import datetime as dt

import pytest
from access_rows import api as rows
from access_rows.words import EVERYBODY
from django.urls import reverse
from django.utils import timezone
from test_access import made, things  # noqa: F401 -- fixtures

from weftnode.accounts import actions, roles
from weftnode.accounts.models import Token
from weftnode.accounts.permissions import FOR_PROGRAMS
from weftnode.accounts.queries import digest
from weftnode.api import door

OPERATIONS = sorted(rows.OPERATIONS)


@pytest.fixture
def key(db):
    """A function that makes a key, whatever its officer may do: the rules must hold for keys from before a role ended."""

    def make(officer, *scope):
        key = f"weft_{officer.login}_{'_'.join(sorted(scope))}"
        Token.objects.create(
            officer=officer,
            name="t",
            token_hash=digest(key),
            scope=list(scope),
            expires_at=timezone.now() + dt.timedelta(days=1),
        )
        return key

    return make


def ask(client, operation, there, key="", other=""):
    method, _scope, points, body = rows.OPERATIONS[operation]
    args = [there[f"{other}{points}"]] if points else []
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    more = {"data": body, "content_type": "application/json"} if body is not None else {}
    return getattr(client, method)(reverse(f"api:{operation}", args=args), headers=headers, **more)


def test_every_operation_has_a_row_and_says_its_scope():
    found = {
        one["operationId"]: (method, one.get("x-scope", ""))
        for path in door.document()["paths"].values()
        for method, one in path.items()
    }
    assert found == {name: row[:2] for name, row in rows.OPERATIONS.items()}
    assert {scope for _method, scope in found.values()} - {""} == {str(one) for one in FOR_PROGRAMS}


@pytest.mark.parametrize("who", sorted(EVERYBODY - {"nobody"}))
def test_each_role_gets_exactly_the_operations_of_its_rights(who, things, officer, room, client, key):  # noqa: F811
    held = [] if who == "roleless" else [roles.role(who)]
    somebody = officer("x", *held, rooms=[room])
    mine = key(somebody, *map(str, FOR_PROGRAMS))
    rights = {str(one) for one in somebody.permissions}

    for operation in OPERATIONS:
        answer = ask(client, operation, things, mine)

        scope = rows.OPERATIONS[operation][1]
        if "accounts.api" not in rights:
            assert answer.status_code == 401, operation
        elif scope and scope not in rights:
            assert answer.status_code == 403, operation
        else:
            assert answer.status_code in {200, 201, 404 if operation == "judge" else 200}, (operation, answer.content)


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if rows.OPERATIONS[one][1]])
def test_a_key_without_the_scope_is_told_which_it_lacks(operation, things, officer, room, client, key):  # noqa: F811
    somebody = officer("x", roles.CaseOfficer, rooms=[room])
    scope = rows.OPERATIONS[operation][1]
    rest = [str(one) for one in FOR_PROGRAMS if str(one) != scope]

    answer = ask(client, operation, things, key(somebody, *rest))

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope"
    assert f'scope="{scope}"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if rows.OPERATIONS[one][2]])
@pytest.mark.parametrize("glass", [False, True])
def test_what_lies_in_another_room_does_not_exist(operation, glass, things, officer, room, client, key):  # noqa: F811
    somebody = officer("x", roles.CaseOfficer, rooms=[room])
    mine = key(somebody, *map(str, FOR_PROGRAMS))
    if glass:
        actions.break_glass(by=somebody, reason="somebody is in danger now", hours=1)

    hidden = ask(client, operation, things, mine, other="other ")
    absent = ask(
        client,
        operation,
        things | {"other report": 2**40, "other network": 2**40, "other judgement": 2**40},
        mine,
        other="other ",
    )

    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert hidden.content == absent.content
    assert hidden["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_session_and_no_dead_key_opens_anything(operation, things, ana, sign_in, client, key):  # noqa: F811
    dead = key(ana, *map(str, FOR_PROGRAMS))
    actions.end_token(by=ana, pk=Token.objects.get().pk)

    for answer in (
        ask(sign_in(ana), operation, things), ask(client, operation, things), ask(client, operation, things, dead),
        ask(client, operation, things, "weft_guess"), ask(client, operation, things, "กุญแจ".encode().decode("latin-1")),
    ):  # fmt: skip
        assert answer.status_code == 401
        assert answer.json()["code"] == "unauthorized"
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_the_document_is_for_those_who_have_a_key_or_may_make_one(ana, dok, sign_in, client, key):
    address = reverse("api:openapi")

    got = [
        browser.get(address, headers=headers).status_code
        for browser, headers in (
            (sign_in(ana), {}), (client, {"Authorization": f"Bearer {key(ana)}"}), (sign_in(dok), {}), (client_of(client), {}),
        )
    ]  # fmt: skip

    assert got == [200, 200, 401, 401]


def client_of(client):
    return type(client)()


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_an_address_that_is_not_there_is_a_problem_and_no_page(method, client, ana, key):
    answer = getattr(client, method)("/api/1/people", headers={"Authorization": f"Bearer {key(ana)}"})

    assert (answer.status_code, answer.json()["code"]) == (404, "input.unknown_id")
