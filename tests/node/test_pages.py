"""What holds for every page: headers, languages, no sockets, nothing personal in the log files."""

import importlib
import logging
import pkgutil
import socket

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

import weft
from weft import errors
from weftnode.reports import actions
from weftnode.ui import edge, logs, phrases

PAGES = (
    "desk:home",
    "reports:list",
    "reports:new",
    "reports:batches",
    "accounts:me",
    "accounts:tokens",
    "accounts:glass",
    "ui:help",
    "ui:components",
    "mfa_index",
    "usersessions_list",
)


@pytest.fixture
def ready(ana, room, sign_in):
    actions.write_report(
        by=ana, room=room, narrative="call ០៨១២៣៤៥៦៧៨ now", country="TH", language="km", reporter="A", category="x"
    )
    return sign_in(ana)


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a page opened a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_page_opens_in_every_language_without_a_network(ready, ana, no_network, language):
    type(ana).objects.filter(pk=ana.pk).update(language=language)
    for name in PAGES:
        response = ready.get(reverse(name))
        page = response.content.decode()
        assert response.status_code == 200, name
        assert f'<html lang="{ {"zh-hans": "zh-Hans"}.get(language, language) }"' in page, name
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert response["Cache-Control"] == "no-store" or "no-cache" in response["Cache-Control"]
        assert response["X-Frame-Options"] == "DENY"
        assert " style=" not in page, name
        assert " onclick=" not in page, name
        assert "http://" not in page.replace("http://www.w3.org", "").replace("http://testserver", ""), name


@pytest.mark.parametrize("language", ["en", "vi", "th"])
def test_the_navigation_is_in_the_readers_language(ready, ana, language):
    type(ana).objects.filter(pk=ana.pk).update(language=language)
    word = {"en": "Reports", "vi": "Tin báo", "th": "รายงาน"}[language]
    assert f">{word}</a>" in ready.get(reverse("desk:home")).content.decode()


def test_a_person_switches_language_and_keeps_it(ready, ana):
    back = ready.post(reverse("accounts:language"), {"language": "th", "next": "/reports/?q=abc"})
    assert back["Location"] == "/reports/?q=abc"
    assert "ค้นหา" in ready.get(reverse("reports:list")).content.decode()


@pytest.mark.parametrize(
    "bad", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]
)
def test_switching_language_leads_nowhere_else(ready, bad):
    for name in ("accounts:language", "ui:language"):
        assert ready.post(reverse(name), {"language": "th", "next": bad})["Location"] == "/"


def test_the_buddhist_era_is_a_choice(ready, ana, room):
    import datetime as dt

    report = actions.write_report(by=ana, room=room, narrative="a word", reported_on=dt.date(2026, 3, 1))
    address = reverse("reports:report", args=[report.pk])
    assert "2026" in ready.get(address).content.decode()
    type(ana).objects.filter(pk=ana.pk).update(buddhist_era=True)
    page = ready.get(address).content.decode()
    assert '<time datetime="2026-03-01">1 March 2569</time>' in page


for found in pkgutil.walk_packages(weft.__path__, "weft."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)


def _errors(family=errors.WeftError):
    yield family
    for one in family.__subclasses__():
        yield from _errors(one)


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_every_error_has_a_sentence_and_a_status(language):
    with translation.override(language):
        for family in set(_errors()) - {errors.WeftError}:
            said = phrases.error(family.code)
            assert said, family.code
            if language in {"vi", "th"}:
                with translation.override("en"):
                    assert said != phrases.error(family.code), family.code
            assert edge.status(family.__new__(family)) >= 400


def test_log_lines_hold_no_numbers_and_no_addresses():
    record = logging.LogRecord(
        "x", logging.INFO, "f", 1, "caller %s wrote to %s about R-12", ("+66 81 234 5678", "ana@example.org"), None
    )
    logs.Scrub().filter(record)
    assert record.getMessage() == "caller [number] wrote to [address] about R-12"


def test_our_own_bug_is_said_in_plain_words(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("weftnode.ui.views.render", lambda *a, **k: 1 / 0)
    response = client.get(reverse("ui:help"))
    assert response.status_code == 500
    assert "ZeroDivision" not in response.content.decode()


def test_forms_from_elsewhere_are_refused(ana, client_class):
    browser = client_class(enforce_csrf_checks=True)
    browser.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(reverse("accounts:language"), {"language": "th"}).status_code == 403
