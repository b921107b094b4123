"""Prose in which words explain themselves."""

import re

import pytest

from gruviz.paths import ASSETS
from gruviz.ui.prose import anchor, explained, glossary, linked, meanings, prose, sections

PAGES = [file.stem for file in sorted((ASSETS / "text").glob("*.md")) if file.stem != "glossary"]
WORD = re.compile(r"\[([^\]]+)\]\(#([^)]+)\)")


def test_a_word_is_explained_where_it_comes_first_in_any_of_its_forms():
    text = explained("Gradients vanish. A gradient is small, the gradient norm too; a seed, many seeds.")
    assert text == (
        "[Gradients](#term-gradients) vanish. A gradient is small, the [gradient norm](#term-gradient-norm) too; "
        "a [seed](#term-seed), many seeds."
    )


@pytest.mark.parametrize(
    "text",
    [
        "## The gradient",
        "$gradient$ and $$\nloss\n$$",
        "`loss`",
        "[the loss](https://example.org)",
        "autoloss, loss-free",
    ],
)
def test_headings_formulas_code_links_and_parts_of_words_stay_as_they_are(text):
    assert explained(text) == text


def test_an_id_becomes_a_link_to_its_paper_once():
    once = linked("Cho et al. 2014, arXiv:1406.1078, and arXiv:1412.3555v1.")
    assert once.count("](https://arxiv.org/abs/") == 2
    assert "[arXiv:1406.1078](https://arxiv.org/abs/1406.1078)" in once
    assert linked(once) == once


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_has_a_meaning_and_the_words_are_those_written(page):
    for name, text in sections(page).items():
        shown = prose(page)[name]
        assert {target for _, target in WORD.findall(shown)} <= set(meanings())
        assert WORD.sub(r"\1", shown) == linked(text)
    assert not re.search(r"(?<!\[)arXiv:\d", "".join(prose(page).values()))


def test_forms_of_one_word_share_a_meaning_and_no_two_words_a_place():
    assert glossary()["seeds"] == glossary()["seed"]
    assert len(meanings()) == len(glossary())
    assert anchor("gradient norm") == "term-gradient-norm"


def test_each_meaning_is_one_or_two_sentences():
    for meaning in glossary().values():
        assert meaning.endswith(".")
        assert len(meaning) < 200
