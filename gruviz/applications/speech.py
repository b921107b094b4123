"""Custom clips: frames of mel-frequency cepstral coefficients, from CSV and to CSV."""

import numpy as np

from gruviz.arrays import Array
from gruviz.data.columns import read_columns
from gruviz.data.files import decode
from gruviz.data.recorded import spoken_digits
from gruviz.tasks.examples import padded, shuffled
from gruviz.tasks.speech import HELD_OUT
from gruviz.validation import InvalidShape, InvalidValue
from gruviz.wording import counted

COEFFICIENTS = 13
FRAMES = (4, 500)
"""Frames of a clip that is read."""


def clip_from_csv(content: bytes, length: int) -> Array:
    """Read frames in the units of the source, one row each, 13 columns of coefficients.

    Args:
        content: The file.
        length: T that the model has learned on; a longer clip loses its beginning, a shorter one begins with silence.

    Returns:
        (T, 1, 13), standardised as the training clips are.

    Raises:
        GruvizError: If it is no such file.
    """
    frames = np.array(read_columns(decode(content), with_gaps=False).rows)
    _check_shape(frames)
    recorded = spoken_digits()
    scaled = (frames - recorded.centre) / recorded.spread
    if np.abs(scaled).max() > 100:
        place = np.unravel_index(np.abs(scaled).argmax(), scaled.shape)
        where = f"Coefficient {place[1] + 1} of frame {place[0] + 1}"
        sentence = f"{where} is {frames[place]:g}, far from those of speech."
        raise InvalidValue("file", float(frames[place]), "a coefficient near those of speech", sentence)
    return padded([scaled.astype(np.float32)], length)


def _check_shape(frames: Array) -> None:
    (count, columns), (low, high) = frames.shape, FRAMES
    if columns != COEFFICIENTS:
        sentence = f"This file has {counted(columns, 'column')} of numbers. A clip has {COEFFICIENTS} coefficients."
        raise InvalidShape("file", f"{columns} columns", f"{COEFFICIENTS} coefficients in each row", sentence)
    if not low <= count <= high:
        sentence = f"This file has {counted(count, 'row')}. A clip has from {low} to {high}, one for each frame."
        raise InvalidShape("file", f"{count} frames", f"from {low} to {high} of them, one in each row", sentence)


def held_out_place(clip: int) -> int:
    """Where among all clips of the data the held-out one with this index is."""
    count = len(spoken_digits().classes)
    return int(shuffled(count)[count - HELD_OUT + clip])


def clip_to_csv(index: int) -> str:
    """A clip of the data in the form that `clip_from_csv` reads."""
    recorded = spoken_digits()
    frames = recorded.sequences[index] * recorded.spread + recorded.centre
    rows = [",".join(f"c{i}" for i in range(COEFFICIENTS))]
    return "\n".join([*rows, *(",".join(f"{value:.3f}" for value in frame) for frame in frames)]) + "\n"
