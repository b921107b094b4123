"""Home's light in a real browser: the signal runs, the guess is answered, the end of a line is dragged."""

import re

import numpy as np
import pytest

from gruviz.ui.home.controls import TABLE
from gruviz.ui.home.light import frame_of
from gruviz.wording import left
from tests.browser.conftest import grave_violations, settled, slider

ARRIVED = "!document.querySelector('.gv-light.is-sending') && document.querySelector('.gv-curve[d]')"
SHOWN = "() => [...document.querySelectorAll('.gv-line .gv-amount')].map((text) => text.textContent)"


@pytest.fixture
def light(server, visit):
    """Home, once the signal has arrived."""
    page = visit(server, width=1280, height=720, theme="dark")
    page.wait_for_function(ARRIVED)
    return page


def ends(**changes):
    """What stands at the lines' ends at these settings."""
    return [left(lane["median"][0]) for lane in frame_of({**TABLE.defaults, **changes})["lanes"]]


def drag(page, part, down):
    """Drag a handle by so many pixels."""
    box = page.locator(f"{part} .gv-grip").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + down, steps=5)
    page.mouse.up()


def test_a_guess_is_answered_by_the_signal_and_by_a_sentence(light):
    assert light.evaluate(SHOWN) == ends()
    light.get_by_role("button", name="Guess").click()
    drag(light, ".gv-marker", -25)
    guess = light.locator(".gv-guess-said").inner_text()
    light.get_by_role("button", name="Send the signal").click()
    light.wait_for_url("**update_bias=-2**")
    answer = light.locator(".gv-guess [role=status]")
    answer.wait_for()
    assert answer.inner_text().startswith(f"You said {guess}; it is {ends(update_bias=-2.0)[2]}.")
    assert light.evaluate(SHOWN) == ends(update_bias=-2.0)
    assert not grave_violations(light)


def test_the_end_of_the_line_is_dragged_and_the_slider_follows(light):
    places = []
    for _ in range(2):
        drag(light, ".gv-end", 25)
        light.wait_for_function("location.search.includes('update_bias')")
        settled(light)
        places.append(float(slider(light, "home_update_bias").input_value()))
        light.wait_for_function(
            f"(ends) => JSON.stringify(({SHOWN})()) === JSON.stringify(ends)", arg=ends(update_bias=places[-1])
        )
    assert -4 < places[0] < places[1] < 4
    assert light.locator(".gv-guess").is_hidden(), "there is nothing left to guess"


def test_words_light_their_parts_the_scale_has_an_address_and_the_image_is_light(server, visit, tmp_path):
    page = visit(f"{server}/?gain=2", theme="dark")
    page.wait_for_function(ARRIVED)
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Send it again").click()
    assert page.evaluate(ARRIVED), "whoever wants no motion has the whole picture at once"
    page.locator(".gv-finding .gv-word[data-part=rnn]").focus()
    page.wait_for_function("getComputedStyle(document.querySelector('.gv-line[data-part=set]')).opacity < 0.3")
    assert page.locator(".gv-line[data-part=rnn]").evaluate("(line) => getComputedStyle(line).opacity") == "1"
    page.get_by_role("button", name="Linear").click()
    page.wait_for_url("**scale=linear**")
    page.wait_for_function("[...document.querySelectorAll('.gv-tick')].some((tick) => tick.textContent === '50%')")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as SVG").click()
    assert download.value.suggested_filename == "gruviz_fading_light_steps-25_bias--4_gain-2_linear.svg"
    drawing = tmp_path / "light.svg"
    download.value.save_as(drawing)
    text = drawing.read_text(encoding="utf-8")
    assert page.locator(".gv-finding").inner_text() in text
    inks = {tuple(map(int, ink.split(", ")[:3])) for ink in re.findall(r"fill: ?rgb\(([\d, ]+)\)", text)}
    assert inks
    assert np.mean([sum(ink) for ink in inks]) < 3 * 200, "ink for white paper"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as PNG").click()
    assert download.value.suggested_filename.endswith(".png")
