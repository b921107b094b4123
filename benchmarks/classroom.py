"""Do trainings of others slow a slider down? The gradient-flow page with two trainings running, against idle."""

import shutil
import statistics

from playwright.sync_api import sync_playwright

from benchmarks.slider import ARGUMENTS, press, serve
from benchmarks.timing import report

PRESSES = 12
SLIDER = ".st-key-gradient_flow_update_bias"


def run() -> None:
    """Print one row."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("latency under trainings: no Chromium found, not measured")
        return
    with serve("app.py") as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/gradient_flow")
        page.wait_for_selector(".js-line", state="attached", timeout=60_000)
        idle = [press(page, SLIDER) for _ in range(PRESSES)]
        for seed in (1, 2):
            start_training(chromium, f"{address}/train?steps=2000&seeds=3&seed={seed}")
        busy = [press(page, SLIDER, "ArrowLeft") for _ in range(PRESSES)]
        chromium.close()
    ratio = statistics.median(busy) / statistics.median(idle)
    detail = f"{statistics.median(busy):.0f} ms against {statistics.median(idle):.0f} ms"
    report("slider latency while two trainings run, against idle", ratio, 2.0, detail=detail)


def start_training(chromium, address: str) -> None:
    """Open the training page, start, and wait for the first updates; the page then goes away, the run stays."""
    page = chromium.new_page()
    page.goto(address)
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector(".js-line", state="attached", timeout=120_000)
    page.close()
