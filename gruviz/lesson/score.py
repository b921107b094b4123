"""The quiz before and after the lesson: how many are right, what was gained, and files of it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from gruviz.lesson.quiz import QuizItem

Answers = Mapping[str, float]
"""Place of the chosen answer from 1, by key of the question; what is not answered is missing."""


@dataclass(frozen=True)
class ItemScore:
    """One question before and after.

    Args:
        item: The question.
        before: Key of the answer before the lesson; empty without one.
        after: Likewise after it.
    """

    item: QuizItem
    before: str
    after: str

    @property
    def was_right(self) -> bool:
        """Whether the answer before was right."""
        return self.before == self.item.right

    @property
    def is_right(self) -> bool:
        """Whether the answer after is right."""
        return self.after == self.item.right


@dataclass(frozen=True)
class Score:
    """All questions before and after."""

    items: tuple[ItemScore, ...]

    @classmethod
    def of(cls, quiz: Mapping[str, QuizItem], before: Answers, after: Answers) -> "Score":
        """Hold answers against the right ones."""
        return cls(tuple(ItemScore(item, answer(item, before), answer(item, after)) for item in quiz.values()))

    @property
    def before(self) -> int:
        """How many were right before."""
        return sum(one.was_right for one in self.items)

    @property
    def after(self) -> int:
        """How many are right after."""
        return sum(one.is_right for one in self.items)

    @property
    def gain(self) -> float | None:
        """Share of what could still be gained that was: (after − before) / (all − before), Hake 1998.

        None where all were right before.
        """
        left = len(self.items) - self.before
        return (self.after - self.before) / left if left else None


def answer(item: QuizItem, answers: Answers) -> str:
    """Key of the answer to a question; empty if there is none."""
    choices, place = list(item.choices), answers.get(item.key)
    return choices[int(place) - 1] if place is not None and 1 <= place <= len(choices) else ""


def score_csv(score: Score, goals: Mapping[str, str]) -> str:
    """A row per question: its goal, the answers before and after, and whether they are right (1 or 0)."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["question", "goal", "before", "before_right", "after", "after_right"])
    for one in score.items:
        right = [int(one.was_right) if one.before else "", int(one.is_right) if one.after else ""]
        writer.writerow([one.item.key, goals[one.item.goal], one.before, right[0], one.after, right[1]])
    return file.getvalue()
