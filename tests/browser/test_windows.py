"""Each page in light and dark, on a desk and on a phone: whole, readable, and open to everyone."""

import tomllib
from itertools import pairwise

import pytest

from tests.browser.conftest import grave_violations, press, settled, slider, visiting
from tests.test_architecture import ROOT

WINDOWS = [
    ("/compare?view=memory", 1440, "light"),
    ("/compare?view=memory", 390, "dark"),
    ("/gradient_flow", 1440, "dark"),
    ("/gradient_flow", 390, "light"),
]


@pytest.fixture(scope="module", params=WINDOWS, ids=["-".join(map(str, window)) for window in WINDOWS])
def window(request, server, browser):
    """A page that the tests below only look at, and its theme."""
    path, width, theme = request.param
    with visiting(browser) as open_page:
        yield open_page(server + path, width=width, height=844, theme=theme), theme


def test_nothing_overflows_and_the_chart_fits(window):
    page, _ = window
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.gruviz-chart')].map((chart) => [
          chart.querySelector('.main-svg').getBoundingClientRect().width,
          chart.parentElement.getBoundingClientRect().width,
          chart.querySelector('.main-svg').getBoundingClientRect().height,
          chart.getBoundingClientRect().height])"""
    )
    assert sizes
    for drawn, room, height, frame in sizes:
        assert 0.95 * room <= drawn <= room + 1
        assert height <= frame + 1
        assert drawn > 250


def test_the_chart_follows_the_theme(window):
    page, theme = window
    texts = page.eval_on_selector_all(
        ".gruviz-chart :is(.xtick, .ytick) text, .gruviz-chart :is(.g-xtitle, .g-ytitle) text",
        "(all) => all.map((text) => getComputedStyle(text).fill)",
    )
    assert len(texts) > 5
    for color in texts:
        assert luminance(color) > 180 if theme == "dark" else luminance(color) < 80
    background = page.eval_on_selector("[data-testid=stApp]", "(app) => getComputedStyle(app).backgroundColor")
    assert luminance(background) < 40 if theme == "dark" else luminance(background) > 240


def luminance(color):
    """Of a CSS rgb() colour, 0 to 255."""
    red, green, blue = (float(part) for part in color[color.index("(") + 1 : -1].split(",")[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_our_buttons_and_chosen_entries_have_the_colour_of_the_theme(window):
    page, theme = window
    given = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][theme]
    shown = page.evaluate(
        """() => {
          const probe = document.createElement('i');
          document.querySelector('[data-testid=stMain]').append(probe);
          probe.style.color = 'var(--gruviz-primary)';
          const color = getComputedStyle(probe).color;
          probe.remove();
          return color.match(/\\d+/g).slice(0, 3).map(Number);
        }"""
    )
    assert "#" + "".join(f"{part:02x}" for part in shown) == given["primaryColor"]


def test_axe_finds_nothing_serious(window):
    assert not grave_violations(window[0])


def test_every_slider_has_a_name_and_every_chart_says_its_finding(window):
    page, _ = window
    names = page.eval_on_selector_all(
        "input[type=range]", "(all) => all.map((input) => input.ariaLabel || input.labels?.[0]?.textContent || '')"
    )
    assert all(name.strip() for name in names)
    charts = page.locator(".gruviz-chart")
    assert charts.count() > 0
    for chart in charts.all():
        assert chart.get_attribute("role") == "figure"
        assert len(chart.get_attribute("aria-label")) > 80


def test_there_is_one_first_heading_and_it_comes_first(window):
    page, _ = window
    levels = page.eval_on_selector_all(
        "[data-testid=stMain] :is(h1, h2, h3, h4)", "(all) => all.map((heading) => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), "a level is skipped"


SHEET = "(state) => document.documentElement.dataset.sheet === state"


def test_a_phones_controls_are_a_sheet_below_the_picture(server, visit):
    page = visit(f"{server}/train", width=390, height=844, touch=True, charts=False)
    page.wait_for_function(SHEET, arg="closed")
    links = [link.bounding_box() for link in page.locator(".st-key-navigation a").all()]
    assert all(abs(link["y"] + link["height"] / 2 - 20) < 10 for link in links), "one row, at the top"
    handle = page.locator(".gruviz-handle")
    handle.tap()
    page.wait_for_function(SHEET, arg="open")
    assert handle.get_attribute("aria-expanded") == "true"
    slider(page, "train_length").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**length=*")
    assert page.evaluate(SHEET, "open"), "it stays while one moves controls"
    assert handle.bounding_box()["y"] > 0.45 * 844, "the picture is seen above it"
    page.keyboard.press("Escape")
    page.wait_for_function(SHEET, arg="closed")
    assert page.evaluate("document.activeElement.matches('.gruviz-handle')")
    page.get_by_test_id("stSidebar").wait_for(state="hidden")
    page.keyboard.press("Enter")
    page.wait_for_function(SHEET, arg="open")
    page.reload()
    page.wait_for_function(SHEET, arg="closed")


LETTERS = """() => Math.min(...[...document.querySelectorAll('.xtick text, [data-testid=stWidgetLabel] p, h2')]
  .filter((one) => one.checkVisibility()).map((one) => parseFloat(getComputedStyle(one).fontSize)))"""


def test_presenter_mode_is_on_every_page_and_grows_with_the_screen(server, visit):
    page = visit(f"{server}/gradient_flow?gain=1.5", width=1280, height=720)
    page.locator(".st-key-gradient_flow_to_projector button").first.click()
    page.wait_for_url("**present=1*")
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"({LETTERS})() > {height / 48}")
        settled(page)
        chart = page.locator(".gruviz-chart").first.bounding_box()
        assert chart["y"] + chart["height"] <= height
        assert chart["height"] > 0.4 * height
        page.locator(".st-key-navigation").wait_for(state="hidden")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not grave_violations(page)
    press(page, "gradient_flow_gain")
    page.wait_for_url("**gain=1.55*")
    assert "present=1" in page.url
    page.keyboard.press("Escape")
    page.wait_for_function("!location.search.includes('present')")
    page.locator(".st-key-navigation").wait_for()
    assert page.locator(".st-key-navigation [aria-current=page]").inner_text() == "Gradient flow"

    page.goto(f"{server}/train?present=1")
    page.wait_for_function(SHEET, arg="closed")
    page.locator(".gruviz-handle").click()
    page.wait_for_function(SHEET, arg="open")
    page.keyboard.press("Escape")
    page.wait_for_function(SHEET, arg="closed")
    assert "present=1" in page.url, "the sheet was closed, no more"


def test_segments_on_two_lines_are_closed(server, visit):
    page = visit(f"{server}/gradient_flow?loss=every", width=390, height=844)
    borders = page.eval_on_selector_all(
        ".st-key-gradient_flow_controls [data-variant=segmented_control]",
        """(all) => all.map((segment) => ['left', 'right'].map(
          (side) => getComputedStyle(segment).getPropertyValue(`border-${side}`)))""",
    )
    assert len(borders) >= 4
    for border in (border for pair in borders for border in pair):
        assert border.startswith("1px solid")
        assert "rgba(0, 0, 0, 0)" not in border
