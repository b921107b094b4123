"""What stands between the cells of a table."""

import pytest

from gruviz.data.separators import declared, kind_of, separator_of, split, width_of


def lines(text):
    return list(enumerate(text.splitlines(), start=1))


SEPARATED = {
    "tabs": ("a\tb\n1\t2;3\n1\t2", "\t"),
    "semicolons beside decimal commas": ("t;x\n0;50,84\n1;60,0", ";"),
    "commas": ("1,2\n3,4", ","),
    "commas and a blank": ("1, 2\n3, 4", ","),
    "blanks": ("1 2\n3  4", None),
    "bars": ("a|b\n1|2\n3|4", "|"),
    "blanks beside decimal commas": ("0 50,84\n1 54,13", None),
    "a blank in the date": ("2018-01-01 00:00,5\n2018-01-01 01:00,6", ","),
    "a title first": ("A title; of two parts\nd,v\n2018-01-01,5\n2018-01-02,6\n2018-01-03,6", ","),
    "decimal commas under one name": ("Wert\n50,84\n54,13", None),
    "decimal commas with zeros": ("50,84\n54,03\n54,13", None),
    "two columns of whole numbers": ("50,84\n54,13", ","),
    "thousands under one name": ("Close\n1,050.84\n1,051.00", None),
}


@pytest.mark.parametrize("name", SEPARATED)
def test_the_separator_is_the_one_that_makes_sense_of_most_cells(name):
    text, separator = SEPARATED[name]
    assert separator_of(lines(text)) == separator


def test_a_separator_that_makes_too_long_a_cell_is_not_the_one():
    assert separator_of(lines("1;" * 100_000)) == ";"


def test_a_declared_separator_is_taken_away():
    text = lines("sep=;\n1;2")
    assert (declared(text), text) == (";", [(2, "1;2")])
    assert declared(lines("1;2")) is None
    assert declared([]) is None


def test_cells_keep_the_number_of_their_line_and_their_quotes_together():
    rows = list(split(lines('a,b\n"q,1", "x\ny"\n3,4'), ","))
    assert rows == [(1, ("a", "b")), (2, ("q,1", "x\ny")), (4, ("3", "4"))]
    assert list(split(lines('"a b"  1\nc 2'), None)) == [(1, ("a b", "1")), (2, ("c", "2"))]
    assert width_of(rows) == 2


def test_a_quotation_mark_that_stands_for_itself_swallows_no_lines():
    text = '"5,1\n' + "6,2\n" * 40
    assert len(list(split(lines(text), ","))) == 41


def test_kinds_of_cells():
    cells = {
        "5": "number",
        "5,5": "number",
        "NA": "gap",
        "": "gap",
        "2018-01-01": "date",
        "x": "word",
        "Jan 2018": "date",
    }
    assert {cell: kind_of(cell) for cell in cells} == cells
    assert kind_of("5,5", ".") == "word"
