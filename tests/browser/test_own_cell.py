"""A cell of one's own in a real browser: it takes shape, is drawn, and goes along to the training page."""

import pytest

from tests.browser.conftest import grave_violations, pictures, settled

OWN = "cells=gru&variants=own&inputs=noise&seq_len=20&own_update=input"


def equations(page):
    """What KaTeX wrote down."""
    return " ".join(page.locator("[class*=st-key-equations_] .katex-mathml annotation").all_text_contents())


@pytest.mark.parametrize(("width", "theme"), [(1440, "dark"), (390, "light")])
def test_the_card_is_whole_and_open_to_everyone(server, visit, width, theme):
    address = f"{server}/gradient_flow?{OWN}&own_reset=after&own_candidate=relu&own_bias=1"
    page = visit(address, width=width, theme=theme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    card = page.locator(".st-key-gradient_flow_own").bounding_box()
    assert card["x"] + card["width"] <= width
    assert page.locator("[class*=st-key-equations_] .katex-error").count() == 0
    assert not grave_violations(page)


def test_it_takes_shape_and_goes_along_to_be_trained(server, visit):
    page = visit(f"{server}/gradient_flow?{OWN}")
    before = pictures(page)
    assert r"U_n (r_t \circ h_{t-1})" in equations(page)
    assert r"\text{reset}" in equations(page)
    page.get_by_role("button", name="More cells").click()
    page.locator(".st-key-gradient_flow_own_reset").get_by_text("None", exact=True).click()
    page.wait_for_url("**own_reset=none*")
    page.wait_for_function(
        "document.querySelector('.gruviz-chart')?._fullData?.some(({ name }) => name?.includes('none/input/tanh'))"
    )
    settled(page)
    assert pictures(page) != before
    assert r"U_n h_{t-1}" in equations(page)
    assert r"\text{reset}" not in equations(page)

    page.keyboard.press("Escape")
    page.locator(".st-key-gradient_flow_own").get_by_text("Train").click()
    page.wait_for_url("**/train?*own_reset=none*")
    page.locator(".st-key-train_start button").wait_for()
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    assert r"z_t = \sigma(W_z x_t + b_z)" in equations(page)
    lanes = page.locator(".gv-train").inner_text()
    assert "GRU" in lanes
    assert "Custom cell none/input/tanh" in " ".join(lanes.split())
