"""How many networks have learned after so many updates, by kind of setting."""

import numpy as np
from hypothesis import given

from gruviz.figures.maps.budget import measure_shores, shore_by_budget, shore_by_budget_chart
from gruviz.maps.trainability_map import Training
from tests.figures.checks import check_chart, numbers
from tests.figures.maps.sweeps import SEEDS, UPDATES, fields, sweep_of, training_of, trainings

LEFT = [[-9.0, -9.0, 0.0, 9.0]] * 3
SINCE = np.broadcast_to(np.array([99.0, 3.0, 2.0, 1.0])[:, None], (3, 4, SEEDS))


def test_each_kind_has_its_line():
    shores = measure_shores(training_of(SINCE), sweep_of(LEFT))
    assert shores.updates.tolist() == [*UPDATES]
    assert {one.kind.key: one.shares.tolist() for one in shores.kinds} == {
        "faint": [0, 0, 0, 0.5],
        "arrives": [0, 0, 1, 1],
        "explodes": [0, 1, 1, 1],
    }
    chart = check_chart(shore_by_budget_chart(shores))
    assert chart.title == (
        "First symbol, then noise, 30 updates: 50% of networks learn with less than 1% left, 100% with 1% to 100 times "
        "left and 100% with more than 100 times left before training"
    )
    assert "Of 9 networks at 3 settings with 1% to 100 times left" in chart.summary
    assert "more than half have since 20 updates" in chart.summary
    assert "9 have learned in the end." in chart.summary
    assert chart.table["learned, less than 1% left"] == [0, 0, 0, 0.5]


def test_who_falls_back_is_not_said_to_have_learned():
    solved = np.zeros((4, SEEDS), dtype=bool)
    solved[1] = solved[3] = True
    sweep = training_of(SINCE)
    for result in sweep.results.values():
        result.solved[:] = solved
    chart = shore_by_budget_chart(measure_shores(sweep, sweep_of(np.zeros((3, 4)))))
    assert "more than half have since 30 updates" in chart.summary


def test_a_training_that_stopped_early_leaves_the_others_their_time():
    sweep = training_of(SINCE)
    whole = sweep.results[0, 0]
    sweep.results[0, 0] = Training(whole.updates[:2], whole.solved[:2], np.ones_like(whole.solved[:2]))
    shores = measure_shores(sweep, sweep_of(LEFT))
    assert shores.updates.tolist() == [*UPDATES]
    assert shores.kinds[0].learned.tolist() == [0, 0, 0, 9]


def test_a_map_without_results():
    sweep = training_of(np.full((3, 4, SEEDS), np.nan))
    chart = check_chart(shore_by_budget_chart(measure_shores(sweep, sweep_of(LEFT))))
    assert chart.title == "First symbol, then noise: no setting is trained yet"
    assert shore_by_budget(sweep, sweep_of(LEFT), theme="dark").layout.meta["summary"] == chart.summary


@given(sweep=trainings, left=fields)
def test_lines_and_words_count_networks(sweep, left):
    chart = shore_by_budget_chart(measure_shores(sweep, sweep_of(left)))
    here = [result for (column, row), result in sweep.results.items() if -2 <= left[row, column] <= 2]
    lines = {trace.name: numbers(trace.y) for trace in chart.figure.data}
    assert ("1% to 100 times left" in lines) == bool(here)
    if here:
        expected = np.mean([result.solved.mean(axis=1) for result in here], axis=0)
        np.testing.assert_allclose(lines["1% to 100 times left"], expected)
        total = sum(result.solved[-1].sum() for result in here)
        assert f"Of {SEEDS * len(here)} networks at {len(here)} setting" in chart.summary
        assert f"with 1% to 100 times left before training, {total} have learned in the end" in chart.summary
