"""The lesson in a real browser: by keyboard alone, on a projector, on paper; axe on every page of the app."""

import pytest

from gruviz.lesson.steps import TRAINED
from gruviz.ui.walkthrough.lesson import load_lesson
from tests.browser.conftest import grave_violations

STEPS = load_lesson()
DRAWN = ".gruviz-chart .main-svg"
AT_REST = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && [...document.querySelectorAll('.gruviz-chart')].every(
    (chart) => !chart.hasAttribute('aria-busy') && chart.querySelector('.main-svg'))"""


def opened(server, visit, path, *, ready="h1", **window):
    """A page that may be without charts."""
    page = visit(server + path, charts=False, **window)
    page.wait_for_selector(ready)
    page.wait_for_function(AT_REST)
    return page


def title(page):
    return page.locator(".st-key-walkthrough_words h2").inner_text()


def at(page, step):
    page.wait_for_function(
        "(text) => document.querySelector('.st-key-walkthrough_words h2')?.innerText === text", arg=step.title
    )
    page.wait_for_selector(button("back"))
    page.wait_for_function(AT_REST)


def tab_to(page, selector):
    """Press Tab until an element has the focus."""
    for _ in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab")


def button(name):
    return f".st-key-walkthrough_{name} button"


def press(page, name):
    page.wait_for_selector(f"{button(name)}:not([disabled])")
    tab_to(page, button(name))
    page.keyboard.press("Enter")


def test_the_lesson_by_keyboard_to_its_end(server, visit):
    page = opened(server, visit, "/walkthrough?step=fresh", ready=button("next"))
    for step in list(STEPS.values())[list(STEPS).index("fresh") :]:
        at(page, step)
        kind = "range" if step.question.kind == "number" else "radio"
        tab_to(page, f".st-key-walkthrough_guess_{step.key} input[type={kind}]")
        page.keyboard.press("ArrowRight" if kind == "range" else "Space")
        page.wait_for_function(AT_REST)
        if step.figure == TRAINED:
            press(page, "start")
        press(page, "reveal")
        page.wait_for_function(FOCUS, arg=".st-key-walkthrough_words [data-testid=stAlert]")
        page.wait_for_selector(button("again"))
        page.wait_for_function(AT_REST)
        verdict = page.locator(".st-key-walkthrough_words [data-testid=stAlert]").inner_text()
        assert verdict.split(".")[0] in ("Right", "Close", "Wrong")
        assert (
            page.locator(".gruviz-chart")
            .get_attribute("aria-label")
            .startswith(
                page.locator("[data-testid=stColumn] h2").last.get_attribute("data-text").replace("\u00a0", " ")
            )
        )
        press(page, "next")
        if step.key != list(STEPS)[-1]:
            page.wait_for_function(FOCUS, arg=".st-key-walkthrough_words h2")
    page.wait_for_selector(".st-key-exercise_opposites a")
    assert "view=exercises" in page.url


FOCUS = "(selector) => document.activeElement.closest(selector) !== null"
SAID = "(text) => document.querySelector('.st-key-walkthrough_guide [role=status]')?.textContent.includes(text)"


def test_the_focus_and_the_voice_go_where_something_new_is(server, visit):
    page = opened(server, visit, "/walkthrough?step=fresh&said=fresh:1", ready=button("reveal"))
    page.locator(button("reveal")).click()
    page.wait_for_function(FOCUS, arg=".st-key-walkthrough_words [data-testid=stAlert]")
    page.wait_for_function(SAID, arg="Wrong. You said: A GRU as PyTorch creates it")
    stops = 0
    while not page.evaluate(FOCUS, button("again")):  # past words that explain themselves, and Back
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 12, "what comes next is near"
    page.locator(button("next")).click()
    page.wait_for_function(FOCUS, arg=".st-key-walkthrough_words h2")
    page.wait_for_function(SAID, arg="Step 9 of 13. How far does one number reach?")


def test_a_charts_ranges_stay_when_the_run_is_revealed_after_another_step(server, visit):
    """The blank chart of a step is drawn into that of the step before."""
    page = opened(server, visit, "/walkthrough?step=bias&done=bias", ready=button("next"))
    page.locator(button("next")).click()
    at(page, STEPS["carry"])
    blank = page.evaluate(RANGES)
    page.locator(button("skip")).first.click()  # a button with a hint is there twice
    page.wait_for_selector(button("again"))
    page.wait_for_function(AT_REST)
    assert page.evaluate(RANGES) == blank
    assert blank[0][0] < -8
    assert blank[0][1] > -1
    points = page.locator(".gruviz-chart .scatterlayer .trace").nth(1).locator(".points path")
    inside = page.locator(
        ".gruviz-chart .cartesianlayer .bglayer rect, .gruviz-chart .bglayer .bg"
    ).first.bounding_box()
    places = [point.bounding_box() for point in points.all()]
    assert len(places) == 8
    assert all(inside["x"] < place["x"] < inside["x"] + inside["width"] for place in places)


RANGES = """() => {
  const chart = document.querySelector('.gruviz-chart');
  const host = chart._fullLayout ? chart : chart.querySelector('.js-plotly-plot');
  return [host._fullLayout.xaxis.range, host._fullLayout.yaxis.range];
}"""


SCREENS = {
    "step": "/walkthrough?step=bias",
    "revealed": "/walkthrough?step=fresh&done=fresh&notes=1",
    "exercises": "/walkthrough?view=exercises",
    "presented": "/walkthrough?step=gates&present=1",
}


WINDOWS = [
    *(("revealed", 1440, "dark"), ("revealed", 390, "light")),
    *(("step", 1440, "light"), ("step", 390, "dark"), ("exercises", 1440, "dark"), ("exercises", 390, "light")),
    ("presented", 1440, "light"),
]


@pytest.mark.parametrize(("screen", "width", "theme"), WINDOWS)
def test_every_screen_of_the_walkthrough_is_open_to_everyone(server, visit, screen, width, theme):
    ready = ".st-key-exercise_flat a" if screen == "exercises" else DRAWN
    page = opened(server, visit, SCREENS[screen], ready=ready, width=width, theme=theme)
    assert grave_violations(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    levels = page.eval_on_selector_all(
        "[data-testid=stMain] :is(h1, h2, h3)", "(all) => all.map((heading) => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
