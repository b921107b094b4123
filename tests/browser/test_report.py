"""A saved report, opened from disk without any network: it asks for nothing, and can be read by all."""

import numpy as np
import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.report.report import Report
from tests.browser.conftest import grave_violations
from tests.diagnosis.made import finding, layer_run

HOSTILE = "</script><script>document.title = 'taken over'</script><img src=x onerror=\"document.title = 'taken over'\">"


def layers():
    return tuple(layer_run("gru", name=HOSTILE, layer=i, layers=2, T=40) for i in range(2))


def saved_flow():
    return layers()[-1].flow


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    found = (finding(Severity.BROKEN), finding(figure="gates"), finding(Severity.GOOD, advice="", figure="states"))
    path = tmp_path_factory.mktemp("report") / "report.html"
    Report(layers(), found, "CharRNN").save(path)
    return path


def test_a_saved_report_opens_alone_and_its_figures_answer_the_keyboard(browser, saved):
    phone = {"width": 390, "height": 844}
    with browser.new_context(offline=True, color_scheme="dark", viewport=phone) as context:
        page = context.new_page()
        asked, complaints = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(saved.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert not grave_violations(page)

        while page.evaluate("document.activeElement.tagName") != "BUTTON":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("[data-drawn=true] .main-svg").first.wait_for()
        drawn = page.evaluate("Array.from(document.querySelector('.js-plotly-plot')._fullData.at(-1).y)")
        np.testing.assert_array_equal(drawn, saved_flow().ratio().median)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1440, "height": 900})
        assert not grave_violations(page)
        page.keyboard.press("Enter")
        page.locator(".still").first.wait_for()

        assert page.title() == "CharRNN: 1 thing is broken, 1 is costly"
        assert not complaints
        assert asked == [saved.as_uri()]
