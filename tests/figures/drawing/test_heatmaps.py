"""Numbers as colours."""

import numpy as np
import pytest
from plotly.colors import sample_colorscale

from gruviz.figures.drawing.heatmaps import color_bar, decade_bar, decade_map, decades, heatmap, words_on
from gruviz.figures.drawing.palette import GATE_SCALE, GRADIENT_SCALE
from tests.figures.checks import linear


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


@pytest.mark.parametrize("scale", [GATE_SCALE, GRADIENT_SCALE])
def test_words_on_a_heatmap_can_be_read_on_every_colour(scale):
    parts = np.linspace(-0.1, 1.1, 241)
    words = words_on([*range(241)], ["row"], [parts], (0, 1), [["3/5"] * 241], scale=scale)
    drawn = sample_colorscale(scale, list(np.clip(parts, 0, 1)), colortype="tuple")
    contrasts = []
    for ink, color in zip(words["textfont"]["color"], drawn, strict=True):
        light, dark = sorted((luminance(ink), luminance("#" + "".join(f"{round(255 * c):02x}" for c in color))))[::-1]
        contrasts.append((light + 0.05) / (dark + 0.05))
    assert min(contrasts) >= 4.5


def luminance(color):
    return float(np.dot((0.2126, 0.7152, 0.0722), linear(color)))


def test_words_stand_in_their_cells_and_gaps_have_none():
    z = [[0.0, np.nan], [1.0, 0.5]]
    words = words_on(["a", "b"], ["c", "d"], z, (0, 1), [["1", "2"], ["3", ""]], scale=GATE_SCALE)
    assert list(zip(words["x"], words["y"], words["text"], strict=True)) == [("a", "c", "1"), ("a", "d", "3")]
    assert words["textfont"]["color"] == ["#ffffff", "#000000"]


def test_values_around_zero_have_the_scale_of_the_theme():
    trace = heatmap([0], [0], [[1]], (-1, 1), scale=None, hover="%{z}")
    assert trace["autocolorscale"]
    assert "colorscale" not in trace
