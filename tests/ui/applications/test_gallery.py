"""The gallery: every mark where the record has it, better to the right, and sketches of what is true."""

import json

import numpy as np
import pytest

from gruviz.applications.beliefs import beliefs
from gruviz.applications.language import next_characters
from gruviz.applications.offered import OFFERED
from gruviz.applications.results import ApplicationResult
from gruviz.models.shipped import application_models, applications_record
from gruviz.tasks import METRICS
from gruviz.ui.applications.catalogue import APPLICATIONS
from gruviz.ui.applications.controls import TABLE
from gruviz.ui.applications.gallery import CELLS, gallery_data, round_up, scale_of
from gruviz.ui.applications.glimpses import GLIMPSES


@pytest.mark.parametrize("application", APPLICATIONS.values(), ids=APPLICATIONS)
def test_a_tile_shows_what_was_measured_of_three_networks_and_the_best_rule(application):
    told = applications_record()[application.offer(TABLE.defaults | {"application": application.key})]
    metric = METRICS[told["metric"]]
    [tile] = [tile for tile in gallery_data()["tiles"] if tile["key"] == application.key]
    labels = [label for label in CELLS if label in told["measured"]]
    values = [float(np.median(told["measured"][label])) for label in labels] + [next(iter(told["baselines"].values()))]
    assert [row["words"] for row in tile["rows"]] == [metric.words(value) for value in values]
    places = [row["place"] for row in tile["rows"]]
    assert all(0 <= place <= 1 for place in places)
    sign = 1 if metric.higher_is_better else -1
    np.testing.assert_array_equal(np.argsort(places, kind="stable"), np.argsort(sign * np.array(values), kind="stable"))
    assert tile["sentence"].endswith(".")
    assert tile["alt"].endswith(".")
    assert application.question.endswith("?")


def test_the_gallery_is_small():
    assert len(json.dumps(gallery_data())) < 40_000


def test_errors_shrink_to_the_right_on_a_scale_that_ends_at_none():
    table = [ApplicationResult("GRU", (17.0,)), ApplicationResult("ridge", (16.0,), is_baseline=True)]
    shown = scale_of(table, METRICS["mean absolute error"])
    assert shown["ends"] == ["20", "0"]
    assert [row["place"] for row in shown["rows"]] == pytest.approx([0.15, 0.2])


@pytest.mark.parametrize(("value", "up"), [(0.7, 1), (1, 1), (1.01, 2), (2.04, 2.5), (26, 50), (51, 100)])
def test_a_scale_ends_at_a_round_number(value, up):
    assert round_up(value) == pytest.approx(up)


def test_sketches_have_the_numbers_of_what_they_show():
    digit = GLIMPSES["digits"]().data
    held = OFFERED["digits"].task.split(28).held_out
    ink = np.array([[int(level, 16) / 15 for level in row] for row in digit["ink"]])
    [place] = np.flatnonzero(np.abs(held.inputs - ink[:, None]).max((0, 2)) < 0.04)
    assert str(held.targets[0, place]) == digit["answer"]
    for label, chances in digit["chances"].items():
        believed = beliefs(application_models("digits")[label], held.inputs[:, [place]])[:, 0, 0]
        np.testing.assert_allclose(chances, believed[:, held.targets[0, place]], atol=0.0051)
    attention = np.array(GLIMPSES["translation"]().data["weights"])
    np.testing.assert_allclose(attention.sum(1), 1, atol=0.02)
    language = GLIMPSES["language"]().data
    letters = next_characters(application_models("language")["GRU"], " ".join(language["words"]) + " ", top=60)
    chance = {letter.character: letter.probability for letter in letters}
    assert language["chances"][0] / language["chances"][1] == pytest.approx(chance["a"] / chance["i"], rel=0.1)
