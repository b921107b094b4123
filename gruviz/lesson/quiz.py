"""Questions before and after the lesson, which show what it changed, and their results for a teacher's own tools."""

import csv
import html
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gruviz.lesson.paper import inline
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


Answers = Mapping[str, str]
"""Of one person: keys of choices by keys of items; those left out are missing."""


class Shift(NamedTuple):
    """How a class answered one item, before and after the lesson."""

    item: QuizItem
    before: Mapping[str, int]
    """How many chose each choice."""
    after: Mapping[str, int]

    @property
    def right_before(self) -> float:
        """Share of right answers before the lesson; nan if there are none."""
        return _right(self.item, self.before)

    @property
    def right_after(self) -> float:
        """Share of right answers after it."""
        return _right(self.item, self.after)


def marks(quiz: Mapping[str, QuizItem], answers: Answers) -> dict[str, bool]:
    """Whether each answer is right, by item; what is no answer to any item is left out."""
    answered = {key: item for key, item in quiz.items() if answers.get(key) in item.choices}
    return {key: answers[key] == item.right for key, item in answered.items()}


def shifts(quiz: Mapping[str, QuizItem], before: Sequence[Answers], after: Sequence[Answers]) -> list[Shift]:
    """Count the answers of everyone who took the quiz; of one person these are lists of one."""
    return [Shift(item, _counts(item, before), _counts(item, after)) for item in quiz.values()]


def gain(changes: Sequence[Shift]) -> float:
    """Which part of what could be gained was gained, between the mean shares of right answers.

    Nan where nothing could be gained, or a quiz has no answers.

    Reference:
        Hake 1998, American Journal of Physics 66, 64: the normalised gain.
    """
    before, after = (_mean([getattr(change, name) for change in changes]) for name in ("right_before", "right_after"))
    return (after - before) / (1 - before) if before < 1 else math.nan


def result_words(quiz: Mapping[str, QuizItem], before: Answers, after: Answers) -> str:
    """One person's result in a sentence."""
    parts = [
        f"{sum(marks(quiz, answers).values())} of {len(quiz)} right {when}"
        for when, answers in (("before the lesson", before), ("after it", after))
        if marks(quiz, answers)
    ]
    return f"You had {' and '.join(parts)}." if parts else "You have not taken the quiz."


def quiz_csv(changes: Sequence[Shift]) -> str:
    """One row for each choice of each item: how many chose it before and after."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("item", "goal", "question", "choice", "right", "before", "after"))
    for item, before, after in changes:
        for key, choice in item.choices.items():
            right = "yes" if key == item.right else "no"
            table.writerow((item.key, item.goal, item.text, choice, right, before[key], after[key]))
    return text.getvalue()


def gift(quiz: Mapping[str, QuizItem]) -> str:
    """The quiz in GIFT, the text format that Moodle and others import; formulas between \\( and \\).

    Reference:
        https://docs.moodle.org/en/GIFT_format
    """
    return "\n\n".join(_gift(item) for item in quiz.values()) + "\n"


def _gift(item: QuizItem) -> str:
    choices = "\n".join(f"{'=' if key == item.right else '~'}{_told(text)}" for key, text in item.choices.items())
    return f"::{item.key}::[html]{_told(item.text)} {{\n{choices}\n####{_told(item.reason)}\n}}"


def _told(markdown: str) -> str:
    """HTML on one line, with GIFT's own signs escaped."""
    parts = re.split(r"\$(.+?)\$", markdown)
    words = [rf"\({html.escape(part)}\)" if i % 2 else inline(part) for i, part in enumerate(parts)]
    return re.sub(r"([\\~=#{}:])", r"\\\1", " ".join("".join(words).split()))


def _counts(item: QuizItem, answers: Sequence[Answers]) -> dict[str, int]:
    return {key: sum(one.get(item.key) == key for one in answers) for key in item.choices}


def _right(item: QuizItem, counts: Mapping[str, int]) -> float:
    total = sum(counts.values())
    return counts[item.right] / total if total else math.nan


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares) if shares else math.nan
