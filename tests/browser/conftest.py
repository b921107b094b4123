"""A real server and a real browser; a page that logs an error or asks another host fails its test."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from benchmarks.serving import CHROMIUM_ARGUMENTS, chromium_path, serving
from gruviz.ui.navigation import PAGES

OWN_PROBES = re.compile(rf"/({'|'.join(set(PAGES) - {'home'})})/_stcore/(health|host-config)$")
"""Behind a deep link Streamlit first looks for its server in the wrong place and logs two 404s."""
PATIENCE = 90_000
"""Milliseconds after which a condition counts as never met; on a busy machine a worker needs a minute to load torch."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What fails in a browser is tried once more, and the summary counts it: on a busy machine a click gets lost now
    and then between a page that is being drawn and its server. What fails twice has failed."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.flaky(reruns=1))


class Windows:
    """A browser that keeps what it has loaded and compiled of Streamlit and Plotly, as a student's does."""

    def __init__(self, playwright: Playwright, executable: str, folder: str) -> None:
        self._launch = {"executable_path": executable, "args": CHROMIUM_ARGUMENTS}
        self._playwright = playwright
        self._kept = playwright.chromium.launch_persistent_context(folder, **self._launch)

    @cached_property
    def _private(self) -> Browser:
        return self._playwright.chromium.launch(**self._launch)

    @cached_property
    def _touched(self) -> BrowserContext:
        return self.new_context(has_touch=True, is_mobile=True)  # Playwright has a finger for whole contexts only

    def new_context(self, **options: Any) -> BrowserContext:
        """Another person's windows, with cookies and a memory of their own."""
        return self._private.new_context(**options)

    def new_page(self) -> Page:
        """A window of another person."""
        return self._private.new_page()

    def open(self, theme: str, *, touch: bool) -> Page:
        page = (self._touched if touch else self._kept).new_page()
        page.emulate_media(color_scheme=theme)
        return page

    def close(self) -> None:
        self._kept.close()
        if "_private" in vars(self):
            self._private.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Windows]:
    path = chromium_path()
    if path is None:
        message = "no Chromium or Chrome found: install one or name it in GRUVIZ_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        windows = Windows(playwright, path, folder)
        yield windows
        windows.close()


@pytest.fixture
def fresh_server() -> Iterator[str]:
    with serving() as server:
        yield server.address


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serving() as server:
        yield server.address


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Windows) -> Iterator[Visit]:
    """Open an address in a window of its own and wait for its charts, if it has any; checked for errors at the end."""
    with visiting(browser) as open_page:
        yield open_page


@contextmanager
def visiting(browser: Windows) -> Iterator[Visit]:
    opened, complaints = [], []

    def open_page(
        address: str,
        *,
        width: int = 1440,
        height: int = 900,
        theme: str = "light",
        charts: bool = True,
        touch: bool = False,
    ) -> Page:
        page = browser.open(theme, touch=touch)
        opened.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(PATIENCE)
        host = urlsplit(address).netloc

        def on_console(message):
            if message.type == "error" and not OWN_PROBES.search(message.location.get("url", "")):
                complaints.append(f"console: {message.text} {message.location}")

        def on_request(request):
            parts = urlsplit(request.url)
            if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
                complaints.append(f"asked another host: {request.url}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
        page.on("request", on_request)
        page.goto(address)
        if charts:
            settled(page)
        return page

    yield open_page
    for page in opened:
        if not page.is_closed():
            page.evaluate("localStorage.clear()")
            page.context.clear_cookies()
            page.close()
    assert not complaints, "\n".join(complaints)


PICTURE = ".gruviz-chart, .gv-stage > svg"
"""A Plotly chart, or Home's light."""


def settled(page: Page) -> None:
    """Wait until the script has run, all has come, and every chart is drawn."""
    page.wait_for_function(
        """() => {
          const app = document.querySelector('[data-testid=stApp]');
          const places = [...document.querySelectorAll('[data-testid=stElementContainer][class*=_plot]')];
          const charts = [...document.querySelectorAll('.gruviz-chart')];
          const lights = [...document.querySelectorAll('.gv-light')];
          return app?.dataset.testScriptState === 'notRunning' && charts.length + lights.length > 0
            && !document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')
            && lights.every((light) => light.querySelector('.gv-curve[d]'))
            && places.every((place) => place.querySelector('.gruviz-chart'))
            && charts.every((chart) => !chart.hasAttribute('aria-busy') && chart.querySelector('.main-svg'));
        }"""
    )


def slider(page: Page, name: str):
    """The range input of a control; `name` is the key of its value."""
    return page.locator(f":is(.st-key-{name}, .st-key-{name}_slider) input[type=range]")


def press(page: Page, name: str, key: str = "ArrowRight") -> None:
    """Move a slider by the keyboard and wait for another picture."""
    before = page.locator(PICTURE).first.get_attribute("aria-label")
    slider(page, name).focus()
    page.keyboard.press(key)
    page.wait_for_function(
        "([picture, before]) => document.querySelector(picture)?.getAttribute('aria-label') !== before",
        arg=[PICTURE, before],
    )
    settled(page)


def hide(page: Page, name: str) -> None:
    """Hide the line of the first chart whose name begins so, in its legend, which is shown for it."""
    page.evaluate(
        """async () => {
          const loaded = performance.getEntriesByType('resource').find((entry) => /plotly-.*[.]js/.test(entry.name));
          const graph = document.querySelector('.gruviz-chart');
          await (await import(loaded.name)).default.relayout(graph, { showlegend: true });
        }"""
    )
    page.locator(".gruviz-chart .traces", has_text=re.compile(f"^{name}")).locator(".legendtoggle").first.click()
    page.wait_for_function("document.querySelector('.gruviz-chart').data.some((line) => line.visible === 'legendonly')")


def pictures(page: Page) -> list[dict]:
    """What each chart says and draws, but for the curve of before that it leaves in grey."""
    return page.evaluate(PICTURES, PICTURE)


def shown_again(page: Page, before: list[dict]) -> None:
    """Wait until the charts are as they were: a frame that a slider shows at once has rounded numbers."""
    page.wait_for_function(
        f"([selector, before]) => JSON.stringify(({PICTURES})(selector)) === JSON.stringify(before)",
        arg=[PICTURE, before],
    )


PICTURES = """(selector) => [...document.querySelectorAll(selector)].map((chart) => ({
          alt: chart.getAttribute('aria-label').replace(/ In grey: .*/, ''),
          y: chart._fullData?.map((trace) => Array.from(trace.y ?? [], (value) => String(value)))
            ?? [...chart.querySelectorAll('.gv-curve')].map((curve) => curve.getAttribute('d')),
          names: chart._fullData?.map((trace) => trace.name)
            ?? [...chart.querySelectorAll('.gv-label')].map((label) => label.textContent),
        }))"""


def grave_violations(page):
    """What axe-core calls serious or critical: rule → elements."""
    return {
        violation["id"]: [node["target"] for node in violation["nodes"]]
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    }
