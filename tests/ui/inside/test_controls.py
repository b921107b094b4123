"""Inside the cell's own controls: what the browser reports, and drawings."""

import numpy as np
import pytest

from gruviz.engine.initialisation import init_weights
from gruviz.ui.inside.control_kinds import LARGEST, POINTS, points_of
from gruviz.ui.inside.controls import TABLE
from gruviz.ui.inside.cursor import CURSOR, parse_cursor
from gruviz.validation import GruvizError
from gruviz.wording import true_minus

CURSOR_MESSAGE = {"step": 4, "unit": 2, "pins": [1], "way": "backward", "form": "lines", "sort": "memory", "speed": 2}


def test_what_the_browser_reports_is_checked_like_an_address():
    cursor = parse_cursor(CURSOR_MESSAGE | {"at": 3.5, "junk": "x"})
    assert cursor == CURSOR_MESSAGE | {"speed": "2"}
    assert parse_cursor(CURSOR_MESSAGE | {"unit": None})["unit"] is None
    for wrong in (
        {"step": "<b>"},
        {"step": 9999},
        {"unit": -1},
        {"way": "up"},
        {"pins": [LARGEST]},
        {"speed": None},
        {"form": 3},
    ):
        with pytest.raises(GruvizError):
            parse_cursor(CURSOR_MESSAGE | wrong)
    with pytest.raises(GruvizError):
        parse_cursor({})


def test_points_of_a_drawing():
    assert points_of("1.-100.0") == [1, -100, 0]
    assert len(points_of(TABLE.defaults["drawn"])) <= POINTS


def test_the_browser_sets_the_cursor_and_parts_of_the_page_what_else_has_no_widget():
    elsewhere = {control.name for control in TABLE.controls if control.elsewhere}
    assert elsewhere == {*CURSOR, "hold", "tape", "drawn", "file", "column", "missing"}


@pytest.mark.parametrize("hidden_size", [2, 16])
def test_the_forget_bias_says_what_it_does_to_an_slstm(hidden_size):
    started, moved = (
        init_weights("slstm", input_size=1, hidden_size=hidden_size, forget_bias=bias).b[0] for bias in (0, 1)
    )
    forget = slice(2 * hidden_size, 3 * hidden_size)
    first, *_, last = started[forget]
    said = TABLE.row("forget_bias").help
    assert true_minus(f"from {first:g} for the first unit to {last:g} for the last") in said
    np.testing.assert_array_equal(moved[forget], started[forget] + 1)
    assert said.startswith("Is added to the bias of the forget gate.")
