"""A cut: the state as without it, the gradient exactly zero behind it."""

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from gruviz import figures, gradient_flow, record
from gruviz.figures.lesson.truncation import measure_truncation, truncation_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart
from tests.runs import Sizes, random_run
from tests.truth import grads, rerun

SIZE, CUT = Sizes(T=8, E=3, B=1), 5
ONE = random_run("gru", SIZE)
SILENT = np.array(ONE.inputs)
SILENT[0] = 0
OTHER = record("gru", ONE.weights, SILENT, initial_state=ONE.state[0])


def test_the_gradient_ends_at_the_cut_as_it_does_under_autograd():
    flow = gradient_flow(ONE)
    shown = measure_truncation(flow, OTHER, CUT)
    true = []
    for e in range(SIZE.E):
        _, _, states = rerun(ONE, e, cuts=[CUT])
        readout = torch.tensor(np.array(flow.gradients[-1, e]))
        true.append([np.linalg.norm(grad) for grad in grads((readout * states[-1]).sum(), states)])
    np.testing.assert_allclose(shown.reached, np.median(np.array(true) / np.array(true)[:, -1:], axis=0), rtol=1e-9)
    assert not shown.reached[:CUT].any()
    assert shown.reached[CUT] > 0
    np.testing.assert_array_equal(shown.whole[CUT:], shown.reached[CUT:])


def test_the_trace_goes_on_across_it():
    shown = measure_truncation(gradient_flow(ONE), OTHER, CUT)
    apart = np.linalg.norm(ONE.state - OTHER.state, axis=-1)[1:, :, 0]
    np.testing.assert_allclose(shown.echo.band.median, np.median(apart / apart[0], axis=1))
    chart = check_chart(truncation_chart(shown))
    assert chart.title.endswith("of the trace is left, and no gradient")
    assert [shape.x0 for shape in chart.figure.layout.shapes] == [CUT - 0.5] * 2
    assert isinstance(figures.truncated_memory(ONE, OTHER, cut=CUT), go.Figure)


def test_a_cut_at_no_step_is_refused():
    with pytest.raises(InvalidValue, match="cut"):
        figures.truncated_memory(ONE, OTHER, cut=9)
