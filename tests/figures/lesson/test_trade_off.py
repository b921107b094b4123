"""Carrying against writing, against the leak alone."""

import numpy as np
import pytest

from gruviz import figures, gradient_flow, init_weights, record
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.lesson.trade_off import TradeOff, trade_off_chart
from gruviz.validation import GruvizError
from tests.figures.checks import check_chart, curves, numbers


def test_carry_by_bias_against_the_leak_alone():
    """With U = 0 and z held by its bias the gradients are (1−z)^T and, up to the input weights, z(1−z)^(T−1)."""
    flows = {}
    for bias in (-6.0, -3.0, 0.0):
        weights = init_weights("gru", input_size=2, hidden_size=6, seeds=4, gain=0.0, update_bias=bias)
        still = type(weights)(weights.cell, weights.blocks, weights.W * 0 + 0.01, weights.U, weights.b)
        flows[bias] = gradient_flow(record("gru", still, np.zeros((21, 1, 2))))
    figure = figures.carry_by_bias(flows)
    state, first_input = figure.data[0], figure.data[1]
    z = 1 / (1 + np.exp(-np.array([-6.0, -3.0, 0.0])))
    np.testing.assert_allclose(np.log(state.y), 21 * np.log(1 - z), rtol=0.12)
    assert int(np.argmax(first_input.y)) == 1
    assert list(figure.data[2].x) == pytest.approx([-np.log(20)] * 2)
    with pytest.raises(GruvizError, match="at least one gradient flow"):
        figures.carry_by_bias({})


def test_an_rg_lru_beside_it_is_drawn_and_told():
    norms = np.array([0.1, 0.2])
    alone = TradeOff(np.array([-2.0, -1.0]), norms, norms, 9, Sample(3))
    chart = check_chart(trade_off_chart(alone._replace(rooted_norms=np.array([0.5, 0.3]))))
    name = "input: √(1 − a²)"
    assert numbers(curves(chart.figure)[name].y).tolist() == chart.table[name] == [0.5, 0.3]
    assert "the first input counts up to 0.5, at a gate bias of −2. Medians over 3" in chart.summary
    assert name not in check_chart(trade_off_chart(alone)).table
