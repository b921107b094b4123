"""Numbers as people write them."""

import math

import pytest

from gruviz.data.numbers import decimal_sign, is_below_limit, is_gap, is_grouped, read_number

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
    "\u22129.15": -9.15,
    "–3": -3,
    "$50.84": 50.84,
    "-$5.20": -5.2,
    "USD 1,000.5": 1000.5,
    "12.5%": 12.5,
    "(12.5)": -12.5,
    "5.2-": -5.2,
    "<1": 0.5,
}
COMMAS = {
    "0,900": 0.9,
    "50,84": 50.84,
    "1.508,40": 1508.4,
    "1.234.567": 1_234_567,
    "1\u00a0234,5": 1234.5,
    "5,20 €": 5.2,
    "\u22123,5": -3.5,
    "2,5e3": 2500,
    "7": 7,
    "<0,2": 0.1,
}


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_number_is_read(cell):
    assert read_number(cell) == NUMBERS[cell]


@pytest.mark.parametrize("cell", COMMAS)
def test_a_number_with_a_decimal_comma_is_read(cell):
    assert read_number(cell, ",") == pytest.approx(COMMAS[cell])


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x",
        "nan",
        "1_000",
        "3,14",
        "0,900",
        "1,23,456",
        "2020-01-01",
        "1 2",
        "0x10",
        "1.2.2020",
        "12:30",
        "1/2",
        "-",
    ],
)
def test_what_is_no_number_is_not_one(cell):
    assert math.isnan(read_number(cell))


@pytest.mark.parametrize("cell", ["50.84", "0.900", "1,234.5", "1,234,567", "x", "1.2.2020"])
def test_what_is_no_number_with_a_decimal_comma_is_not_one(cell):
    assert math.isnan(read_number(cell, ","))


SIGNS = {
    "two decimals": (["50,84", "54,13"], ";", ","),
    "a zero in front": (["0,900", "0,901"], ",", ","),
    "either, beside semicolons": (["1,050", "1,051"], ";", ","),
    "either, beside tabs": (["1,050", "1,051"], "\t", "."),
    "either, in quotes": (["1,050", "1,051"], ",", "."),
    "thousands, since 950 has none": (["1,050", "950"], ";", "."),
    "points for thousands": (["1.508,40", "1.600,00"], ";", ","),
    "points for thousands, since 950 has none": (["1.508", "950"], ";", ","),
    "points alone": (["1.508", "1.600"], ";", "."),
    "most cells decide": (["50,84", "54,13", "1.5"], ";", ","),
    "dates say nothing": (["01.02.2018", "02.02.2018"], ";", "."),
    "nothing says nothing": ([], ",", "."),
}


@pytest.mark.parametrize("name", SIGNS)
def test_the_decimal_sign_is_the_one_by_which_more_cells_are_numbers(name):
    cells, separator, sign = SIGNS[name]
    assert decimal_sign([["t", "0", "1"], cells], separator) == sign


def test_grouped_numbers_gaps_and_limits():
    assert [cell for cell in ("1,234", "1234", "1.234", "12 345.6", "0,900") if is_grouped(cell)] == [
        "1,234",
        "12 345.6",
    ]
    assert [cell for cell in ("1,234", "1.234", "1.234,5") if is_grouped(cell, ",")] == ["1.234", "1.234,5"]
    gaps = ["", "NA", "-", "none", "?", "***", "#N/A", "."]
    assert [cell for cell in (*gaps, "0", "x", "-1") if is_gap(cell)] == gaps
    assert [is_below_limit(cell) for cell in ("<1", "< 0.5", "1", "<x")] == [True, True, False, False]
