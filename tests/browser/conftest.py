"""A headless Chromium for the pages; every test here skips, and says so, where there is none."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "engine" / "findings"))

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
# Nothing the browser would ask of a network by itself, and no profile of a person.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield launched
        launched.close()


class Seen:
    """A page as opened, with all that went wrong in it."""

    def __init__(self, page):
        self.page = page
        self.trouble = []
        page.on("console", lambda message: self.trouble.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda request: (
                self.trouble.append(f"request: {request.url}")
                if not request.url.startswith(("file:", "data:"))
                else None
            ),
        )


@pytest.fixture
def opened(browser, tmp_path):
    """A function that opens the text of a page; anything said to the console, asked for or thrown is kept in `trouble`."""
    contexts = []

    def open_page(html, **options):
        path = tmp_path / "index.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(**options)
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.page.goto(path.as_uri())
        return seen

    yield open_page
    for context in contexts:
        context.close()
