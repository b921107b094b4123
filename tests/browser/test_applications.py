"""The applications in a real browser: from a cold link, tried, trained, looked into, in both kinds of window."""

import pytest

from gruviz import record
from gruviz.models.shipped import application_models
from gruviz.tasks import Speech
from gruviz.ui.applications.catalogue import APPLICATIONS
from tests.browser.conftest import PATIENCE, grave_violations, pictures, settled

SAYS = "(start) => document.querySelector('[data-testid=stProgress]')?.innerText.trim().startsWith(start)"
TINY = "application=forecasting&budget=2&hidden_size=8"


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cold_link_opens_an_application(fresh_server, visit):
    page = visit(f"{fresh_server}/applications?application=language")
    assert page.locator("h1").inner_text() == APPLICATIONS["language"].question
    page.wait_for_function("document.querySelector('.gl-more')?.textContent", timeout=PATIENCE)
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0


STILL = "() => [...document.querySelectorAll('.gv-tile canvas')].map((canvas) => canvas.toDataURL())"
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.hadRecentInput || (sum += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 100);
})"""


@pytest.mark.parametrize(("width", "height", "theme"), [(1280, 720, "light"), (390, 844, "dark")])
def test_the_gallery_moves_and_every_application_fits_every_window(server, visit, width, height, theme):
    page = visit(f"{server}/applications", width=width, height=height, theme=theme, charts=False)
    tiles = page.locator(".gv-tile")
    tiles.last.wait_for()
    assert tiles.count() == len(APPLICATIONS)
    drawn = page.evaluate(STILL)
    page.wait_for_function(f"(before) => ({STILL})().every((each, k) => each !== before[k])", arg=drawn)
    boxes = [tile.bounding_box() for tile in tiles.all()]
    assert boxes[-1]["y"] + boxes[-1]["height"] < height or width < 700
    assert fits(page)
    assert not grave_violations(page)
    assert page.evaluate(SHIFTS) < 0.1
    page.get_by_role("button", name="Pause the pictures").click()
    tiles.first.focus()
    page.keyboard.press("Enter")
    for application in APPLICATIONS.values():
        if application.key != "digits":
            page.locator(".st-key-applications_application").get_by_text(application.title, exact=True).click()
        page.wait_for_url(f"**application={application.key}*")
        page.get_by_role("heading", name=application.question, level=1).wait_for()
        settled(page)
        assert page.locator(".st-key-applications_stage").bounding_box()["y"] < (115 if width > 700 else 160)
        assert fits(page), application.key
    assert not grave_violations(page)
    page.locator(".st-key-applications_application").get_by_text("← All applications").click()
    tiles.first.wait_for()
    page.go_back()
    page.get_by_role("heading", name=APPLICATIONS["wearable"].question, level=1).wait_for()


def test_the_origin_moves_and_a_tiny_training_replaces_the_models(server, visit):
    page = visit(f"{server}/applications?{TINY}")
    before = pictures(page)
    origin = page.get_by_role("slider", name="Start of the forecast")
    origin.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**forecasting_origin=50.16*")
    box = origin.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 200, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 100, steps=4)
    dragged = int(origin.get_attribute("aria-valuenow"))
    assert dragged < 290, "at once, while the button is down"
    page.mouse.up()
    page.wait_for_url(f"**forecasting_origin={(dragged - 1) / 6.12:.2f}*")
    settled(page)
    page.wait_for_function(
        "(alt) => document.querySelectorAll('.gruviz-chart')[2]?.getAttribute('aria-label') !== alt",
        arg=before[2]["alt"],
    )
    page.locator(".st-key-applications_start button").click()
    page.wait_for_function(SAYS, arg="Finished: 12 updates", timeout=PATIENCE)
    page.get_by_text("Trained here", exact=True).wait_for()
    settled(page)
    assert pictures(page)[0]["alt"] != before[0]["alt"]
    closed = len(pictures(page))
    page.locator(".st-key-forecasting_inside summary").click()
    page.locator(".st-key-forecasting_inside .gruviz-chart").wait_for()
    settled(page)
    assert len(pictures(page)) == closed + 1
    assert not grave_violations(page)


def test_what_a_network_heard_is_followed_inside_the_cell(server, visit):
    page = visit(f"{server}/applications?application=speech&speech_set=recorded", width=390, height=844, theme="dark")
    box = page.locator(".st-key-applications_speech_inside")
    box.locator("summary").click()
    box.locator(".gruviz-chart").wait_for()
    box.get_by_text("Which way did it go?", exact=True).click()
    box.get_by_text("a typical step", exact=False).first.wait_for()
    settled(page)
    assert fits(page)
    left, entries = page.url, page.evaluate("history.length")
    box.get_by_role("link", name="Follow it step by step").click()
    page.wait_for_url("**/inside_the_cell?weights=brought**")
    page.wait_for_selector(".gv-diagram [data-part^=box]")
    page.get_by_text("Here it says four, which is right.").wait_for()
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    page.wait_for_function("document.querySelector('.st-key-applications_speech_inside') !== null")
    settled(page)
    assert page.url == left
    assert page.get_by_test_id("stAlert").count() == 0
    page.go_forward()
    page.wait_for_selector(".gv-diagram [data-part^=box]")
    model = application_models("speech_recorded")["GRU"]
    inputs = Speech("recorded").split(model.length).held_out.inputs[:, :1]
    recording = record("gru", model.weights, inputs)
    page.locator(".gv-player input[type=range]").fill("40")
    page.wait_for_function("document.querySelector('.gv-step').textContent.startsWith('step 40 of 40')")
    page.locator(".gv-field select").nth(1).select_option("63")
    shown = page.eval_on_selector_all(
        ".gv-lines li[data-symbol]",
        "(all) => all.map((line) => [line.dataset.symbol, Number(line.querySelector('.gv-result').dataset.value)])",
    )
    assert [symbol for symbol, _ in shown] == ["r", "z", "n", "h"]
    for symbol, value in shown:
        true = (recording.states | recording.gates)[symbol][-1, 0, 0, 63]
        assert value == pytest.approx(float(true), abs=1e-6)
    terms = page.eval_on_selector_all(
        ".gv-lines li[data-symbol=r] .gv-term:not(.gv-result)", "(all) => all.map((term) => Number(term.dataset.value))"
    )
    weights, x, h = recording.weights, recording.inputs[-1, 0], recording.states["h"][-2, 0, 0]
    W, U, b = (part["r"][0][63] for part in (weights.input, weights.recurrent, weights.bias))
    assert terms == pytest.approx([W @ x, U @ h, b, W @ x + U @ h + b], abs=2e-5), "half weights arrive whole"
    assert fits(page)
