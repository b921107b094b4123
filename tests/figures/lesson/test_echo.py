"""The echo of an input, against the distance of two runs."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gruviz import figures, record
from gruviz.figures.lesson.echo import echo_chart, measure_echo
from gruviz.validation import GruvizError
from tests.figures.checks import check_chart
from tests.runs import Sizes, every_cell, random_run

SIZE = Sizes(T=8, E=3, B=1)


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
