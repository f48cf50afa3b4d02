"""Chromium for the journeys: served by the test itself, with nothing reachable but the test's own server."""

import os
import shutil

import pytest

from duban.people.models import Officer

FLAGS = (
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
    """One Chromium for all journeys."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium on this machine: scripts/install_browser installs it")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread; the ORM is used beside it, never inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def visit(browser, committed, live_server, settings, signed_in):
    """Return a function that opens a page as an officer (or as nobody), `width` pixels wide.

    Afterwards: no error in the console, no refused style or script, no request to anywhere else, no page wider than its window.
    """
    wrong: list[str] = []
    contexts = []

    def open_page(officer: Officer | None = None, path: str = "/", width: int = 1280):
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            locale="zh-CN",
            base_url=live_server.url,
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: wrong.append(said.text) if _is_error(said) else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda sent: None if sent.url.startswith((live_server.url, "data:")) else wrong.append(sent.url),
        )
        page.on("load", lambda shown: wrong.extend(_too_wide(shown)))
        if officer is not None:
            # The page on which one signs in has a journey of its own.
            session = signed_in(officer).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


def _is_error(said) -> bool:
    # A refused act answers 4xx, which Chromium reports as a failed resource: that is the program's answer.
    return said.type == "error" and "Failed to load resource: the server responded with a status of 4" not in said.text


def _too_wide(page) -> list[str]:
    from playwright.sync_api import Error

    try:
        width = page.evaluate("document.documentElement.scrollWidth")
    except Error:  # the page was left already: its next one is measured
        return []
    return [f"{page.url} is {width} px wide"] if width > page.viewport_size["width"] else []
