"""Text that stays as it stands, whatever it contains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.ui.markdown import literal
from tests.pages.visit import plain


@given(st.text())
def test_literal_text_reads_as_it_was(text):
    assert plain(literal(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    "text", ["![x](http://evil.example/x.png)", "<b>x</b>", ":material/home:", "$x$", "a_b_c", "# a"]
)
def test_literal_text_is_no_markup(text):
    escaped = literal(text)
    for mark in "![](<>:$_#":
        assert escaped.count(mark) == escaped.count(f"\\{mark}")
