"""Train in a real browser: a recording plays at once, one scrubber moves everything, a live run is followed."""

from urllib.parse import urlencode

import pytest

from gruviz.ui.controls.address import write_query
from gruviz.ui.train.controls import CONTROLS, TABLE
from gruviz.ui.train.learners import LEARNERS
from tests.browser.conftest import PATIENCE, grave_violations

TINY = "steps=100&seeds=1&learners=gru&length=10"
FIVE = urlencode(write_query(CONTROLS, TABLE.defaults | TABLE.preset("Cousins of the GRU")))
LONG = "steps=2000&seeds=4&learners=gru,lstm"
"""Goes on for longer than any test looks at it."""

AT = "() => Number(document.querySelector('.gv-train .gv-range')?.value ?? -1)"
"""Update at which the picture stands."""
SAYS = "(start) => document.querySelector('[data-testid=stProgress]')?.innerText.trim().startsWith(start)"
DRAWN_AS_SAID = """() => {
  const update = document.querySelector('[data-testid=stProgress]')?.innerText.match(/update ([0-9,]+)/)?.[1];
  const stands = document.querySelector('.gv-train .gv-range')?.value;
  return update !== undefined && Number(update.replace(',', '')) === Number(stands);
}"""
"""Whether the picture has come to the update that the bar names."""
PAINTED = """([from, to]) => {
  const canvas = document.querySelector('.gv-train canvas');
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(from * width, 0.2 * height, (to - from) * width, 0.4 * height);
  return data.reduce((sum, value, i) => (31 * sum + value * (i % 4 !== 3)) % 1000003, 0);
}"""
"""What is painted in a part of the picture's width, as a number."""
COVERED = """() => {
  const shown = [...document.querySelectorAll('.gv-picture svg text')]
    .filter((text) => text.textContent && getComputedStyle(text).visibility !== 'hidden')
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  const meets = (a, b) => a.left < b.right - 2 && b.left < a.right - 2
    && Math.abs((a.top + a.bottom) - (b.top + b.bottom)) < 0.55 * (a.height + b.height);
  return shown.flatMap(([words, box], i) =>
    shown.slice(0, i).filter(([, other]) => meets(box, other)).map(([others]) => `${words} on ${others}`));
}"""
"""Words of the picture that stand on others; letters fill about half of a line's height."""
LANES, HEATMAPS = [0.2, 0.4], [0.6, 0.9]


def opened(server, visit, address, **window):
    """The page with its picture."""
    page = visit(f"{server}/train?{address}", charts=False, **window)
    page.wait_for_selector(".gv-train .gv-range")
    button(page, "start").wait_for()
    return page


def button(page, name):
    return page.locator(f".st-key-train_{name} button")


def press(page, name):
    button(page, name).click()


def says(page, start):
    page.wait_for_function(SAYS, arg=start, timeout=PATIENCE)


def state(page):
    """Everything that the scrubber moves."""
    numbers = page.locator(".gv-train .gv-number").all_text_contents()
    told = [page.locator(f".gv-train {part}").text_content() for part in (".gv-caption", ".gv-said")]
    return numbers, told, *(page.evaluate(PAINTED, part) for part in (LANES, HEATMAPS))


def standing(page, start):
    """The picture of a page that says so and has come to rest."""
    says(page, start)
    page.wait_for_function(DRAWN_AS_SAID)
    return page.evaluate(AT)


def beyond(page, update):
    """Wait until the picture is at a later update, and return which."""
    page.wait_for_function(f"(update) => ({AT})() > update", arg=update)
    return page.evaluate(AT)


def test_words_beside_the_curves_cover_no_others(server, visit):
    for width, height in ((1440, 900), (1280, 720), (390, 844)):
        page = opened(server, visit, FIVE, width=width, height=height)
        beyond(page, 0)
        page.locator(".gv-range").focus()
        page.keyboard.press("Home")
        for _ in range(20):
            assert page.evaluate(COVERED) == [], (width, page.evaluate(AT))
            page.keyboard.press("PageUp")


@pytest.mark.parametrize("width", [1280, 390])
def test_many_names_cover_none_either(server, visit, width):
    many = f"learners={','.join(LEARNERS)}&more=slstm,slstm_chrono,mgu,mingru,minlstm"
    page = opened(server, visit, f"{many}&seeds=1&hidden_size=8", width=width, height=720)
    page.locator(".gv-end").last.wait_for()
    assert page.evaluate(COVERED) == []


def test_a_recording_plays_at_once_and_one_scrubber_moves_everything(server, visit):
    page = opened(server, visit, "", width=1280, height=720)
    beyond(page, 0)
    bottom = page.locator(".gv-train").bounding_box()
    assert bottom["y"] + bottom["height"] <= 720
    page.locator(".gv-lane-button").nth(0).click()
    page.get_by_label("Speed 4×").click()
    page.wait_for_function(
        "document.querySelector('.gv-guess-words').innerText.startsWith('You guessed the RNN; the GRU')"
    )
    assert page.evaluate(AT) == 1000
    assert page.locator(".gv-play").get_attribute("aria-label") == "Play"
    assert not grave_violations(page)

    end = state(page)
    page.locator(".gv-range").focus()
    page.keyboard.press("Home")
    start = state(page)
    assert page.evaluate(AT) == 0
    assert all(before != after for before, after in zip(end, start, strict=True))
    page.keyboard.press("ArrowRight")
    assert page.evaluate(AT) == 10
    page.keyboard.press("End")
    assert state(page) == end
    words = page.locator(".gv-range").get_attribute("aria-valuetext")
    assert "GRU hears 50 steps back, solved after" in words

    box = page.locator(".gv-range").bounding_box()  # its ends are those of the axis, half a thumb farther out
    page.mouse.click(box["x"] + 0.5 * box["width"], page.locator(".gv-train svg").bounding_box()["y"] + 380)
    assert abs(page.evaluate(AT) - 500) <= 2
    page.keyboard.press(" ")
    beyond(page, 510)


def test_a_live_run_grows_on_a_phone_and_is_scrubbed_by_a_finger(server, visit):
    page = opened(server, visit, TINY, width=390, height=844, theme="dark", touch=True)
    assert not page.locator(".gv-guess").is_visible()  # one network: nothing to guess
    press(page, "start")
    says(page, "Finished: 100 updates")
    page.wait_for_function(f"({AT})() === 100")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not grave_violations(page)
    page.locator(".gv-train").evaluate("(train) => train.scrollIntoView()")
    box = page.locator(".gv-range").bounding_box()
    assert box["y"] + box["height"] < 844
    end = state(page)
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function(f"Math.abs(({AT})() - 50) <= 3")
    assert state(page) != end


def test_a_run_is_followed_keeps_ones_place_and_obeys_its_buttons(server, visit):
    page = opened(server, visit, f"{LONG}&seed=1")
    press(page, "start")
    beyond(page, 30)  # the next report after the first is not the newest, which would be followed
    page.evaluate("document.querySelector('.gv-train canvas').isTheSame = true")
    page.locator(".gv-range").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"({AT})() === 10")
    place = page.evaluate(AT)
    before = page.locator("[data-testid=stProgress]").inner_text()
    page.wait_for_function(
        "(before) => document.querySelector('[data-testid=stProgress]').innerText !== before", arg=before
    )
    assert page.evaluate(AT) == place
    page.keyboard.press("End")
    beyond(page, place)

    press(page, "pause")
    paused = standing(page, "Paused after update")
    press(page, "step")
    beyond(page, paused)
    assert standing(page, "Paused after update") == paused + 10
    assert button(page, "pause").inner_text() == "Resume"
    press(page, "pause")
    says(page, "Update")
    beyond(page, paused + 20)
    press(page, "stop")
    says(page, "Stopped after")
    assert page.evaluate("document.querySelector('.gv-train canvas').isTheSame")
    press(page, "reset")
    button(page, "start").wait_for()
    page.wait_for_function(f"({AT})() === 0")


def test_a_second_window_is_offered_the_run_and_a_shared_pause_is_ones_own(server, visit):
    one = opened(server, visit, f"{LONG}&seed=2")
    press(one, "start")
    beyond(one, 0)
    two = opened(server, visit, f"{LONG}&seed=2")
    assert button(two, "start").inner_text() == "Watch"
    press(two, "start")
    update = beyond(two, 0)
    one.wait_for_function("document.querySelector('[data-testid=stProgress]').innerText.includes('2 are watching')")
    press(one, "pause")
    still = standing(one, "Frozen here after update")
    beyond(two, update + 30)
    assert standing(one, "Frozen here after update") == still
    press(one, "pause")
    says(one, "Update")
    press(one, "stop")
    button(one, "start").wait_for()
    press(two, "stop")
    says(two, "Stopped after")
