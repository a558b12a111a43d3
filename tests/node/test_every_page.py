"""Attacks on every page there is, found from the list of addresses, the tables and the forms themselves: script in every text field, numbers of
things in another room in every field of every form, and a node that asks nobody for anything.
"""

import contextlib
import json
import socket

import every_page
import pytest
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction
from test_access import POINTED, ROWS, address, made, things  # noqa: F401 -- fixtures

from weftnode.accounts import roles

ROUNDS = len(every_page.PAYLOADS)
CANARY = "canary7f3a"
# Their answer is no page, or ends the session.
SKIPPED = {"accounts:one_time", "ui:language", "accounts:language"}


@pytest.fixture
def people(officer, room, sign_in):
    """A signed-in browser for each role."""
    return {role.code: sign_in(officer(f"x{role.code}", role, rooms=[room])) for role in roles.ROLES}


@pytest.fixture
def nobody_is_asked(monkeypatch):
    """Any connection fails the test."""
    tried = []

    def connect(_self, where):
        tried.append(where)
        raise OSError("no connection leaves this process")

    def look_up(host, *_more, **_named):
        tried.append(host)
        raise OSError("no name is looked up")

    from django.db import connection

    if connection.vendor == "sqlite":
        monkeypatch.setattr(socket.socket, "connect", connect)
        monkeypatch.setattr(socket.socket, "connect_ex", connect)
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return tried


def reader(allowed):
    """One of those who may open a page, the same each time."""
    return min(set(allowed) & {role.code for role in roles.ROLES}, default=None)


def pages(things):  # noqa: F811
    for name, (method, allowed) in ROWS.items():
        if method == "get" and name not in SKIPPED and (who := reader(allowed)):
            yield name, who, address(name, things)


def text(response):
    kind = response.headers.get("Content-Type", "")
    return response.content.decode("utf-8", "replace") if kind.startswith("text/html") and not response.streaming else ""  # fmt: skip


def test_the_payloads_and_the_fields_are_as_many_as_promised():
    assert len(set(every_page.PAYLOADS)) == 120
    assert len(list(every_page.text_fields())) > 200
    assert every_page.unknown_machine_words() == set()


@pytest.mark.parametrize("number", [0, *(pytest.param(n, marks=pytest.mark.nightly) for n in range(1, ROUNDS))])
def test_no_stored_text_is_markup_on_any_page(number, people, things, nobody_is_asked):  # noqa: F811
    every_page.fill(number)
    seen = 0
    for name, who, path in pages(things):
        response = people[who].get(path)
        # A thing that is nothing but payloads may be none that can be shown; a fault of ours it is not.
        assert response.status_code < 500, name
        page = text(response)
        assert every_page.markup_of_strangers(page) == [], name
        seen += "alert(1)" in page
    assert seen > 40
    assert nobody_is_asked == []


@pytest.mark.parametrize("number", [0, *(pytest.param(n, marks=pytest.mark.nightly) for n in range(1, ROUNDS, 7))])
def test_what_is_typed_comes_back_as_text(number, people, things, nobody_is_asked):  # noqa: F811
    """Every form of every page, sent with payloads in every field one may type into; addresses with payloads behind the question mark."""
    sent = 0
    for name, who, path in list(pages(things)):
        browser = people[who]
        for method, action, given, typed in every_page.Forms(text(browser.get(path))).forms:
            where = action.partition("?")[0] or path
            if method == "dialog" or not where.startswith("/") or where.startswith(("/sign-", "/me/", "/language")):
                continue
            for at in range(3):
                payload = every_page.PAYLOADS[(number + sent + at * 41) % ROUNDS]
                # All at once, then each with the rest as the page has it: a field is often looked at only when the others are well.
                names = typed if at == 0 else typed[at - 1 :: 2]
                filled = {**{key: values[:1] for key, values in given.items()}, **dict.fromkeys(names, payload)}
                response = getattr(browser, method)(where, filled)
                assert response.status_code < 500, (name, where, payload)
                assert every_page.markup_of_strangers(text(response)) == [], (name, where, payload)
                sent += 1
    assert sent > 150
    assert nobody_is_asked == []


def rows_of(room):
    """Every row that belongs to a room, as it is written."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("weftnode.") and any(
            one.name == "compartment" for one in model._meta.concrete_fields
        ):
            found[model._meta.label] = serializers.serialize("json", model.objects.filter(compartment=room).order_by("pk"))  # fmt: skip
    return found


def mark_rows_of(room):
    for model, field in every_page.text_fields():
        if any(one.name == "compartment" for one in model._meta.concrete_fields) and not field.unique:
            marked = model.objects.filter(compartment=room)
            # A rule of the table may ask that some stay empty.
            with contextlib.suppress(IntegrityError), transaction.atomic():
                marked.exclude(**{field.name: ""}).update(**{field.name: CANARY[: field.max_length]})
            with contextlib.suppress(IntegrityError), transaction.atomic():
                marked.update(**{field.name: CANARY[: field.max_length]})


def test_a_number_in_a_body_never_leads_into_another_room(people, things, other_room, nobody_is_asked):  # noqa: F811
    """Every form and every address that writes gets, in every field, the numbers of things in the other room: nothing there changes or is told."""
    mark_rows_of(other_room)
    before = rows_of(other_room)
    theirs = {word.removeprefix("other "): pk for word, pk in things.items() if word.startswith("other ")}
    numbers = sorted({str(pk) for pk in theirs.values() if isinstance(pk, int)})
    assert len(theirs) > 20
    # What a body may name a thing by, whatever the form calls it.
    named = {word: str(pk) for word, pk in theirs.items()} | {f"{word}_id": str(pk) for word, pk in theirs.items()}
    tried = 0
    targets = [(name, who, path, text(people[who].get(path))) for name, who, path in pages(things)]
    forms = {
        (method, action.partition("?")[0] or path, who): (given, typed)
        for _name, who, path, page in targets
        for method, action, given, typed in every_page.Forms(page).forms
        if method != "dialog" and (action or path).startswith("/") and not action.startswith(("/sign-", "/language"))
    }
    for name, (method, allowed) in ROWS.items():
        if method == "post" and name not in SKIPPED and (who := reader(allowed)):
            forms.setdefault(("post", address(name, things), who), ({}, []))
    for (method, where, who), (given, _typed) in forms.items():
        for number in numbers:
            filled = {
                **named,
                **{key: values[:1] for key, values in given.items()},
                **{key: number for key, values in given.items() if not values or values[0].isdigit() or not values[0]},
                "id": number,
                "pk": number,
            }
            response = getattr(people[who], method)(where, filled)
            assert response.status_code < 500, (where, filled)
            assert CANARY not in text(response), (where, who, filled)
            tried += 1
    assert tried > 200
    assert rows_of(other_room) == before
    assert nobody_is_asked == []


@pytest.mark.parametrize("who", sorted(role.code for role in roles.ROLES))
def test_no_page_tells_of_another_room(who, people, things, other_room):  # noqa: F811
    mark_rows_of(other_room)
    told = []
    for name, (method, allowed) in ROWS.items():
        if method == "get" and who in allowed and name not in SKIPPED:
            for query in ("", "?q=" + CANARY):
                if CANARY in text(people[who].get(address(name, things) + query)).replace(f"?q={CANARY}", "").replace(
                    f'value="{CANARY}"', ""
                ):
                    told.append(name + query)  # fmt: skip
    assert told == []


def test_a_path_and_not_a_body_says_what_is_written_to(people, things, room, nobody_is_asked):  # noqa: F811
    """Two things side by side in one room, both the writer's own: the address names the first, the body the second; the second stays as it is."""
    twins = {}
    for name, words in POINTED.items():
        word = words if isinstance(words, str) else words[-1]
        if isinstance(things.get(word), int) and f"other {word}" in things:
            twins[name] = (word, things[f"other {word}"])
    moved = 0
    for model in apps.get_models():
        if model.__module__.startswith("weftnode.") and any(
            one.name == "compartment" for one in model._meta.concrete_fields
        ):
            for row in model.objects.exclude(compartment=room):
                with contextlib.suppress(IntegrityError), transaction.atomic():
                    moved += model.objects.filter(pk=row.pk).update(compartment=room)
    assert moved > 10
    seconds = dict(twins.values())
    for name, (word, second) in sorted(twins.items()):
        method, allowed = ROWS[name]
        who = reader(allowed)
        if who is None or name in SKIPPED:
            continue
        path = address(name, things)
        page = text(people[who].get(path)) if method == "get" else ""
        given = {key: values[0] for one in every_page.Forms(page).forms for key, values in one[2].items() if values}
        before = _written(seconds)
        for body in ("form", "json"):
            naming = {"id": second, "pk": second, word: second, f"{word}_id": second, "number": second}
            filled = {**given, **naming, "reason": "because", "why": "because", "because": "because"}
            if body == "form":
                response = people[who].post(path, filled)
            else:
                response = people[who].post(path, json.dumps(filled), content_type="application/json")
            assert response.status_code < 500, (name, body)
        after = _written(seconds)
        assert {key: row for key, row in after.items() if before[key] != row and key[0] == word} == {}, name


def _written(seconds):
    """The rows the second things are, by their word; a thing's word is found by its model's name."""
    found = {}
    for model in apps.get_models():
        label = model._meta.model_name
        for word, pk in seconds.items():
            if model.__module__.startswith("weftnode.") and word.split()[-1].replace("_", "") == label:
                row = model.objects.filter(pk=pk).first()
                found[word, model._meta.label] = serializers.serialize("json", [row]) if row else ""
    return found


@pytest.mark.parametrize("payload", every_page.PAYLOADS)
def test_the_finder_finds_what_was_not_escaped(payload):
    assert every_page.markup_of_strangers(f'<p title="{payload}">{payload}</p><a href="{payload}">x</a>')
    from django.utils.html import escape

    assert every_page.markup_of_strangers(f'<p title="{escape(payload)}">{escape(payload)}</p>') == []
