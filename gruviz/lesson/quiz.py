"""Questions before and after the lesson, which show what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from gruviz.lesson.sheet import Sheet
from gruviz.lesson.steps import GOALS, key_of


@dataclass(frozen=True)
class QuizItem:
    """One question.

    Args:
        key: From the file's name, "10_factor.md": factor.
        goal: Which of `GOALS` it tests.
        text: Markdown.
        choices: Markdown by key.
        right: Key of the right choice.
        reason: Markdown: why it is right; read after the quiz at the end.
    """

    key: str
    goal: str
    text: str
    choices: Mapping[str, str]
    right: str
    reason: str


def parse_quiz_item(file: str, text: str) -> QuizItem:
    """Read one file; raises InvalidValue naming file, line and what is allowed."""
    sheet = Sheet(file, text, fields=("goal", "right"), sections=("text", "choices", "reason"))
    choices = sheet.items("choices")
    if len(choices) < 2:
        sheet.wrong(sheet.section("choices").line, "choices", str(len(choices)), "at least two")
    return QuizItem(
        key=key_of(file),
        goal=sheet.choice("goal", GOALS),
        text=sheet.section("text").text,
        choices={key: entry.text for key, entry in choices.items()},
        right=sheet.choice("right", choices),
        reason=sheet.section("reason").text,
    )
