"""The pages in a real Chromium: no script of a stranger runs, the policy is never broken, keys work, and without script everything still does."""

import json
import os
import shutil

import pytest
from django.urls import reverse
from every_page import PAYLOADS

from weftnode.accounts import actions as accounts
from weftnode.audit.actors import SHELL
from weftnode.reports import actions
from weftnode.reports.models import Batch, Problem, Report

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    # Playwright runs a loop in this thread; Django need not fear it, also while it clears the tables after a test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def opened(browser, live_server, sign_in):
    """A function that gives a page in which somebody is signed in; what went wrong in it is kept in ``trouble``."""
    contexts = []

    def make(who, **options):
        session = sign_in(who).cookies["weft_session"].value
        context = browser.new_context(**options)
        context.add_cookies([{"name": "weft_session", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.trouble = []
        page.on(
            "console",
            lambda said: (
                page.trouble.append(f"{said.type}: {said.text}") if said.type in {"error", "warning"} else None
            ),
        )
        page.on("pageerror", lambda error: page.trouble.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (page.trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda asked: (
                page.trouble.append(f"elsewhere: {asked.url}")
                if not asked.url.startswith((live_server.url, "data:"))
                else None
            ),
        )
        page.address = lambda path: live_server.url + path
        page.visit = lambda path: page.goto(live_server.url + path)
        return page

    yield make
    for context in contexts:
        context.close()


def test_no_text_of_a_stranger_runs(opened, ana, em, phan, room):
    for number, payload in enumerate(PAYLOADS):
        report = actions.write_report(
            by=ana, room=room, narrative=f"{payload} call 08123456{number % 100:02d} {payload}", identifiers=f"https://evil.example/{payload}",
            country="TH", category=payload[:120], reporter=payload[:200],
        )  # fmt: skip
        Report.objects.filter(pk=report.pk).update(
            outcome=payload,
            currency=payload[:10],
            extra=json.dumps({"<b onclick=alert(1)>": "<img src=x onerror=alert(2)>"}),
            language=payload[:10],
        )
    batch = Batch.objects.create(
        compartment=room, name=PAYLOADS[1], state=Batch.State.LOADED, made_by=PAYLOADS[2][:150], trouble=PAYLOADS[0]
    )
    for payload in PAYLOADS:
        Problem.objects.create(
            batch=batch, row=1, column=payload[:200], code="x", message=payload, as_written=payload[:200]
        )
    accounts.set_own(
        by=ana, name=PAYLOADS[1][:120], name_latin=PAYLOADS[2][:120], language="", theme="", buddhist_era=False
    )
    accounts.open_compartment(by=SHELL, code="evil", name=PAYLOADS[11][:100], about=PAYLOADS[12])
    accounts.break_glass(by=type(ana).objects.get(pk=ana.pk), reason=PAYLOADS[3], hours=1)
    ana = type(ana).objects.get(pk=ana.pk)

    first = Report.objects.order_by("pk").first().pk
    walks = {
        ana: [
            "/", "/reports/", f"/reports/?before={first + 60}", "/reports/?q=%3Cscript%3Ealert(1)%3C/script%3E", "/reports/?q=evil.example", "/reports/files/",
            reverse("reports:batch", args=[batch.pk]), "/me/", "/me/glass/", "/me/sessions/", *(f"/reports/{first + step}/" for step in range(0, len(PAYLOADS), 11)),
        ],
        em: ["/audit/", "/audit/0/", "/officers/", "/officers/broken-glass/", "/officers/compartments/"],
        phan: ["/officers/", f"/officers/{ana.pk}/", "/officers/compartments/"],
    }  # fmt: skip
    for who, paths in walks.items():
        page = opened(who)
        for path in paths:
            assert page.visit(path).status == 200, path
        assert page.trouble == []


def test_the_intake_form_works_by_keys_alone(opened, bao, ana, room, settings):
    settings.NODE_COUNTRY = "TH"
    actions.write_report(by=ana, room=room, narrative="the number was 0812345678", country="TH")
    page = opened(bao)
    page.visit("/reports/")
    page.keyboard.press("n")
    page.wait_for_url("**/reports/new/")
    page.keyboard.type("He called from 081-234-5678 and wanted 50,000 baht <b>now</b>")
    page.wait_for_selector("#named .tag.warn")

    assert "seen before in 1 report" in page.inner_text("#named")
    page.keyboard.press("Tab")
    page.keyboard.type("evil-bank.example.com")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('form.intake button')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/*/")
    assert "<b>now</b>" in page.inner_text(".narrative")
    assert page.trouble == []


def test_rows_are_walked_by_keys(opened, ana, room):
    for number in range(3):
        actions.write_report(by=ana, room=room, narrative=f"story {number}")
    page = opened(ana)
    page.visit("/reports/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/*/")
    assert "story 1" in page.inner_text(".narrative")
    page.keyboard.press("?")
    assert page.is_visible("dialog#keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    assert page.trouble == []


def test_without_script_everything_still_works(opened, bao, room, ana):
    actions.write_report(by=ana, room=room, narrative="the number was 0812345678", country="TH")
    page = opened(bao, java_script_enabled=False)
    page.visit("/reports/new/")
    page.fill("#id_narrative", "he called from 081 234 5678")
    page.fill("#id_country", "TH")
    page.click("form.intake button:not([data-noscript])")
    assert "081 234 5678" in page.inner_text(".narrative")
    assert "R-1" in page.inner_text("main")

    page.visit("/reports/")
    page.fill("#id_q", "+66 81 234 5678")
    page.click("form.filters button")
    assert page.locator("table.reports tbody tr").count() == 2

    page.select_option("#language", "th")
    page.click("form.languages button")
    assert "รายงาน" in page.inner_text("header")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "th", "vi", "my"])
def test_pages_are_accessible(opened, ana, room, theme, language):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    report = actions.write_report(
        by=ana, room=room, narrative="call 0812345678 or evil-bank.example.com", country="TH", reporter="A"
    )
    accounts.set_own(by=ana, name="Ana", name_latin="", language=language, theme=theme, buddhist_era=True)
    page = opened(ana)
    for path in (
        "/",
        "/reports/",
        "/reports/new/",
        f"/reports/{report.pk}/",
        "/reports/files/",
        "/me/",
        "/help/",
        "/help/components/",
        "/me/second-factor/",
    ):
        page.visit(path)
        found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response[
            "violations"
        ]
        assert [(path, one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_do_not_scroll_sideways(opened, ana, room, width):
    report = actions.write_report(by=ana, room=room, narrative="x" * 400 + " call 0812345678", country="TH")
    page = opened(ana, viewport={"width": width, "height": 800})
    for path in ("/", "/reports/", "/reports/new/", f"/reports/{report.pk}/", "/reports/files/", "/me/", "/help/"):
        page.visit(path)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
