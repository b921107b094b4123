"""How often the gradient left the leak, from shares written by hand."""

import numpy as np
import pytest

from gruviz import CELLS, Weights, record
from gruviz.engine.gradients import gradient_flow
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.palette import DETOUR_COLORS
from gruviz.figures.gradients.detours import detour_chart, detour_shares, end_to_end_shares
from gruviz.validation import InvalidValue
from gruviz.wording import percent
from tests.figures.checks import axes, check_chart, curves, numbers
from tests.runs import Sizes, every_cell, random_run

WAYS = ("leak only", "1 detour", "2 detours", "3 detours", "4 detours", "more than 4")


def detours(*leak_only):
    rest = (1 - np.array(leak_only, dtype=float)) / 5
    return dict(zip(WAYS, [np.array(leak_only, dtype=float), *[rest] * 5], strict=True))


def test_detours_need_a_leak():
    with pytest.raises(InvalidValue, match="^flows = .*at least one cell with a leak, such as gru or lstm"):
        detour_shares({"RNN": gradient_flow(random_run("rnn"))})


def test_detours_are_stacked_in_their_own_colours():
    chart = check_chart(detour_chart({"GRU": detours(0.25, 0.5, 1), "LSTM": detours(0.001, 0.1, 1)}))
    assert list(curves(chart.figure)) == list(WAYS)
    assert [trace.marker.color for trace in chart.figure.data] == [*DETOUR_COLORS, *DETOUR_COLORS]
    np.testing.assert_array_equal(numbers(chart.figure.data[0].y), [0.25, 0.5, 1])
    assert chart.table["LSTM: leak only"] == [0.001, 0.1, 1]
    assert chart.title == (
        "Over 2 steps, GRU: 25% of what arrives never left the leak; LSTM: 0.1% of what arrives never left the leak"
    )
    assert chart.title in chart.summary


def test_a_title_of_many_runs_names_the_most_and_the_least():
    ends = {"A": 0.5, "B": np.nan, "C": 0.25, "D": 0.75}
    chart = check_chart(detour_chart({run: {way: np.array([end, 1]) for way in WAYS} for run, end in ends.items()}))
    assert chart.title == "Over 1 step, D: 75% of what arrives never left the leak; B: nothing arrives"
    assert all(f"{run}: " in chart.summary for run in ends)


def test_detours_of_a_dead_gradient():
    chart = check_chart(detour_chart({"GRU": {way: np.array([np.nan, np.nan, 1]) for way in WAYS}}))
    assert chart.title == "Over 2 steps, GRU: nothing arrives"


@every_cell
def test_the_numbers_are_the_medians_of_the_flow(cell):
    flow = gradient_flow(random_run(cell, Sizes(T=4, E=3, B=1)))
    ends = end_to_end_shares({"run": flow})
    assert bool(ends) == bool(CELLS[cell].leak)
    if ends:
        assert tuple(ends["run"]) == WAYS
        by_detour = np.moveaxis(flow.detour_shares(4), 1, 0)
        for way, values in zip(ends["run"].values(), by_detour, strict=True):
            np.testing.assert_allclose(way, np.nanmedian(values, (1, 2)), rtol=1e-12)


def test_one_wild_network_of_many_does_not_make_the_share():
    """A share has the gradient that arrives as its denominator, which may be close to zero by accident."""
    experiment = Experiment(
        cells=("lstm",),
        reference=False,
        hidden_size=8,
        scale=0.3,
        seed=55,
        seq_len=150,
        inputs="sine",
        scheme="orthogonal",
        forget_bias=3.0,
    )
    [run] = run_experiment(experiment)
    leak_only = run.flow.detour_shares(4)[0, 0, :, 0]
    assert leak_only.mean() < -1  # what was shown
    title = check_chart(detour_chart(end_to_end_shares({"LSTM": run.flow}))).title
    assert title == f"Over 150 steps, LSTM: {percent(float(np.median(leak_only)))} of what arrives never left the leak"


def test_a_run_whose_state_overflows_has_nothing_to_split_and_says_why():
    weights = Weights("light_gru", ("z", "n"), np.ones((1, 2, 1)), 9 * np.ones((1, 2, 1)), np.zeros((1, 2)))
    run = record("light_gru", weights.astype("float32"), np.ones((60, 1, 1)))
    flows = {"X": gradient_flow(run)}
    broken = {"X": run.breakdown.words}
    words = f"the state overflows at step {run.breakdown.step} (unit 0)"
    assert check_chart(detour_chart(end_to_end_shares(flows), broken=broken)).title == f"Over 60 steps, X: {words}"


def test_a_loss_at_every_step_has_no_detours():
    assert end_to_end_shares({"GRU": gradient_flow(random_run("gru"), loss="every")}) == {}


@pytest.mark.parametrize("share", [1e30, -1e30, 1.0, 0.0])
def test_huge_shares_do_not_stretch_the_axis_out_of_sight(share):
    chart = check_chart(detour_chart({"GRU": detours(share, 1)}))
    for axis in axes(chart.figure, "y").values():
        assert -2 <= axis["range"][0] < axis["range"][1] <= 3
