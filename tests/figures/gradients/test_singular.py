"""One-step singular values beside the whole run, from spectra written by hand."""

import math

import numpy as np
import pytest

from gruviz.engine.jacobians import lyapunov_exponents, step_jacobians
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.gradients.singular import Spectrum, singular_chart, spectra, step_singular_values
from gruviz.validation import InvalidValue
from gruviz.wording import part_of, power
from tests.figures.checks import check_chart, curves, numbers, y_ranges
from tests.runs import Sizes, every_cell, random_run


def spectrum(largest, middle=None, smallest=None, exponent=-0.5, cell="rnn", seeds=2):
    largest = np.array(largest, dtype=float)
    middle = largest / 2 if middle is None else np.array(middle, dtype=float)
    smallest = largest / 10 if smallest is None else np.array(smallest, dtype=float)
    steps = np.arange(1, len(largest) + 1.0)
    most = float(np.nanmax(largest)) if np.isfinite(largest).any() else math.nan
    return Spectrum(cell, steps, largest, middle, smallest, float(np.exp(exponent)), exponent, seeds, most)


def test_no_run_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^jacobians = 'empty' is not possible"):
        step_singular_values({})


def test_the_values_are_drawn_as_given():
    run = spectrum([1.5, 1.25], exponent=-0.5)
    chart = check_chart(singular_chart({"RNN": run}))
    drawn = curves(chart.figure)
    np.testing.assert_array_equal(numbers(drawn["largest"].y), run.largest)
    np.testing.assert_array_equal(numbers(drawn["middle"].y), run.middle)
    np.testing.assert_array_equal(numbers(drawn["smallest singular value"].y), run.smallest)
    np.testing.assert_allclose(numbers(drawn["exp(λ₁), the whole run"].y), math.exp(-0.5))
    assert drawn["exp(λ₁), the whole run"].line.dash == "dot"
    assert numbers(drawn["largest"].x).tolist() == [1, 2]
    assert chart.table["step"] == [1, 2]
    assert chart.table["RNN: largest"] == [1.5, 1.25]
    assert chart.table["RNN: exp(λ₁)"] == [math.exp(-0.5)] * 2
    assert chart.figure.layout.xaxis.title.text == "step t"
    assert "singular values" in chart.figure.layout.yaxis.title.text


def test_all_panels_share_one_range():
    chart = check_chart(singular_chart({"RNN": spectrum([30, 3]), "GRU": spectrum([1, 1], cell="gru")}))
    assert len(set(y_ranges(chart.figure))) == 1
    low, high = y_ranges(chart.figure)[0]
    assert low < 0 < math.log10(30) <= high
    assert len(curves(chart.figure)) == 4


def test_title_and_summary_say_the_numbers():
    runs = {"RNN": spectrum([1.5, 1.25], exponent=-0.5), "GRU": spectrum([1, 1], exponent=-0.02, cell="gru")}
    chart = check_chart(singular_chart(runs))
    assert chart.title == "One step of RNN can stretch a gradient to 150% of its size. On average it leaves 61%."
    assert (
        "RNN: typically from 0.14 to 1.4 in one step, at most 1.5, largest Lyapunov exponent −0.5 per step, "
        "a factor of 0.61"
    ) in chart.summary
    assert (
        "GRU: typically from 0.1 to 1 in one step, at most 1, largest Lyapunov exponent −0.02 per step, "
        "a factor of 0.98"
    ) in chart.summary
    assert "medians over 2 seeds and all steps" in chart.summary
    assert "medians over all steps" in singular_chart({"RNN": spectrum([1.0], seeds=1)}).summary
    shrinking = singular_chart({"RNN": spectrum([0.5, 0.5])}).title
    assert shrinking.startswith("One step of RNN can at best keep a gradient at 50% of its size.")
    assert singular_chart({"RNN": spectrum([2, 2], exponent=0.5)}).title.endswith("stretches it to 165% of its size.")
    assert singular_chart({"RNN": spectrum([2, 2], exponent=-math.inf)}).title.endswith("leaves nothing.")


@pytest.mark.parametrize("cell", ["light_gru", "gru_no_update", "gru"])
def test_at_most_is_the_maximum_and_typically_the_median(cell):
    """Of all singular values of all steps and seeds; the median of the maxima may lie far below."""
    experiment = Experiment(cells=(cell,), scheme="orthogonal", gain=4.0, reference=False, seeds=4)
    [run] = run_experiment(experiment)
    jacobians = step_jacobians(run.flow.recording)
    true = np.linalg.norm(jacobians.matrices, ord=2, axis=(-2, -1))
    chart = singular_chart(spectra({"X": jacobians}))
    assert f"can stretch a gradient to {part_of(true.max(), 'its size')}. " in chart.title
    typical = power(float(np.median(np.median(true, axis=1))))
    assert f"to {typical} in one step, at most {power(true.max())}, " in chart.summary


def test_a_state_that_overflows_has_no_jacobian_and_says_why():
    """Where NumPy has no singular values: of a matrix of nan."""
    experiment = Experiment(
        cells=("light_gru",),
        scheme="identity",
        gain=4.0,
        precision="float32",
        seq_len=150,
        chrono=True,
        reference=False,
        seeds=4,
    )
    [run] = run_experiment(experiment)
    chart = check_chart(singular_chart(spectra({"X": step_jacobians(run.flow.recording)})))
    step = 1 + int(np.argmax(~np.isfinite(run.flow.recording.state[1:]).all((1, 2, 3))))
    assert f"the state overflows at step {step} (unit " in chart.title
    assert f"the state overflows at step {step} (unit " in chart.summary
    assert "undefined" not in chart.title


@pytest.mark.parametrize("largest", [[0, 0], [1e30, 1], [np.inf, 1], [np.nan, np.nan], [1e-30, 1e-30]])
@pytest.mark.parametrize("exponent", [-math.inf, 0.0])
def test_extremes(largest, exponent):
    chart = check_chart(singular_chart({"RNN": spectrum(largest, exponent=exponent)}))
    np.testing.assert_array_equal(chart.table["RNN: largest"], largest)
    [limits] = y_ranges(chart.figure)
    assert np.isfinite(limits).all()
    assert limits[0] < limits[1]


def test_one_step_and_runs_of_different_length():
    check_chart(singular_chart({"RNN": spectrum([1.0])}))
    chart = check_chart(singular_chart({"RNN": spectrum([1.0]), "GRU": spectrum([1, 2], cell="gru")}))
    assert chart.table["step"] == [1, 2]
    assert chart.table["RNN: largest"] == [1, None]


@every_cell
def test_the_numbers_are_medians_of_the_jacobians(cell):
    jacobians = step_jacobians(random_run(cell, Sizes(T=5, E=3, B=1)), steps=[1, 3, 5])
    run = spectra({"run": jacobians})["run"]
    values = np.linalg.svd(jacobians.matrices, compute_uv=False)
    np.testing.assert_allclose(run.largest, np.median(values.max(-1), axis=1))
    np.testing.assert_allclose(run.smallest, np.median(values.min(-1), axis=1))
    assert run.steps.tolist() == [1, 3, 5]
    assert run.growth == pytest.approx(math.exp(np.median(lyapunov_exponents(jacobians.recording, count=1))))
    assert run.seeds == 3
