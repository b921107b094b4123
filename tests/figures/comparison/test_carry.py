"""Carrying against writing, from gradients written by hand."""

import numpy as np
import pytest

from gruviz.comparison.memory import Carry
from gruviz.figures.comparison.carry import carry_by_lag, carry_chart
from tests.figures.checks import check_chart, curves, numbers

BIASES = np.array([-3.0, -2.0, -1.0, 0.0])
Z = 1 / (1 + np.exp(-BIASES))


def leaking(steps=20):
    """What the leak alone would carry: z(1 − z)^k."""
    return Carry(BIASES, Z[:, None] * (1 - Z[:, None]) ** np.arange(steps), 4)


def test_the_colour_is_the_power_of_ten_and_the_hover_the_number():
    carry = leaking()
    chart = check_chart(carry_chart(carry))
    heat = chart.figure.data[0]
    np.testing.assert_allclose(numbers(heat.z), np.log10(carry.norms), rtol=1e-6)
    np.testing.assert_array_equal(numbers(heat.customdata), carry.norms)
    assert (numbers(heat.x).tolist(), numbers(heat.y).tolist()) == (list(range(20)), BIASES.tolist())


def test_the_best_bias_is_the_measured_one_and_theory_is_dotted():
    carry = leaking()
    drawn = curves(carry_chart(carry).figure)
    measured, theory = drawn["counts most (measured)"], drawn["theory: z = 1/(k+1)"]
    assert numbers(measured.y).tolist() == [carry.best_bias(lag) for lag in range(20)]
    assert numbers(theory.x).tolist() == list(range(1, 20))
    z = 1 / (1 + np.exp(-numbers(theory.y)))
    np.testing.assert_allclose(z, 1 / (numbers(theory.x) + 1), rtol=1e-12)
    assert (measured.line.dash, theory.line.dash) == ("solid", "dot")


def test_time_runs_to_the_loss_at_the_right():
    layout = carry_chart(leaking()).figure.layout
    assert layout.xaxis.range[0] > layout.xaxis.range[1]
    assert layout.xaxis.title.text == "← back in time (steps before the loss)"
    assert layout.yaxis.title.text == "bias of the update gate, b<sub>z</sub>"


def test_words():
    chart = carry_chart(leaking())
    assert chart.title == "An input 1 step back counts most with a gate bias of 0, one 10 steps back with −2"
    assert "1 step back 0 (0.25)" in chart.summary
    assert "theory" in chart.summary
    assert chart.table["steps before the loss"][:5].tolist() == [0, 0, 0, 0, 1]
    row = list(zip(*chart.table.values(), strict=True))[6]
    assert row == (1, -1.0, pytest.approx(Z[2] * (1 - Z[2])))


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_shortest_sequences(steps):
    chart = check_chart(carry_chart(leaking(steps)))
    assert len(chart.table["b_z"]) == 4 * steps


def test_what_underflowed_or_is_dead_lies_at_the_bottom_of_the_scale():
    norms = np.array([[1e-3, 0.0], [1e-3, 1e-300], [1e-2, 1.0], [5.0, 0.0]])
    heat = check_chart(carry_chart(Carry(BIASES, norms, 4))).figure.data[0]
    assert numbers(heat.z).min() == heat.zmin
    assert numbers(heat.z).max() == heat.zmax == 0
    assert numbers(heat.customdata)[1, 1] == 1e-300
    dead = check_chart(carry_chart(Carry(BIASES, np.zeros((4, 5)), 4)))
    assert np.isfinite(numbers(dead.figure.data[0].z)).all()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_on_its_own(theme):
    assert "counts most" in carry_by_lag(leaking(), theme=theme).layout.title.text
