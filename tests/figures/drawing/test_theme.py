"""Light and dark: text stands out from the paper."""

import pytest

from gruviz.figures.drawing.palette import STATE_SCALES
from gruviz.figures.drawing.theme import TEMPLATES, color_stops
from tests.figures.checks import contrast, linear


@pytest.mark.parametrize("theme", TEMPLATES)
def test_text_stands_out_from_the_paper(theme):
    layout = TEMPLATES[theme]["layout"]
    assert contrast(layout["font"]["color"], layout["paper_bgcolor"]) >= 7


@pytest.mark.parametrize("theme", TEMPLATES)
def test_every_size_is_set_and_none_is_larger_than_an_axis_title(theme):
    layout = TEMPLATES[theme]["layout"]
    assert layout["xaxis"]["tickfont"] == layout["yaxis"]["tickfont"]
    title = layout["xaxis"]["title"]["font"]["size"]
    bar = TEMPLATES[theme]["data"]["heatmap"][0]["colorbar"]
    beside = [layout["xaxis"]["tickfont"], layout["legend"]["font"], bar["title"]["font"], bar["tickfont"]]
    assert all(12 < font["size"] <= title == layout["font"]["size"] for font in beside)


@pytest.mark.parametrize("theme", TEMPLATES)
def test_states_are_blue_below_zero_red_above_and_paper_at_zero(theme):
    colors = STATE_SCALES[theme]
    assert TEMPLATES[theme]["layout"]["colorscale"]["diverging"] == color_stops(colors)
    middle = len(colors) // 2
    paper = TEMPLATES[theme]["layout"]["paper_bgcolor"]
    assert contrast(colors[middle], paper) < 1.35
    away = [contrast(color, paper) for color in colors]
    assert away[middle:] == sorted(away[middle:])
    assert away[: middle + 1] == sorted(away[: middle + 1], reverse=True)
    for below, above in zip(colors[:middle], reversed(colors[middle + 1 :]), strict=True):
        assert 0.6 < contrast(below, paper) / contrast(above, paper) < 1.6, "as far from zero on either side"
        assert linear(below)[2] > linear(below)[0]
        assert linear(above)[0] > linear(above)[2]
