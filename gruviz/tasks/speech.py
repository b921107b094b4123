"""Spoken digits: which one was it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gruviz.arrays import Array
from gruviz.data.mel import heard
from gruviz.data.recorded import spoken_digits, synthetic_sounds, synthetic_words
from gruviz.tasks.base import Batch
from gruviz.tasks.examples import Classification, Split, padded, shuffled
from gruviz.validation import check_choice

HELD_OUT = 600
"""Recorded clips that are held out."""
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
UNHEARD_ACCENT = "en-029"
"""Caribbean: of the synthetic words only some that are held out have it."""

TEXTS: Mapping[str, str] = {
    "synthetic": (
        "English digits from zero to nine, spoken by a program (espeak-ng), not by people: 2,520 words to learn from "
        "and 300 that are held out. The network reads one frame of sound after another, 62 a second, each 13 "
        "mel-frequency cepstral coefficients (what the loudness of 26 bands of pitch comes down to), and has to name "
        "the digit after the last. Words end together; before the shorter ones there are zeros. None of the ten "
        "speakers who are held out is in the words to learn from."
    ),
    "recorded": (
        "English digits from 0 to 9, spoken by a few people, 3,000 clips. The network reads one frame after another, "
        "each 13 mel-frequency cepstral coefficients, and has to name the digit after the last. Clips end together; "
        "before the shorter ones there is silence. 600 clips are held out. The file does not say who speaks: the same "
        "voices are in both parts."
    ),
}
"""By source."""


@dataclass(frozen=True)
class Speech(Classification):
    """Which digit was spoken?

    Args:
        source: "synthetic" words, made by a program, or "recorded" ones, of which there is no sound.

    Raises:
        GruvizError: If the source is neither.
    """

    source: str = "synthetic"

    key = "speech"
    title = "Spoken digits"
    classes = tuple("0123456789")
    input_size = 13
    lengths = (10, 92)
    default_length = 40
    default_steps = 450

    def __post_init__(self) -> None:
        check_choice("source", self.source, TEXTS)

    @property
    def text(self) -> str:  # type: ignore[override]  # of the other tasks there is one each
        return TEXTS[self.source]

    def _split(self, length: int) -> Split:
        return (_synthetic if self.source == "synthetic" else _recorded)(length)


def _synthetic(length: int) -> Split:
    """Speaker after speaker, so that any stretch of the words to learn from is of few speakers."""
    words = synthetic_words()
    learned = Batch(padded(list(words.sequences), length), words.classes[None])
    return Split(learned, Batch(padded(list(held_out_frames()), length), synthetic_sounds().classes[None]))


@lru_cache(maxsize=1)
def held_out_frames() -> tuple[Array, ...]:
    """What the networks hear of each synthetic word that is held out: computed from its sound, (T, 13)."""
    return tuple(in_units(heard(sound).frames) for sound in synthetic_sounds().sounds)


def in_units(frames: Array) -> Array:
    """Coefficients in the units in which the networks have learned them, float32."""
    return (frames / synthetic_words().spread).astype(np.float32)


def _recorded(length: int) -> Split:
    recorded = spoken_digits()
    parts = np.split(shuffled(len(recorded.classes)), [len(recorded.classes) - HELD_OUT])
    clips = ([recorded.sequences[i] for i in part] for part in parts)
    inputs = (padded(each, length) for each in clips)
    return Split(*(Batch(x, recorded.classes[part][None]) for x, part in zip(inputs, parts, strict=True)))
