"""The comparison in a real browser: from a cold link, through a measurement, in every window."""

from itertools import pairwise

import pytest

from gruviz.ui.compare.controls import CLAIM_TITLES
from tests.browser.conftest import PATIENCE, grave_violations, pictures, settled

WINDOWS = [(1280, "light"), (390, "dark")]
CARD = ".gruviz-claim"
TINY = "view=speed&sizes=16&steps=10&batch_size=1&rounds=3"
SAYS = "(start) => document.querySelector('[data-testid=stProgress]')?.innerText.trim().startsWith(start)"


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cold_link_opens_the_claim_with_its_verdict(fresh_server, visit):
    page = visit(f"{fresh_server}/compare?view=benchmarks")
    assert page.locator("h1").inner_text().startswith("GRU, LSTM or plain RNN?")
    assert page.locator(CARD).count() == len(CLAIM_TITLES)
    assert page.locator(f"{CARD}[aria-selected=true]").get_attribute("data-claim") == "benchmarks"
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    words = page.locator(".st-key-compare_verdict_good").inner_text()
    assert "✓ Holds" in words
    assert "Of 9 published benchmarks" in words
    assert pictures(page)[0]["alt"].startswith("Against the LSTM")


@pytest.mark.parametrize(("width", "theme"), WINDOWS)
def test_every_claim_fits_every_window_and_is_open_to_everyone(server, visit, width, theme):
    page = visit(f"{server}/compare?seq_len=20&seeds=2&hidden_size=8", width=width, height=844, theme=theme)
    page.locator(f"{CARD}[aria-selected=true]").focus()
    for view in CLAIM_TITLES:
        if view != "parameters":
            page.keyboard.press("ArrowRight")
            page.wait_for_url(f"**view={view}*", timeout=30_000)
            page.wait_for_selector(
                ".st-key-compare_start" if view == "speed" else f"[class*=st-key-compare_{view}_0_n]"
            )
            if view != "speed":
                settled(page)
            assert page.evaluate("document.activeElement.dataset.claim") == view
        assert view == "speed" or pictures(page)[0]["names"]
        assert fits(page)
        if view == "simplicity":
            no_equation_is_cut(page)
        if view == "benchmarks":
            no_task_overlaps(page)
    page.locator(f"{CARD}[data-claim=parameters]").click()
    page.locator(".st-key-compare_build button").click()
    page.locator(".st-key-compare_builder .gv-diagram svg[role=img]").wait_for()
    settled(page)
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
    page.locator("[class*=st-key-compare_verdict_]", has_text="PyTorch's LSTM needs").wait_for()
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


def no_equation_is_cut(page):
    page.locator(".st-key-equations_compare .katex").first.wait_for()
    columns = page.evaluate(SPANS, ".st-key-equations_compare [data-testid=stColumn]")
    formulas = page.evaluate(SPANS, ".st-key-equations_compare .katex .base")
    assert len(formulas) > 11, "the parts of 1, 4 and 6 equations"
    for left, right in formulas:
        assert any(start - 1 <= left and right <= end + 1 for start, end in columns), (left, right)


def no_task_overlaps(page):
    tasks = sorted(page.evaluate(SPANS, ".gruviz-chart:has(.heatmaplayer image, .heatmaplayer path) .xtick text"))
    assert len(tasks) == 5
    for (_, end), (start, _) in pairwise(tasks):
        assert end <= start, "the names of two tasks overlap"
