"""The applications in a real browser: from a cold link, tried, trained, looked into, in both kinds of window."""

import pytest

from gruviz.ui.applications import LABELS
from tests.browser.conftest import PATIENCE, grave_violations, pictures, settled

SAYS = "(start) => document.querySelector('[data-testid=stProgress]')?.innerText.trim().startsWith(start)"
TINY = "application=forecasting&budget=2&hidden_size=8"


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cold_link_opens_an_application_and_its_models_write(fresh_server, visit):
    page = visit(f"{fresh_server}/applications?application=language&language_count=40")
    assert page.locator("h1").inner_text().startswith("Applications")
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    written = page.locator(".gruviz-text")
    before = written.first.inner_text()
    page.locator(".st-key-applications_language_seed input").fill("7")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "(before) => document.querySelector('.gruviz-text')?.innerText !== before", arg=before, timeout=PATIENCE
    )
    settled(page)
    assert written.count() == 6
    assert not grave_violations(page)


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_every_application_fits_every_window_and_is_open_to_everyone(server, visit, width, theme):
    page = visit(f"{server}/applications", width=width, height=844, theme=theme)
    for application, label in LABELS.items():
        if application != "language":
            page.locator(".st-key-applications_application").get_by_text(label, exact=True).click()
            page.wait_for_url(f"**application={application}*")
            settled(page)
        assert pictures(page)[0]["names"]
        assert fits(page), application
    assert not grave_violations(page)


def test_the_origin_moves_and_a_tiny_training_replaces_the_models(server, visit):
    page = visit(f"{server}/applications?{TINY}")
    before = pictures(page)
    page.locator(".st-key-applications_forecasting_origin input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**forecasting_origin=51*")
    settled(page)
    page.wait_for_function(
        "(alt) => document.querySelectorAll('.gruviz-chart')[1]?.getAttribute('aria-label') !== alt",
        arg=before[1]["alt"],
    )
    page.locator(".st-key-applications_start button").click()
    page.wait_for_function(SAYS, arg="Finished: 12 updates", timeout=PATIENCE)
    page.get_by_text("Trained here").wait_for()
    settled(page)
    assert pictures(page)[0]["alt"] != before[0]["alt"]
    page.locator(".st-key-forecasting_inside summary").click()
    page.locator(".st-key-forecasting_inside .gruviz-chart").nth(1).wait_for()
    settled(page)
    assert len(pictures(page)) == len(before) + 2
    assert not grave_violations(page)
