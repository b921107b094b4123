"""The bench in a real browser: all in sight on a projector; chips, tabs and cards by hand and key; a phone's sheet."""

import pytest

from gruviz.engine.cells import LINEAR, STANDARD, VARIANTS
from gruviz.ui.gradient_flow.chips import height_of
from tests.browser.conftest import press, settled, slider

HIDDEN = """() => [...document.querySelectorAll('[data-cell]')].filter((chip) => {
    const box = chip.getBoundingClientRect(), row = chip.parentElement.getBoundingClientRect();
    return box.left < row.left || box.right > row.right + 1 || box.bottom > row.bottom + 1 || row.bottom > innerHeight;
  }).map((chip) => chip.dataset.cell)"""
GROUPS = ("Which cells", "How they start", "What they read")
TOPS = """() => ['.gruviz-chart', '.st-key-gradient_flow_gain_slider', '.st-key-gradient_flow_inputs']
  .map((one) => Math.round(document.querySelector(one).getBoundingClientRect().top))"""


def goes_to(page, **settings):
    """Wait until the address holds these settings and no other, and the picture is that of them."""
    page.wait_for_function(
        """(wanted) => {
          const now = Object.fromEntries(new URLSearchParams(location.search));
          return JSON.stringify(Object.entries(now).sort()) === JSON.stringify(Object.entries(wanted).sort());
        }""",
        arg=settings,
    )
    settled(page)


def pressed(page):
    """The cells whose chips are down."""
    return page.eval_on_selector_all("[data-cell][aria-pressed=true]", "(all) => all.map((chip) => chip.dataset.cell)")


def test_on_a_projector_picture_and_controls_are_seen_at_once_and_stay(server, visit):
    page = visit(f"{server}/gradient_flow", width=1280, height=720)
    chart = page.locator(".gruviz-chart").bounding_box()
    assert chart["y"] > 0
    assert chart["y"] + chart["height"] <= 720
    assert chart["height"] > 300
    for group in GROUPS:
        heading = page.get_by_text(group, exact=True).bounding_box()
        assert 0 < heading["y"] < 720
        assert heading["x"] > chart["x"] + chart["width"]
    before = page.evaluate(TOPS)
    page.locator("[data-cell=lstm]").click()
    goes_to(page, cells="rnn,gru,lstm")
    assert page.evaluate(TOPS)[1:] == before[1:], "a control that comes moves no other"
    page.locator("[data-cell=gru]").click()
    goes_to(page, cells="rnn,lstm")
    assert page.evaluate(TOPS)[1:] == before[1:], "nor does one that goes"


@pytest.mark.parametrize("variants", ["slstm,lru", ",".join((*VARIANTS, *LINEAR))])
@pytest.mark.parametrize("width", [1280, 1440])
def test_every_chosen_cell_is_in_sight_and_its_place_is_kept(server, visit, variants, width):
    page = visit(f"{server}/gradient_flow?variants={variants}", width=width, height=720)
    assert pressed(page) == ["rnn", "gru", *variants.split(",")]
    assert page.evaluate(HIDDEN) == []
    place = page.locator(".st-key-gradient_flow_chips").bounding_box()
    kept = height_of([*STANDARD, *variants.split(",")])
    assert abs(place["height"] - kept) < 2, "the browser needs as much as was kept free"


def test_the_list_of_more_cells_stays_under_the_hand_while_chips_join(server, visit):
    page = visit(f"{server}/gradient_flow?seq_len=20&seeds=2", width=1280, height=720)
    page.get_by_role("button", name="More cells").click()
    listed = page.get_by_test_id("stPopoverBody")
    listed.get_by_role("button", name="sLSTM").wait_for()
    before = listed.bounding_box()
    listed.get_by_role("button", name="sLSTM").click()
    page.locator("[data-cell=slstm]").wait_for()
    settled(page)
    assert listed.bounding_box() == before


def test_chips_tabs_and_cards_by_hand_and_key(server, visit):
    page = visit(f"{server}/gradient_flow?seq_len=20&seeds=2")
    rest = {"seq_len": "20", "seeds": "2"}
    page.locator("[data-cell=gru]").dblclick()
    goes_to(page, cells="gru", **rest)
    assert pressed(page) == ["gru"]
    page.locator("[data-cell=gru]").dblclick()
    goes_to(page, **rest)
    page.locator("[data-cell=rnn]").focus()
    page.keyboard.press("Shift+Enter")
    goes_to(page, cells="rnn", **rest)
    page.keyboard.press("Space")
    goes_to(page, cells="", **rest)
    said = page.get_by_test_id("stAlert").inner_text()
    assert said == "Choose at least one cell. What you see is the picture before."
    page.locator("[data-cell=lstm]").click()
    goes_to(page, cells="lstm", **rest)

    page.keyboard.press("5")
    goes_to(page, cells="lstm", view="matrix", **rest)
    page.get_by_role("tab", selected=True).focus()
    page.keyboard.press("ArrowRight")
    goes_to(page, cells="lstm", view="gates", **rest)
    page.keyboard.press("Home")
    goes_to(page, cells="lstm", **rest)

    page.get_by_role("button", name="Fresh from PyTorch").click()
    goes_to(page, cells="rnn,gru_reset_after,lstm", update_bias="0")
    assert page.get_by_role("button", name="Fresh from PyTorch").get_attribute("aria-pressed") == "true"
    press(page, "gradient_flow_gain")
    page.wait_for_function("!document.querySelector('.gruviz-experiment[aria-pressed=true]')")


def test_a_phones_controls_are_a_sheet_that_leaves_the_picture_in_sight(server, visit):
    page = visit(f"{server}/gradient_flow?variants=slstm,lru", width=390, height=844, touch=True)
    handle = page.get_by_role("button", name="Controls")
    assert not slider(page, "gradient_flow_gain").is_visible()
    handle.tap()
    assert page.evaluate(HIDDEN) == []
    sheet = page.locator(".st-key-gradient_flow_controls")
    page.wait_for_function("document.querySelector('.gruviz-chart').getBoundingClientRect().top > 0")
    chart = page.locator(".gruviz-chart").bounding_box()
    assert chart["y"] + chart["height"] <= handle.bounding_box()["y"]
    press(page, "gradient_flow_gain")
    assert sheet.is_visible(), "it stays while one moves controls"
    goes_to(page, gain="1.05", variants="slstm,lru")
    handle.tap()
    assert not slider(page, "gradient_flow_gain").is_visible()
