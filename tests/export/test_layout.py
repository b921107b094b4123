"""Source laid out as ruff does it, and quoted so that it stays a constant."""

import ast

import pytest

from gruviz.export.layout import LINE_LENGTH, bracketed, quoted, table, wrapped


@pytest.mark.parametrize("length", [1, 30, 37, 38, 39, 60])
@pytest.mark.parametrize("indent", ["", "    "])
def test_brackets_are_closed_on_one_line_or_one_part_each(length, indent):
    code = bracketed(f"{indent}NAMES = [", ["x" * length] * 3, "]")
    lines = code.splitlines()
    assert code.endswith("\n")
    if len(f"{indent}NAMES = [{', '.join(['x' * length] * 3)}]") <= LINE_LENGTH:
        assert len(lines) == 1
    else:
        assert lines == [f"{indent}NAMES = [", *[f"{indent}    {'x' * length},"] * 3, f"{indent}]"]
    assert len(ast.parse(code.strip()).body[0].value.elts) == 3


@pytest.mark.parametrize(
    "text", ["", "plain", "it's", 'a "quote"', "both ' and \"", "\\", "\n", "{0} %s", "\u2028", "🦁"]
)
def test_a_quoted_text_is_the_constant_itself(text):
    code = quoted(text)
    assert ast.literal_eval(code) == text
    assert "\n" not in code
    assert code[0] == '"' or '"' in text or "'" in text


def test_wrapped_lines_are_short_and_whole():
    text = ", ".join(str(number) for number in range(200))
    lines = wrapped(text, "    ").splitlines()
    assert all(line.startswith("    ") and len(line) <= LINE_LENGTH for line in lines)
    assert " ".join(line.strip() for line in lines) == text


def test_a_table_is_a_dict():
    assert table([]) == "{}"
    assert ast.literal_eval(table(['"a": 1', '"b": 2'])) == {"a": 1, "b": 2}
