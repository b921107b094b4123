"""How far layers hear while they train, from numbers written by hand."""

import numpy as np
import pytest

from gruviz.figures.diagnosis.layer_training import Clipping, Hearing, layer_training, training_chart
from gruviz.validation import InvalidShape, InvalidValue
from tests.figures.checks import check_chart, curves, numbers


def hearing(*horizons, label="layer 1", seq_len=100):
    return Hearing(label, "gru", np.arange(len(horizons)) * 50, np.array(horizons, float), seq_len)


def test_what_is_drawn_is_what_was_heard():
    layers = [hearing(10, 20, 90), hearing(10, 15, 40, label="layer 2")]
    chart = check_chart(training_chart(layers, Clipping(np.array([0, 50, 100]), np.array([np.nan, 0.5, 0.25]))))
    drawn = curves(chart.figure)
    assert numbers(drawn["layer 2"].y).tolist() == [10, 15, 40]
    assert chart.title == "layer 2 hears 40 of 100 steps back at the end, 10 steps at the start"
    assert "clipped at 38% of the updates" in chart.summary
    assert chart.table["share of updates clipped"][1:] == [0.5, 0.25]
    clipped = chart.figure.data[-1]
    np.testing.assert_array_equal(numbers(clipped.y), [np.nan, 50, 25])
    assert clipped.yaxis == "y2"


def test_without_clipping_there_is_one_panel():
    unknown = Clipping(np.array([0]), np.array([np.nan]))
    for clipping in (None, unknown):
        chart = check_chart(training_chart([hearing(10)], clipping))
        assert chart.title == "layer 1 hears 10 of 100 steps back from start to end"
        assert "clipped" not in chart.summary
        assert {trace.yaxis for trace in chart.figure.data} == {"y"}


def test_a_gradient_that_is_lost():
    chart = check_chart(training_chart([hearing(10, np.nan)]))
    assert chart.title == "At the end the gradient of layer 1 is no number"
    assert check_chart(training_chart([hearing(0, 0)])).title == "layer 1 hears 0 of 100 steps back from start to end"


def test_the_public_figure():
    figure = layer_training(np.array([0, 1]), {"it": np.array([3.0, 4.0])}, seq_len=5, clipped=np.array([0.0, 1.0]))
    assert numbers(figure.data[0].y).tolist() == [3, 4]
    with pytest.raises(InvalidShape, match="as long as updates"):
        layer_training(np.array([0, 1]), {"it": np.array([3.0])}, seq_len=5)
    with pytest.raises(InvalidValue, match="at least one layer"):
        layer_training(np.array([]), {}, seq_len=5)
