"""Colours: from one palette, and one for every cell, path and way."""

import re
from itertools import combinations

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.diagnosis.report.still import MARKS as LETTERS
from gruviz.engine.cells import LINEAR, OWN, STANDARD, VARIANTS
from gruviz.figures.drawing.palette import (
    CASING,
    CELL_COLORS,
    CELL_SYMBOLS,
    DETOUR_COLORS,
    END_COLOR,
    GREY,
    PATH_COLORS,
    PREDICTION_COLOR,
    cell_color,
    cell_symbol,
    faded,
    gate_color,
)
from gruviz.figures.drawing.theme import TEMPLATES
from gruviz.figures.gradients.detours import DETOURS
from gruviz.paths import ASSETS
from tests.figures.checks import contrast, linear
from tests.runs import every_cell

OKABE_ITO = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"}
"""Okabe & Ito 2008, Color Universal Design."""
INK = {
    **CELL_COLORS,
    **PATH_COLORS,
    **dict(enumerate(DETOUR_COLORS)),
    "end": END_COLOR,
    "prediction": PREDICTION_COLOR,
    "grey": GREY,
}
"""Every colour that lines and marks are drawn in."""
PAPERS = [template["layout"]["paper_bgcolor"] for template in TEMPLATES.values()]
EYES = {
    "all cones": np.eye(3),
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
"""Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB."""


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


def lab(linear):
    """CIE 1976 L*a*b* of linear sRGB under D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    ratio = to_xyz @ np.clip(linear, 0, 1) / (0.9505, 1, 1.089)
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one, other, eye):
    """How far two colours are apart for an eye (CIE 1976)."""
    seen = [lab(np.array(EYES[eye]) @ linear(color)) for color in (one, other)]
    return np.linalg.norm(seen[0] - seen[1])


def kind_of(cell):
    """Under which heading the pages list a cell."""
    return next((kind for kind in (STANDARD, VARIANTS, LINEAR) if cell in kind), STANDARD)


@pytest.mark.parametrize("eye", EYES)
def test_the_colours_of_cells_stay_apart_for_every_eye(eye):
    for one, other in combinations(CELL_COLORS, 2):
        least = 14 if kind_of(one) == kind_of(other) else 11  # there, marks tell them apart
        assert apart(CELL_COLORS[one], CELL_COLORS[other], eye) > least, f"{one} and {other} look alike with {eye}"


@pytest.mark.parametrize("eye", EYES)
def test_the_ways_through_one_cell_stay_apart_for_every_eye(eye):
    pairs = {pair for cell in CELLS.values() for pair in combinations(sorted(cell.path_names), 2)}
    for one, other in pairs:
        assert apart(PATH_COLORS[one], PATH_COLORS[other], eye) > 14, f"{one} and {other} look alike with {eye}"
    for one, other in combinations(DETOUR_COLORS, 2):
        assert apart(one, other, eye) > 12


@pytest.mark.parametrize("way", PATH_COLORS)
def test_no_way_can_be_taken_for_a_cell_or_for_an_end(way):
    for cell in ("rnn", "gru", "lstm"):
        assert apart(PATH_COLORS[way], CELL_COLORS[cell], "all cones") > 24, f"{way} looks like the {cell}"
    assert apart(PATH_COLORS[way], END_COLOR, "all cones") > 20
    assert min(apart(color, END_COLOR, "all cones") for color in CELL_COLORS.values()) > 20


@pytest.mark.parametrize("paper", PAPERS)
def test_every_line_and_mark_stands_out_from_the_paper(paper):
    faint = {name: contrast(color, paper) for name, color in INK.items() if contrast(color, paper) < 3}
    assert not faint, f"{faint} on {paper}"


@pytest.mark.parametrize("color", INK.values())
def test_a_line_stands_out_from_its_casing(color):
    assert contrast(color, CASING) > 3


def test_the_first_four_cells_have_okabe_and_itos_colours():
    assert set([*CELL_COLORS.values()][:4]) <= OKABE_ITO


def test_there_is_a_colour_for_every_number_of_detours():
    assert len(DETOUR_COLORS) == DETOURS + 2


def test_what_is_in_no_table_is_grey():
    assert cell_color("peephole") == gate_color("peephole") == GREY
    assert cell_symbol("peephole") == "x"


@every_cell
def test_a_gate_has_the_colour_of_a_path_or_is_grey(cell):
    assert {gate_color(gate) for gate in CELLS[cell].gate_names} <= {*PATH_COLORS.values(), GREY}


def test_a_prediction_has_a_colour_of_its_own():
    assert PREDICTION_COLOR not in {*CELL_COLORS.values(), *PATH_COLORS.values(), GREY}


def test_faded():
    assert faded("#D55E00", 0.16) == "rgba(213,94,0,0.16)"


@pytest.mark.parametrize("symbol", CELL_SYMBOLS.values())
def test_the_mark_of_a_cell_is_drawn_in_the_chips_and_in_a_report(symbol):
    marks = (ASSETS / "components" / "bench" / "marks.js").read_text(encoding="utf-8")
    assert re.search(rf'^  "?{symbol}"?: ', marks, re.MULTILINE), f"draw {symbol} in bench/marks.js"
    assert symbol in LETTERS, f"give {symbol} a letter in diagnosis/report/still.py"
