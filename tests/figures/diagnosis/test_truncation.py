"""What cuts keep of the weight gradient, drawn from shares written by hand."""

import numpy as np
import pytest

from gruviz.figures.diagnosis.truncation import Kept, truncation_chart, truncation_shares
from gruviz.validation import InvalidShape, InvalidValue
from tests.figures.checks import check_chart, curves, numbers


def kept(*shares, label="layer 1", windows=None):
    return Kept(label, "gru", np.array(windows or range(1, len(shares) + 1)), np.array(shares, float))


def test_the_smallest_window_from_which_on_enough_is_kept():
    one = kept(0.5, 0.96, 0.9, 0.95, 1.0)
    assert one.enough == 4, "at 3 it is too little once more"
    chart = check_chart(truncation_chart([one]))
    assert chart.title == "Cutting backpropagation every 4 steps keeps at least 95% of ∂L/∂U"
    np.testing.assert_allclose(numbers(curves(chart.figure)["layer 1"].y), [50, 96, 90, 95, 100])
    assert kept(1.0, 1.0).enough == 1
    assert kept(0.9, 1.3, 1.04, 1.0).enough == 3, "what goes too far is not enough either"
    assert check_chart(truncation_chart([kept(0.9, 1.3, 1.0)])).figure.layout.yaxis.range[1] > 130


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        ([0.1, 0.2, 1.0], "Every step counts: any cut costs more than 5% of ∂L/∂U"),
        ([-3.0, -0.5, 1.0], "Every step counts"),
        ([np.nan, np.nan], "No weight gradient is a number"),
        ([1.0], "Every step counts"),
    ],
)
def test_titles(shares, title):
    assert check_chart(truncation_chart([kept(*shares)])).title.startswith(title)


def test_the_layer_that_needs_most_decides():
    layers = [kept(0.99, 1, 1), kept(0.1, 0.99, 1, label="layer 2"), kept(np.nan, np.nan, label="layer 3")]
    chart = check_chart(truncation_chart(layers))
    assert chart.title == "Cutting backpropagation every 2 steps keeps at least 95% of ∂L/∂U in every layer"
    assert chart.table["window"] == [1, 2, 3]
    assert "Layer 3" not in chart.title


def test_long_sequences_have_a_log_axis_and_windows_of_their_own():
    one = kept(0.1, 0.9, 1.0, windows=[1, 32, 200])
    chart = check_chart(truncation_chart([one, kept(0.5, 1.0, label="b", windows=[1, 100])]))
    assert chart.figure.layout.xaxis.type == "log"
    assert chart.table["b"] == [0.5, None, 1.0, None]


def test_the_public_figure():
    figure = truncation_shares({"it": np.array([0.5, 1.0])})
    assert numbers(figure.data[0].x).tolist() == [1, 2]
    with pytest.raises(InvalidShape, match=r"one share for each window"):
        truncation_shares({"it": np.ones((2, 2))})
    with pytest.raises(InvalidValue, match="at least one layer"):
        truncation_shares({})
