"""Which columns say when a row was."""

import numpy as np
import pytest

from gruviz.data.calendars import iso
from gruviz.data.index import find_index
from gruviz.data.tables import read_table

VALUES = [5.5, 7.25, 6.5, 8.75, 7.5, 9.25, 8.5, 9.75, 9.5, 8.25]


def table(*columns, names=None):
    rows = zip(*columns, VALUES, strict=False)
    return read_table("\n".join(([names] if names else []) + [",".join(map(str, row)) for row in rows]))


DATED = {
    "a date": (table([f"2018-01-{i:02}" for i in range(1, 11)]), ["column 1"], "2018-01-01", "day"),
    "year and month": (table([1980] * 10, range(1, 11)), ["column 1", "column 2"], "1980-01", "month"),
    "year, month and day": (
        table([1980] * 10, [2] * 10, range(5, 15)),
        ["column 1", "column 2", "column 3"],
        "1980-02-05",
        "day",
    ),
    "date and time": (
        table(["1.2.2018"] * 10, [f"{i}:00" for i in range(10)]),
        ["column 1", "column 2"],
        "2018-02-01 00:00",
        "time",
    ),
    "a number before it": (
        table(range(1, 11), [f"2018-01-{i:02}" for i in range(1, 11)]),
        ["column 2"],
        "2018-01-01",
        "day",
    ),
    "years": (table(range(1900, 1910), names="Year,v"), ["Year"], "1900", "year"),
    "yyyymm": (table(range(198001, 198011)), ["column 1"], "1980-01", "month"),
}


@pytest.mark.parametrize("name", DATED)
def test_dates_are_found(name):
    given, names, first, finest = DATED[name]
    index = find_index(given)
    assert [column.name for column in index.columns] == names
    assert (iso(index.moments[0], finest), index.finest, index.is_dated) == (first, finest, True)


def test_day_and_month_are_told_apart_by_even_steps():
    american = find_index(
        read_table("\n".join(f"{i % 12 + 1:02}/01/{2010 + i // 12},{v}" for i, v in enumerate(VALUES * 2)))
    )
    assert american.words == "month/day/year"
    british = find_index(
        read_table("\n".join(f"01/{i % 12 + 1:02}/{2010 + i // 12},{v}" for i, v in enumerate(VALUES * 2)))
    )
    assert british.words == "day.month.year"


def test_numbers_labels_and_nothing():
    assert find_index(table(range(10), names="t,v")).finest == "number"
    assert find_index(table(np.arange(10) / 8)).name == "column 1"
    label = find_index(table([f"week {i}" for i in range(10)]))
    assert (label.finest, label.cells[0], label.is_dated) == ("label", "week 0", False)
    assert find_index(read_table("\n".join(map(str, VALUES)))).finest == "row"
    assert find_index(table(VALUES[::-1])).finest == "row", "a column that goes up and down is no index"


def test_what_repeats_the_date_is_no_value():
    rows = "\n".join(f"{1980 + i // 12};{i % 12 + 1};{1980 + (i + 0.5) / 12:.3f};{v}" for i, v in enumerate(VALUES * 2))
    assert find_index(read_table(rows)).spent == {"column 1", "column 2", "column 3"}
    named = find_index(table(range(10), [f"2018-01-{i:02}" for i in range(1, 11)], names="No,date,v"))
    assert named.spent == {"No", "date"}


def test_values_that_look_like_dates_are_values():
    assert find_index(read_table("v\n" + "\n".join(map(str, range(1900, 1910))))).finest == "row"
    assert (
        find_index(read_table("a,b\n" + "\n".join(f"{2000 + i * 7 % 10},{v}" for i, v in enumerate(VALUES)))).finest
        == "row"
    )
