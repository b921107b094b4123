"""Losses over updates: where they end, who has learned, and runs of different lengths."""

import numpy as np
import pytest

from gruviz.figures.training.losses import loss_chart
from gruviz.validation import GruvizError


def test_the_title_names_who_has_learned():
    chart = loss_chart({"low": [1.0, 0.1], "high": [1.0, 0.9]}, every=10, chance=1.0)
    assert chart.title == "After 20 updates, low has learned"
    assert "low 0.1 and high 0.9; guessing has 1. high has more than half of that." in chart.summary
    curves = {trace.name: trace for trace in chart.figure.data}
    assert list(curves["low"].x) == [10, 20]
    assert list(curves["guessing"].y) == [1.0, 1.0]


def test_nobody_and_everybody():
    assert loss_chart({"a": [0.6], "b": [0.7]}, every=5, chance=1.0).title == "After 5 updates, none has learned"
    assert loss_chart({"a": [0.1], "b": [0.2]}, every=5, chance=1.0).title == "After 5 updates, a and b have learned"


def test_a_shorter_run_ends_early_in_the_table():
    table = loss_chart({"a": [3.0, 2.0, 1.0], "b": [3.0]}, every=2, chance=1.0).table
    assert list(table["updates"]) == [2, 4, 6]
    assert list(table["b: loss (nats)"]) == [3.0, None, None]


@pytest.mark.parametrize("runs", [{}, {"a": []}])
def test_nothing_to_draw_is_refused(runs):
    with pytest.raises(GruvizError, match="at least one loss"):
        loss_chart(runs, every=1, chance=1.0)


def test_the_axis_holds_every_loss():
    chart = loss_chart({"a": [7.0, np.float64(0.5)]}, every=1, chance=1.0)
    low, high = chart.figure.layout.yaxis.range
    assert low == 0
    assert high > 7
