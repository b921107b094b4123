"""Scripting per frame while the cursor moves through the largest run inside the cell, and what the run weighs."""

import statistics

from playwright.sync_api import sync_playwright

from benchmarks.serving import CHROMIUM_ARGUMENTS, chromium_path, serving
from benchmarks.timing import report
from gruviz.closeup.follow import Closeup, follow
from gruviz.closeup.interventions import Interventions
from gruviz.experiments.settings import Experiment
from gruviz.ui.inside.scene import pack_scene

LARGEST = "weights=fresh&form=heat&inputs=noise&seq_len=200&hidden_size=32&hold="
HOLDS = {"gru": "z=0.5@10-20", "lstm": "f=0.5@10-20"}

MOVE = """() => new Promise((done) => {
  const root = document.querySelector('.gv-inside'), times = [];
  const step = () => {
    performance.mark('begin');
    root.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
    times.push(performance.measure('cursor', 'begin').duration);
    if (times.length < 199) requestAnimationFrame(step);
    else done(times);
  };
  root.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' }));
  requestAnimationFrame(step);
})"""
"""Resolves with the milliseconds of scripting of each of 199 frames, one step a frame."""


def run() -> None:
    """Print every row."""
    for cell, hold in HOLDS.items():
        weight = len(largest_scene(cell, hold)) / 1000
        report(f"largest scene sent to the browser, {cell}, T=200 H=32", weight, 500, "kB")
    browser = chromium_path()
    if browser is None:
        print("cursor: no Chromium found, not measured")
        return
    with serving() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=CHROMIUM_ARGUMENTS)
        for cell, hold in HOLDS.items():
            for way in ("forward", "backward"):
                page = chromium.new_page(viewport={"width": 1440, "height": 900})
                page.goto(f"{server.address}/inside_the_cell?cell={cell}&way={way}&{LARGEST}{hold.replace('=', '%3D')}")
                page.wait_for_selector(".gv-diagram [data-part^=box]", timeout=60_000)
                page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
                times = page.evaluate(MOVE)
                page.close()
                slow = statistics.quantiles(times, n=20)[-1]
                detail = f"median {statistics.median(times):.1f} ms"
                report(f"scripting per cursor step, {cell} {way}, 95th percentile", slow, 16, "ms", detail=detail)
        chromium.close()


def largest_scene(cell: str, hold: str) -> bytes:
    """The message for the largest run that the page allows, with an intervention."""
    experiment = Experiment(cells=(cell,), reference=False, seeds=1, seq_len=200, hidden_size=32)
    followed = follow(Closeup(experiment, Interventions.parse(hold)))
    return pack_scene(followed, keeps=False, start={"serial": 1, "at": {}})
