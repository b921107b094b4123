"""What a page asks its class: the question for the phones, and what the run answers."""

from collections.abc import Callable
from dataclasses import dataclass

from gruviz.classroom.question import ClassOutcome, ClassQuestion


@dataclass(frozen=True)
class Topic:
    """A question of a page.

    Args:
        question: As the phones show it.
        outcome: What the run shows; called when it is revealed, not before. None where there is no run yet.
    """

    question: ClassQuestion
    outcome: Callable[[], ClassOutcome] | None = None
