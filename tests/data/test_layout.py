"""Which lines of a text are data."""

import pytest

from gruviz.data.layout import laid_out
from gruviz.validation import GruvizError

BODY = "2018-01-01,5\n2018-01-02,6\n2018-01-03,7\n"
AROUND = {
    "nothing": (BODY, (), ()),
    "names": ("date,v\n" + BODY, ("date", "v"), ()),
    "a number as a name": ("date,2.5\n" + BODY, ("date", "2.5"), ()),
    "a footer of empty cells": (BODY + ",\n", (), ()),
    "footers": (BODY + ",\nSource: nowhere,\nseen in 2019\n", (), ("2 lines after the data left out",)),
    "a total": (BODY + "Total,18\n", (), ("1 line after the data left out",)),
    "comments": ("# one\n# two\ndate,v\n" + BODY, ("date", "v"), ("2 comment lines left out",)),
    "names in a comment": ("# one\n# date,v\n" + BODY, ("date", "v"), ("2 comment lines left out",)),
    "a trailing separator": (BODY.replace("\n", ",\n"), (), ()),
    "titles of one cell": ("Title\n\ndate,v\n" + BODY, ("date", "v"), ("1 title line left out",)),
    "names once more": ("date,v\n" + BODY + "date,v\n2018-01-04,8\n", ("date", "v"), ()),
}


@pytest.mark.parametrize("name", AROUND)
def test_what_stands_around_the_data_is_no_data(name):
    text, names, notes = AROUND[name]
    layout = laid_out(text)
    assert [row.cells for row in layout.rows[:3]] == [("2018-01-01", "5"), ("2018-01-02", "6"), ("2018-01-03", "7")]
    assert (layout.names, layout.notes) == (names, notes)


def test_an_index_that_counts_has_a_name_of_numbers_above_it():
    assert laid_out(",0\n0,5\n1,6\n2,7").names == ("", "0")
    assert laid_out(",1\n2,3\n4,5").names == ()
    assert laid_out("C,1960,1961,1962\nA,1,2,3\nB,1,2,3").names == ("C", "1960", "1961", "1962")


def test_one_long_line_is_one_column():
    for text in ("5,6,7", "5;6;7;"):
        assert [row.cells for row in laid_out(text).rows] == [("5",), ("6",), ("7",)]


def test_a_comma_within_a_date_separates_nothing():
    layout = laid_out("Date,Price\nJan 1, 2018,5\nJan 2, 2018,6\n")
    assert layout.rows[0].cells == ("Jan 1, 2018", "5")


REFUSED = {
    "nothing": ("", "There are no numbers: one row of numbers for each step."),
    "only comments": ("# a\n", "There are no numbers: one row of numbers for each step."),
    "empty cells": (",\n,\n", "All cells of the table are empty."),
    "words": ("a,b\nc,d\n", "There is no column of numbers: line 2 begins with “c”."),
    "a web page": ("<!DOCTYPE html>\n<p>a, b</p>", "This is a web page, not a table."),
    "JSON": ('{"a": [1, 2]}', "This is JSON, not a table."),
    "a pointer": (
        "version https://git-lfs.github.com/spec/v1\n",
        "This is a Git LFS pointer, which only names the file, not a table.",
    ),
    "a row too wide": ("a,b\n1,2\n\n3,4,5\n6,7\n", "Line 4 has 3 cells, and most lines have 2."),
    "a row too narrow": ("1,2,9\n3\n4,5,9", "Line 2 has 1 cell, and most lines have 3."),
    "a last row that is cut off": ("1,2,9\n4,5,9\n3", "Line 3 has 1 cell, and most lines have 3."),
    "a word in the dates": ("d,v\n2018-01-01,5\n?!,6\n2018-01-03,7\n", "Line 3 has no date in column d, but “?!”."),
    "a word below the numbers": ("v\n1\n2\nzwei", "Line 4 has no number in column v, but “zwei”."),
    "a word in the numbers": ("v\n1\nzwei\n3", "Line 3 has no number in column v, but “zwei”."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_in_a_sentence_that_begins_with_what_is_wrong(name):
    text, sentence = REFUSED[name]
    with pytest.raises(GruvizError) as caught:
        laid_out(text)
    assert str(caught.value) == sentence
    assert caught.value.field.startswith("table")
