"""Text, one character at a time: which comes next?"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.data.english import english_text
from gruviz.data.recorded import python_documentation
from gruviz.tasks.base import OWN_DATA, Batch, Task, one_hot
from gruviz.tasks.examples import shuffled
from gruviz.tasks.metrics import NO_TARGET, best_first
from gruviz.tasks.ngrams import ngram_chances
from gruviz.validation import InvalidValue, TooLarge, check_choice

TEXT_LIMITS = (2_000, 1_000_000)
"""Fewest and most characters of a custom text."""
ALPHABET_LIMIT = 127
"""Characters told apart; all rarer ones together are one more."""
OTHER = "\ufffd"
"""How that one is written."""
HELD_OUT = 0.1
"""Last part of a text, which is not trained on."""
SOURCES = ("english", "python")
"""Texts that come with the package."""
ORDER = 5
"""Characters in the longest n-gram of the baselines."""


@dataclass(frozen=True)
class Language(Task):
    """Predict the next character of a text.

    Args:
        corpus: The text to learn from; by default one that comes with the package.
        source: Which: sentences that a small grammar of English makes, or the reference texts that come with Python.
        alphabet: Characters told apart; by default those of the corpus, the commonest first.

    Raises:
        GruvizError: If the text is too short, too long or monotonous, or the alphabet is none.
    """

    corpus: str = field(default="", metadata=OWN_DATA, repr=False)
    alphabet: str = ""
    source: str = "english"

    key = "language"
    title = "Language, character by character"
    text = (
        "After every character of a text the network says how likely each character is to come next. It is judged in "
        "bits per character: a page that costs fewer bits was better foreseen. Spelling needs a memory of a few "
        "characters, a verb that agrees with its noun one of dozens, an open bracket or a quotation one of hundreds. "
        "The text is made by a small grammar of English, or is Python's own reference (PSF licence), or yours; "
        "its last tenth is held out."
    )
    metric = "bits per character"
    lengths = (16, 256)
    default_length = 64
    default_steps = 600

    def __post_init__(self) -> None:
        check_choice("source", self.source, SOURCES)
        (low, high), size = TEXT_LIMITS, f"{len(self.corpus):,} characters"
        if len(self.corpus) > high:
            sentence = f"This text has {size}. At most {high:,} can be learned from."
            raise TooLarge("corpus", size, f"at most {high:,} characters", sentence)
        if self.corpus and len(self.corpus) < low:
            sentence = f"This text has {size}. It takes at least {low:,} to learn from."
            raise InvalidValue("corpus", size, f"at least {low:,} characters to learn from", sentence)
        alphabet = self.alphabet
        all_differ = isinstance(alphabet, str) and len({*alphabet} - {OTHER}) == len(alphabet)
        if not all_differ or len(alphabet) > ALPHABET_LIMIT:
            raise InvalidValue("alphabet", alphabet, f"at most {ALPHABET_LIMIT} different characters")
        if (self.corpus or alphabet) and len(self.letters) < 2:
            sentence = "This text is one character, over and over. It takes at least two different ones to learn from."
            raise InvalidValue("corpus", f"only {self.letters!r}", "at least two different characters", sentence)

    @property
    def reading(self) -> str:
        """The whole text, with its last part, which is held out."""
        return self.corpus or (python_documentation() if self.source == "python" else english_text().text)

    @property
    def letters(self) -> str:
        """Characters told apart."""
        return self.alphabet or _alphabet(self.reading)

    @property
    def settings(self) -> dict[str, Any]:
        return {"alphabet": self.letters, "source": self.source}

    @property
    def floor(self) -> float | None:
        """Bits per character that the held-out text costs one who knows how it was made; None where nobody does.

        In the long run no model can need fewer: it is the text's entropy.
        """
        if self.corpus or self.source != "english":
            return None
        return _floor()

    @property
    def input_size(self) -> int:
        return len(self.letters) + 1

    @property
    def output_size(self) -> int:
        return len(self.letters) + 1

    @property
    def solved_at(self) -> float:
        """Better than counting n-grams."""
        return next(iter(self.baselines(self.default_length).values()))

    def encode(self, text: str) -> NDArray[np.int64]:
        """Characters as classes; the last class is any that the alphabet lacks."""
        classes = {character: i for i, character in enumerate(self.letters)}
        return np.array([classes.get(character, len(classes)) for character in text], np.int64)

    def decode(self, classes: NDArray[np.integer]) -> str:
        """Classes as characters."""
        letters = self.letters + OTHER
        return "".join(letters[i] for i in classes.tolist())

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        training, _ = parts(self)
        starts = rng.integers(0, len(training) - length, batch_size)
        return self._windows(training, starts, length)

    def held_out(self, rng: np.random.Generator, most: int, length: int) -> Batch:
        """Stretches of which the first quarter is read only, so that every other character is asked for once."""
        _, held_out = parts(self)
        context = length // 4
        starts = np.arange(0, max(1, len(held_out) - length), length - context)
        batch = self._windows(held_out, starts[shuffled(len(starts))][:most], length)
        batch.targets[:context] = NO_TARGET
        return batch

    def baselines(self, length: int) -> Mapping[str, float]:
        """Bits per character of counting: which character follows which four before it, and how often each comes."""
        names = {f"{ORDER}-gram": ORDER, "single characters": 1}
        return best_first({name: _ngram_bits(self, order) for name, order in names.items()}, self.metric)

    def _windows(self, codes: NDArray[np.int64], starts: NDArray[np.int64], length: int) -> Batch:
        windows = codes[starts + np.arange(length + 1)[:, None]]
        return Batch(one_hot(windows[:-1], self.input_size), windows[1:])


@lru_cache(maxsize=4)
def _alphabet(text: str) -> str:
    counts = Counter(text)
    counts.pop(OTHER, None)
    return "".join(sorted(counts, key=lambda character: (-counts[character], character))[:ALPHABET_LIMIT])


def training_part(corpus: str) -> str:
    """The beginning of a text, which is learned from."""
    return corpus[: round(len(corpus) * (1 - HELD_OUT))]


@lru_cache(maxsize=1)
def _floor() -> float:
    made = english_text()
    return made.cost_from(len(training_part(made.text)))


@lru_cache(maxsize=2)
def parts(task: Language) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The text to learn from and the one to be judged on, as classes."""
    corpus = task.reading
    training = training_part(corpus)
    return task.encode(training), task.encode(corpus[len(training) :])


@lru_cache(maxsize=8)
def _ngram_bits(task: Language, order: int) -> float:
    """Mean −log2 p of the held-out characters."""
    training, held_out = parts(task)
    codes = np.concatenate([training[len(training) - order + 1 :], held_out])
    return float(-np.log2(ngram_chances(training, codes, order, task.output_size)).mean())
