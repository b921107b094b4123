"""Maps of trainings, drawn."""

import re

import numpy as np
from hypothesis import given

from gruviz.figures.maps.outcomes import measure_learned
from gruviz.figures.maps.training import training_map, training_map_chart
from tests.figures.checks import check_chart, curves, numbers
from tests.figures.maps.sweeps import SEEDS, counts, labelled, sweep_of, training_of, trainings

LEARNED = [[3, 3, 2, 0], [3, 1, 0, 0], [np.nan, 0, 3, 3]]
LEFT = [[-9.0, 0.0, 0.0, 9.0], [-9.0, 0.0, 0.0, 9.0], [-9.0, -9.0, 0.0, 3.0]]


def chart_of(*maps, gradients=None, budget=None):
    named = {f"map {i}": one for i, one in enumerate(maps)}
    return training_map_chart(measure_learned(named, gradients or {}, budget))


def heats(chart):
    return [trace for trace in chart.figure.data if trace.type == "heatmap"]


def test_squares_counts_and_words():
    chart = check_chart(chart_of(training_of(counts(LEARNED)), gradients={"map 0": sweep_of(LEFT)}))
    [heat] = heats(chart)
    np.testing.assert_allclose(numbers(heat.z), np.array(LEARNED) / 3)
    assert (heat.zmin, heat.zmax) == (0, 1)
    [words] = [trace for trace in chart.figure.data if trace.type == "scatter" and trace.mode == "text"]
    assert list(words.text) == ["3", "3", "2", "0", "3", "1", "0", "0", "0", "3", "3"]
    assert chart.title == "Settings that most networks learn: 6 of 11 (map 0, 30 updates)"
    assert "learning rate 0.01, 30 updates and 3 networks for each setting" in chart.summary
    assert "So far 11 of 12 settings are trained." in chart.summary
    assert {"not yet trained", "1% left before training"} <= set(curves(chart.figure))


def test_two_maps_share_scale_and_legend():
    broken = np.full((3, 4, SEEDS), 99.0)
    broken[0, 0, 0] = 1
    whole = training_of(counts(np.zeros((3, 4))), broken)
    gradients = {"map 0": sweep_of(LEFT), "map 1": sweep_of(LEFT)}
    chart = check_chart(chart_of(training_of(counts(LEARNED)), whole, gradients=gradients))
    assert len({(heat.zmin, heat.zmax, str(heat.colorscale)) for heat in heats(chart)}) == 1
    assert [heat.showscale for heat in heats(chart)] == [True, False]
    shown = [trace.name for trace in chart.figure.data if trace.showlegend and trace.type == "scatter"]
    assert len(shown) == len(set(shown))
    assert "networks diverged" in shown
    assert "Networks diverged at 1 setting." in chart.summary
    narrow = chart.figure.layout.meta["narrow"]["layout"]
    assert narrow["yaxis"]["domain"][0] > narrow["yaxis2"]["domain"][1]
    side_by_side = chart.figure.layout.xaxis.title.text
    assert "<br>(" in side_by_side
    assert narrow["xaxis"]["title"]["text"] == side_by_side.replace("<br>", " ")


def test_all_none_and_nothing_yet():
    for share, said in ((3, "12 of 12"), (0, "0 of 12")):
        assert said in check_chart(chart_of(training_of(counts(np.full((3, 4), share))))).title
    chart = check_chart(chart_of(training_of(counts(np.full((3, 4), np.nan)))))
    assert chart.title == "map 0: no setting is trained yet"
    assert chart.summary.endswith("no setting is trained yet.")


def test_all_diverged():
    sweep = training_of(counts(np.full((3, 4), 0)), np.full((3, 4, SEEDS), 1.0))
    chart = check_chart(chart_of(sweep, gradients={"map 0": sweep_of(np.full((3, 4), np.inf))}))
    assert "0 of 12" in chart.title
    assert "Networks diverged at 12 settings." in chart.summary
    assert "at 0 of 12 with more than 100 times left." in chart.summary
    crossed = curves(chart.figure)["networks diverged"]
    assert len(crossed.x) == 12
    assert crossed.marker.symbol == "x"


def test_many_maps_have_a_short_title():
    chart = chart_of(*(training_of(counts(np.full((3, 4), count))) for count in (0, 1, 2, 3)))
    assert chart.title == "Settings that most networks learn: from 0 to 12 in 4 maps"


def test_a_budget_is_that_of_the_picture():
    figure = training_map(labelled(training_of(np.full((3, 4, SEEDS), 2.0))), budget=10)
    assert "0 of 12 (first, 10 updates)" in figure.layout.title.text


@given(sweep=trainings)
def test_the_title_counts_squares_that_most_networks_learn(sweep):
    chart = chart_of(sweep)
    most = sum(result.solved[-1].sum() >= 2 for result in sweep.results.values())
    diverged = sum(result.diverged[-1].any() for result in sweep.results.values())
    if not sweep.results:
        assert "no setting is trained yet" in chart.title
        return
    assert f"{most} of {len(sweep.results)} (map 0, 30 updates)" in chart.title
    said = re.search(r"diverged at (\d+)", chart.summary)
    assert int(said.group(1) if said else 0) == diverged
