"""The text format: fields, sections and lists, and how mistakes in it are answered."""

import pytest

from gruviz.lesson.sheet import Sheet
from gruviz.validation import InvalidValue
from tests.lesson.texts import check_mistake

MISTAKES = [
    ("minutes: 3", "minutes: soon", "line 2: minutes = 'soon'", "a whole number from 1 to 45"),
    ("minutes: 3\n", "", "line 1: minutes = 'missing'", 'a line "minutes: …"'),
    ("minutes: 3", "Minutes 3", "line 2: header = 'Minutes 3'", 'lines "name: value"'),
    ("minutes: 3", "length: 3", "line 2: header = 'length'", "title, name, goal"),
    ("minutes: 3", "title: again", "line 2: header = 'title'", "once each"),
    ("cells=rnn&gain=2", "cells", "line 4: settings = 'cells'", "the part of a link after ?"),
    ("<!-- takeaway -->\nOne line.", "", "takeaway = 'missing'", 'a section "<!-- takeaway -->"'),
    ("One line.", "", "takeaway = 'missing'", "with text"),
    ("<!-- notes -->", "<!-- remarks -->", "section = 'remarks'", "once each: text, question"),
    ("- above 1: It grows", "It grows", "line 17: choices = 'It grows'", '"- key: text"'),
]


@pytest.mark.parametrize(("old", "new", "place", "allowed"), MISTAKES, ids=[case[2] for case in MISTAKES])
def test_a_mistake_names_file_line_and_what_is_allowed(old, new, place, allowed):
    check_mistake(old, new, place, allowed)


def sheet(text):
    return Sheet("a.md", text, fields=("title", "size", "list"), sections=("text", "items"))


def test_what_is_read_keeps_its_line():
    read = sheet(
        "title: A\n\nsize: 0.5\nlist: a, b,\n<!-- text -->\n\nWords,\nmore.\n<!-- items -->\n\n- a: b: c\n- d e: f\n"
    )
    assert read.field("title") == (1, "A")
    assert read.real("size", None, 0, 1) == 0.5
    assert read.listed("list") == ("a", "b")
    assert read.section("text") == (5, "Words,\nmore.")
    assert read.items("items") == {"a": (11, "b: c"), "d e": (12, "f")}


def test_what_may_be_missing_has_a_default():
    read = sheet("")
    assert read.field("title", "none").text == "none"
    assert read.section("text", "none").text == "none"
    assert read.real("size", "0.25", 0, 1) == 0.25
    assert (read.listed("list"), read.query("list"), read.items("items")) == ((), {}, {})


@pytest.mark.parametrize("line", ["- a: 1\n- a: 2", "a: 1", "- a"])
def test_a_list_has_a_key_once_on_each_line(line):
    with pytest.raises(InvalidValue, match="a.md, line"):
        sheet(f"<!-- items -->\n{line}").items("items")
