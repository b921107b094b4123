"""Numbers as colours."""

import numpy as np
import pytest

from gruviz.figures.drawing.heatmaps import color_bar, decade_bar, decade_map, decades, heatmap


def test_powers_of_ten_are_held_within_the_scale_and_gaps_stay():
    values = np.array([[1e-20, 0.0, 1e-3, np.nan, np.inf, -1.0]])
    np.testing.assert_allclose(decades(values, -12, 0), [[-12, -12, -3, np.nan, 0, np.nan]], rtol=1e-6)
    assert decades(values, -12, 0).dtype == np.float32


def test_the_hover_has_the_numbers_themselves():
    values = np.array([[1e-20, 0.5]])
    trace = decade_map([0, 1], [0], values, (-12, 0), hover="%{customdata}", bar=None)
    assert trace["customdata"] is values
    assert (trace["zmin"], trace["zmax"], trace["showscale"]) == (-12, 0, False)


def test_a_heatmap_has_a_bar_where_one_is_given():
    shaded = heatmap([0], [0], [[1]], (0, 1), scale="Viridis", hover="%{z}", bar=color_bar((0.5, 0.8), "share"))
    assert shaded["showscale"]
    assert (shaded["colorbar"]["len"], shaded["colorbar"]["y"]) == (pytest.approx(0.3), 0.8)
    assert shaded["hovertemplate"] == "%{z}<extra></extra>"
    assert "colorbar" not in heatmap([0], [0], [[1]], (0, 1), scale="Viridis", hover="%{z}")


@pytest.mark.parametrize(("floor", "ceiling", "ticks"), [(-12, 0, 5), (-16, 0, 6), (-12, 300, 13)])
def test_a_bar_of_decades_has_few_labels_with_true_minus(floor, ceiling, ticks):
    bar = decade_bar("norm", (floor, ceiling))
    assert len(bar["tickvals"]) == len(bar["ticktext"]) == ticks
    assert bar["ticktext"][0] == f"10<sup>−{-floor}</sup>" or bar["tickvals"][0] > floor
    assert not any("-" in text for text in bar["ticktext"])


def test_values_around_zero_have_the_scale_of_the_theme():
    trace = heatmap([0], [0], [[1]], (-1, 1), scale=None, hover="%{z}")
    assert trace["autocolorscale"]
    assert "colorscale" not in trace
