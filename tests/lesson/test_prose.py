"""Prose that follows a run: numbers by name, variants by condition, and mistakes by file and line."""

import math

import pytest

from gruviz.lesson import Measure, check_prose, filled
from gruviz.lesson.prose import chosen, holds, names_in, variants_in
from gruviz.validation import InvalidValue

MEASURES = {
    "kept_rnn": Measure(0.003, "0.3%"),
    "kept_gru": Measure(0.4, "40%"),
    "copied": Measure(0.98, "98%"),
    "far": Measure(1e-14, "1 × 10⁻¹⁴"),
    "none": Measure(math.nan, "undefined"),
    "endless": Measure(math.inf, "∞"),
}


def test_numbers_are_filled_in_and_formulas_left_alone():
    formulas = r"$h_{t-1} \cdot U_{\max} \mathrm{diag}(x) \tilde{h} x_{a_b} y^{kept} \frac{a}{b}$ {}"
    assert filled(f"{{kept_rnn}}, {{copied}}: {formulas}", MEASURES) == f"0.3%, 98%: {formulas}"
    assert filled("{far}", MEASURES) == "1\u00a0×\u00a010⁻¹⁴"


@pytest.mark.parametrize("text", ["{kept}", "{copied_gru}", "{x}", "[[kept below 1: a]]", "[[kept_rnn above kept: a]]"])
def test_an_unknown_name_is_an_error(text):
    with pytest.raises(InvalidValue, match="measured number = '(kept|copied_gru|x)'"):
        filled(text, MEASURES)
    with pytest.raises(InvalidValue, match="^01_a.md, line 3: measured number"):
        check_prose("01_a.md", f"title: A\n<!-- text -->\n{text}\n", MEASURES)


@pytest.mark.parametrize(
    ("condition", "true"),
    [
        ("kept_rnn below 0.01", True),
        ("kept_rnn below 0.003", False),
        ("kept_rnn above 0.003", True),
        ("kept_rnn 1e-3 to 1e-2", True),
        ("kept_rnn above kept_gru", False),
        ("kept_gru kept_rnn to copied", True),
        ("kept_rnn below 1 and kept_gru above 0.5", False),
        ("kept_rnn below 1 and kept_gru above 0.25", True),
        ("endless above 1e300", True),
        ("none above 0", False),
        ("none below 0", False),
        ("none 0 to 1", False),
    ],
)
def test_a_condition_holds_its_lower_end_and_no_number_that_is_none(condition, true):
    assert holds(condition, MEASURES) is true


def test_a_variant_stands_only_where_it_is_true():
    text = (
        "A. [[kept_rnn below 1: {kept_rnn} is little.]] [[kept_rnn above 1: Much.]] B.\n[[kept_gru above 1: Gone.]]\nC."
    )
    assert filled(text, MEASURES) == "A. 0.3% is little. B.\nC."
    assert chosen("[[kept_rnn below 1: {kept_rnn}]]", MEASURES) == "{kept_rnn}"
    assert filled("One.\n\n[[kept_gru above 1: x]]\n\n- a", MEASURES) == "One.\n\n\n- a"
    assert variants_in("[[a below 1: x: y]]") == [("a below 1", "x: y")]
    assert [name for _, name in names_in("[[a_b below c_d and e 1e-3 to 2: {f}]]")] == ["f", "a_b", "c_d", "e"]


@pytest.mark.parametrize(
    "text", ["[[kept_rnn: a]]", "[[kept_rnn is small: a]]", "[[kept_rnn below 1: a", "[[kept_rnn below: a]]"]
)
def test_a_wrong_condition_is_answered_with_file_and_line(text):
    with pytest.raises(InvalidValue, match="^01_a.md, line 2: condition.*such as"):
        check_prose("01_a.md", f"\n{text}", MEASURES)
