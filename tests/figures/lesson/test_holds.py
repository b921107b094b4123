"""Every gate held in turn, on real runs and on numbers written by hand."""

import numpy as np
import pytest

from gruviz import CELLS, Clamp, figures, gradient_flow
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.lesson.holds import holds_chart
from tests.runs import Sizes, gated_cell, random_run

SIZE = Sizes(T=8, E=3, B=1)


@gated_cell
def test_gates_held(cell):
    free = random_run(cell, SIZE)
    gates = [gate for gate, limits in CELLS[cell].gate_ranges.items() if limits == (0, 1)]
    held = {(g, v): gradient_flow(random_run(cell, SIZE, [Clamp(g, float(v))])) for g in gates for v in (0, 1)}
    figure = figures.gate_holds(gradient_flow(free), held)
    assert list(figure.data[0].y) == ["no gate held", *(f"{g} held at {v}" for g, v in held)]
    kept = [gradient_flow(free).decay().kept, *(flow.decay().kept for flow in held.values())]
    for bar, true in zip(figure.data[0].x, kept, strict=True):
        assert bar == pytest.approx(true) if true else bar is None


@pytest.mark.parametrize("values", [(0.0, 0.0), (1e-300, 1.0), (np.inf, 1e50)])
def test_holds_that_no_log_axis_has(values):
    chart = holds_chart("gru", 1e-5, {("z", 0): values[0], ("z", 1): values[1]}, 50, Sample(3))
    bar = chart.figure.data[0]
    assert all(x is None or 0 < x < 1e40 for x in bar.x)
    assert ("exactly zero" in bar.text) == (0.0 in values)
    low, high = chart.figure.layout.xaxis.range
    assert np.isfinite([low, high]).all()
