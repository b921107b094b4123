"""Inside the cell's own controls: what the browser reports, and drawings."""

import pytest

from gruviz.ui.inside.control_kinds import LARGEST, POINTS, points_of
from gruviz.ui.inside.controls import TABLE
from gruviz.ui.inside.cursor import CURSOR, parse_cursor
from gruviz.validation import GruvizError

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
