"""The lesson in a real browser: by keyboard alone, on a projector, on paper; axe on every page of the app."""

import pytest

from gruviz.lesson.steps import TRAINED
from gruviz.ui.walkthrough.lesson import load_lesson
from tests.browser.conftest import grave_violations, settled, slider
from tests.browser.test_files import saved

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


def test_a_presenter_needs_two_keys_and_no_scrolling(server, visit):
    page = opened(server, visit, "/walkthrough?present=1", ready=button("reveal"), width=1280, height=720)
    for step in STEPS.values():
        at(page, step)
        if step.figure == TRAINED:  # the lesson before has run it on this server
            page.wait_for_selector(f"{button('reveal')}, {button('start')}")
            if page.locator(button("start")).count():
                page.keyboard.press("ArrowRight")
            page.wait_for_selector(button("reveal"))
        check_projector(page)
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(button("again"))
        check_projector(page)
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(".st-key-exercise_opposites a")
    page.goto(f"{server}/walkthrough?present=1&step=chain")
    at(page, STEPS["chain"])
    check_projector(page)
    page.keyboard.press("ArrowLeft")
    at(page, STEPS["unrolling"])


def check_projector(page):
    settled(page)
    assert not page.locator("[data-testid=stSidebar]").is_visible()
    assert not page.locator(".st-key-navigation").is_visible()
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(
          '[data-testid=stColumn] :is(h2, p, li, button, label, .gruviz-chart)')]
          .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 1)
          .map((one) => [one.tagName, one.innerText.slice(0, 30), one.getBoundingClientRect().bottom,
                         one.getBoundingClientRect().right])"""
    )
    assert len(boxes) > 4
    outside = [box for box in boxes if box[2] > 720 or box[3] > 1280]
    assert not outside, outside
    sizes = page.eval_on_selector_all(
        ".st-key-walkthrough_words p", "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert max(sizes) >= 19


def test_arrow_keys_belong_to_the_control_that_has_the_focus(server, visit):
    page = opened(server, visit, "/walkthrough?present=1&step=regimes", ready=button("reveal"))
    slider(page, "walkthrough_gain").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**gain=2.05*")
    assert title(page) == STEPS["regimes"].title
    assert "done" not in page.url


def test_a_mouse_leaves_the_arrow_keys_to_the_lesson(server, visit):
    """Click the class's choice, or move a slider, and press the key that goes on."""
    page = opened(server, visit, "/walkthrough?present=1&step=regimes", ready=button("reveal"))
    page.locator(".st-key-walkthrough_guess_regimes label").nth(2).click()
    page.wait_for_url("**said=regimes*")
    page.wait_for_function(AT_REST)
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(button("again"))
    assert "said=regimes%3A2" in page.url or "said=regimes:2" in page.url, "the vote stays where it was"
    track = slider(page, "walkthrough_gain")
    box = track.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] / 2)
    page.wait_for_url("**gain=*")
    gain = track.input_value()
    page.wait_for_function(AT_REST)
    page.keyboard.press("ArrowRight")
    at(page, STEPS["bound"])
    assert float(gain) > 2


def test_a_clicker_turns_the_pages_and_escape_leaves(server, visit):
    page = opened(server, visit, "/walkthrough?present=1&step=chain", ready=button("reveal"))
    page.keyboard.press("PageDown")
    page.wait_for_selector(button("again"))
    page.wait_for_function(AT_REST)
    page.keyboard.press("PageDown")
    at(page, STEPS["regimes"])
    page.keyboard.press("PageUp")
    at(page, STEPS["chain"])
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('present')")
    page.wait_for_function(AT_REST)
    page.keyboard.press("PageDown")
    page.wait_for_function(AT_REST)
    assert title(page) == STEPS["chain"].title, "outside of presenter mode the keys scroll"


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


def test_a_class_link_is_copied_with_what_it_hides(server, visit):
    page = opened(server, visit, "/walkthrough?step=regimes&gain=3&notes=1&seed=2", ready=button("next"))
    copy = page.locator(".st-key-walkthrough_copy_here .gruviz-copy")
    copy.click()
    page.wait_for_function("document.querySelector('.st-key-walkthrough_copy_here button').dataset.url")
    link = copy.get_attribute("data-url")
    student = opened(server, visit, link.removeprefix(server), ready=button("next"))
    at(student, STEPS["regimes"])
    assert student.locator(".st-key-walkthrough_notes_box, .st-key-walkthrough_notes").count() == 0
    assert slider_value(student, "gain") == "3"
    whole = page.locator(".st-key-walkthrough_copy_whole .gruviz-copy")
    whole.click()
    page.wait_for_function("document.querySelector('.st-key-walkthrough_copy_whole button').dataset.url")
    assert "gain" not in whole.get_attribute("data-url")


def slider_value(page, name):
    return slider(page, f"walkthrough_{name}").input_value()


def test_handout_and_key_open_offline_and_print(server, visit, browser, tmp_path):
    page = opened(server, visit, "/walkthrough?notes=1", ready=button("handout"))
    paths = [saved(page, f"walkthrough_{name}", tmp_path) for name in ("handout", "answer_key")]
    context = browser.new_context(offline=True)
    sheet, asked, errors = context.new_page(), [], []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.on("pageerror", lambda error: errors.append(str(error)))
    sheet.goto(paths[0].as_uri())
    figures = sheet.locator("figure")
    sheet.wait_for_function(
        "(count) => document.querySelectorAll('figure .main-svg .trace, figure .main-svg .bars').length >= count",
        arg=figures.count(),
    )
    assert figures.count() >= len(STEPS) - 1
    sheet.emulate_media(media="print")
    width = sheet.evaluate("document.documentElement.scrollWidth")
    assert width <= sheet.viewport_size["width"]
    assert len(sheet.pdf(format="A4")) > 50_000
    sheet.goto(paths[1].as_uri())
    assert sheet.locator("h2").count() == len(STEPS) + 10
    context.close()
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked), asked
    assert not errors


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
