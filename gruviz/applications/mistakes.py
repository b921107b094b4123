"""Mistakes in translated numbers: which words are wrong, what was said instead, and where to find more of them."""

from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gruviz.tasks.number_words import LARGEST, TONGUES, NumberWords
from gruviz.tasks.translation import END, drawn_numbers

FURTHER = 5000
"""Numbers beside those held out that are looked through where a network gets all of these right."""


def wrong_words(said: NumberWords, truth: NumberWords) -> tuple[bool, ...]:
    """Which of the words said are not in their place between the others that are right."""
    wrong = [True] * len(said)
    for block in SequenceMatcher(None, said, truth, autojunk=False).get_matching_blocks():
        wrong[block.a : block.a + block.size] = [False] * block.size
    return tuple(wrong)


def number_of(said: NumberWords, language: str) -> int | None:
    """The number from 1 to 99,999 that has these words, their end included; None if none has."""
    if said[-1:] != (END,):
        return None
    words, (thousands, rests) = said[:-1], _parts(language)
    split = next((place + 1 for place, word in enumerate(words) if word == thousands[1][-1]), 0)
    if words[:split] not in thousands or words[split:] not in rests:
        return None
    number = 1000 * thousands.index(words[:split]) + rests.index(words[split:])
    return number if number and TONGUES[language].say(number) == words else None


@lru_cache(maxsize=2)
def _parts(language: str) -> tuple[list[NumberWords], list[NumberWords]]:
    """How 0 to 99 thousand and 0 to 999 are said; nothing at all for 0."""
    say = TONGUES[language].say
    return [(), *(say(1000 * n) for n in range(1, LARGEST // 1000 + 1))], [(), *map(say, range(1, 1000))]


@lru_cache(maxsize=1)
def further_numbers() -> NDArray[np.int64]:
    """5,000 numbers, in random order, that no network has learned from, and none of those held out."""
    others = np.setdiff1d(np.arange(1, LARGEST + 1), drawn_numbers())
    return np.random.default_rng([0, 0, 8]).permutation(others)[:FURTHER]
