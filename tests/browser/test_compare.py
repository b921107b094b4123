"""The comparison in a real browser: from a cold link, through a measurement, in every window."""

from itertools import pairwise

import pytest

from gruviz.ui.compare.controls import CLAIM_TITLES
from tests.browser.conftest import PATIENCE, grave_violations, pictures, settled

WINDOWS = [(1440, "light"), (390, "dark")]
TINY = "view=speed&sizes=16&steps=10&batch_size=1&rounds=3"
SAYS = "(start) => document.querySelector('[data-testid=stProgress]')?.innerText.trim().startsWith(start)"


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cold_link_opens_the_claim_with_its_verdict(fresh_server, visit):
    page = visit(f"{fresh_server}/compare?view=benchmarks")
    assert page.locator("h1").inner_text().startswith("Compare")
    assert page.locator(".st-key-compare_overview tbody tr").count() == len(CLAIM_TITLES)
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    assert "✓ holds, because of 9 published benchmarks" in page.locator(".st-key-compare_verdict").inner_text()
    assert pictures(page)[0]["alt"].startswith("Against the LSTM")


@pytest.mark.parametrize(("width", "theme"), WINDOWS)
def test_every_claim_fits_every_window_and_is_open_to_everyone(server, visit, width, theme):
    page = visit(f"{server}/compare?seq_len=20&seeds=2&hidden_size=8", width=width, height=844, theme=theme)
    for view, label in CLAIM_TITLES.items():
        if view not in ("parameters", "speed"):
            page.locator(".st-key-compare_view").get_by_text(label, exact=True).click()
            page.wait_for_url(f"**view={view}*")
            page.wait_for_selector(f"[class*=st-key-compare_{view}_0_numbers]")
            settled(page)
        assert pictures(page)[0]["names"]
        assert fits(page)
    assert not grave_violations(page)


def test_speed_is_measured_on_demand_on_a_phone(server, visit):
    page = visit(f"{server}/compare?{TINY}", width=390, height=844, theme="dark", charts=False)
    start = page.locator(".st-key-compare_start button")
    start.wait_for()
    assert not grave_violations(page)
    start.click()
    page.wait_for_function(SAYS, arg="Finished: 6 measurements", timeout=PATIENCE)
    page.wait_for_function("document.querySelectorAll('.gruviz-chart').length === 1")
    settled(page)
    page.locator(".st-key-compare_verdict", has_text="PyTorch's LSTM needs").wait_for()
    [picture] = pictures(page)
    assert picture["alt"].startswith("A training step of nn.LSTM takes")
    assert "nn.GRU" in picture["names"]
    assert page.locator(".st-key-compare_again button").is_enabled()
    assert fits(page)
    assert not grave_violations(page)


SPANS = """(selector) => [...document.querySelectorAll(selector)].map((one) => {
    const box = one.getBoundingClientRect();
    return [box.left, box.right];
})"""


def test_no_equation_is_cut_on_a_small_laptop(server, visit):
    page = visit(f"{server}/compare?view=simplicity", width=1280, height=720)
    page.locator(".st-key-equations_compare .katex").first.wait_for()
    settled(page)
    columns = page.evaluate(SPANS, ".st-key-equations_compare [data-testid=stColumn]")
    formulas = page.evaluate(SPANS, ".st-key-equations_compare .katex .base")
    assert len(formulas) > 11, "the parts of 1, 4 and 6 equations"
    for left, right in formulas:
        assert any(start - 1 <= left and right <= end + 1 for start, end in columns), (left, right)


def test_the_scoreboard_has_room_for_its_words_on_a_phone(server, visit):
    page = visit(f"{server}/compare?view=benchmarks", width=390, height=844, theme="dark")
    settled(page)
    tasks = sorted(page.evaluate(SPANS, ".gruviz-chart:has(.heatmaplayer image, .heatmaplayer path) .xtick text"))
    assert len(tasks) == 5
    for (_, end), (start, _) in pairwise(tasks):
        assert end <= start, "the names of two tasks overlap"
