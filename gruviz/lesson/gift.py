r"""The quiz for a learning platform, in the GIFT format that Moodle and others import.

Texts are HTML there; formulas stand between \( and \), as MathJax reads them.

Reference:
    Moodle documentation, GIFT format.
"""

import html
import re
from collections.abc import Iterable

from gruviz.lesson.paper import inline
from gruviz.lesson.quiz import QuizItem

_SPECIAL = re.compile(r"([\\~=#{}:])")


def gift(items: Iterable[QuizItem]) -> str:
    """The questions with their right choice, and the reason as feedback."""
    return "\n\n".join(_question(number, item) for number, item in enumerate(items, 1)) + "\n"


def _question(number: int, item: QuizItem) -> str:
    choices = "\n".join(f"\t{'=' if key == item.right else '~'}{_text(text)}" for key, text in item.choices.items())
    return f"::{number} {item.key}::[html]{_text(item.text)} {{\n{choices}\n\t####{_text(item.reason)}\n}}"


def _text(markdown: str) -> str:
    """HTML in one line, with what GIFT reads as a sign escaped."""
    parts = markdown.split("$")
    words = [inline(part) if i % 2 == 0 else rf"\({html.escape(part, quote=False)}\)" for i, part in enumerate(parts)]
    return _SPECIAL.sub(r"\\\1", "".join(words)).replace("\n", " ")
