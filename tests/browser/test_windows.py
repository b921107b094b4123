"""Each page in light and dark, on a desk and on a phone: whole, readable, and open to everyone."""

import tomllib
from itertools import pairwise, product

import pytest

from tests.browser.conftest import grave_violations, visiting
from tests.test_architecture import ROOT

WINDOWS = list(product(("/", "/gradient_flow"), (1440, 390), ("light", "dark")))


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
