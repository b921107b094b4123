"""Each step's contribution to the weight gradient, from profiles written by hand."""

import numpy as np
import pytest

from gruviz import Weights, record
from gruviz.engine.gradients import gradient_flow
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.gradients.weight_attribution import (
    Attribution,
    attribution_chart,
    attributions,
    nine_tenths,
    weight_attribution,
)
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, curves, numbers, y_ranges
from tests.runs import Sizes, random_run


def profile(weights, inputs, recent=1, cell="rnn", reference=False):
    weights = np.array(weights, dtype=float)
    return Attribution(cell, weights, np.array(inputs, dtype=float), recent, 4, reference, nine_tenths(weights))


def test_no_flow_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^flows = 'empty' is not possible"):
        weight_attribution({})


def test_both_profiles_are_drawn_on_one_range():
    run = profile([1e-4, 1e-2, 1], [1e-6, 1e-3, 0.5], 1)
    chart = check_chart(attribution_chart({"RNN": run}))
    upper, lower = chart.figure.data
    np.testing.assert_array_equal(numbers(upper.y), run.weights)
    np.testing.assert_array_equal(numbers(lower.y), run.inputs)
    assert numbers(upper.x).tolist() == numbers(lower.x).tolist() == [2, 1, 0]
    assert (upper.yaxis, lower.yaxis) == ("y", "y2")
    assert len(set(y_ranges(chart.figure))) == 1
    ends = [note.text for note in chart.figure.layout.annotations if note.name == "end"]
    assert ends == ["RNN<br><b>1.0 × 10⁻⁴</b>", "RNN<br><b>1.0 × 10⁻⁶</b>"]
    assert chart.figure.layout.yaxis.title.text == "size of the contribution"
    assert chart.figure.layout.yaxis2.title.text == "size of the gradient"
    assert chart.figure.layout.xaxis2.title.text == "← back in time (steps before the loss)"


def test_title_and_summary_say_the_numbers():
    runs = {"RNN": profile([1e-4, 1e-2, 1], [1e-6, 1e-3, 0.5], 1), "GRU": profile([1, 1, 1], [0.2] * 3, 3, "gru")}
    chart = check_chart(attribution_chart(runs))
    assert chart.title == "In RNN, 90% of the weight gradient comes from the last step alone"
    assert (
        "RNN: 1 from the last step, 1.0 × 10⁻⁴ from the first, 90% of their sum from the last 1 step" in chart.summary
    )
    assert (
        "GRU: 1 from the last step, 1 from the first, 90% of their sum from no fewer than the last 3 or the "
        "first 3 of 3 steps"
    ) in chart.summary
    assert chart.table["RNN: contribution to the weight gradient"] == [1e-4, 1e-2, 1]
    assert chart.table["GRU: gradient of the input"] == [0.2] * 3


def test_where_the_gradient_explodes_it_comes_from_the_first_steps():
    [run] = run_experiment(Experiment(cells=("rnn",), scheme="orthogonal", gain=4.0, seq_len=200, reference=False))
    share = attributions({"RNN": run.flow})["RNN"]
    assert share.weights[: share.early].sum() >= 0.9 * share.weights.sum()
    assert share.weights[: share.early - 1].sum() < 0.9 * share.weights.sum()
    title = check_chart(attribution_chart({"RNN": share})).title
    assert title == f"In RNN, 90% of the weight gradient comes from the first {share.early} steps"
    assert share.early < 20


def test_what_overflowed_counts_as_infinite_and_never_as_nothing():
    """A tanh keeps the states in bounds; the gradient, of size 10³⁰ at the loss, leaves those of float32."""
    [run] = run_experiment(
        Experiment(cells=("rnn",), scheme="orthogonal", gain=4.0, seq_len=100, precision="float32", reference=False)
    )
    flow = gradient_flow(run.flow.recording, grad_final=np.full((1, 32), 1e30))
    chart = check_chart(attribution_chart(attributions({"X": flow})))
    count = int((~np.isfinite(chart.table["X: contribution to the weight gradient"])).sum())
    assert count > 20
    assert chart.title == f"In X, the weight gradient is infinite: the contributions of {count} of 100 steps overflowed"
    assert "no weight gradient" not in chart.summary


def test_ties_name_both_and_no_end_is_named_where_it_comes_from_everywhere():
    two = {"A": profile([0, 0, 0, 1], [1] * 4, 1), "B": profile([0, 0, 0, 2], [1] * 4, 1)}
    assert attribution_chart(two).title == "In A and B, 90% of the weight gradient comes from the last step alone"
    everywhere = attribution_chart({"A": profile([1, 1, 1, 1], [1] * 4, 4)})
    assert everywhere.title == "In A, the weight gradient comes from all over the sequence"


def test_a_run_whose_state_overflows_has_no_weight_gradient_and_says_why():
    weights = Weights("irnn", ("h",), np.ones((1, 1, 1)), 4 * np.ones((1, 1, 1)), np.zeros((1, 1))).astype("float32")
    chart = check_chart(
        attribution_chart(attributions({"X": gradient_flow(record("irnn", weights, np.ones((80, 1, 1))))}))
    )
    assert chart.title == "X has no weight gradient: the state overflows at step 65 (unit 0)"
    assert "X: no weight gradient, since the state overflows at step 65 (unit 0)" in chart.summary


def test_references_are_dashed_and_not_in_the_title():
    runs = {"GRU": profile([1, 1], [1, 1], 2, "gru"), "GRU (default)": profile([0, 1], [1, 1], 1, "gru", True)}
    chart = check_chart(attribution_chart(runs))
    assert {name: trace.line.dash for name, trace in curves(chart.figure).items()} == {
        "GRU": "solid",
        "GRU (default)": "dash",
    }
    assert chart.title == "In GRU, the weight gradient comes from all over the sequence"
    assert check_chart(attribution_chart({"only": profile([1, 1], [1, 1], 2, "gru", True)})).title


@pytest.mark.parametrize(
    "values", [[0, 0, 0], [np.inf, np.inf, 1], [np.nan, np.nan, 1], [1e30, 1e15, 1], [1e300, 1e150, 1], [1e-300, 0, 1]]
)
def test_extremes_are_gaps_and_the_table_keeps_them(values):
    chart = check_chart(attribution_chart({"RNN": profile(values, values)}))
    values = np.array(values, dtype=float)
    drawable = np.isfinite(values) & (values > 0)
    for trace in chart.figure.data:
        np.testing.assert_array_equal(numbers(trace.y), np.where(drawable, values, np.nan))
    np.testing.assert_array_equal(chart.table["RNN: gradient of the input"], values)


def test_nothing_at_all_is_said_so():
    chart = check_chart(
        attribution_chart({"RNN": profile([0, 0], [0, 0], 0), "GRU": profile([1, 1], [1, 1], 2, "gru")})
    )
    assert "last 0 steps" not in chart.title + chart.summary
    assert "RNN: no weight gradient" in chart.summary
    assert "weight gradient" in check_chart(attribution_chart({"RNN": profile([0, 0], [0, 0], 0)})).title


def test_one_step_and_runs_of_different_length():
    check_chart(attribution_chart({"RNN": profile([1], [1])}))
    chart = check_chart(
        attribution_chart({"RNN": profile([1, 2], [3, 4]), "GRU": profile([5, 6, 7], [1] * 3, 3, "gru")})
    )
    assert chart.table["steps before the loss"] == [2, 1, 0]
    assert chart.table["RNN: contribution to the weight gradient"] == [None, 1, 2]
    assert numbers(chart.figure.data[0].x).tolist() == [1, 0]


def test_the_numbers_are_those_of_the_flow():
    flow = gradient_flow(random_run("gru", Sizes(T=6, E=3, B=1)))
    run = attributions({"GRU": flow}, references=["GRU"])["GRU"]
    shares = np.sqrt(sum(np.square(norms) for norms in flow.weight_norms.values()))
    np.testing.assert_allclose(run.weights, np.median(shares, axis=1), rtol=1e-12)
    np.testing.assert_allclose(run.inputs, np.median(flow.input_norms, axis=(1, 2)), rtol=1e-12)
    assert run.is_reference
    back = np.cumsum(run.weights[::-1]) / run.weights.sum()
    assert back[run.recent - 1] >= 0.9
    assert run.recent == 1 or back[run.recent - 2] < 0.9


def test_a_tiny_weight_gradient_is_not_none():
    run = random_run("gru", Sizes(T=6, E=3, B=1))
    one = np.ones((3, 1, run.state.shape[-1]))
    usual, tiny = (attributions({"GRU": gradient_flow(run, grad_final=size * one)})["GRU"] for size in (1.0, 1e-200))
    np.testing.assert_allclose(tiny.weights, 1e-200 * usual.weights)
    assert tiny.recent == usual.recent


def test_a_reference_does_not_stretch_the_axis():
    alone = {"GRU": profile([0.1, 1], [0.1, 1], 2, "gru")}
    both = alone | {"GRU, fresh": profile([1e-40, 1], [1e-40, 1], 1, "gru", True)}
    assert y_ranges(attribution_chart(both).figure) == y_ranges(attribution_chart(alone).figure)
