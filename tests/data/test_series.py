"""A series of one's own: its dates or index, its values, the gaps filled and what is refused."""

import numpy as np
import pytest

from gruviz.data.series import parse_series
from gruviz.validation import InvalidShape, InvalidValue, TooLarge

MONTHS = [f"{2000 + i // 12}-{i % 12 + 1:02}" for i in range(240)]
VALUES = [round(10 + 3 * np.sin(i / 5) + i / 50, 3) for i in range(240)]


def table(values=VALUES, labels=MONTHS, header="month,value", mark=",", end="\n"):
    rows = [mark.join(map(str, row)) for row in zip(labels, values, strict=False)]
    return end.join([header.replace(",", mark), *rows]) + end if header else end.join(rows)


def but(row, cell):
    """The usual values with one cell changed; rows are counted from 1, the header included."""
    return [cell if i + 2 == row else value for i, value in enumerate(VALUES)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
@pytest.mark.parametrize("header", ["month,value", None])
def test_a_series_is_read(mark, end, header):
    series = parse_series(table(mark=mark, end=end, header=header))
    assert (series.labels, series.values) == (tuple(MONTHS), tuple(VALUES))
    assert series.notes == ()
    assert series.name == "value"


@pytest.mark.parametrize("cell", ["", "NA", "nan", "-", "null"])
def test_gaps_are_filled_with_a_straight_line_and_noted_by_line(cell):
    series = parse_series(table(but(7, cell)))
    assert series.values[5] == pytest.approx((VALUES[4] + VALUES[6]) / 2)
    assert series.notes == ("Filled with a straight line, since empty: line 7.",)


@pytest.mark.parametrize("cell", ['"1,234.5"', "1 234.5", "1'234.5", "1\u202f234.5"])
def test_thousands_may_be_set_apart_and_that_is_noted_by_line(cell):
    series = parse_series(table(but(9, cell)))
    assert series.values[7] == 1234.5
    assert series.notes == ("Read with thousands set apart: line 9.",)


BAD = {
    "a word": (table(but(12, "many")), InvalidValue, "table column value", "line 12: many"),
    "two words": (
        table([*but(12, "many")[:20], "few", *VALUES[21:]]),
        InvalidValue,
        "table column value",
        "line 12: many, 22: few",
    ),
    "emoji": (table(but(3, "🙂")), InvalidValue, "table column value", "line 3: 🙂"),
    "a decimal comma": (table(but(3, '"3,14"')), InvalidValue, "table column value", "line 3: 3,14"),
    "infinite": (table(but(3, "inf")), InvalidValue, "table column value", "line 3: inf"),
    "all NaN": (table(["nan"] * 240), InvalidValue, "table", "240 of 240 values missing"),
    "too many gaps": (table(["" if i % 5 == 0 else i for i in range(240)]), InvalidValue, "table", "48 of 240"),
    "one column": ("\n".join(map(str, VALUES)), InvalidShape, "table", "one column"),
    "a row with one cell more": (table().replace("2000-04,", "2000-04,1,"), InvalidShape, "table", "line 5: 3 cell(s)"),
    "only a header": ("month,value\n", InvalidShape, "table", "0 row"),
    "a month left out": (
        table(VALUES[:5] + VALUES[6:], MONTHS[:5] + MONTHS[6:]),
        InvalidValue,
        "table",
        "line 7: 2000-07",
    ),
    "a month twice": (table(labels=[*MONTHS[:3], MONTHS[2], *MONTHS[4:]]), InvalidValue, "table", "line 5: 2000-03"),
    "newest first": (table(labels=MONTHS[::-1]), InvalidValue, "table", "line 3: 2019-11"),
    "an index that jumps": (table(labels=[*range(50), *range(60, 250)]), InvalidValue, "table", "line 52: 60 after 49"),
    "too many rows": ("t,x\n" + "".join(f"{i},{i}\n" for i in range(20_001)), TooLarge, "table", "20,001"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_a_series_is_named_by_line(name):
    text, error, field, place = BAD[name]
    with pytest.raises(error) as caught:
        parse_series(text)
    assert caught.value.field == field
    assert place in str(caught.value.value)


def test_days_may_leave_out_weekends():
    days = np.arange("2020-01-01", "2021-01-01", dtype="datetime64[D]")
    days = [str(day) for day in days if np.is_busday(day)]
    assert len(parse_series(table(range(len(days)), days)).values) == len(days)


def test_an_old_or_short_index_needs_no_dates():
    assert parse_series(table(labels=range(240))).labels[:2] == ("0", "1")
    assert parse_series(table(labels=[f"week {i}" for i in range(240)])).labels[0] == "week 0"


def test_gaps_at_either_end_take_the_nearest_value():
    series = parse_series("t,x\n" + "".join(f"{i},{'NA' if i in (0, 39) else i}\n" for i in range(40)))
    assert (series.values[0], series.values[39]) == (1, 38)
    assert series.notes == ("Filled with a straight line, since empty: line 2, 41.",)


def test_a_separator_at_the_end_of_each_line_hides_no_value():
    series = parse_series("t;x;\n1;5;\n2;6;\n3;7;\n")
    assert (series.name, series.values) == ("x", (5, 6, 7))


FAMILIAR = {
    "business month ends": ("Date,Close\n1990-01-31,5\n1990-02-28,6\n1990-03-31,7\n", ("Close", (5, 6, 7))),
    "a header over two lines": ('Date,"Temp\n(C)"\n2018-01-01,5\n2018-01-02,6\n', ("Temp (C)", (5, 6))),
    "blank lines": ("date,value\r\n\r\n2018-01-01,5\r\n\r\n2018-01-02,6\r\n", ("value", (5, 6))),
    "very large": ("date,volume\n2018-01-01,50840000000000\n2018-01-02,6\n", ("volume", (50_840_000_000_000, 6))),
    "very small": ("date,value\n2018-01-01,5.084e-299\n2018-01-02,6e-299\n", ("value", (5.084e-299, 6e-299))),
    "clock times": ("time,ecg\n0:00.000,5\n0:00.002,6\n", ("ecg", (5, 6))),
}


@pytest.mark.parametrize("name", FAMILIAR)
def test_files_of_familiar_kinds_are_read(name):
    text, known = FAMILIAR[name]
    series = parse_series(text)
    assert (series.name, series.values) == known


UNFAMILIAR = {
    "dollars": ("Date,Close\n01/01/2018,$50.84\n01/02/2018,$54.13\n", "line 2: $50.84, 3: $54.13"),
    "points for thousands": ("Datum;Wert\n2018-01-01;1.508,40\n2018-01-02;1.541,30\n", "line 2: 1.508,40, 3: 1.541,30"),
    "a comma for the point": ("Datum;Wert\n2018-01-01;0,900\n2018-01-02;0,901\n", "line 2: 0,900, 3: 0,901"),
    "a question mark": ("t;x\n1;5\n2;?\n3;7\n", "line 3: ?"),
    "quotes after a blank": ('t, x\n1, "5"\n2, "6"\n', 'line 2: "5", 3: "6"'),
    "the date last": ("x,date\n5,2018-01-01\n6,2018-01-02\n", "line 2: 2018-01-01, 3: 2018-01-02"),
    "a footer": ("t,x\n1,5\n2,6\n\nSource: nowhere\n", "line 5: 1 cell(s)"),
    "one long line": ("1,2,3,4,5", "1 row(s) of numbers"),
    "columns of blanks": ("1980  01  50.8\n1980  02  54.1\n", "line 2: 1980 after 1980"),
    "a web page": ("<!DOCTYPE html>\n<html><body>\n<p>a, b</p></html>\n", "line 3: 2 cell(s)"),
}


@pytest.mark.parametrize("name", UNFAMILIAR)
def test_what_is_not_understood_is_refused_and_never_guessed(name):
    text, place = UNFAMILIAR[name]
    with pytest.raises((InvalidShape, InvalidValue)) as caught:
        parse_series(text)
    assert caught.value.value == place
