"""From a key press on a slider to a changed line on the screen, in Chromium, and the server's part of it."""

import statistics
import time

from playwright.sync_api import sync_playwright
from streamlit.testing.v1 import AppTest

from benchmarks.serving import CHROMIUM_ARGUMENTS, ROOT, chromium_path, serving
from benchmarks.timing import report

PRESSES = 20
BIAS = ":is(.st-key-home_update_bias, .st-key-home_update_bias_slider)"
"""The slider of the home page, and that of the bare page."""

PRESS = """() => new Promise((done) => {
  const paths = () => [...document.querySelectorAll('.js-line, .gv-curve')];
  const lines = () => paths().map((path) => path.getAttribute('d')).join();
  const before = lines(), start = performance.now();
  const look = () => {
    const now = lines();
    if (now && now !== before) requestAnimationFrame(() => done(performance.now() - start));
    else requestAnimationFrame(look);
  };
  window.addEventListener('keydown', () => requestAnimationFrame(look), { once: true, capture: true });
})"""
"""Resolves with the milliseconds between now and the frame after the one in which a line has changed."""


def run() -> None:
    """Print every row."""
    rerun = statistics.median(home_reruns())
    report("server time of one home-page rerun, median", 1e3 * rerun, 30, "ms")
    browser = chromium_path()
    if browser is None:
        print("slider latency: no Chromium found, not measured")
        return
    with serving() as ours, serving("benchmarks/bare_page.py") as bare, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=CHROMIUM_ARGUMENTS)
        pages = [open_page(chromium, server.address) for server in (ours, bare)]
        pairs = [[press(page) for page in pages] for _ in range(PRESSES)]
        chromium.close()
    ours_ms, bare_ms = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
    ratio = statistics.median(a / b for a, b in pairs)
    detail = f"{ours_ms:.0f} ms against {bare_ms:.0f} ms"
    report("slider key press to painted chart, home against bare page", ratio, 1.3, detail=detail)


def home_reruns() -> list[float]:
    """Seconds of reruns with settings never seen before, the page's script and all that it sends."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    times = []
    for i in range(PRESSES):
        page.session_state["home_gain"] = 0.5 + 0.05 * (i + 1)
        start = time.perf_counter()
        page.run()
        times.append(time.perf_counter() - start)
    return times


def open_page(chromium, address: str):
    """A page whose chart has been drawn."""
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.wait_for_selector(".js-line, .gv-curve", state="attached", timeout=60_000)
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
    page.locator(f"{BIAS} input[type=range]").focus()
    return page


def press(page, slider: str = BIAS, key: str = "ArrowRight") -> float:
    """Milliseconds of one key press, once the page is at rest."""
    page.bring_to_front()
    page.locator(f"{slider} input[type=range]").focus()
    waiting = page.evaluate_handle(f"() => ({{ result: ({PRESS})() }})")
    page.keyboard.press(key)
    return page.evaluate("(waiting) => waiting.result", waiting)
