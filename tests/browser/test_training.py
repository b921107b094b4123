"""A training in a real browser: it grows in place, obeys its buttons, and can be played again."""

import pytest

from tests.browser.conftest import PATIENCE, grave_violations, pictures, settled, slider

TINY = "steps=100&seeds=1&learners=gru&length=10"
LONG = "steps=2000&seeds=4&learners=gru,lstm"
"""Goes on for longer than any test looks at it."""
WINDOWS = [(1440, "light"), (390, "dark")]
"""Each width and each theme once."""

UPDATES = """() => {
  const charts = [...document.querySelectorAll('.gruviz-chart')];
  const curve = charts[1]?._fullData?.find((trace) => trace.name?.startsWith('GRU'));
  return curve?.y?.length ?? 0;
}"""
"""Points of the learning curve."""
SAYS = "(start) => document.querySelector('[data-testid=stProgress]')?.innerText.trim().startsWith(start)"
DRAWN_AS_SAID = """() => {
  const update = document.querySelector('[data-testid=stProgress]')?.innerText.match(/update ([0-9]+)/)?.[1];
  const charts = [...document.querySelectorAll('.gruviz-chart')].slice(0, 2);
  const ends = (chart) => (chart._fullData ?? []).map((trace) => String(trace.x?.[trace.x.length - 1]));
  return update !== undefined && charts.length === 2 && charts.every((chart) => ends(chart).includes(update));
}"""
"""Whether highway and learning curve end at the update that the bar names: its words come before them."""


def opened(server, visit, address, **window):
    """The page with its start button."""
    page = visit(f"{server}/train?{address}", charts=False, **window)
    button(page, "start").wait_for()
    return page


def button(page, name):
    return page.locator(f".st-key-train_{name} button")


def press(page, name):
    button(page, name).click()


def says(page, start):
    page.wait_for_function(SAYS, arg=start, timeout=PATIENCE)


def standing(page, start):
    """The highway and the learning curve of a page that says so and has come to rest."""
    says(page, start)
    page.wait_for_function(DRAWN_AS_SAID)
    return pictures(page)[:2]


def more_than(page, count):
    """Wait until the learning curve has more points, and return how many."""
    page.wait_for_function(f"(count) => ({UPDATES})() > count", arg=count)
    return page.evaluate(UPDATES)


def test_the_charts_grow_in_place_and_obey_the_buttons(server, visit):
    page = opened(server, visit, f"{LONG}&seed=1")
    press(page, "start")
    page.wait_for_function("document.querySelectorAll('.gruviz-chart').length === 3")
    settled(page)
    more_than(page, 0)
    page.evaluate("document.querySelectorAll('.gruviz-chart').forEach((chart) => { chart.isTheSame = true; })")
    before = pictures(page)
    more_than(page, page.evaluate(UPDATES))
    after = pictures(page)
    assert after[1]["y"] != before[1]["y"]
    assert page.evaluate("[...document.querySelectorAll('.gruviz-chart')].every((chart) => chart.isTheSame)")

    press(page, "pause")
    before = standing(page, "Paused after update")
    count = page.evaluate(UPDATES)  # of a page that stands still
    press(page, "step")
    assert more_than(page, count) == count + 1
    assert standing(page, "Paused after update") != before
    assert button(page, "pause").inner_text() == "Resume"
    press(page, "pause")
    says(page, "Update")
    more_than(page, count + 2)
    press(page, "stop")
    says(page, "Stopped after")
    page.wait_for_function("document.querySelectorAll('.gruviz-chart').length === 4")
    assert page.evaluate(
        "[...document.querySelectorAll('.gruviz-chart')].slice(0, 2).every((chart) => chart.isTheSame)"
    )
    page.wait_for_selector(".st-key-train_stop button:disabled")
    press(page, "reset")
    page.wait_for_function("document.querySelectorAll('.gruviz-chart').length === 0")
    assert button(page, "start").inner_text() == "Start"


@pytest.mark.parametrize(("width", "theme"), WINDOWS)
def test_a_finished_run_is_played_again_by_keyboard_in_every_window(server, visit, width, theme):
    page = opened(server, visit, TINY, width=width, height=844, theme=theme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not grave_violations(page)
    press(page, "start")
    says(page, "Finished: 100 updates")
    page.wait_for_function("document.querySelectorAll('.gruviz-chart').length === 4")
    settled(page)
    before = pictures(page)
    assert before[2]["alt"].startswith("After 100 updates")

    slider(page, "train_replay").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "document.querySelectorAll('.gruviz-chart')[2].getAttribute('aria-label').startsWith('After 90 updates')"
    )
    settled(page)
    moved = pictures(page)
    assert moved[:2] == before[:2]
    assert moved[2]["y"] != before[2]["y"]
    assert moved[3]["y"] != before[3]["y"]
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "document.querySelectorAll('.gruviz-chart')[2].getAttribute('aria-label').startsWith('After 100 updates')"
    )
    settled(page)
    assert pictures(page) == before

    assert not grave_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    widths = page.eval_on_selector_all(
        ".gruviz-chart",
        "(all) => all.map((c) => [c.querySelector('.main-svg').clientWidth, c.parentElement.clientWidth])",
    )
    assert all(0.95 * room <= drawn <= room + 1 for drawn, room in widths)
    inks = page.eval_on_selector_all(
        ".gruviz-chart .xtick text", "(all) => all.map((text) => getComputedStyle(text).fill.match(/\\d+/)[0])"
    )
    assert inks
    assert all(int(red) > 150 if theme == "dark" else int(red) < 100 for red in inks)


def test_a_second_window_is_offered_the_run_and_a_shared_pause_is_ones_own(server, visit):
    one = opened(server, visit, f"{LONG}&seed=2")
    press(one, "start")
    more_than(one, 0)
    two = opened(server, visit, f"{LONG}&seed=2")
    assert button(two, "start").inner_text() == "Watch"
    press(two, "start")
    count = more_than(two, 0)
    one.wait_for_function("document.querySelector('[data-testid=stProgress]').innerText.includes('2 are watching')")
    press(one, "pause")
    still = standing(one, "Frozen here after update")
    more_than(two, count + 3)
    assert standing(one, "Frozen here after update") == still
    press(one, "pause")
    says(one, "Update")
    press(one, "stop")
    button(one, "start").wait_for()
    press(two, "stop")
    says(two, "Stopped after")
