"""The figures made for the lesson: echo, holds, carry, signs; and a chart veiled or with a prediction on it."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gruviz import CELLS, Clamp, figures, gradient_flow, init_weights, record
from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.lesson.echo import echo_chart, measure_echo
from gruviz.figures.lesson.holds import holds_chart
from gruviz.figures.lesson.prediction import veiled, with_prediction
from gruviz.figures.lesson.signs import signs_chart
from gruviz.lesson import DEMONSTRATIONS, demonstrate
from gruviz.validation import GruvizError
from tests.figures.checks import check_chart, curves
from tests.runs import Sizes, every_cell, gated_cell, random_run

SIZE = Sizes(T=8, E=3, B=1)
CHARTS = {name: demonstrate(name, Experiment(seq_len=12, seeds=3, update_bias=-2.0)).chart for name in DEMONSTRATIONS}
every_chart = pytest.mark.parametrize("name", CHARTS)


def silenced(recording):
    inputs = np.array(recording.inputs)
    inputs[0] = 0
    return record(recording.cell, recording.weights, inputs, initial_state=recording.state[0])


@every_cell
def test_an_echo_is_the_distance_of_two_runs(cell):
    one = random_run(cell, SIZE)
    other = silenced(one)
    echo = measure_echo(one, other)
    distance = np.sqrt(((one.state - other.state)[1:] ** 2).sum(-1)).reshape(8, -1)
    moved = distance[:, distance[0] > 0]  # a ReLU may be silent in both runs
    np.testing.assert_allclose(echo.band.median, np.median(moved / moved[0], axis=1))
    chart = check_chart(echo_chart({"cell": echo}))
    assert "7 steps later" in chart.title
    assert isinstance(figures.input_echo({"cell": (one, other)}), go.Figure)


def test_two_equal_runs_have_no_echo():
    run = random_run("gru", SIZE)
    with pytest.raises(GruvizError, match="an input that moves the state"):
        measure_echo(run, run)
    with pytest.raises(GruvizError, match="the shape"):
        measure_echo(run, random_run("gru", Sizes(T=9)))
    with pytest.raises(GruvizError, match="at least one pair"):
        echo_chart({})


@gated_cell
def test_gates_held(cell):
    free = random_run(cell, SIZE)
    gates = [gate for gate, limits in CELLS[cell].gate_ranges.items() if limits == (0, 1)]
    held = {(g, v): gradient_flow(random_run(cell, SIZE, [Clamp(g, float(v))])) for g in gates for v in (0, 1)}
    figure = figures.gate_holds(gradient_flow(free), held)
    assert list(figure.data[0].y) == ["no gate held", *(f"{g} held at {v}" for g, v in held)]
    kept = [gradient_flow(free).decay().kept, *(flow.decay().kept for flow in held.values())]
    for shown, true in zip(figure.data[0].x, kept, strict=True):
        assert shown == pytest.approx(true) if true else shown is None


@pytest.mark.parametrize("values", [(0.0, 0.0), (1e-300, 1.0), (np.inf, 1e50)])
def test_holds_that_no_log_axis_has(values):
    chart = holds_chart("gru", 1e-5, {("z", 0): values[0], ("z", 1): values[1]}, 50, Sample(3))
    bar = chart.figure.data[0]
    assert all(x is None or 0 < x < 1e40 for x in bar.x)
    assert ("exactly zero" in bar.text) == (0.0 in values)
    low, high = chart.figure.layout.xaxis.range
    assert np.isfinite([low, high]).all()


def test_carry_and_write_against_the_leak_alone():
    """With U = 0 and z held by its bias the gradients are (1−z)^T and, up to the input weights, z(1−z)^(T−1)."""
    flows = {}
    for bias in (-6.0, -3.0, 0.0):
        weights = init_weights("gru", input_size=2, hidden_size=6, seeds=4, gain=0.0, update_bias=bias)
        still = type(weights)(weights.cell, weights.blocks, weights.W * 0 + 0.01, weights.U, weights.b)
        flows[bias] = gradient_flow(record("gru", still, np.zeros((21, 1, 2))))
    figure = figures.carry_and_write(flows)
    carried, heard = figure.data[0], figure.data[1]
    z = 1 / (1 + np.exp(-np.array([-6.0, -3.0, 0.0])))
    np.testing.assert_allclose(np.log(carried.y), 21 * np.log(1 - z), rtol=0.12)
    assert int(np.argmax(heard.y)) == 1
    assert list(figure.data[2].x) == pytest.approx([-np.log(20)] * 2)
    with pytest.raises(GruvizError, match="at least one gradient flow"):
        figures.carry_and_write({})


def test_both_signs_of_z_are_mirror_images():
    run = random_run("gru", SIZE)
    lines = curves(figures.update_gate_signs(run))
    write, keep = (np.array(line.y) for line in lines.values())
    np.testing.assert_allclose(write, run.gates["z"].mean((1, 2, 3)))
    np.testing.assert_allclose(write + keep, 1)
    check_chart(signs_chart(write))
    with pytest.raises(GruvizError, match="a cell with an update gate"):
        figures.update_gate_signs(random_run("rnn", SIZE))


@every_chart
def test_every_demonstration_is_a_chart(name):
    check_chart(CHARTS[name])


@every_chart
def test_a_veiled_chart_tells_nothing(name):
    chart = veiled(CHARTS[name])
    assert [list(trace.x) for trace in chart.figure.data] == [[None]]
    assert all(axis.showticklabels is False for axis in chart.figure.select_yaxes())
    assert CHARTS[name].title not in chart.title + chart.summary
    assert CHARTS[name].summary not in chart.summary
    assert "empty until the run is revealed" in chart.summary
    assert len(f"{chart.title}. {chart.summary}") > 80
    asked = veiled(CHARTS["decay"], asked=("y", -20, 2))
    assert list(asked.figure.layout.yaxis.range) == [-20, 2]
    assert asked.figure.layout.yaxis.showticklabels


@pytest.mark.parametrize(
    ("name", "axis", "value"), [("decay", "y", 1e-30), ("decay", "y", 0.5), ("weights", "x", 60.0), ("echo", "y", 1e4)]
)
def test_a_prediction_is_on_the_chart_wherever_it_lies(name, axis, value):
    chart = with_prediction(CHARTS[name], axis, value)
    [shape] = chart.figure.layout.shapes
    assert shape[f"{axis}0"] == shape[f"{axis}1"] == value
    drawn = chart.figure.layout[f"{axis}axis"]
    place = np.log10(value) if drawn.type == "log" else value
    assert min(drawn.range) < place < max(drawn.range)
    before = CHARTS[name].figure.layout[f"{axis}axis"].range
    assert (drawn.range[0] < drawn.range[1]) == (before[0] < before[1])
    assert "A line marks the prediction" in chart.summary
    assert not CHARTS[name].figure.layout.shapes, "the shared chart is left alone"


@every_chart
def test_a_chart_for_a_projector(name):
    chart = CHARTS[name].enlarged(430)
    assert chart.height == 430
    assert chart.figure.layout.font.size == 18
    assert CHARTS[name].figure.layout.font.size is None
