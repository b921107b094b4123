"""Find a number that a network, or the dictionary, translates wrongly; and say how rare that is."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.mistakes import further_numbers
from gruviz.applications.translation import are_right
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks.number_words import TONGUES
from gruviz.tasks.translation import HELD_OUT, TRAINED, drawn_numbers
from gruviz.ui.caching import shared


class Found(NamedTuple):
    """What a search has found.

    Args:
        number: Translated wrongly; None if there is none.
        sentence: How many were tried, and how many of them are wrong.
    """

    number: int | None
    sentence: str


def find_wrong(who: str, model: TrainedModel | str, after: int) -> Found:
    """Look for a mistake among the numbers held out, and where there is none among 5,000 others.

    Args:
        who: What the network or the rule is called, in a sentence.
        model: The network, or the language of the dictionary.
        after: The number before this search: the next of the wrong ones is found.
    """
    wrong = wrong_numbers(model, further=False)
    if wrong:
        return Found(_next(wrong, after), f"{who} is wrong on {len(wrong)} of {HELD_OUT} numbers held out{_one(wrong)}")
    tried = f"{len(further_numbers()):,} more that no network has learned from"
    wrong = wrong_numbers(model, further=True)
    if not wrong:
        return Found(None, f"{who} gets all {HELD_OUT} numbers held out right, and {tried}.")
    wrong_of = f"of {tried} it gets {len(wrong)} wrong{_one(wrong)}"
    return Found(_next(wrong, after), f"{who} gets all {HELD_OUT} numbers held out right; {wrong_of}")


def _next(wrong: tuple[int, ...], after: int) -> int:
    return wrong[(wrong.index(after) + 1) % len(wrong)] if after in wrong else wrong[0]


def _one(wrong: tuple[int, ...]) -> str:
    return ": this one." if len(wrong) == 1 else ". This is one of them."


@shared(32)
def wrong_numbers(model: TrainedModel | str, *, further: bool) -> tuple[int, ...]:
    """Those that are translated wrongly of the numbers held out, or of 5,000 others, in random order."""
    numbers = further_numbers() if further else drawn_numbers()[TRAINED:]
    return tuple(numbers[~_right(model, numbers)].tolist())


def _right(model: TrainedModel | str, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    if isinstance(model, TrainedModel):
        return are_right(model, numbers)[0]
    tongue = TONGUES[model]
    return np.array([tongue.word_for_word(number) == tongue.say(number) for number in numbers.tolist()])
