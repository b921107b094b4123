"""The Markdown of a lesson as HTML for paper: what the page shows, in a file that needs no network.

Read as Streamlit reads it: CommonMark with tables, strikethrough, formulas between dollars and arrows; HTML is text.
Unlike there, a link prints its address, a picture its description, and headings begin below that of a step.
Directives for colours, icons and emoji print as they are written.
"""

import html
import re
from collections.abc import MutableMapping, Sequence
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.dollarmath import dollarmath_plugin

BELOW = 2
"""Levels that a text's headings move down: a document has its title, and each step one heading."""
SIGNS = {"<->": "↔", "->": "→", "<-": "←", "--": "—", ">=": "≥", "<=": "≤", "~=": "≈"}
"""What Streamlit makes of these where they stand alone."""
_SIGN = re.compile(rf"(?<!\S)({'|'.join(map(re.escape, SIGNS))})(?!\S)")
_WORDS = re.compile(r"\\(?:text\w*|mbox)\{[^{}]*\}")


def as_html(markdown: str) -> str:
    """Paragraphs, lists, headings, tables."""
    return str(_MARKDOWN.render(markdown, {})).strip()


def inline(markdown: str) -> str:
    """A text that stands within a line: emphasis, code, links and formulas, but no blocks."""
    return str(_MARKDOWN.renderInline(markdown, {}))


def formula(latex: str, *, display: bool = False) -> str:
    """MathML of a formula, without its dollars; its source where that cannot be read, since the rest is printed."""
    # The converter takes words as they are, and its errors have no common base.
    escaped = _WORDS.sub(lambda words: html.escape(words[0], quote=False), latex)
    try:
        return convert(escaped, display="block" if display else "inline")
    except Exception:
        return f"<code>{html.escape(latex)}</code>"


class Paper(RendererHTML):
    """Ink in place of what one can click or load. Arguments are those of markdown-it's rules."""

    def text(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: MutableMapping[str, Any]) -> str:
        """Words, with signs in place of arrows."""
        return html.escape(_SIGN.sub(lambda sign: SIGNS[sign[1]], tokens[idx].content), quote=False)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """The description of a picture."""
        return html.escape(self.renderInlineAsText(tokens[idx].children, options, env))

    def link_open(self, *_: Any) -> str:
        """Nothing: a link is its text …"""
        return ""

    def link_close(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """… and its address behind it, unless that is its text."""
        opening = next(token for token in reversed(tokens[:idx]) if token.type == "link_open")
        return "" if opening.markup == "autolink" else f" ({html.escape(str(opening.attrs['href']))})"

    def heading_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """A heading below that of the step."""
        return f"<h{_level(tokens[idx])}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Its end."""
        return f"</h{_level(tokens[idx])}>\n"


def _level(heading: Token) -> int:
    return min(6, int(heading.tag[1]) + BELOW)


def _within(_renderer: RendererHTML, tokens: Sequence[Token], idx: int, *_: Any) -> str:
    return formula(tokens[idx].content)


def _doubled(_renderer: RendererHTML, tokens: Sequence[Token], idx: int, *_: Any) -> str:
    """Two dollars inside a paragraph: apart only where they have lines of their own."""
    return formula(tokens[idx].content, display=tokens[idx].content.startswith("\n"))


def _apart(_renderer: RendererHTML, tokens: Sequence[Token], idx: int, *_: Any) -> str:
    return formula(tokens[idx].content, display=True) + "\n"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=Paper).enable(["table", "strikethrough"])
    reader.use(dollarmath_plugin, allow_space=False, allow_labels=False, double_inline=True)
    rules = {"math_inline": _within, "math_inline_double": _doubled, "math_block": _apart}
    for name, rule in rules.items():
        reader.add_render_rule(name, rule)
    return reader


_MARKDOWN = _reader()
