"""Numbers as people write them."""

import math

import pytest

from gruviz.data.numbers import is_gap, is_grouped, read_number

NUMBERS = {
    "1": 1,
    "-1e-3": -0.001,
    "+.5": 0.5,
    "٣": 3,
    "1,234.5": 1234.5,
    "12,345,678": 12_345_678,
    "1 234.5": 1234.5,
    "-1'234": -1234,
    "1\u202f234": 1234,
    "1e100": 1e100,
    "1e400": math.inf,
    "-1e101": -math.inf,
}


@pytest.mark.parametrize("cell", NUMBERS)
@pytest.mark.parametrize("separator", [",", ";", None])
def test_a_number_is_read(cell, separator):
    assert read_number(cell, separator) == NUMBERS[cell]


@pytest.mark.parametrize("cell", ["", "x", "nan", "1_000", "3,14", "1,23,456", "2020-01-01", "$5", "1 2", "0x10"])
def test_what_is_no_number_is_not_one(cell):
    assert math.isnan(read_number(cell, ","))


def test_one_comma_before_three_digits_is_thousands_only_where_commas_separate():
    assert read_number("0,900", ",") == 900
    assert math.isnan(read_number("0,900", ";"))
    assert math.isnan(read_number("0,900"))


def test_grouped_numbers_and_gaps():
    assert [cell for cell in ("1,234", "1234", "1.234", "12 345.6") if is_grouped(cell)] == ["1,234", "12 345.6"]
    assert [cell for cell in ("", "NA", "-", "0", "none", "x") if is_gap(cell)] == ["", "NA", "-", "none"]
