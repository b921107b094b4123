"""Moving a control feels like moving the thing: same node, no blank, no jump; and the link brings it all back."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import PICTURE, pictures, press, settled, shown_again, slider

SLIDERS = {"home": ("/", "gain"), "gradient_flow": ("/gradient_flow", "gain")}
every_slider = pytest.mark.parametrize(("page_key", "path", "name"), [(k, *v) for k, v in SLIDERS.items()], ids=SLIDERS)

WATCH = """() => {
  const chart = document.querySelector('.gruviz-chart, .gv-stage');
  chart.isTheSame = true;
  window.frames_seen = { count: 0, blank: 0, tops: [] };
  const look = () => {
    const now = document.querySelector('.gruviz-chart, .gv-stage');
    window.frames_seen.count += 1;
    if (!now?.isTheSame || !now.querySelector('.main-svg .trace, .gv-curve')) window.frames_seen.blank += 1;
    if (now) window.frames_seen.tops.push(Math.round(now.getBoundingClientRect().top));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""

PLACES = """() => {
  const top = (element) => Math.round(element.getBoundingClientRect().top);
  const chart = document.querySelector('.gruviz-chart, .gv-stage');
  const main = document.querySelector('[data-testid=stMain]');
  return {
    chart: top(chart), summary: top(document.querySelector('.gruviz-summary, .gv-summary')),
    expander: top(document.querySelector('[data-testid=stExpander]')),
    height: main.scrollHeight, scrolled: main.scrollTop,
  };
}"""


@pytest.mark.parametrize("width", [1440, 390])
@every_slider
def test_a_slider_moved_by_keyboard_changes_the_chart_and_the_address(server, visit, page_key, path, name, width):
    page = visit(server + path, width=width)
    if width == 390 and page_key == "gradient_flow":
        page.get_by_role("button", name="Controls").click()
    key = f"{page_key}_{name}"
    value = float(slider(page, key).get_attribute("value"))
    before = pictures(page)
    press(page, key)
    assert pictures(page)[0]["y"] != before[0]["y"]
    moved = float(slider(page, key).get_attribute("value"))
    assert moved > value
    page.wait_for_function("(name) => new URLSearchParams(location.search).has(name)", arg=name)
    assert float(parse_qs(urlsplit(page.url).query)[name][0]) == moved
    press(page, key, "ArrowLeft")
    shown_again(page, before)


@every_slider
def test_keys_faster_than_the_answers_all_count(server, visit, page_key, path, name):
    page = visit(server + path)
    moved = slider(page, f"{page_key}_{name}")
    start, step = (float(moved.get_attribute(given)) for given in ("value", "step"))
    moved.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    shown = "([name, value]) => Number(new URLSearchParams(location.search).get(name)).toFixed(6) === value"
    page.wait_for_function(shown, arg=[name, f"{start + 8 * step:.6f}"])
    settled(page)
    assert float(moved.get_attribute("value")) == pytest.approx(start + 8 * step)


def test_back_in_the_browser_takes_the_last_move_back(server, visit):
    page = visit(f"{server}/?gain=2")
    before = pictures(page)
    press(page, "home_seq_len")
    page.wait_for_url("**seq_len=30**")
    page.go_back()
    page.wait_for_function("!location.search.includes('seq_len')")
    page.wait_for_function("(slider) => slider.value === '25'", arg=slider(page, "home_seq_len").element_handle())
    settled(page)
    assert pictures(page) == before
    assert page.url.endswith("/?gain=2")


@every_slider
def test_back_to_the_first_picture_and_reset_lead_there(server, visit, page_key, path, name):
    page = visit(server + path)
    before, entries = pictures(page), page.evaluate("history.length")
    press(page, f"{page_key}_{name}")
    page.wait_for_url(f"**{name}=**")
    page.go_back()
    page.wait_for_function("location.search === ''")
    page.wait_for_function(
        "([picture, alt]) => document.querySelector(picture).getAttribute('aria-label').startsWith(alt)",
        arg=[PICTURE, before[0]["alt"]],
    )
    shown_again(page, before)
    press(page, f"{page_key}_{name}")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_function("location.search === ''")
    shown_again(page, before)
    assert page.evaluate("history.length") == entries + 2


@every_slider
def test_a_moved_slider_neither_blanks_nor_shifts_the_page(server, visit, page_key, path, name):
    page = visit(f"{server}{path}?gain=1.5")  # a gain that is told all the time, so that the words take as many lines
    places, line_count = page.evaluate(PLACES), heading_height(page)
    page.evaluate(WATCH)
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        press(page, f"{page_key}_{name}", key)
        assert heading_height(page) == line_count, "choose a step that keeps the title's number of lines"
        assert page.evaluate(PLACES) == places
    seen = page.evaluate("window.frames_seen")
    assert seen["count"] > 5
    assert seen["blank"] == 0
    assert set(seen["tops"]) == {places["chart"]}


def heading_height(page):
    return round(page.locator("h2").first.bounding_box()["height"])


def test_a_scrolled_page_stays_where_it_is(server, visit):
    page = visit(f"{server}/gradient_flow", height=600)
    page.eval_on_selector("[data-testid=stMain]", "(main) => main.scrollTo({ top: 300, behavior: 'instant' })")
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 300")
    slider(page, "gradient_flow_gain").focus()
    places = page.evaluate(PLACES)
    page.evaluate(WATCH)
    press(page, "gradient_flow_gain")
    now = page.evaluate(PLACES)
    assert (now["chart"], now["scrolled"]) == (places["chart"], places["scrolled"])
    assert page.evaluate("window.frames_seen.blank") == 0


def test_the_copied_link_opens_the_same_picture_on_another_server(server, fresh_server, visit):
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
    assert parse_qs(urlsplit(other.url).query) == parse_qs(urlsplit(copied).query)
    assert parse_qs(urlsplit(copied).query)["text"] == ["ä🦉 b&c=1#x"]


def test_settings_outlive_a_walk_through_the_navigation(server, visit):
    page = visit(server)
    press(page, "home_gain")
    press(page, "home_seq_len")
    before = pictures(page)
    page.locator(".st-key-navigation a", has_text="Gradient flow").click()
    page.wait_for_url("**/gradient_flow*")
    page.wait_for_selector(".st-key-gradient_flow_gain_slider")
    settled(page)
    page.locator(".st-key-navigation a", has_text="GRUViz").click()
    page.wait_for_selector(".st-key-home_gain_slider")
    settled(page)
    assert pictures(page) == before
    assert json.dumps(parse_qs(urlsplit(page.url).query), sort_keys=True) == '{"gain": ["1.05"], "seq_len": ["30"]}'
