"""Moving a control feels like moving the thing: same node, no blank, no jump; and the link brings it all back."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import pictures, press, settled, shown_again, slider

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

STEADY = f"""async () => {{
  const look = () => JSON.stringify(({PLACES})());
  for (let [same, last] = [0, look()]; same < 30;) {{
    await new Promise(requestAnimationFrame);
    const now = look();
    [same, last] = [now === last ? same + 1 : 0, now];
  }}
}}"""
"""What comes last has come: nothing has moved for half a second."""


def moved(page, page_key, name):
    """Move a slider by one key: the chart, the slider and the address follow."""
    key = f"{page_key}_{name}"
    value = float(slider(page, key).get_attribute("value"))
    before = pictures(page)
    press(page, key)
    assert pictures(page)[0]["y"] != before[0]["y"]
    now = float(slider(page, key).get_attribute("value"))
    assert now > value
    page.wait_for_function("(name) => new URLSearchParams(location.search).has(name)", arg=name)
    assert float(parse_qs(urlsplit(page.url).query)[name][0]) == now


@every_slider
def test_a_slider_moves_the_picture_on_a_phone(server, visit, page_key, path, name):
    page = visit(server + path, width=390)
    if page_key == "gradient_flow":
        page.get_by_role("button", name="Controls").click()
    before = pictures(page)
    moved(page, page_key, name)
    press(page, f"{page_key}_{name}", "ArrowLeft")
    shown_again(page, before)


def stands_at(page, name, value):
    page.wait_for_function(
        "([slider, value]) => slider.value === value", arg=[slider(page, name).element_handle(), value]
    )


def test_back_in_the_browser_takes_the_last_move_back(server, visit):
    page = visit(f"{server}/?gain=2")
    before = pictures(page)
    press(page, "home_seq_len")
    page.wait_for_url("**seq_len=30**")
    page.go_back()
    page.wait_for_function("!location.search.includes('seq_len')")
    stands_at(page, "home_seq_len", "25")
    shown_again(page, before)
    assert page.url.endswith("/?gain=2")


@every_slider
def test_back_and_reset_lead_to_the_first_picture_and_keys_faster_than_the_answers_all_count(
    server, visit, page_key, path, name
):
    page = visit(server + path)
    moves = slider(page, f"{page_key}_{name}")
    start, step = (moves.get_attribute(given) for given in ("value", "step"))
    before, entries = pictures(page), page.evaluate("history.length")
    moved(page, page_key, name)
    page.go_back()
    page.wait_for_function("location.search === ''")
    shown_again(page, before)
    press(page, f"{page_key}_{name}")
    page.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_function("location.search === ''")
    shown_again(page, before)
    assert page.evaluate("history.length") == entries + 2

    stands_at(page, f"{page_key}_{name}", start)
    moves.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    shown = "([name, value]) => Number(new URLSearchParams(location.search).get(name)).toFixed(6) === value"
    page.wait_for_function(shown, arg=[name, f"{float(start) + 8 * float(step):.6f}"])
    settled(page)
    assert float(moves.get_attribute("value")) == pytest.approx(float(start) + 8 * float(step))


@every_slider
def test_a_moved_slider_neither_blanks_nor_shifts_the_page(server, visit, page_key, path, name):
    page = visit(f"{server}{path}?gain=1.5")  # a gain that is told all the time, so that the words take as many lines
    page.evaluate(STEADY)
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


def test_settings_outlive_a_walk_through_the_navigation(server, visit):
    page = visit(server)
    press(page, "home_gain")
    press(page, "home_seq_len")
    page.wait_for_url("**seq_len=30*")
    settled(page)
    before = pictures(page)
    page.locator(".st-key-navigation a", has_text="Gradient flow").click()
    page.wait_for_url("**/gradient_flow*")
    page.wait_for_selector(".st-key-gradient_flow_gain_slider")
    settled(page)
    page.locator(".st-key-navigation a", has_text="GRUViz").click()
    page.wait_for_selector(".st-key-home_gain_slider")
    shown_again(page, before)
    assert json.dumps(parse_qs(urlsplit(page.url).query), sort_keys=True) == '{"gain": ["1.05"], "seq_len": ["30"]}'
