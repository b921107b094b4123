"""What the page's address can say."""

import pytest

from gruviz.ui.controls.address import read_query, write_query
from gruviz.ui.trainability.controls import ASKS, CONTROLS, TABLE
from gruviz.validation import GruvizError

SQUARE = TABLE.by_name["square"]


@pytest.mark.parametrize("pair", [(1.4, -2.0), (0.5, 2.0), (100.0, 0.0)])
def test_a_square_is_named_by_its_two_values(pair):
    assert SQUARE.parse(SQUARE.encode(pair)) == pair
    assert SQUARE.encode((1.4, -2.0)) == "1.4,-2"


def test_no_square_is_nothing_to_say():
    assert SQUARE.encode(None) == ""
    assert SQUARE.parse("") is None
    assert write_query(CONTROLS, TABLE.defaults) == {}


@pytest.mark.parametrize("raw", ["1", "1,2,3", "a,b", "nan,1", "1,inf", "<b>,1"])
def test_what_is_no_pair_of_numbers_is_said_to_be_none(raw):
    with pytest.raises(GruvizError):
        SQUARE.parse(raw)
    values, [problem] = read_query(CONTROLS, {"square": raw})
    assert values["square"] is None
    assert "two numbers" in problem


def test_every_map_asks_a_question():
    assert list(ASKS) == list(TABLE.presets)
    assert all(question.endswith("?") for question in ASKS.values())
