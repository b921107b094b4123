"""Light and dark: text and curves stand out from the paper."""

import numpy as np
import pytest

from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.figures.drawing.theme import TEMPLATES
from tests.figures.checks import linear


def luminance(color):
    return np.dot((0.2126, 0.7152, 0.0722), linear(color))


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", TEMPLATES)
def test_text_and_curves_stand_out_from_the_paper(theme):
    layout = TEMPLATES[theme]["layout"]
    assert contrast(layout["font"]["color"], layout["paper_bgcolor"]) >= 7
    for cell, color in CELL_COLORS.items():
        assert contrast(color, layout["paper_bgcolor"]) >= 2.9, f"{cell} on {theme}"
