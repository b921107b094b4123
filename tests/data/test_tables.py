"""The one reader of tables: columns by name with their lines, what was understood, and what is refused."""

import math

import pytest

from gruviz.data.tables import TABLE_LIMIT, lines_of, listed, read_table
from gruviz.validation import GruvizError, InvalidShape, InvalidValue, TooLarge


def test_a_table_is_columns_by_name_with_their_lines_in_the_file():
    table = read_table('date;price;\n\n2020-01-01;1;\n2020-01-02;"a\nb";\n\n2020-01-03;3;\n')
    assert (table.separator, table.decimal, table.has_header, table.lines) == (";", ".", True, (3, 4, 7))
    assert [column.name for column in table.columns] == ["date", "price"], "a separator at the end makes no column"
    date, price = table.columns
    assert date.cells == ("2020-01-01", "2020-01-02", "2020-01-03")
    assert (date.is_numeric, price.is_numeric) == (False, True)
    assert price.numbers[::2] == (1, 3)
    assert math.isnan(price.numbers[1])


HEADERS = {
    "words": ("a,b\n1,2\n3,4", ["a", "b"]),
    "a name over two lines": ('b,"a\n (C)"\n1,2\n3,4', ["b", "a (C)"]),
    "an index without a name": (",b\n1,2\n3,4", ["column 1", "b"]),
    "a last column without a name": ("a,\n1,2\n3,4", ["a", "column 2"]),
    "fewer names than columns": ("a,\n1,2,3\n4,5,6", ["a", "column 2", "column 3"]),
    "one name twice": ("a,a\n1,2\n3,4", ["a", "a (2)"]),
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
    assert table.columns[0].name == "column 1"


def test_what_was_understood_is_said_and_what_goes_without_saying_is_not():
    assert read_table("1\n2").form == ()
    assert read_table("t;x\n1;5,5\n2;6,5").form == ("separated by semicolons", "decimal comma")
    assert read_table("A title\nt,x\n1,5\n2,6\n").form == ("separated by commas", "1 title line left out")
    table = read_table("t;x;y\n1;1.050,5;<1\n2;6,5;2")
    assert [table.remarks(column) for column in table.columns] == [
        (),
        ("thousands set apart",),
        ("1 below a limit, read as half of it",),
    ]


def test_lines_without_a_number_are_refused_by_number_as_an_editor_counts_them():
    table = read_table('a,b\r\n\r\n2018,2\r\n"2019",x\r\n2020,"7\r\n\r\n"\r\n2021,\r\n')
    with pytest.raises(InvalidValue, match=r"^Lines 4 and 8 have no number in column b, but “x”\.$") as caught:
        table.refuse(table.columns[1], [1, 3])
    assert (caught.value.field, caught.value.value) == ("table column b", "line 4: x, 8: empty")
    with pytest.raises(InvalidValue, match=r"^Line 8 has no number in column b\.$"):
        table.refuse(table.columns[1], [3])
    table.refuse(table.columns[1], [])


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("a,b\n1,2", InvalidShape, "There is only one row of numbers: at least two are needed."),
        ("1", InvalidShape, "There is only one row of numbers: at least two are needed."),
        (
            "1\n" * (TABLE_LIMIT // 2 + 1),
            TooLarge,
            "The table has 2.01 million characters; at most 2 million can be read.",
        ),
    ],
)
def test_too_little_and_too_much_is_refused(text, kind, message):
    with pytest.raises(kind) as caught:
        read_table(text)
    assert str(caught.value) == message


def test_a_huge_cell_is_refused_in_a_sentence():
    with pytest.raises(GruvizError, match="^Line 1 cannot be split into cells"):
        read_table("a" * 140_000 + ",1\n1,2\n3,4")


def test_a_message_names_five_and_counts_the_rest():
    assert listed(list("abcde")) == "a, b, c, d and e"
    assert listed(list("abcdefg")) == "a, b, c, d, e and 2 more"
    assert listed([]) == ""
    assert (lines_of([3]), lines_of([3, 5])) == ("Line 3", "Lines 3 and 5")
