"""The little Markdown that lessons use, as HTML: paragraphs, lists, emphasis, links, formulas."""

import html
import re

from latex2mathml.converter import convert

_MATH = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_MARKS = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*(.+?)\*"), r"<em>\1</em>"),
    (re.compile(r"`(.+?)`"), r"<code>\1</code>"),
    (re.compile(r"\[(.+?)\]\((https?://[^)\s]+)\)"), r"\1 (\2)"),
)


def as_html(markdown: str) -> str:
    """Blocks between empty lines; a block whose lines all begin with "- " is a list. Anything else is escaped."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", markdown) if block.strip()]
    return "\n".join(_block(block) for block in blocks)


def _block(block: str) -> str:
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{inline(line[2:])}</li>" for line in lines) + "</ul>"
    return f"<p>{inline(' '.join(lines))}</p>"


def inline(text: str) -> str:
    """One line: formulas as MathML, the rest escaped and marked up."""
    parts, end = [], 0
    for found in _MATH.finditer(text):
        display, formula = found[1], found[1] or found[2]
        parts += [_marked(text[end : found.start()]), convert(formula, display="block" if display else "inline")]
        end = found.end()
    return "".join([*parts, _marked(text[end:])])


def _marked(text: str) -> str:
    marked = html.escape(text, quote=False)
    for pattern, replacement in _MARKS:
        marked = pattern.sub(replacement, marked)
    return marked
