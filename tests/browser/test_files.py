"""What a chart's card gives away works without us."""

import csv
import re

import numpy as np
import pytest

from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from tests.browser.conftest import visiting


@pytest.fixture(scope="module")
def card(server, browser):
    """Home with its numbers and files open, which the tests below only save."""
    with visiting(browser) as open_page:
        page = open_page(server)
        page.locator(".st-key-home_numbers summary").click()
        page.wait_for_selector(".st-key-home_csv button")
        yield page


def saved(page, key, folder):
    with page.expect_download() as download:
        page.locator(f".st-key-{key} button").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_csv_holds_every_number_with_all_its_digits(card, tmp_path):
    path = saved(card, "home_csv", tmp_path)
    assert path.name == "gruviz_home.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "by which Excel knows that it is UTF-8"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["settings"] for row in rows} == {"defaults"}
    assert [int(row["steps before the loss"]) for row in rows] == list(range(25, -1, -1))
    runs = {(run.cell, run.is_reference): run.flow for run in run_experiment(Experiment(seq_len=25, update_bias=-4.0))}
    labels = {("rnn", False): "RNN", ("gru", True): "GRU, fresh", ("gru", False): "GRU, set to hold"}
    for key, label in labels.items():
        np.testing.assert_array_equal([float(row[f"{label}: median"]) for row in rows], runs[key].ratio().median)


def test_the_html_draws_alone_and_fetches_nothing(card, browser, tmp_path):
    path = saved(card, "home_html", tmp_path)
    assert path.suffix == ".html"
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector(".main-svg .trace", state="attached")
    title, tab = page.locator(".gtitle").first.text_content(), page.title()
    context.close()
    assert asked
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked), asked
    assert not errors
    assert "25 steps back" in title
    assert "25 steps back" in tab


def test_an_image_is_light_on_white_with_its_finding_even_from_a_dark_page(server, visit, tmp_path):
    page = visit(f"{server}/gradient_flow?inputs=noise&gain=2", theme="dark")
    with page.expect_download() as download:
        page.locator("button.gruviz-svg").click()
    assert download.value.suggested_filename.endswith("_gain-2.svg")
    drawing = tmp_path / "chart.svg"
    download.value.save_as(drawing)
    text = drawing.read_text(encoding="utf-8")
    assert "GRU" in re.search(r'class="gtitle"[^>]*>(.*?)</text>', text, re.S)[1]
    assert re.search(r"<rect[^>]*fill: rgb\(255, 255, 255\); fill-opacity: 1", text)
    assert "rgb(31, 41, 51)" in text, "the light theme's ink"
    assert "rgb(230, 237, 243)" not in text, "the dark theme's ink"
    with page.expect_download() as download:
        page.locator("button.gruviz-png").click()
    assert download.value.suggested_filename.endswith(".png")
    page.evaluate(
        "() => { navigator.clipboard.write = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Copy image").click()
    page.get_by_role("status").get_by_text("Save the image instead.").wait_for()
    assert page.locator(".plotly-notifier").count() == 0
