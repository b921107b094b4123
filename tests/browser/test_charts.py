"""A chart under the hand: its ranges, its hidden lines, its hover boxes; by mouse and by finger."""

import numpy as np
import pytest

from tests.browser.conftest import hide, pictures, press, settled, slider
from tests.browser.test_windows import luminance

LABORATORY = "/gradient_flow?inputs=noise"
RANGES = """() => {
  const { xaxis, yaxis } = document.querySelector('.gruviz-chart')._fullLayout;
  return [...xaxis.range, ...yaxis.range].map((end) => Math.round(end * 1000) / 1000);
}"""
GIVEN = """() => {
  const lines = document.querySelector('.gruviz-chart')._fullData;
  return Math.max(...lines.flatMap((line) => Array.from(line.x)));
}"""
HIDDEN = """() => document.querySelector('.gruviz-chart')._fullData
  .filter((line) => line.visible === 'legendonly' && line.showlegend).map((line) => line.name)"""


def middle(page):
    """Where the middle of the first chart's plot is."""
    box = page.locator(".gruviz-chart .nsewdrag").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_line_hidden_stays_hidden_under_another_name(server, visit):
    page = visit(f"{server}/gradient_flow?cells=rnn,gru,lstm&inputs=noise&seeds=2&reference=0&seq_len=20")
    hide(page, "GRU")
    page.wait_for_function(f"({HIDDEN})().length === 1")
    [hidden] = page.evaluate(HIDDEN)
    assert hidden.startswith("GRU")
    press(page, "gradient_flow_update_bias")
    page.wait_for_function(f"(hidden) => ({HIDDEN})().join() !== hidden", arg=hidden)
    [renamed] = page.evaluate(HIDDEN)
    assert renamed.startswith("GRU")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_box_at_the_pointer_can_be_read_and_a_double_click_shows_the_whole_of_this_picture(server, visit, theme):
    page = visit(server + LABORATORY, theme=theme)
    check_the_box_at_the_pointer(page)
    if theme == "light":
        check_double_clicks(page)


def check_the_box_at_the_pointer(page):
    page.mouse.move(*middle(page))
    page.wait_for_selector(".gruviz-chart .hoverlayer .legend text")
    ink, paper = page.evaluate(
        """() => {
          const layer = document.querySelector('.gruviz-chart .hoverlayer');
          return [getComputedStyle(layer.querySelector('.legendtext')).fill,
                  getComputedStyle(layer.querySelector('.legend .bg')).fill];
        }"""
    )
    assert abs(luminance(ink) - luminance(paper)) > 120


def check_double_clicks(page):
    press(page, "gradient_flow_seq_len")
    press(page, "gradient_flow_seq_len")
    whole = page.evaluate(RANGES)
    assert page.evaluate(GIVEN) == 60
    assert max(whole[:2]) >= 60
    x, y = middle(page)
    page.mouse.dblclick(x, y)
    page.wait_for_function("document.querySelector('.gruviz-chart')._fullLayout._dragged !== true")
    assert page.evaluate(RANGES) == whole
    page.mouse.move(x - 100, y - 50)
    page.mouse.down()
    page.mouse.move(x + 100, y + 50, steps=4)
    page.mouse.up()
    page.wait_for_function(f"(whole) => JSON.stringify(({RANGES})()) !== JSON.stringify(whole)", arg=whole)
    page.get_by_role("button", name="Reset view").click()
    page.wait_for_function(f"(whole) => JSON.stringify(({RANGES})()) === JSON.stringify(whole)", arg=whole)
    page.mouse.move(x - 100, y - 50)
    page.mouse.down()
    page.mouse.move(x + 100, y + 50, steps=4)
    page.mouse.up()
    press(page, "gradient_flow_seq_len")
    after = page.evaluate(RANGES)
    assert max(after[:2]) >= 65, "another length begins with its whole picture"
    assert after[2] in (-16, -24)
    assert after[3] == whole[3]


def swipe(page, start, *, up=0.0, right=0.0):
    """One finger on the screen, moved by so many pixels."""
    (x, y), finger = start, page.context.new_cdp_session(page)
    for step in range(9):
        point = {"x": x + right * step / 8, "y": y - up * step / 8}
        kind = "touchMove" if step else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def test_a_finger_scrolls_over_charts_and_sliders_and_reads_by_a_tap(server, visit):
    page = visit(server, width=390, height=844, touch=True)
    slider(page, "home_seq_len").scroll_into_view_if_needed()
    start, track = page.evaluate(SCROLLED), slider(page, "home_seq_len").bounding_box()
    swipe(page, (track["x"] + 0.15 * track["width"], track["y"] + track["height"] / 2), right=40)
    page.wait_for_function("() => new URLSearchParams(location.search).get('seq_len') > 30")
    settled(page)
    length = slider(page, "home_seq_len").get_attribute("value")
    swipe(page, (track["x"] + 0.8 * track["width"], track["y"] + track["height"] / 2), up=100)
    page.wait_for_function(f"{SCROLLED} > {start + 60}")
    assert slider(page, "home_seq_len").get_attribute("value") == length
    page = visit(server + LABORATORY, width=390, height=844, touch=True)
    before, whole = page.evaluate(SCROLLED), page.evaluate(RANGES)
    swipe(page, middle(page), up=150)
    page.wait_for_function(f"{SCROLLED} > {before + 100}")
    assert page.evaluate(RANGES) == whole
    page.touchscreen.tap(*middle(page))
    page.wait_for_selector(".gruviz-chart .hoverlayer .legend text")
    assert page.evaluate(RANGES) == whole
    assert page.locator(".gruviz-chart .modebar-btn").count() == 0, "nothing lies over the plot"
    assert page.locator(".gruviz-whole").is_disabled()


FRAME = """() => {
  const host = document.querySelector('.gruviz-chart');
  host.isTheSame = true;
  const data = host._fullData.map(({ uid, y }) => ({ uid, y: Array.from(y, (value) => value / 10) }));
  const frame = { data, layout: {}, title: 'While b_z moves', summary: 'All lines are a tenth.', alt: 'A tenth.' };
  const [[, listeners]] = [...globalThis[Symbol.for('gruviz.live')]].filter(([topic]) => topic.startsWith('picture:'));
  globalThis.told = (frame) => listeners.forEach((hear) => hear(frame));
  told(frame);
}"""
LINE = "() => document.querySelectorAll('.gruviz-chart .scatterlayer .js-line')[2].getAttribute('d')"
BOXES = """(css) => {
  const chart = document.querySelector('.gruviz-chart'), origin = chart.getBoundingClientRect();
  const boxes = [...chart.querySelectorAll(css)].map((label) => label.getBoundingClientRect());
  return boxes.map((box) => [box.left - origin.left, box.right - origin.left, box.top - origin.top, box.height]);
}"""
WORDS = "() => ['headline', 'summary'].map((part) => document.querySelector(`.gruviz-${part}`).textContent)"


def test_a_frame_moves_the_picture_and_its_words_and_the_curves_of_before_stay_behind(server, visit):
    page = visit(f"{server}/gradient_flow?inputs=noise&seeds=2&reference=0&seq_len=20&gain=1.2")
    [before], line, words = pictures(page), page.evaluate(LINE), page.evaluate(WORDS)
    labels = page.evaluate(BOXES, ".annotation-text")
    page.evaluate(FRAME)
    page.wait_for_function(f"(line) => ({LINE})() !== line", arg=line)
    page.wait_for_selector(".gruviz-ghost", state="attached")
    assert page.evaluate(WORDS) == ["While bz moves", "All lines are a tenth."]
    [moved] = pictures(page)
    assert [float(y) * 10 for y in moved["y"][2]] == pytest.approx([float(y) for y in before["y"][2]])
    chart = page.locator(".gruviz-chart")
    assert chart.get_attribute("aria-label") == "A tenth. In grey: before the last change."
    assert page.locator(".annotation").count() == 0
    assert np.array(page.evaluate(BOXES, ".gruviz-ends text")) == pytest.approx(np.array(labels), abs=2)
    page.evaluate("told(null)")
    page.wait_for_function(f"(line) => ({LINE})() === line", arg=line)
    assert page.evaluate(BOXES, ".annotation-text") == labels
    assert page.locator(".gruviz-ends").count() == 0
    assert page.evaluate(WORDS) == words
    assert page.evaluate("document.querySelector('.gruviz-chart').isTheSame")
    page.get_by_role("button", name="Pin", exact=True).click()
    page.wait_for_selector(".gruviz-chart[aria-label*='In grey: pinned']")
    page.get_by_role("button", name="Unpin").click()
    page.wait_for_function("!document.querySelector('.gruviz-pinned')")
