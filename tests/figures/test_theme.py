"""Colours: from one palette, and one for every cell, path and way."""

from itertools import combinations

import pytest

from gruviz import CELLS
from gruviz.figures.paths import DETOURS
from gruviz.figures.theme import (
    CELL_COLORS,
    CELL_SYMBOLS,
    DETOUR_COLORS,
    FALLBACK,
    PATH_COLORS,
    TEMPLATES,
    axis_key,
    axis_name,
    cell_line,
    faded,
    panels,
)
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
    assert set(table) <= set(CELLS)


@pytest.mark.parametrize("colors", [CELL_COLORS.values(), PATH_COLORS.values(), DETOUR_COLORS])
def test_the_palette_is_okabe_and_itos_and_one_grey(colors):
    assert set(colors) <= OKABE_ITO | {FALLBACK}
    assert len(set(colors)) == len(colors)


def test_there_is_a_colour_for_every_number_of_detours():
    assert len(DETOUR_COLORS) == DETOURS + 2


def luminance(color):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


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
    for one, other in combinations(CELL_COLORS, 2):
        assert CELL_COLORS[one] != CELL_COLORS[other]


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
