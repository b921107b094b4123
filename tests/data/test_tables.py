"""The one reader of tables: cells, header, columns, lines as an editor counts them, and what is refused."""

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.data.tables import COLUMN_LIMIT, TABLE_LIMIT, listed, parse_table, read_table
from gruviz.validation import GruvizError, InvalidShape, InvalidValue, TooLarge

cells = st.floats(-1e100, 1e100).map(repr) | st.integers(-(10**9), 10**9).map(str)


@given(st.integers(2, 6).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=2, max_size=6)))
@pytest.mark.parametrize("separator", [",", ";", "\t", " "])
@pytest.mark.parametrize("header", [False, True])
def test_a_table_is_read_as_it_was_written(separator, header, rows):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    if header:
        writer.writerow([f"column{i}" for i in range(len(rows[0]))])
    writer.writerows(rows)
    assert parse_table(text.getvalue()) == tuple(tuple(map(float, row)) for row in rows)


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,;\t\n -eE\"'", max_size=60))
def test_any_text_is_a_table_of_finite_numbers_or_refused_by_name(text):
    try:
        table = parse_table(text)
    except GruvizError as error:
        assert error.field.startswith("table")
    else:
        assert len(table) >= 2
        assert np.isfinite(np.array(table)).all()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\n2", ((1,), (2,))),
        ("\ufeffa,b\n1,2\n3,4", ((1, 2), (3, 4))),
        ("date,x\n2020-01-01,1\n2020-01-02,2", ((1,), (2,))),
        ("date;x;note\n1.1.2020;1;a\n2.1.2020;2;b", ((1,), (2,))),
        ("1, 2\n3 , 4", ((1, 2), (3, 4))),
        ("1\r\n2\r\n\r\n", ((1,), (2,))),
        ("\n\n1\n\n2\n", ((1,), (2,))),
        ("  1   2\n 3 4  ", ((1, 2), (3, 4))),
        ('"1","2"\n"3","4"', ((1, 2), (3, 4))),
        ("-1e-3\n+.5", ((-0.001,), (0.5,))),
    ],
)
def test_tables_of_many_habits(text, rows):
    assert parse_table(text) == rows


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("", InvalidValue, "table = 'empty' is not possible: one row of numbers per time step"),
        ("\ufeff\n \n", InvalidValue, "table = 'empty'"),
        ("a,b", InvalidShape, r"table = '0 row\(s\) of numbers' is not possible: at least two rows"),
        ("1", InvalidShape, r"table = '1 row\(s\) of numbers'"),
        ("a\nb\nc", InvalidValue, "table = 'b' is not possible: at least one column of numbers"),
        ("1\nnan", InvalidValue, "table column 1 = 'line 2: nan' is not possible: a finite number"),
        ("x,y\n1,2\n3,-inf", InvalidValue, "table column y = 'line 3: -inf'"),
        ("1\n1e400", InvalidValue, "table column 1 = 'line 2: 1e400'"),
        ("1\n1e101", InvalidValue, "table column 1 = 'line 2: 1e101'"),
        ("1,2\n,4", InvalidValue, "table column 1 = 'line 2: empty'"),
        (
            "1,2\n3",
            InvalidShape,
            r"table = 'line 2: 1 cell\(s\)' .*: 2 cell\(s\) in every line, as in line 1",
        ),
        ("h,h\n1,2\n3,4,5", InvalidShape, r"table = 'line 3: 3 cell\(s\)'"),
        ("1,2\n3;4", InvalidShape, r"table = 'line 2: 1 cell\(s\)'"),
        ("1\nzwei\n3", InvalidValue, "table column 1 = 'line 2: zwei'"),
        (",".join("1" * (COLUMN_LIMIT + 1)) + "\n" + ",".join("1" * (COLUMN_LIMIT + 1)), TooLarge, "'65 columns'"),
        ("1\n" * (TABLE_LIMIT // 2 + 1), TooLarge, "table = '2.0 million characters' is not possible: at most 2 mill"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_place(text, kind, message):
    with pytest.raises(kind, match="^" + message if message.startswith("table") else message):
        parse_table(text)


def test_a_huge_cell_is_refused_by_name():
    with pytest.raises(GruvizError, match="^table = "):
        parse_table("a" * 140_000 + ",1\n1,2\n3,4")


def test_a_table_is_columns_by_name_with_their_lines_in_the_file():
    table = read_table('date;price;\n\n2020-01-01;1;\n2020-01-02;"a\nb";\n\n2020-01-03;3;\n')
    assert (table.separator, table.has_header, table.lines) == (";", True, (3, 4, 7))
    assert [column.name for column in table.columns] == ["date", "price"], "a separator at the end makes no column"
    date, price = table.columns
    assert date.cells == ("2020-01-01", "2020-01-02", "2020-01-03")
    assert (date.is_numeric, price.is_numeric) == (False, True)
    assert price.numbers[::2] == (1, 3)
    assert math.isnan(price.numbers[1])


@pytest.mark.parametrize(
    ("text", "separator"), [("1\t2;3\n1\t2", "\t"), ("1;2,3\n1;2", ";"), ("1,2\n3,4", ","), ("1 2\n3  4", None)]
)
def test_the_first_line_decides_what_separates(text, separator):
    assert read_table(text).separator == separator


HEADERS = {
    "words": ("a,b\n1,2\n3,4", ["a", "b"]),
    "a name over two lines": ('b,"a\n (C)"\n1,2\n3,4', ["b", "a (C)"]),
    "words above words": ("a\nb\nc", ["a"]),
    "an index without a name": (",b\n1,2\n3,4", ["1", "b"]),
    "a last column without a name": ("a,\n1,2\n3,4", ["a", "2"]),
    "fewer names than columns": ("a,\n1,2,3\n4,5,6", ["a", "2", "3"]),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_names_the_columns(name):
    text, names = HEADERS[name]
    table = read_table(text)
    assert table.has_header
    assert [column.name for column in table.columns] == names
    assert len(table.lines) == 2


@pytest.mark.parametrize("text", ["1,2\n3,4", "2020-01-01,NA\n2020-01-02,1\n2020-01-03,2", ",1\n2,3", "inf\n1\n2"])
def test_a_first_row_with_a_number_or_a_gap_above_numbers_is_no_header(text):
    table = read_table(text)
    assert not table.has_header
    assert table.lines[0] == 1
    assert table.columns[0].name == "1"


def test_lines_are_counted_as_an_editor_does():
    with pytest.raises(InvalidValue, match="^table column b = 'line 4: x, 8: empty' is not possible"):
        parse_table('a,b\r\n\r\np,2\r\n"q",x\r\n"r\r\n\r\ns",7\r\nt,\r\n')


def test_thousands_are_read_where_they_can_be_nothing_else():
    assert parse_table('n,Close\n0,"1,050.84"\n1,"1,054"') == ((0, 1050.84), (1, 1054))
    with pytest.raises(InvalidValue, match="^table column EURUSD = 'line 2: 0,900'"):
        parse_table("Datum;EURUSD\n2018-01-01;0,900\n2018-01-02;1.0")


def test_rows_of_nothing_are_no_table():
    with pytest.raises(InvalidValue, match="^table = 'rows of empty cells'"):
        read_table(",\n,\n,")


def test_a_message_names_five_and_counts_the_rest():
    assert listed(list("abcde")) == "a, b, c, d, e"
    assert listed(list("abcdefg")) == "a, b, c, d, e and 2 more"
