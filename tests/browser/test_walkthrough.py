"""The lesson in a real browser: by keyboard alone, by finger on a phone; axe on every place of it."""

import pytest

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


def test_a_lesson_by_keyboard_to_its_end(server, visit):
    """A number, a choice and a training, from the opening to the exercises."""
    chosen = ("bias", "fresh", "training")
    page = opened(server, visit, f"/walkthrough?route=20&steps={','.join(chosen)}", ready=button("next"))
    press(page, "next")
    for step in map(STEPS.get, chosen):
        at(page, step)
        if step.question.kind == "number":
            tab_to(page, LINE)
            page.keyboard.press("ArrowUp")
        else:
            tab_to(page, f".st-key-walkthrough_guess_{step.key} input[type=radio]")
            page.keyboard.press("Space")
        page.wait_for_url(f"**said=*{step.key}*")
        page.wait_for_function(AT_REST)
        # A training that was predicted is watched, unless this server has it already.
        press(page, "start" if page.locator(button("start")).count() else "reveal")
        page.wait_for_function(FOCUS, arg=VERDICT)
        page.wait_for_selector(button("again"))
        page.wait_for_function(AT_REST)
        assert page.locator(VERDICT).inner_text().split(".")[0] in ("Right", "Close", "Wrong")
        headline = page.locator(".st-key-walkthrough_figure h2").get_attribute("data-text").replace("\u00a0", " ")
        assert page.locator(".gruviz-chart").get_attribute("aria-label").startswith(headline)
        press(page, "next")
    page.wait_for_function("location.search.includes('step=recap')")
    press(page, "next")
    page.wait_for_function("location.search.includes('view=exercises')")


LINE = ".gruviz-predict"
VERDICT = ".st-key-walkthrough_answer [data-testid=stAlert]"
FOCUS = "(selector) => document.activeElement.closest(selector) !== null"
SAID = "(text) => document.querySelector('.st-key-walkthrough_guide [role=status]')?.textContent.includes(text)"


def test_the_focus_and_the_voice_go_where_something_new_is(server, visit):
    page = opened(server, visit, "/walkthrough?step=fresh&said=fresh:1", ready=button("reveal"))
    page.locator(button("reveal")).click()
    page.wait_for_function(FOCUS, arg=VERDICT)
    page.wait_for_function(SAID, arg="Wrong. You said: A GRU as PyTorch creates it")
    stops = 0
    while not page.evaluate(FOCUS, button("again")):  # past words that explain themselves, and Back
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 12, "what comes next is near"
    page.locator(button("next")).click()
    page.wait_for_function(FOCUS, arg=".st-key-walkthrough_words h2")
    page.wait_for_function(SAID, arg="Step 5 of 6. How far does one number reach?")


def test_a_finger_predicts_in_the_figure_and_the_run_draws_itself_past_it(server, visit):
    page = opened(server, visit, "/walkthrough?step=chain", ready=LINE, width=390, height=844)
    grip = page.locator(".gruviz-predict-grip").bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 40, steps=4)
    words = page.locator(LINE).get_attribute("aria-valuetext")
    assert words in [STEPS["chain"].question.scale.words(place) for place in STEPS["chain"].question.scale.places(50)]
    assert "said" not in page.url, "nothing is sent while it is held"
    page.mouse.up()
    page.wait_for_url("**said=chain*")
    page.wait_for_selector(f"{button('reveal')}:not([disabled])")
    assert page.locator(button("reveal")).bounding_box()["y"] < 844, "always at hand"
    page.locator(button("reveal")).click()
    page.wait_for_function(DRAWING)
    page.wait_for_selector(button("again"))
    assert f"your prediction: {words}" in page.locator(".gruviz-chart").text_content()
    page.wait_for_function(AT_REST)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 9999)")
    page.locator(button("next")).click()
    at(page, STEPS["regimes"])
    page.wait_for_function(FOCUS, arg=".st-key-walkthrough_words h2")
    assert 0 <= page.locator(".st-key-walkthrough_words h2").bounding_box()["y"] < 300


DRAWING = "() => document.getAnimations().some((one) => one.effect.target?.matches?.('.gruviz-chart .scatterlayer'))"


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
    "opening": "/walkthrough",
    "quiz": "/walkthrough?step=quiz_before",
    "step": "/walkthrough?step=bias",
    "revealed": "/walkthrough?step=fresh&done=fresh&notes=1",
    "exercises": "/walkthrough?view=exercises",
    "presented": "/walkthrough?step=gates&present=1",
}


WINDOWS = [
    *(("revealed", 1440, "dark"), ("revealed", 390, "light")),
    *(("step", 1440, "light"), ("step", 390, "dark"), ("exercises", 1440, "dark"), ("exercises", 390, "light")),
    *(("presented", 1440, "light"), ("opening", 1440, "dark"), ("opening", 390, "light"), ("quiz", 390, "dark")),
]


READY = {
    "opening": ".gruviz-opening-sentence",
    "quiz": ".gruviz-choice",
    "presented": ".gruviz-choice",
    "exercises": ".st-key-walkthrough_strip a",
}


@pytest.mark.parametrize(("screen", "width", "theme"), WINDOWS)
def test_every_screen_of_the_walkthrough_is_open_to_everyone(server, visit, screen, width, theme):
    ready = READY.get(screen, DRAWN)
    page = opened(server, visit, SCREENS[screen], ready=ready, width=width, theme=theme)
    assert grave_violations(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    levels = page.eval_on_selector_all(
        "[data-testid=stMain] :is(h1, h2, h3)", "(all) => all.map((heading) => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_shows_beside_the_row_that_stands_before_the_answers(server, visit, width):
    page = opened(server, visit, "/walkthrough?step=regimes", ready=".gruviz-choice-text", width=width, height=720)
    row, answers = page.evaluate(
        """() => ['*:has(> .st-key-walkthrough_way)', '.gruviz-cards']
          .map((one) => document.querySelector(one).getBoundingClientRect()).map(({ left, right }) => [left, right])"""
    )
    assert row[0] <= answers[0]
    assert row[1] >= answers[1]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_maps_on_a_phone_have_the_height_that_they_need(server, visit):
    heights = []
    for done in ("", "&done=map"):
        page = opened(server, visit, f"/walkthrough?step=map{done}", ready=".gruviz-chart .main-svg", width=390)
        heights.append(page.locator(".gruviz-chart").bounding_box()["height"])
    assert heights[0] < 420, "hidden, it leaves the answers in reach"
    assert heights[1] > 800
