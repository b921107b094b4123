"""What a chart's card gives away works without us."""

import csv

import numpy as np
import pytest

from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment


@pytest.fixture
def card(server, visit):
    page = visit(server)
    page.locator(".st-key-home_numbers summary").click()
    page.wait_for_selector(".st-key-home_csv button")
    return page


def saved(page, key, folder):
    with page.expect_download() as download:
        page.locator(f".st-key-{key} button").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_csv_holds_every_number_with_all_its_digits(card, tmp_path):
    with saved(card, "home_csv", tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["steps before the loss"]) for row in rows] == list(range(50, -1, -1))
    for run in run_experiment(Experiment(update_bias=-4.0)):
        np.testing.assert_array_equal([float(row[f"{run.label}: median"]) for row in rows], run.flow.ratio().median)


def test_the_html_draws_alone_and_fetches_nothing(card, browser, tmp_path):
    path = saved(card, "home_html", tmp_path)
    assert path.suffix == ".html"
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector(".main-svg .trace", state="attached")
    title = page.locator(".gtitle").first.text_content()
    context.close()
    assert asked
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked), asked
    assert not errors
    assert "keeps" in title
