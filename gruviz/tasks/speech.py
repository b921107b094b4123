"""Spoken digits: which one was it?"""

from dataclasses import dataclass

import numpy as np

from gruviz.data.recorded import spoken_digits
from gruviz.tasks.base import Batch
from gruviz.tasks.examples import Classification, Split, padded, shuffled

HELD_OUT = 600


@dataclass(frozen=True)
class Speech(Classification):
    """Which digit was spoken?"""

    key = "speech"
    title = "Spoken digits"
    text = (
        "English digits from 0 to 9, spoken by a few people, 3,000 clips. The network reads one frame after another, "
        "each 13 mel-frequency cepstral coefficients, and has to name the digit after the last. Clips end together; "
        "before the shorter ones there is silence. 600 clips are held out. The file does not say who speaks: the same "
        "voices are in both parts."
    )
    classes = tuple("0123456789")
    input_size = 13
    lengths = (10, 92)
    default_length = 40
    default_steps = 450

    def _split(self, length: int) -> Split:
        recorded = spoken_digits()
        parts = np.split(shuffled(len(recorded.classes)), [len(recorded.classes) - HELD_OUT])
        clips = ([recorded.sequences[i] for i in part] for part in parts)
        inputs = (padded(each, length) for each in clips)
        return Split(*(Batch(x, recorded.classes[part][None]) for x, part in zip(inputs, parts, strict=True)))
