"""What a page does while it opens on a warm server: how far it jumps, and how long a chart comes after its headline."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.serving import CHROMIUM_ARGUMENTS, chromium_path, serving
from benchmarks.timing import report

PAGES = (
    *("", "gradient_flow", "inside_the_cell", "train", "trainability"),
    *("applications", "your_network", "compare", "walkthrough"),
)
WINDOWS = ((1440, 900), (1280, 720), (390, 844))
SLOWED = 4
"""Times that a slow computer's processor is slower."""
OPENINGS = 3
JUMPS, LATE = 0.1, 300
"""Layout shift, and milliseconds from a chart's headline to its lines, at most."""

WATCH = """
globalThis.jumps = 0;
globalThis.seen = {};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) jumps += entry.value;
}).observe({ type: "layout-shift", buffered: true });
const look = () => {
  for (const [name, part] of [["headline", ".gruviz-headline"], ["chart", ".gruviz-chart .main-svg"]]) {
    if (!(name in seen) && document.querySelector(part)?.checkVisibility()) seen[name] = performance.now();
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
AT_REST = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('.gruviz-chart')].every((chart) => chart.querySelector('.main-svg'))"""


def run() -> None:
    """Print every row."""
    browser = chromium_path()
    if browser is None:
        print("first paint: no Chromium found, not measured")
        return
    with serving() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=CHROMIUM_ARGUMENTS)
        for page in PAGES:
            address, name = f"{server.address}/{page}", page or "home"
            jumps = [jumped for window in WINDOWS for jumped, _ in openings(chromium, address, window)]
            report(f"layout shift while a page opens, largest of all windows, {name}", max(jumps), JUMPS)
        for slower in (1, SLOWED):
            waits = [late for _, late in openings(chromium, f"{server.address}/gradient_flow", WINDOWS[0], slower)]
            report(f"from headline to chart, gradient flow, processor {slower} × slower", median(waits), LATE, "ms")
        chromium.close()


def openings(
    chromium: Browser, address: str, window: tuple[int, int], slower: float = 1
) -> Iterator[tuple[float, float]]:
    """Layout shift, and milliseconds from headline to chart (0 without a chart), of openings by one browser.

    The first one, for which the browser fetches all of Streamlit and Plotly, is not counted.
    """
    width, height = window
    context = chromium.new_context(viewport={"width": width, "height": height})
    for opening in range(1 + OPENINGS):
        page = context.new_page()
        measured = opened(page, address, slower)
        page.close()
        if opening:
            yield measured
    context.close()


def opened(page: Page, address: str, slower: float) -> tuple[float, float]:
    """Open a page and wait until nothing is on its way any more."""
    page.add_init_script(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address)
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_function(AT_REST, timeout=60_000)
    page.wait_for_timeout(500)  # what comes late counts too
    jumps, seen = page.evaluate("[jumps, seen]")
    return float(jumps), max(0.0, seen.get("chart", 0) - seen.get("headline", 0)) if "chart" in seen else 0.0
