"""What stands around the rows of data."""

import pytest

from gruviz.data.separators import Row
from gruviz.data.surroundings import (
    TOTALS,
    check_foot,
    is_row_of_years,
    is_slip,
    left_out,
    named,
    names_before,
    tidy,
    wrong_width,
)
from gruviz.validation import InvalidShape


def rows(*lines):
    return [Row(place, tuple(line.split("|"))) for place, line in enumerate(lines, start=1)]


HEADS = {
    "none": (rows(), (), ()),
    "names": (rows("date|v"), ("date", "v"), ()),
    "a title": (rows("My data", "date|v"), ("date", "v"), ("1 title line left out",)),
    "facts before": (rows("Lat|52.5", "Place|Bonn", "date|v"), ("date", "v"), ("2 title lines left out",)),
    "units": (rows("date|v", "[UTC]|[°C]"), ("date", "v"), ("a row of units left out",)),
    "widths": (rows("date|v", "20d|14n"), ("date", "v"), ("a row of units left out",)),
    "years": (rows("1948|2024"), (), ("1 title line left out",)),
}


@pytest.mark.parametrize("name", HEADS)
def test_names_titles_and_units(name):
    head, names, notes = HEADS[name]
    assert names_before(head, 2) == (names, notes)


def test_an_index_without_a_name():
    assert names_before(rows("x|y"), 3)[0] == ("", "x", "y")
    assert names_before(rows("a|"), 3)[0] == ("a", "")


def test_a_row_of_numbers_before_the_data_is_refused():
    with pytest.raises(InvalidShape, match=r"^Line 1 has 1 cell, and most lines have 2\.$"):
        names_before(rows("5"), 2)


def test_years_above_their_values():
    [years, values, other] = rows("Country|1960|1961|1962", "A|1|2|3", "Country|1960|1965|1970")
    assert is_row_of_years(years, values)
    assert not is_row_of_years(other, values)
    assert not is_row_of_years(values, years)


def test_a_line_that_is_cut_off_is_no_footer():
    check_foot(rows("Source: x", "-99.99", "Total|5|6", "|"[:0] + "note"), 2)
    with pytest.raises(InvalidShape, match=r"^Line 1 has 1 cell, and most lines have 2\.$"):
        check_foot(rows("2018-01-05"), 2)


def test_words():
    assert TOTALS.match("Total:")
    assert not TOTALS.match("Summer")
    assert named("v") == "column v"
    assert named("column 3") == "column 3"
    assert tidy(["Temp\n (C)"]) == ("Temp (C)",)
    assert left_out(2, "line after the data", "lines after the data") == ("2 lines after the data left out",)
    assert left_out(0, "x") == ()
    assert "has 3 cells" in str(wrong_width(rows("a|b|c")[0], 2))


def test_a_single_word_below_one_column_is_a_slip():
    assert [is_slip(row) for row in rows("zwei", "seen in 2019", "Total", "a|b")] == [True, False, False, False]
