"""Every page in a real Chromium while every text field of every table holds payloads: nothing runs, the policy is never broken, nothing elsewhere is
asked for, and the node itself opens no connection. Found from the list of addresses; a new page and a new field are walked by themselves.
"""

import socket

import every_page
import pytest
from test_access import made, things  # noqa: F401 -- fixtures
from test_every_page import pages
from test_pages_in_a_browser import browser, opened  # noqa: F401 -- fixtures

from weftnode.accounts import roles

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.nightly]
# Each way out once at the beginning of every field; long fields hold all 120 in every round.
ROUNDS = range(0, len(every_page.PAYLOADS), len(every_page.WAYS_TO_RUN) + 1)


@pytest.fixture
def asked_for(monkeypatch, live_server):
    """Connections of the node's process that lead anywhere but to its own pages and to the browser's driver."""
    tried = []
    connect = socket.socket.connect

    def watched(self, where):
        if isinstance(where, tuple) and where[0] not in {"127.0.0.1", "::1", "localhost"}:
            tried.append(where)
        return connect(self, where)

    monkeypatch.setattr(socket.socket, "connect", watched)
    return tried


@pytest.mark.parametrize("number", ROUNDS)
def test_no_stored_text_runs_on_any_page(number, opened, things, officer, room, asked_for):  # noqa: F811
    people = {role.code: opened(officer(f"x{role.code}", role, rooms=[room])) for role in roles.ROLES}
    every_page.fill(number)
    seen = 0
    for name, who, path in pages(things):
        page = people[who]
        # A file to take home is no page: the browser says that it begins a download.
        answer = page.request.get(page.address(path))
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found = page.visit(path)
        assert found.status < 500, name
        # A thing that is nothing but payloads may be none: the browser says so of the page itself, sometimes a page later.
        page.trouble[:] = [one for one in page.trouble if "responded with a status of 4" not in one]
        assert page.trouble == [], name
        assert (
            page.evaluate("document.querySelectorAll('iframe, base, object, embed, math, main script').length") == 0
        ), name
        seen += 1
    assert seen > 60
    assert asked_for == []
