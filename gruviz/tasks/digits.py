"""Handwritten digits, read like a text: row by row, or pixel by pixel."""

from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.data.recorded import handwritten_digits
from gruviz.tasks.base import Batch
from gruviz.tasks.examples import Classification, Split, shuffled
from gruviz.validation import check_choice

READINGS = {"row": 28, "pixel": 14}
"""What is read at a step, and the side of the pictures that are read so."""
HELD_OUT = 0.2


@dataclass(frozen=True)
class Digits(Classification):
    """Which digit is it?

    Args:
        reading: "row" reads 28×28 pixels in 28 steps, "pixel" 14×14 in 196.

    Raises:
        GruvizError: If the reading is neither.
    """

    reading: str = "row"

    key = "digits"
    title = "Handwritten digits"
    text = (
        "The picture of a handwritten digit arrives from top to bottom, one row of pixels at a step (or, the long way, "
        "one single pixel), and after the last the network has to name it. What the first rows showed has to be "
        "carried to the end, and longer still when blank rows follow. One fifth of the pictures is held out."
    )
    classes = tuple("0123456789")
    default_steps = 600

    def __post_init__(self) -> None:
        check_choice("reading", self.reading, READINGS)

    @property
    def input_size(self) -> int:
        return 28 if self.reading == "row" else 1

    @property
    def lengths(self) -> tuple[int, int]:
        """Beyond 28 rows, blank ones follow the digit."""
        return (28, 88) if self.reading == "row" else (196, 196)

    @property
    def default_length(self) -> int:
        return self.lengths[0]

    def _split(self, length: int) -> Split:
        pictures, digits = handwritten_digits(READINGS[self.reading])
        parts = np.split(shuffled(len(digits)), [round(len(digits) * (1 - HELD_OUT))])
        return Split(*(Batch(self.read(pictures[part], length), digits[part][None]) for part in parts))

    def read(self, pictures: Array, length: int) -> Array:
        """Pictures (N, side, side) as sequences, (T, N, D)."""
        steps = pictures.reshape(len(pictures), -1, self.input_size).swapaxes(0, 1)
        blank = np.zeros((length - len(steps), *steps.shape[1:]), np.float32)
        return np.concatenate([steps.astype(np.float32), blank])
