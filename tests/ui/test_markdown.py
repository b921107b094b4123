"""Text that stays as it stands, whatever it contains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.ui.markdown import literal, unbroken
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


def test_a_power_of_ten_stays_on_one_line():
    assert unbroken("5.2 × 10⁻¹¹ of 3 × 4") == "5.2\u00a0×\u00a010⁻¹¹ of 3 × 4"
    assert unbroken(literal("5.2 × 10⁻¹¹")) == literal("5.2 × 10⁻¹¹").replace(" ", "\u00a0")
