"""The ways of a gradient, against products of gates and the whole gradient."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gruviz import figures, gradient_flow
from gruviz.figures.drawing.exits import LEAVES
from gruviz.figures.lesson.ways import measure_ways, ways_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart
from tests.runs import Sizes, random_run

SIZE = Sizes(T=8, E=3, B=2)


def median(parts, flow):
    return np.median(np.linalg.norm(parts, axis=-1) / flow.norms["state"][-1])


def test_the_copy_alone_is_a_product_of_what_the_gate_keeps():
    flow = gradient_flow(random_run("gru", SIZE))
    ways = measure_ways(flow)
    copy = np.prod(1 - flow.recording.gates["z"], axis=0) * flow.gradients[-1]
    assert ways.copy[0] == pytest.approx(median(copy, flow))
    assert ways.detours[0] == pytest.approx(median(flow.gradients[0] - copy, flow))
    assert ways.whole[0] == pytest.approx(flow.decay().kept)
    assert (ways.copy[-1], ways.detours[-1]) == (pytest.approx(1), 0)
    np.testing.assert_allclose(ways.steepest[-4:], [1 / 64, 1 / 16, 1 / 4, 1])


@pytest.mark.parametrize("cell", ["gru", "gru_reset_after", "lstm", "lstm_coupled", "mgu", "light_gru"])
def test_every_cell_whose_gate_reads_the_state_is_drawn(cell):
    flow = gradient_flow(random_run(cell, SIZE))
    chart = check_chart(ways_chart(measure_ways(flow)))
    assert [t.name for t in chart.figure.data if not t.name.endswith(LEAVES)] == list(chart.table)[1:]
    assert isinstance(figures.gradient_ways(flow), go.Figure)


@pytest.mark.parametrize("cell", ["rnn", "mingru", "gru_no_update"])
def test_a_cell_without_such_a_gate_is_refused(cell):
    with pytest.raises(InvalidValue, match="a cell with a copy whose gate reads the state"):
        measure_ways(gradient_flow(random_run(cell, SIZE)))
