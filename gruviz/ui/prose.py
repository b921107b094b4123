"""The pages' prose, and the glossary whose words explain themselves in it."""

import re
from collections.abc import Mapping
from functools import cache

from gruviz.ui.assets import asset

_UNTOUCHED = re.compile(r"(\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|\[[^\]]*\]\([^)]*\)|^#+ [^\n]*)", re.MULTILINE | re.DOTALL)
"""Formulas, code, links and headings: no word in them becomes a link."""
_PAPER = re.compile(r"(?<![\w/\[])arXiv\\?:(\d{4}\.\d{4,5}(?:v\d+)?)")


@cache
def sections(page: str) -> dict[str, str]:
    """A page's Markdown in assets/text by section; a section begins with a line "<!-- name -->"."""
    parts = asset(f"text/{page}.md").split("<!-- ")[1:]
    return {name: body.strip() for name, body in (part.split(" -->", 1) for part in parts)}


@cache
def prose(page: str) -> dict[str, str]:
    """A page's sections, in which the words of the glossary explain themselves and papers are links."""
    return {name: explained(body) for name, body in sections(page).items()}


@cache
def glossary() -> Mapping[str, str]:
    """What each word means, by the word as a sentence has it: singular, plural and other forms."""
    return {form.strip(): meaning for forms, meaning in sections("glossary").items() for form in forms.split(",")}


def meanings() -> dict[str, str]:
    """What each word means, by the fragment that links to it."""
    return {anchor(word): meaning for word, meaning in glossary().items()}


def explained(text: str) -> str:
    """Markdown with links from each glossary word, where it comes first, to its meaning, and from arXiv ids to papers.

    The component `glossary` shows the meaning at the pointer or the focus; the link goes nowhere.
    """
    meant: set[str] = set()
    parts = _UNTOUCHED.split(linked(text))
    return "".join(part if i % 2 else _words_linked(part, meant) for i, part in enumerate(parts))


def linked(text: str) -> str:
    """Markdown in which an arXiv id is a link to the paper, opened only by a click."""
    parts = _UNTOUCHED.split(text)
    link = r"[arXiv:\1](https://arxiv.org/abs/\1)"
    return "".join(part if i % 2 else _PAPER.sub(link, part) for i, part in enumerate(parts))


def anchor(word: str) -> str:
    """The fragment under which the component finds a word's meaning."""
    return "term-" + re.sub(r"\W+", "-", word.lower())


def _words_linked(text: str, meant: set[str]) -> str:
    """Link the words whose meaning no earlier part has given; adds these to `meant`."""

    def link(match: re.Match[str]) -> str:
        word = match[0]
        meaning = glossary()[_form(word)]
        if meaning in meant:
            return word
        meant.add(meaning)
        return f"[{word}](#{anchor(word)})"

    return _pattern().sub(link, text)


def _form(word: str) -> str:
    """A word as the glossary has it, whatever its first letter in a sentence."""
    return word if word in glossary() else word[0].swapcase() + word[1:]


@cache
def _pattern() -> re.Pattern[str]:
    """Any word of the glossary; the longer first, "gradient norm" before "gradient"."""
    forms = sorted(glossary(), key=len, reverse=True)
    either = [f"[{form[0].lower()}{form[0].upper()}]{re.escape(form[1:])}" for form in forms]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(either)})(?![\w-])")
