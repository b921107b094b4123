"""Labelled sequences of one's own, from tables written by hand."""

import numpy as np
import pytest

from gruviz.data.labelled import read_labelled
from gruviz.validation import GruvizError


def table(*rows, head="id,label,step,x,y"):
    return "\n".join([head, *rows]) + "\n"


def rows(read):
    return [sequence.tolist() for sequence in read.sequences]


def test_the_rows_of_an_id_and_a_label_are_a_sequence():
    read = read_labelled(
        table("a,run,1,1,5", "b,sit,1,2,6", "a,run,2,3,7", "b,sit,2,4,8", "a,sit,1,0,0", "a,sit,2,1,1")
    )
    assert read.ids == ("a", "b", "a")
    assert read.labels == ("run", "sit", "sit")
    assert read.classes == ("run", "sit")
    assert read.channels == ("x", "y")
    assert rows(read) == [[[1, 5], [3, 7]], [[2, 6], [4, 8]], [[0, 0], [1, 1]]]
    assert "".join(read.summary).startswith("Read 3 sequences of 2 ids, 2 steps of 2 numbers a step, with the labels ")


def test_steps_put_the_rows_in_order_and_begin_another_sequence_where_they_come_again():
    assert rows(read_labelled(table("a,run,2,3,7", "a,run,1,1,5"))) == [[[1, 5], [3, 7]]]
    again = table("a,run,1,1,1", "a,run,2,2,2", "a,run,3,3,3", "a,run,1,4,4", "a,run,2,5,5")
    assert rows(read_labelled(again)) == [[[1, 1], [2, 2], [3, 3]], [[4, 4], [5, 5]]]


def test_labels_stand_in_the_order_of_the_alphabet_and_of_numbers():
    labels = ["dose 10", "Dose 2", "dose 1", "b", "3"]
    read = read_labelled(table(*(f"a,{label},{step},1,1" for label in labels for step in (1, 2))))
    assert read.classes == ("3", "b", "dose 1", "Dose 2", "dose 10")


def test_without_steps_the_order_of_the_lines_counts():
    read = read_labelled("Person;Activity;ax;note\nann;run;1,5;p\nann;run;-2;q\nann;run;3;r\n")
    assert rows(read) == [[[1.5], [-2], [3]]]
    assert {"in the order of the lines", "decimal comma", "note left out, since it is no number"} <= set(read.notes)


def test_one_row_for_each_sequence():
    read = read_labelled(table("a,run,1,2,3", "b,sit,4,5,", "c,sit,6,,", head="id,label,v1,v2,v3"))
    assert read.ids == ("a", "b")
    assert rows(read) == [[[1], [2], [3]], [[4], [5]]]
    assert "1 of a single step left out" in read.notes
    wide = "label," + ",".join(f"t{k}" for k in range(8))
    read = read_labelled(table(*(f"{'ab'[i % 2]},{','.join('12345678')}" for i in range(4)), head=wide))
    assert read.ids == ("row 2", "row 3", "row 4", "row 5")
    assert read.lengths == (8, 8, 8, 8)


def test_a_few_gaps_are_filled_with_straight_lines():
    read = read_labelled(table(*(f"a,run,{t},{'' if t == 3 else t}" for t in range(12)), head="id,label,step,x"))
    np.testing.assert_allclose(read.sequences[0][:, 0], np.arange(12))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,step,x\na,1,1\na,2,2\n", "There is no column called “label”: the table has id, step and x."),
        ("label,step,x\na,1,1\na,2,2\n", "There is no column called “id”"),
        ("1,2,3\n4,5,6\n", "The first line names no columns"),
        (table("a,run,1,1,1", ",run,2,1,1", "a,run,3,1,1"), "Line 3 has no id"),
        (table("a,run,1,1,1", "a,,2,1,1", "a,run,3,1,1"), "Line 3 has no label"),
        (table("a,run,1,1,1", "a,run,2,oops,1", "a,run,3,1,1"), "Line 3 has no number in column x, but “oops”."),
        (
            table("a,run,1,,1", "a,run,2,,1", "a,run,3,4,1", "a,run,4,4,1"),
            "Too many numbers are missing in id a, label run",
        ),
        (table("a,run,1,1,1", "b,run,1,2,2"), "No sequence has 2 steps or more."),
        ("id,label,step\na,run,1\na,run,2\n", "There is no column of numbers beside the label."),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text, message):
    with pytest.raises(GruvizError) as refused:
        read_labelled(text)
    assert message in str(refused.value)
