"""Colours: from one palette, and one for every cell, path and way."""

from itertools import combinations

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.engine.cells import OWN
from gruviz.figures.drawing.theme import (
    CELL_COLORS,
    CELL_SYMBOLS,
    DETOUR_COLORS,
    FALLBACK,
    PATH_COLORS,
    TEMPLATES,
    axis_key,
    axis_name,
    cell_color,
    cell_line,
    faded,
    panels,
    rows_axis,
)
from gruviz.figures.gradients.paths import DETOURS
from tests.runs import every_cell

OKABE_ITO = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"}
"""Okabe & Ito 2008, Color Universal Design."""


@every_cell
def test_every_cell_has_a_colour_and_a_symbol(cell):
    assert cell in CELL_COLORS, f"the new cell {cell} needs a colour of its own in CELL_COLORS"
    assert cell in CELL_SYMBOLS, f"the new cell {cell} needs a symbol of its own in CELL_SYMBOLS"


@every_cell
def test_every_path_has_a_colour_of_its_own(cell):
    names = CELLS[cell].path_names
    assert set(names) <= PATH_COLORS.keys(), f"{cell}: {set(names) - PATH_COLORS.keys()} need a colour in PATH_COLORS"
    assert len({PATH_COLORS[name] for name in names}) == len(names)


@pytest.mark.parametrize("table", [CELL_COLORS, CELL_SYMBOLS])
def test_no_two_cells_share_a_mark(table):
    assert len(set(table.values())) == len(table)
    assert set(table) == {*CELLS, OWN}


EYES = {
    "all cones": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
"""Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB."""


def lab(linear):
    """CIE 1976 L*a*b* of linear sRGB under D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    ratio = to_xyz @ np.clip(linear, 0, 1) / (0.9505, 1, 1.089)
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eye", EYES)
def test_the_colours_of_cells_stay_apart_for_every_eye(eye):
    seen = {cell: lab(np.array(EYES[eye]) @ linear(color)) for cell, color in CELL_COLORS.items()}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 14, f"{one} and {other} look alike with {eye}"


def test_a_cell_of_ones_own_has_one_look_whatever_its_parts():
    one, other = cell_line("own_before_independent_tanh", False), cell_line("own_none_none_relu_bias", False)
    assert one == other
    assert one["line"]["color"] == cell_color("own_none_none_relu") == CELL_COLORS[OWN]
    assert one["marker"]["symbol"] == CELL_SYMBOLS[OWN]


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("GRU without update", "GRU without update"),
        ("Penn Treebank, words", "Penn Treebank,<br>words"),
        ("Own cell before/independent/tanh/bias", "Own cell before/<br>independent/tanh/bias"),
        ("Own cell none/none/relu", "Own cell none/<br>none/relu"),
        ("steps/second", "steps/second"),
        ("/", "/"),
    ],
)
def test_a_label_too_wide_for_a_phone_takes_two_lines(label, shown):
    axis = rows_axis([label], "row")
    assert (axis["tickvals"], axis["ticktext"]) == ([label], [shown])


@pytest.mark.parametrize("colors", [[*CELL_COLORS.values()][:4], PATH_COLORS.values(), DETOUR_COLORS])
def test_the_palette_is_okabe_and_itos_and_one_grey(colors):
    assert set(colors) <= OKABE_ITO | {FALLBACK}
    assert len(set(colors)) == len(colors)


def test_there_is_a_colour_for_every_number_of_detours():
    assert len(DETOUR_COLORS) == DETOURS + 2


def linear(color):
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(color)]


def luminance(color):
    return np.dot((0.2126, 0.7152, 0.0722), linear(color))


def channels(color):
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def contrast(one, other):
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", TEMPLATES)
def test_text_and_curves_stand_out_from_the_paper(theme):
    layout = TEMPLATES[theme]["layout"]
    assert contrast(layout["font"]["color"], layout["paper_bgcolor"]) >= 7
    for cell, color in CELL_COLORS.items():
        assert contrast(color, layout["paper_bgcolor"]) >= 2.9, f"{cell} on {theme}"


def test_a_reference_is_told_apart_without_colour():
    run, reference = cell_line("gru", False), cell_line("gru", True)
    assert run["line"]["color"] == reference["line"]["color"]
    assert (run["line"]["dash"], reference["line"]["dash"]) == ("solid", "dash")
    assert reference["marker"]["symbol"] == run["marker"]["symbol"] + "-open"


def test_a_cell_that_nobody_knows_is_grey():
    assert cell_line("peephole", False)["line"]["color"] == FALLBACK


def test_faded():
    assert faded("#D55E00", 0.16) == "rgba(213,94,0,0.16)"


@pytest.mark.parametrize("count", [1, 2, 5, 9])
def test_panels_do_not_overlap_and_leave_room_for_headings(count):
    stack = panels([str(i) for i in range(count)], pixels=100)
    for (low, high), heading in zip(stack.extents, stack.headings, strict=True):
        assert 0 <= low < high < 1
        assert heading["y"] == high
    for (low, _), (_, high) in zip(stack.extents, stack.extents[1:], strict=False):
        assert high < low
    sizes = [high - low for low, high in stack.extents]
    assert max(sizes) == pytest.approx(min(sizes))
    assert stack.height >= 100 * count


def test_axes_are_named_as_plotly_names_them():
    assert [axis_name("x", i) for i in (0, 1, 9)] == ["x", "x2", "x10"]
    assert [axis_key("y", i) for i in (0, 1, 9)] == ["yaxis", "yaxis2", "yaxis10"]
