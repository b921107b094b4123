"""Every page, opened first on a fresh server or in any window, shows itself whole."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from benchmarks.serving import serving
from gruviz.ui.controls.laboratory import VIEW_TITLES
from gruviz.ui.navigation import PAGES
from tests.browser.conftest import PATIENCE, PICTURE, pictures, press, settled


def whole(page):
    """A page that somebody opened first on this server shows itself, and nothing is amiss."""
    assert page.locator(PICTURE).first.is_visible()
    links = page.locator(".st-key-navigation a")
    assert [link.inner_text() for link in links.all()] == [label for _, label in PAGES.values()]
    assert page.locator("h1").inner_text()
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    assert pictures(page)[0]["alt"].startswith(page.locator("h2").first.get_attribute("data-text"))


TRANSFERRED = """() => performance.getEntriesByType('resource')
  .filter((entry) => /\\/plotly-\\w+\\.js$/.test(entry.name)).map((entry) => entry.transferSize)"""
"""Bytes that came over the network for each load of plotly.js; 0 from the browser's own store."""


def test_a_copied_link_opens_the_same_picture_on_a_fresh_server_and_loads_plotly_once(server, fresh_server, visit):
    page = visit(f"{server}/gradient_flow?cells=rnn,lstm&inputs=text&text=%C3%A4%F0%9F%A6%89%20b%26c%3D1%23x&seed=3")
    press(page, "gradient_flow_gain")
    press(page, "gradient_flow_scale")
    page.wait_for_url("**scale=1.1*")
    settled(page)
    page.get_by_role("button", name="Share this picture").click()
    page.mouse.move(700, 500)  # off the button, whose tooltip would cover what it has opened
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_selector(".gruviz-copy[data-url]")
    copied = page.locator(".gruviz-copy[data-url]").get_attribute("data-url")
    assert copied.startswith(f"{server}/gradient_flow?")
    other = visit(copied.replace(server, fresh_server))
    [shown, there] = [
        {**picture, "alt": picture["alt"].split(" In grey")[0]} for picture in pictures(page) + pictures(other)
    ]
    assert there == shown, "but for the curves of before, which stay behind"
    whole(other)
    assert parse_qs(urlsplit(other.url).query) == parse_qs(urlsplit(copied).query)
    assert parse_qs(urlsplit(copied).query)["text"] == ["ä🦉 b&c=1#x"]
    [size] = other.evaluate(TRANSFERRED)
    assert 1e6 < size < 2e6
    other.reload()
    settled(other)
    assert other.evaluate(TRANSFERRED) == [0]
    assert other.evaluate("'Plotly' in globalThis") is False
    other.locator(".st-key-navigation a", has_text="GRUViz").click()
    other.wait_for_url("**/")
    other.wait_for_selector(".st-key-home_gain_slider")
    settled(other)
    assert other.locator(PICTURE).first.is_visible()


ONE_BY_ONE = """
globalThis.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.hadRecentInput || (moved += entry.value)))
  .observe({ type: "layout-shift", buffered: true });
globalThis.WebSocket = class extends WebSocket {
  addEventListener(type, listen, ...options) {
    if (type !== "message") return super.addEventListener(type, listen, ...options);
    const waiting = [];
    const next = () => requestAnimationFrame(() => requestAnimationFrame(() => {
      listen(waiting[0]);
      waiting.shift();
      if (waiting.length) next();
    }));
    super.addEventListener(type, (message) => waiting.push(message) === 1 && next(), ...options);
  }
};
"""
"""Lets the browser paint after each thing that the server sends, as happens to any two of them now and then."""


@pytest.mark.parametrize("key", PAGES)
def test_nothing_jumps_while_a_page_comes_piece_by_piece(server, browser, key):
    """On a phone, where all stands below something else."""
    page = browser.open("light", touch=False)
    page.set_viewport_size({"width": 390, "height": 844})
    page.add_init_script(ONE_BY_ONE)
    page.goto(f"{server}/{'' if key == 'home' else key}")
    page.wait_for_function(
        """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
          && !document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')""",
        timeout=PATIENCE,
    )
    assert page.evaluate("moved") < 0.05
    page.close()


def test_home_shows_what_it_is_its_picture_and_its_slider_without_scrolling(server, visit):
    page = visit(server, width=1280, height=720)
    title, stage, moved = (
        page.locator(place).first.bounding_box()
        for place in ("h1", ".gv-stage", ".st-key-home_update_bias_slider input[type=range]")
    )
    assert 0 <= title["y"] < stage["y"] < moved["y"]
    assert moved["y"] + moved["height"] <= 720


def test_every_view_draws_on_a_phone(server, visit):
    page = visit(f"{server}/gradient_flow?inputs=noise&cells=rnn,gru,lstm&seq_len=20", width=390, height=844)
    for view, label in VIEW_TITLES.items():
        before = pictures(page)
        if view != "decay":
            page.get_by_role("tab", name=label).click()
            page.wait_for_url(f"**view={view}*")
            page.wait_for_selector(f"[class*=st-key-gradient_flow_{view}_0_numbers]")
            settled(page)
            assert pictures(page) != before
        assert all(picture["names"] for picture in pictures(page))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


HOSTILE = "gain=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&view=!%5Bx%5D(https%3A%2F%2Fevil.example%2Fx.png)&%24%24=1"


def test_a_hostile_link_is_answered_in_words_and_loads_nothing(server, visit):
    page = visit(f"{server}/gradient_flow?{HOSTILE}")
    alerts = page.locator("[data-testid=stAlert]")
    assert alerts.count() == 1
    texts = " ".join(alerts.all_inner_texts())
    assert "“Strength of the feedback” to “<img src=x onerror=alert(1)>”, but it takes a number from 0 to 4." in texts
    assert "“Question” to “![x](https://evil.example/x.png)”, but it takes one of How much is left?" in texts
    assert "a setting that GRUViz does not know (“$$”)" in texts
    assert alerts.locator("img").count() == 0
    assert "evil" not in page.url


@pytest.fixture
def fresh_server_below_a_prefix():
    with serving(prefix="/my/class") as server:
        yield server.address


def test_the_app_works_below_a_prefix(fresh_server_below_a_prefix, visit):
    page = visit(f"{fresh_server_below_a_prefix}/")
    whole(page)
    page.locator(".st-key-navigation a", has_text="Gradient flow").click()
    page.wait_for_url("**/my/class/gradient_flow")
    page.wait_for_selector(".st-key-gradient_flow_gain_slider")
    settled(page)
    page.reload()
    settled(page)
    assert len(page.evaluate(TRANSFERRED)) == 1
    whole(page)


def test_controls_whose_code_comes_late_show_what_the_link_chose(server, visit):
    page = visit(f"{server}/trainability", charts=False)
    late = []
    page.route(re.compile(r"/(ButtonGroup|Selectbox)\.[^/]*\.js"), lambda route: late.append(route))
    page.goto(f"{server}/trainability?tasks=adding&rate=0.03&updates=200")
    page.get_by_role("button", name="Just show me").click()
    page.get_by_text("Look closer").wait_for()
    page.locator(".gv-views [data-view=before]").click()
    page.wait_for_url("**view=before*")
    assert len(late) == 2
    for route in late:
        route.continue_()
    tasks, rate = (page.locator(f".st-key-trainability_{name}") for name in ("tasks", "rate"))
    updates = page.locator(".st-key-trainability_updates input")
    rate.locator("[aria-checked=true]").wait_for(state="attached")
    assert rate.locator("[aria-checked=true]").text_content() == "0.03"
    assert tasks.locator("[aria-pressed=true]").all_text_contents() == ["Adding problem"]
    assert updates.input_value() == "200"
