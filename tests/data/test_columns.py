"""Numbers of one's own as the cells of the laboratory read them."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.data.columns import COLUMN_LIMIT, parse_table, read_columns
from gruviz.data.index import INDEX_NAMES
from gruviz.validation import GruvizError, InvalidValue, TooLarge

cells = st.floats(-1e100, 1e100).map(repr) | st.integers(-(10**9), 10**9).map(str)


@given(st.integers(2, 6).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=2, max_size=6)))
@pytest.mark.parametrize("separator", [",", ";", "\t", " "])
def test_a_table_is_read_as_it_was_written(separator, rows):
    """All columns but one that counts the rows: the first here goes up and down."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow([f"column{i}" for i in range(1 + len(rows[0]))])
    rows = [[str((-1) ** i * 2.5), *row] for i, row in enumerate(rows)]
    writer.writerows(rows)
    assert parse_table(text.getvalue()) == tuple(tuple(map(float, row)) for row in rows)


@given(st.text(max_size=60) | st.text(alphabet="0123456789.,;\t\n -eE\"'", max_size=60))
def test_any_text_is_a_table_of_finite_numbers_or_refused_in_a_sentence(text):
    try:
        table = parse_table(text)
    except GruvizError as error:
        assert error.field.startswith("table")
        assert str(error) == error.sentence
    else:
        assert len(table) >= 2
        assert np.isfinite(np.array(table)).all()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\n2", ((1,), (2,))),
        ("\ufeffa,b\n1,2\n3,4", ((1, 2), (3, 4))),
        ("date,x\n2020-01-01,1\n2020-01-02,2", ((1,), (2,))),
        ("date,x\n2020-01-02,1\n2020-01-01,2", ((2,), (1,))),
        ("date;x;note\n1.1.2020;1;a\n2.1.2020;2;b", ((1,), (2,))),
        ("1, 2\n3 , 4", ((1, 2), (3, 4))),
        ("1\r\n2\r\n\r\n", ((1,), (2,))),
        ("\n\n1\n\n2\n", ((1,), (2,))),
        ("  1   2\n 3 4  ", ((1, 2), (3, 4))),
        ('"1","2"\n"3","4"', ((1, 2), (3, 4))),
        ("-1e-3\n+.5", ((-0.001,), (0.5,))),
        ("1;2,5\n2;3,5", ((1, 2.5), (2, 3.5))),
        ('a,b\n3,"1,234.5"\n1,"1,235"', ((3, 1234.5), (1, 1235))),
        ("5,6,7", ((5,), (6,), (7,))),
        ("t,x\n0,5\n1,3\n2,6", ((5,), (3,), (6,))),
    ],
)
def test_tables_of_many_habits(text, rows):
    assert parse_table(text) == rows


def test_one_column_may_be_chosen_and_what_was_understood_is_said():
    text = "d;x;y;note\n2018-01-02;1,5;-1;a\n2018-01-01;2,5;-2;b\n"
    read = read_columns(text)
    assert (read.rows, read.names, read.columns) == (((2.5, -2), (1.5, -1)), ("x", "y"), ("x", "y"))
    assert "".join(read.summary) == (
        "Read 2 rows of 2 columns: x and y; separated by semicolons, decimal comma; dates in d; "
        "without note, which has no numbers; newest first, turned round."
    )
    assert read_columns(text, column="y").rows == ((-2,), (-1,))
    assert read_columns(text, column="gone").names == ("x", "y")


def test_a_few_gaps_are_filled_and_sentinels_are_asked_about():
    numbers = [str(i % 7) for i in range(40)]
    for cell in ("", "NA", "-999"):
        text = "a,b\n" + "\n".join(f"{3 - i % 5},{cell if i == 20 else v}" for i, v in enumerate(numbers))
        read = read_columns(text)
        assert read.rows[20][1] == pytest.approx((read.rows[19][1] + read.rows[21][1]) / 2)
        assert "1 gap filled with a straight line" in read.notes
        assert len(read.sentinels) == (cell == "-999")
    assert read_columns(text, with_sentinels=True).rows[20][1] == -999


def test_rows_without_a_value_at_the_ends_are_left_out():
    read = read_columns("a\nNA\n" + "\n".join(map(str, range(5, 25))) + "\nNA\n")
    assert (read.rows[0], read.rows[-1]) == ((5,), (24,))
    assert read.notes == ("2 rows without a value at the ends left out",)


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("1\nnan", InvalidValue, "Line 2 has no number in column 1, but “nan”."),
        ("x,y\n1,2\n3,-inf", InvalidValue, "Line 3 has no finite number in column y, but “-inf”."),
        ("1\n1e400", InvalidValue, "Line 2 has no finite number in column 1, but “1e400”."),
        ("1;2\n;4", InvalidValue, "Line 2 has no number in column 1."),
        (("1," * COLUMN_LIMIT + "1\n") * 2, TooLarge, "The table has 65 columns of numbers; at most 64 can be read."),
    ],
)
def test_what_is_no_number_is_refused_with_its_line(text, kind, message):
    with pytest.raises(kind) as caught:
        parse_table(text)
    assert str(caught.value) == message


def test_a_clip_has_no_gaps():
    with pytest.raises(InvalidValue, match="^Line 9 has no number"):
        read_columns("a\n" + "1\n2\n3\n4\n5\n6\n7\nNA\n9\n", with_gaps=False)


def test_names_of_an_index_are_plain():
    assert all(name == name.lower() for name in INDEX_NAMES)


@pytest.mark.parametrize(
    ("days", "note"),
    [
        ([1, 2, 3, 4], ""),
        ([1, 2, 4, 5, 6], "1 step without a row, not filled"),
        ([1, 2, 2, 3, 4], "1 row out of step, taken as they stand"),
        ([6, 5, 4, 2, 1], "1 step without a row, not filled"),
    ],
)
def test_dates_that_are_not_even_are_said(days, note):
    read = read_columns("d,x\n" + "\n".join(f"2020-01-{day:02},{i * i % 5}" for i, day in enumerate(days)))
    assert len(read.rows) == len(days)
    assert [words for words in read.notes if "step" in words] == [note] * bool(note)
