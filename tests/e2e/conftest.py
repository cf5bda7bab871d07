"""The browser, and pages that fail on any error of the console or request outside the site.

    def test_home(visit):
        page = visit("/")                       # or visit("/", width=390, dark=True, scripts=False)
        assert_accessible(page)                 # tests/e2e/checks.py

To sign somebody in: `visit("/espace/", account=user)`.
"""

import os
import shutil
from importlib import import_module

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import Locator, expect, sync_playwright

# Playwright keeps an event loop in this thread; Django would refuse the database there although nothing runs beside.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

expect.set_options(timeout=15_000)  # milliseconds; a wait that succeeds costs nothing, and a loaded machine takes its time

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, one launch a file of tests; without it the tests are skipped, but fail when CI=true."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        message = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=options)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def whole_pages(monkeypatch):
    """A click waits for the whole page that it opens: Playwright waits for its first byte, and what is read next may not have come."""
    click = Locator.click

    def click_and_wait(locator, **options):
        click(locator, **options)
        locator.page.wait_for_load_state()

    monkeypatch.setattr(Locator, "click", click_and_wait)


@pytest.fixture
def visit(browser, live_server, settings):
    """Return a function that opens an address of the site and gives Playwright's page; see the head of this file."""
    settings.ALLOWED_HOSTS = ["*"]
    contexts, faults = [], []

    def open_page(
        address: str,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        scripts: bool = True,
        account=None,
        status: int = 200,
        refusals: bool = False,
        **options,
    ):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            **options,
        )
        contexts.append(context)
        if account is not None:
            context.add_cookies([_session_cookie(account, live_server.url)])
        page = context.new_page()
        page.on(
            "console", lambda message: faults.append(f"console: {message.text}") if _is_fault(message, refusals or status >= 400) else None
        )
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("request", lambda request: None if _inside(request.url, live_server.url) else faults.append(f"outside: {request.url}"))
        response = page.goto(address)
        assert response.status == status, f"{address}: {response.status}"
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _inside(url, origin):
    return url.startswith((origin, "data:", "blob:", "about:"))


def _is_fault(message, refusals):
    """The console names every answer of 400 and more: `refusals` says that the test expects some."""
    if message.type != "error":
        return False
    return not refusals or "Failed to load resource" not in message.text


def _session_cookie(account, url):
    session = import_module(django_settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.save()
    return {"name": django_settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}
