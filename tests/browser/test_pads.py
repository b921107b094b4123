"""The drawing pads and the doodles alone in the browser, with a page that answers when the test says so."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from gruviz.ui.assets import component_source

MOUNT = """async ([source, kind, blank]) => {
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  window.sent = [];
  window.answer = (drawn) =>
    module.default({
      data: { kind, drawn, label: "Draw" },
      parentElement: document.body,
      setStateValue: (name, value) => window.sent.push(structuredClone(value)),
    });
  window.answer(blank);
  document.querySelector("[tabindex='0']").focus();
}"""
COLLECT = """async ([source, data]) => {
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  window.sent = [];
  document.body.replaceChildren();
  module.default({
    data,
    parentElement: document.body,
    setStateValue: (name, value) => window.sent.push(structuredClone(value)),
  });
  document.querySelector("canvas[tabindex='0']").focus();
}"""
BLANK = {"digit": "0" * 784, "signal": [0] * 10}
INK = {"digit": "Space", "signal": "ArrowUp"}


@pytest.fixture(params=list(BLANK))
def kind(request) -> str:
    return request.param


@pytest.fixture
def pad(browser: Browser, kind: str) -> Iterator[Page]:
    page = browser.new_page()
    page.evaluate(MOUNT, [component_source("pad")[0], kind, BLANK[kind]])
    yield page
    page.close()


def ink(pad: Page, kind: str) -> list:
    """Ink at the cursor, one cell to the right; what the page has been told after it."""
    pad.keyboard.press("ArrowRight")
    pad.keyboard.press(INK[kind])
    return sent(pad)[-1]


def sent(pad: Page) -> list:
    return pad.evaluate("window.sent")


def answer(pad: Page, drawn) -> None:
    pad.evaluate("(drawn) => window.answer(drawn)", drawn)


def marks(drawn) -> int:
    """How many cells or steps carry the full ink of one key."""
    return sum(value in ("f", 5) for value in drawn)


def test_an_answer_under_way_overwrites_no_key(pad, kind):
    first = ink(pad, kind)
    second = ink(pad, kind)
    answer(pad, first)
    third = ink(pad, kind)
    assert [marks(first), marks(second), marks(third)] == [1, 2, 3]
    answer(pad, second)
    answer(pad, BLANK[kind])  # a rerun that began before the first key
    assert marks(ink(pad, kind)) == 4


def test_what_the_page_says_afterwards_is_taken_over(pad, kind):
    answer(pad, ink(pad, kind))
    answer(pad, BLANK[kind])
    assert marks(ink(pad, kind)) == 1


def test_a_key_that_changes_nothing_does_not_keep_the_page_out(pad, kind):
    other = {"digit": "f" * 784, "signal": [100] * 10}[kind]
    answer(pad, other)
    pad.keyboard.press(INK[kind])
    assert not sent(pad)
    answer(pad, BLANK[kind])
    assert marks(ink(pad, kind)) == 1


def test_a_key_held_down_tells_the_page_once(pad, kind):
    for _ in range(3):
        pad.keyboard.down(INK[kind])
    assert not sent(pad)
    pad.keyboard.up(INK[kind])
    assert len(sent(pad)) == 1


def test_a_stroke_goes_on_while_the_page_answers(pad, kind):
    box = pad.locator("[tabindex='0']").bounding_box()
    pad.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.2)
    pad.mouse.down()
    answer(pad, BLANK[kind])
    pad.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.2)
    pad.mouse.up()
    (drawn,) = sent(pad)
    across = [value for value in drawn if value not in ("0", 0)]
    assert len(across) >= (10 if kind == "signal" else 20)


def test_a_signal_takes_the_length_that_the_page_asks_for(browser):
    page = browser.new_page()
    page.evaluate(MOUNT, [component_source("pad")[0], "signal", [0] * 10])
    ink(page, "signal")
    answer(page, [0] * 4)
    assert len(ink(page, "signal")) == 4
    page.close()


def test_doodles_are_taken_one_after_another_and_survive_a_reload(browser):
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("http://localhost/")  # a place where a tab may keep something
    empty = {"names": ["house", "star", "fish"], "drawings": [[], [], []]}
    data = {"kept": empty, "wanted": 2, "most": 12, "label": "Draw"}
    page.evaluate(COLLECT, [component_source("doodles")[0], data])
    for _ in range(3):
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    assert page.locator(".gv-count").all_inner_texts() == ["2 of 2", "1 of 2", "0 of 2"]
    assert page.locator(".gv-hint").inner_text() == "Draw “star”, number 2 of 2"
    page.get_by_role("button", name="Delete the last").click()
    page.get_by_role("textbox", name="Name of doodle 2").fill("sun")
    page.get_by_role("textbox", name="Name of doodle 2").blur()
    *_, last = sent(page)
    assert last["names"] == ["house", "sun", "fish"]
    assert [len(kind) for kind in last["drawings"]] == [2, 0, 0]
    page.reload()
    page.evaluate(COLLECT, [component_source("doodles")[0], data])
    assert sent(page) == [last]
    page.close()
