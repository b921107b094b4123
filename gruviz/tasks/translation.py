"""Number words, English to French or German, by an encoder and a decoder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.tasks.base import Batch, one_hot
from gruviz.tasks.examples import Examples, Split
from gruviz.tasks.metrics import NO_TARGET
from gruviz.tasks.number_words import LARGEST, TONGUES, NumberWords, Tongue, english
from gruviz.validation import InvalidValue, check_choice

TRAINED, HELD_OUT = 4000, 500
"""Numbers to learn from, and others to be judged on."""
END = "."
"""What the decoder says when it has finished."""


def _words(sentences: Sequence[NumberWords]) -> NumberWords:
    return tuple(sorted({word for sentence in sentences for word in sentence}))


_COVERING = (*range(1, 100), 100, 200, 1000)
ENGLISH = _words([*map(english, _COVERING), ("and",)])
"""All English words there are."""
VOCABULARY = {
    key: (*_words([tongue.say(number) for number in (*_COVERING, 1001)]), END) for key, tongue in TONGUES.items()
}
"""All words of each language, and the end."""
LONGEST = 8, 12
"""Words of the longest English sentence, and room for the longest translation with its end."""


@dataclass(frozen=True)
class Translation(Examples):
    """Say a number in another language that is given in English.

    Args:
        attention: Whether the decoder sees all of the encoder's states, or has only the last to start from.
        reverse: Whether the encoder reads the sentence backwards, so that its beginning is nearer.
        language: A key of `TONGUES`: "french" or "german".

    Raises:
        GruvizError: If one of the first two is neither true nor false, or there is no such language.
    """

    attention: bool = False
    reverse: bool = True
    language: str = "french"

    key = "translation"
    title = "Translation, number words"
    text = (
        "A number in English words goes in, word by word; then a second network, which starts from the last state of "
        "the first, says it in French or in German, one word after the other, reading each time the word before. "
        "French counts in twenties from sixty on and has its own rules for “et” and “s”; German turns the order round: "
        "“ein und zwanzig” is 21. Everything about the sentence has to pass through one state, unless attention opens "
        "a second way. A translation counts if every word is right, on numbers never shown. The pairs are made by a "
        "formula."
    )
    metric = "exact match"
    decodes = True
    input_size = len(ENGLISH)
    lengths = LONGEST[0], LONGEST[0]
    default_length = LONGEST[0]
    default_steps = 600

    def __post_init__(self) -> None:
        for name in ("attention", "reverse"):
            if not isinstance(getattr(self, name), bool):
                raise InvalidValue(name, getattr(self, name), "true or false")
        check_choice("language", self.language, TONGUES)

    @property
    def tongue(self) -> Tongue:
        """The language that is translated into."""
        return TONGUES[self.language]

    @property
    def vocabulary(self) -> NumberWords:
        """Its words and the end."""
        return VOCABULARY[self.language]

    @property
    def output_size(self) -> int:
        return len(self.vocabulary)

    @property
    def attends(self) -> bool:
        return self.attention

    def _split(self, length: int) -> Split:
        numbers = drawn_numbers()
        return Split(self.pairs(numbers[:TRAINED]), self.pairs(numbers[TRAINED:]))

    def pairs(self, numbers: NDArray[np.int64]) -> Batch:
        """Sentences of some numbers: English, zeros before the shorter, and translated, not asked after their end."""
        targets = np.full((LONGEST[1], len(numbers)), NO_TARGET)
        for b, number in enumerate(numbers.tolist()):
            words = [self.vocabulary.index(word) for word in (*self.tongue.say(number), END)]
            targets[: len(words), b] = words
        return Batch(self.sentences([english(number) for number in numbers.tolist()]), targets)

    def sentences(self, sentences: Sequence[NumberWords]) -> Array:
        """English as inputs, (8, B, D); they end together."""
        inputs = np.zeros((LONGEST[0], len(sentences), len(ENGLISH)), np.float32)
        for b, words in enumerate(sentences):
            codes = np.array([ENGLISH.index(word) for word in (words[::-1] if self.reverse else words)])
            inputs[-len(codes) :, b] = one_hot(codes, len(ENGLISH))
        return inputs

    def baselines(self, length: int) -> Mapping[str, float]:
        """A dictionary, one word after the other."""
        unseen = drawn_numbers()[TRAINED:].tolist()
        right = [self.tongue.word_for_word(number) == self.tongue.say(number) for number in unseen]
        return {"word for word": float(np.mean(right))}


@lru_cache(maxsize=1)
def drawn_numbers() -> NDArray[np.int64]:
    """4,500 different numbers in random order: half drawn evenly from 1 to 99,999, half evenly by their size."""
    rng = np.random.default_rng([0, 0, 7])
    even = rng.integers(1, LARGEST + 1, 4 * TRAINED)
    even_by_size = np.floor(10 ** rng.uniform(0, 5, 4 * TRAINED)).astype(np.int64).clip(1, LARGEST)
    mixed = np.stack([even, even_by_size], 1).reshape(-1)
    _, first = np.unique(mixed, return_index=True)
    return rng.permutation(mixed[np.sort(first)][: TRAINED + HELD_OUT])
