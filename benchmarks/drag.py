"""Dragging a slider in Chromium: the first picture, pictures a second, and what a class that drags costs the server."""

import asyncio
import statistics
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import CHROMIUM_ARGUMENTS, Server, chromium_path, serving
from benchmarks.timing import report
from benchmarks.visitor import Visitor

STUDENTS = 60
ROUNDS = 5
SEEN = """() => {
  const figures = document.querySelectorAll(':is([role=figure], svg[role=img])[aria-label]');
  return [...figures].map((figure) => figure.getAttribute('aria-label')).join();
}"""
"""What the pictures say: other words at every stop."""

FIRST = f"""(range) => new Promise((done) => {{
  const seen = {SEEN}, before = seen(), start = performance.now();
  const look = () => seen() === before ? requestAnimationFrame(look) : done(performance.now() - start);
  range.dispatchEvent(new PointerEvent('pointerdown', {{ bubbles: true }}));
  range.stepUp();
  range.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
  look();
}})"""
"""Resolves with the milliseconds from a slider's first move to a frame in which the picture has changed."""

DRAG = f"""([range, frames]) => new Promise((done) => {{
  const seen = {SEEN}, ends = [Number(range.min), Number(range.max)], start = performance.now();
  let [left, step, pictures, last] = [frames, 1, 0, seen()];
  const move = () => {{
    pictures += last !== (last = seen());
    if (left-- === 0) {{
      range.dispatchEvent(new Event('change', {{ bubbles: true }}));
      return done({{ pictures, ms: performance.now() - start }});
    }}
    if (ends.includes(range.valueAsNumber)) step = range.valueAsNumber === ends[0] ? 1 : -1;
    step > 0 ? range.stepUp() : range.stepDown();
    range.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
    requestAnimationFrame(move);
  }};
  move();
}})"""
"""Drags a slider by one stop in each frame; resolves with how many pictures were seen in how many milliseconds."""

BARE = """async ([host, frames]) => {
  const file = performance.getEntriesByType('resource').find((entry) => /plotly-[0-9a-f]+\\.js/.test(entry.name)).name;
  const Plotly = (await import(file)).default, start = performance.now();
  const ys = host._fullData.map((trace) => Array.from(trace.y));
  const traces = ys.map((_, i) => i), options = { mode: 'immediate', frame: { duration: 0, redraw: false } };
  for (let k = 0; k < frames; k++) {
    const data = ys.map((y) => ({ y: y.map((value) => value * (1 + 0.01 * (k % 40))) }));
    Plotly.animate(host, { data, traces }, { ...options, transition: { duration: 0 } }).catch(() => {});
    await new Promise(requestAnimationFrame);
  }
  return { pictures: frames, ms: performance.now() - start };
}"""
"""The floor: Plotly's own animation of the same chart from numbers that are there, one picture in each frame."""

FRAMES = 90


def run() -> None:
    """Print every row."""
    with serving() as server:
        crowd(server)
        asyncio.run(beside(server))
    path = chromium_path()
    if path is None:
        print("dragging: no Chromium found, not measured")
        return
    with serving() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        pages = [chromium.new_page(viewport={"width": 1440, "height": 900}) for _ in range(2)]
        firsts = [first_picture(pages[0], f"{server.address}/?seq_len={60 + 5 * i}") for i in range(ROUNDS)]
        report("first picture of a drag on Home, nothing computed before", statistics.median(firsts), 300, "ms")
        home = [dragged(pages[0], server.address, "home_update_bias") for _ in range(ROUNDS)]
        report("milliseconds a picture while dragging on Home", statistics.median(home), 1000 / 30, "ms")
        address = f"{server.address}/gradient_flow?inputs=noise"
        pairs = [(dragged(pages[1], address, "gradient_flow_update_bias"), bare(pages[1])) for _ in range(ROUNDS)]
        ratio = statistics.median(ours / floor for ours, floor in pairs)
        detail = f"{statistics.median(ours for ours, _ in pairs):.0f} ms a picture"
        report("dragging in Gradient flow against a bare Plotly.animate loop", ratio, 1.5, detail=detail)
        chromium.close()


def opened(page: Page, address: str, key: str):
    """The range input of a slider, once its page is at rest."""
    page.bring_to_front()
    page.goto(address)
    page.wait_for_function(f"({SEEN})() !== ''")
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    page.wait_for_function("!document.querySelector('[role=figure][aria-busy=true]')")
    return page.locator(f".st-key-{key}_slider input[type=range]").element_handle()


def first_picture(page: Page, address: str) -> float:
    """Milliseconds from the first move to its picture, at settings that the server has not seen."""
    handle = opened(page, address, "home_gain")
    milliseconds: float = page.evaluate(FIRST, handle)
    return milliseconds


def dragged(page: Page, address: str, key: str) -> float:
    """Milliseconds a picture during a drag whose sweep has come."""
    handle = opened(page, address, key)
    with page.expect_response("**/sweep-*"):
        handle.dispatch_event("pointerdown")
    page.evaluate("() => new Promise((done) => setTimeout(done, 200))")  # it is unpacked
    return a_picture(page.evaluate(DRAG, [handle, FRAMES]))


def bare(page: Page) -> float:
    """Milliseconds a picture of the chart that is on the page, by Plotly alone."""
    host = page.locator(".gruviz-chart").first.element_handle()
    return a_picture(page.evaluate(BARE, [host, FRAMES]))


def a_picture(seen: dict[str, float]) -> float:
    """Milliseconds for each picture that was seen."""
    return seen["ms"] / max(1, seen["pictures"])


def crowd(server: Server) -> None:
    """A class whose students all take the same slider at once, against one who does."""
    lengths = count(20, 5)
    with ThreadPoolExecutor(STUDENTS) as pool:

        def fetched(students: int) -> float:
            address = f"{server.address}/sweep-home-gain.json?seq_len={next(lengths)}"
            start = time.perf_counter()
            list(pool.map(lambda _: urllib.request.urlopen(address).read(), range(students)))
            return time.perf_counter() - start

        pairs = [(fetched(STUDENTS), fetched(1)) for _ in range(ROUNDS)]
    ratio = statistics.median(all_ / one for all_, one in pairs)
    detail = f"one sweep {1e3 * statistics.median(one for _, one in pairs):.0f} ms"
    report(f"{STUDENTS} students take the same slider at once, against one", ratio, 1.5, detail=detail)


async def beside(server: Server) -> None:
    """A visitor's moves while the server computes others' sweeps, against moves on an idle server."""
    visitor = await Visitor.enter(server.port)
    values = count(0)

    async def move() -> float:
        return await visitor.move("home_gain", round(0.5 + 0.05 * (next(values) % 71), 2))

    async def sweeping() -> float:
        address = f"{server.address}/sweep-gradient_flow-gain.json?inputs=noise&seed={next(values)}"
        sweep = asyncio.ensure_future(asyncio.to_thread(lambda: urllib.request.urlopen(address).read()))
        await asyncio.sleep(0.1)
        seconds = await move()
        await sweep
        return seconds

    await move()
    pairs = [(await sweeping(), await move()) for _ in range(2 * ROUNDS)]
    await visitor.leave()
    busy, idle = (1e3 * statistics.median(pair[i] for pair in pairs) for i in (0, 1))
    report("a move while another's sweep is computed", busy, 300, "ms", detail=f"{idle:.0f} ms on an idle server")
