"""The gradient of an LSTM by state, against its two halves."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gruviz import figures, gradient_flow
from gruviz.figures.lesson.two_states import measure_two_states, two_states_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart
from tests.runs import Sizes, random_run

SIZE = Sizes(T=6, E=3, B=2)


@pytest.mark.parametrize("cell", ["lstm", "lstm_coupled"])
def test_the_two_halves_of_the_gradient(cell):
    flow = gradient_flow(random_run(cell, SIZE))
    states = measure_two_states(flow)
    H, last = SIZE.H, np.linalg.norm(flow.gradients[-1], axis=-1)
    for values, half in ((states.h, flow.gradients[..., :H]), (states.c, flow.gradients[..., H:])):
        expected = np.median((np.linalg.norm(half, axis=-1) / last).reshape(SIZE.T + 1, -1), axis=1)
        np.testing.assert_allclose(values, expected)
    assert (states.h[-1], states.c[-1]) == (1, 0)
    chart = check_chart(two_states_chart(states))
    assert chart.title.startswith("6 steps back, c has ")
    assert isinstance(figures.state_gradients(flow), go.Figure)


def test_a_cell_with_one_state_is_refused():
    with pytest.raises(InvalidValue, match="a cell with the states h and c"):
        measure_two_states(gradient_flow(random_run("gru", SIZE)))
