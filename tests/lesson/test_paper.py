"""A lesson's Markdown on paper. What Streamlit makes of each text was seen in the browser."""

import re
from itertools import chain
from xml.etree import ElementTree

import pytest

from gruviz.lesson.paper import SIGNS, as_html, formula, inline
from gruviz.ui.walkthrough.lesson import load_exercises, load_lesson


def tags(markdown: str) -> str:
    """HTML without line ends between elements."""
    return re.sub(r">\n+<", "><", as_html(markdown))


@pytest.mark.parametrize(
    ("markdown", "page"),
    [
        ("a *b* `c`\nd\n\n- e\n- f", "<p>a <em>b</em> <code>c</code>\nd</p><ul><li>e</li><li>f</li></ul>"),
        ("1. a\n2. b\n   - c", "<ol><li>a</li><li>b\n<ul><li>c</li></ul></li></ol>"),
        ("text\n- list", "<p>text</p><ul><li>list</li></ul>"),
        ("# A\n\n### B *c*\n\n##### D", "<h3>A</h3><h5>B <em>c</em></h5><h6>D</h6>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("```\na <b>\n```", "<pre><code>a &lt;b&gt;\n</code></pre>"),
        ("a  \nb ~~c~~ __d__", "<p>a<br />\nb <s>c</s> <strong>d</strong></p>"),
        ("2 * 3 * 4, a_b_c, \\*", "<p>2 * 3 * 4, a_b_c, *</p>"),
        ("- - -", "<hr />"),
    ],
)
def test_blocks_and_emphasis(markdown, page):
    assert tags(markdown) == page


def test_a_table():
    page = tags("| a | b |\n|---|:-:|\n| *c* | $x$ |")
    assert page.startswith('<table><thead><tr><th>a</th><th style="text-align:center">b</th></tr></thead>')
    assert "<td><em>c</em></td>" in page
    assert '<td style="text-align:center"><math' in page


@pytest.mark.parametrize(
    ("markdown", "display"),
    [("$x$", "inline"), ("$$\nx\n$$", "block"), ("a $$x$$ b", "inline"), ("a\n$$\nx\n$$", "block")],
)
def test_formulas_stand_in_the_line_or_apart(markdown, display):
    page = as_html(markdown)
    assert page.count("<math") == 1
    assert f'display="{display}"' in page


@pytest.mark.parametrize("markdown", ["$5 and $6", r"\$5 and \$6", "$ x $", "`$x$`", "$5"])
def test_a_price_is_no_formula(markdown):
    assert "<math" not in as_html(markdown)


def test_formulas_in_a_row_keep_their_words_apart():
    page = as_html("5$x$6 $h_{t-1}$, *$y$*.")
    assert page.count("<math") == 3
    assert page.startswith("<p>5<math")
    assert page.endswith("</math></em>.</p>")


@pytest.mark.parametrize("latex", [r"\text{a < <b>b</b> & c}", r"\textbf{<script>alert(1)</script>}", "x<1"])
def test_words_in_a_formula_are_no_markup(latex):
    mathml = ElementTree.fromstring(formula(latex))
    assert all(element.tag.startswith("{http://www.w3.org/1998/Math/MathML}m") for element in mathml.iter())


@pytest.mark.parametrize("latex", ["{", r"\left(", "x_", r"\begin{matrix} a < b"])
def test_a_formula_with_a_mistake_prints_its_source(latex):
    assert formula(latex) == f"<code>{latex.replace('<', '&lt;')}</code>"


def test_html_stays_text():
    page = as_html("<b>x</b> <script>alert(1)</script>\n\n<div onclick=x>\n\n&lt; &copy;")
    assert "<b>" not in page
    assert "<script" not in page
    assert "<div" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<p>&lt; ©</p>" in page


def test_a_link_prints_its_address_and_nothing_is_fetched():
    assert as_html("[a *b*](https://c.d/?e=1&f=2)") == "<p>a <em>b</em> (https://c.d/?e=1&amp;f=2)</p>"
    assert as_html("<https://c.d>") == "<p>https://c.d</p>"
    assert as_html("![a *b*](https://c.d/e.png)") == "<p>a b</p>"
    assert as_html("[a](javascript:alert(1))") == "<p>[a](javascript:alert(1))</p>"


def test_signs_that_stand_alone_become_arrows():
    assert inline(" ".join(SIGNS)) == " ".join(SIGNS.values())
    assert inline("a->b, x--y `->`") == "a-&gt;b, x--y <code>-&gt;</code>"


def test_a_line_has_no_blocks():
    assert inline("1. *a* $x$").startswith("1. <em>a</em> <math")


def test_nothing_in_the_lesson_is_left_unread():
    steps = [[step.text, step.question.text, step.reveal, step.takeaway, step.notes] for step in load_lesson().values()]
    exercises = [[one.text, one.hint, one.more, one.lesson, one.model] for one in load_exercises().values()]
    for text in chain(*steps, *exercises):
        page = as_html(text)
        assert page.count("<math") == len(re.findall(r"\$[^$]+\$", text))
        assert "$" not in page
        assert "**" not in re.sub(r"<code>.*?</code>", "", page)
        assert page.count("<li>") == len(re.findall(r"^- ", text, re.MULTILINE))
