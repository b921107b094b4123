"""The lesson on a projector, its notes in a second window, its papers printed, and a page within another site's."""

import re
from urllib.parse import parse_qs, urlsplit

from gruviz.ui.walkthrough.lesson import load_course, load_lesson
from tests.browser.conftest import PATIENCE, slider
from tests.browser.test_files import saved
from tests.browser.test_walkthrough import AT_REST, button, opened

STEPS = load_lesson()
SCREEN = {"width": 1280, "height": 720}
HERE = "(step) => (new URLSearchParams(location.search).get('step') ?? 'opening') === step"
ASKS = "document.querySelector('.gruviz-ask')?.textContent.startsWith('No prediction yet')"
REVEALED = ".st-key-walkthrough_again button"


def rest(page, step):
    page.wait_for_function(HERE, arg=step)
    page.wait_for_selector(f"{button('next')}, {button('reveal')}")
    page.wait_for_function(AT_REST)


def check_projector(page, *, figure):
    """All of a step is on the screen, its figure (if it is seen) reaches the lower third, the question is 4% of it."""
    page.wait_for_selector(".st-key-walkthrough_stage .gruviz-chart .main-svg", state="visible" if figure else "hidden")
    page.wait_for_function(AT_REST)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.st-key-walkthrough_stage :is(h2, p, label, button, .gruviz-chart)')]
          .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().height > 1)
          .map((one) => [one.className, one.innerText.slice(0, 30), one.getBoundingClientRect().bottom,
                         one.getBoundingClientRect().right])"""
    )
    outside = [box for box in boxes if box[2] > SCREEN["height"] or box[3] > SCREEN["width"]]
    assert not outside, outside
    charts = [box[2] for box in boxes if "gruviz-chart" in box[0]]
    assert max(charts) > SCREEN["height"] * 0.8 if figure else not charts
    size = page.eval_on_selector(
        ".st-key-walkthrough_question p", "(one) => parseFloat(getComputedStyle(one).fontSize)"
    )
    assert size >= 0.04 * SCREEN["height"]
    assert not page.locator("[data-testid=stSidebar], .st-key-navigation").locator("visible=true").count()


def test_a_clicker_leads_through_a_lesson_and_the_notes_follow(server, visit):
    page = opened(server, visit, "/walkthrough?present=1&route=20", ready=button("next"), **SCREEN)
    with page.expect_popup() as opening:
        page.keyboard.press("n")
    notes = opening.value
    notes.wait_for_function("document.querySelector('#place').textContent.startsWith('Step 1 of')")
    page.bring_to_front()
    page.keyboard.press("PageDown")
    for key in (key for key, step in STEPS.items() if 20 in step.routes):
        rest(page, key)
        check_projector(page, figure=STEPS[key].question.kind == "number")
        notes.wait_for_function("(title) => document.querySelector('h1').textContent === title", arg=STEPS[key].title)
        assert "We measured" in notes.locator("#answer").inner_text()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(ASKS)
        assert "done" not in page.url or key not in parse_qs(urlsplit(page.url).query).get("done", [""])[0].split(",")
        page.keyboard.press("Space")
        page.wait_for_selector(REVEALED)
        page.wait_for_function(AT_REST)
        check_projector(page, figure=True)
        page.keyboard.press("PageDown")
    rest(page, "recap")
    notes.reload()
    notes.wait_for_function("document.querySelector('h1').textContent === 'Recap'")
    notes.keyboard.press("PageUp")
    rest(page, "bias")
    page.reload()
    rest(page, "bias")
    notes.keyboard.press("Home")
    page.wait_for_function(HERE, arg="opening")
    notes.close()


def test_keys_belong_to_the_control_that_has_the_focus_and_after_a_click_to_the_lesson(server, visit):
    page = opened(server, visit, "/walkthrough?present=1&step=regimes", ready=button("reveal"), **SCREEN)
    slider(page, "walkthrough_gain").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**gain=2.05*")
    page.wait_for_function(AT_REST)
    page.locator(".st-key-walkthrough_guess_regimes label").nth(1).click()
    page.wait_for_url("**said=regimes*")
    page.wait_for_selector(".gruviz-ask[data-predicted]", state="attached")
    page.wait_for_function("document.activeElement === document.body")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(REVEALED)
    assert parse_qs(urlsplit(page.url).query)["said"] == ["regimes:2"], "the vote stays where it was"
    assert "gain=2.05" in page.url
    page.keyboard.press("s")
    page.get_by_role("dialog", name="Steps of the lesson").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    rest(page, "gates")
    page.keyboard.press("Home")
    page.wait_for_function(HERE, arg="opening")
    page.wait_for_function(AT_REST)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === null")
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('present')")


PAGES = {"worksheet": (1, 2), "slides": (7, 7)}
"""Sides of paper of the lesson of 45 minutes: six steps."""


def test_the_teachers_things_are_at_one_place_and_print(server, visit, browser, tmp_path):
    page = opened(server, visit, "/walkthrough?step=regimes&gain=3&seed=2", ready=button("reveal"))
    page.locator(".st-key-walkthrough_teach button").first.click()
    page.wait_for_selector(".st-key-walkthrough_copy_here .gruviz-copy")
    for name, wanted in {"whole": set(), "here": {"step", "gain"}}.items():
        page.locator(f".st-key-walkthrough_copy_{name} .gruviz-copy").click()
        page.wait_for_function(f"document.querySelector('.st-key-walkthrough_copy_{name} button').dataset.url")
        copied = page.locator(f".st-key-walkthrough_copy_{name} button").get_attribute("data-url")
        query = parse_qs(urlsplit(copied).query)
        assert set(query) == {"seed", "hide"} | wanted
    paths = {name: saved(page, f"walkthrough_{name}", tmp_path) for name in PAGES}
    context = browser.new_context(offline=True)
    sheet, asked, errors = context.new_page(), [], []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.on("pageerror", lambda error: errors.append(str(error)))
    for name, path in paths.items():
        sheet.goto(path.as_uri())
        drawn = "[...document.querySelectorAll('.plotly-graph-div')].every((one) => one.querySelector('.main-svg'))"
        sheet.wait_for_function(drawn)
        assert load_course().title in sheet.locator("h1").first.inner_text()
        printed = sheet.pdf(prefer_css_page_size=True, print_background=True)
        sides = len(re.findall(rb"/Type\s*/Page\b", printed))
        low, high = PAGES[name]
        assert low <= sides <= high, (name, sides)
    context.close()
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked), asked
    assert not errors


def test_a_page_within_another_sites_works_there_and_leads_out(server, browser):
    context = browser.new_context(viewport={"width": 900, "height": 760})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.set_content(f'<iframe src="{server}/gradient_flow?embed=true" width="860" height="720"></iframe>')
    frame = page.frame_locator("iframe")
    frame.locator(".gruviz-out").wait_for()
    frame.locator(".gruviz-chart .main-svg").first.wait_for()
    assert frame.locator(".st-key-navigation").count() == 0
    inside = page.frames[1]
    inside.wait_for_function(AT_REST)
    frame.locator(":is(.st-key-gradient_flow_gain, .st-key-gradient_flow_gain_slider) input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    inside.wait_for_function("location.search.includes('gain=') && location.search.includes('embed=true')")
    frame.locator(".gruviz-out").hover()
    target = frame.locator(".gruviz-out").get_attribute("href")
    assert "gain=" in target
    assert "embed" not in target
    context.close()
