"""Digits that a person draws, and blank rows after a digit."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gruviz.applications.beliefs import beliefs
from gruviz.arrays import Array
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Digits
from gruviz.tasks.digits import READINGS
from gruviz.tasks.doodles import Doodles
from gruviz.validation import InvalidValue, check_array

BOX = 20 / 28
"""Part of the side that a digit of the data fills with its longer side."""
FAINT = 0.1
"""What is no ink yet."""


def normalised(picture: ArrayLike, side: int = 28) -> Array:
    """Bring a drawing to the form of the data: ink scaled to fill the box, its centre of mass in the middle.

    Args:
        picture: Any (rows, columns) from 0 (paper) to 1 (ink).
        side: Of the result.

    Returns:
        (side, side), float32.

    Raises:
        GruvizError: If it is no picture, or nothing is drawn.

    Reference:
        LeCun, Bottou, Bengio & Haffner 1998: how the MNIST digits were made.
    """
    ink = _cropped(np.clip(check_array("picture", picture, ("rows", "columns")), 0, 1))
    scale = BOX * side / max(ink.shape)
    small = _resized(ink, tuple(max(1, round(size * scale)) for size in ink.shape))
    top, left = (
        int(np.clip(round(side / 2 - centre), 0, side - size))
        for centre, size in zip(_centre_of_mass(small), small.shape, strict=True)
    )
    page = np.zeros((side, side), np.float32)
    page[top : top + small.shape[0], left : left + small.shape[1]] = small / small.max()
    return page


def _cropped(picture: Array) -> Array:
    """The smallest rectangle that holds all ink."""
    rows, columns = (np.flatnonzero(picture.max(axis) > FAINT) for axis in (1, 0))
    if not len(rows):
        raise InvalidValue("picture", "blank", "a drawing of one digit")
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _centre_of_mass(picture: Array) -> list[float]:
    """Row and column, in pixels from the corner."""
    mass = picture.sum()
    return [float((picture.sum(1 - axis) * (np.arange(picture.shape[axis]) + 0.5)).sum() / mass) for axis in (0, 1)]


def drawn_input(model: TrainedModel, picture: ArrayLike) -> Array:
    """A drawing as the model reads it, (T, 1, D)."""
    task = _digits(model)
    return task.read(normalised(picture, READINGS[task.reading])[None], model.length)


class Neighbour(NamedTuple):
    """The training picture that another one resembles most.

    Args:
        picture: (side, side).
        digit: Which it is.
        among: How many pictures there were to choose from.
    """

    picture: Array
    digit: int
    among: int


def nearest_picture(task: Digits | Doodles, inputs: Array) -> Neighbour:
    """By the sum of squared differences over all pixels.

    Args:
        task: Whose training pictures are searched.
        inputs: A picture as it is read, (T, 1, D); blank rows after it do not count.
    """
    training, digits = task.split(task.lengths[0]).training
    steps = task.lengths[0]
    known, asked = (one[:steps].swapaxes(0, 1).reshape(one.shape[1], -1) for one in (training, inputs))
    place = int((np.square(known).sum(1) - 2 * known @ asked[0]).argmin())
    side = READINGS[task.reading]
    return Neighbour(known[place].reshape(side, side), int(digits[0, place]), len(known))


def accuracy_after_blank(model: TrainedModel, blank: Sequence[int]) -> Array:
    """Share of the held-out digits that are named after so many blank rows, (len(blank), E)."""
    task = _digits(model)
    inputs, targets = task.split(task.lengths[0]).held_out
    later = np.concatenate([inputs, np.zeros((max(blank), *inputs.shape[1:]), inputs.dtype)])
    right = beliefs(model, later).argmax(-1) == targets
    accuracies: Array = right[len(inputs) - 1 + np.array(blank)].mean(-1)
    return accuracies


def _digits(model: TrainedModel) -> Digits:
    if not isinstance(model.kind, Digits):
        raise InvalidValue("task", model.kind.key, "digits")
    return model.kind


def _resized(picture: Array, shape: tuple[int, ...]) -> Array:
    """Each new pixel is the mean of what it covers."""
    for axis in (0, 1):
        picture = np.moveaxis(_overlap(picture.shape[axis], shape[axis]) @ np.moveaxis(picture, axis, 0), 0, axis)
    return picture


def _overlap(old: int, new: int) -> Array:
    """Share of each old pixel in each new one, rows sum to 1, (new, old)."""
    edges = np.arange(new + 1) * old / new
    covered = np.minimum(edges[1:, None], np.arange(1, old + 1)) - np.maximum(edges[:-1, None], np.arange(old))
    return np.maximum(covered, 0) * new / old
