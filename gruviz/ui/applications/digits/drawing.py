"""A drawing as text: a hexadecimal digit of ink for each of 28 × 28 pixels."""

import numpy as np

from gruviz.arrays import Array
from gruviz.validation import InvalidValue

SIDE = 28
PIXELS = SIDE * SIDE
BLANK = "0" * PIXELS


def picture_of(drawing: str) -> Array:
    """A drawing as a picture, (28, 28) from 0 (paper) to 1 (ink); empty text is blank paper.

    Raises:
        GruvizError: If it is no drawing.
    """
    if not drawing:
        return np.zeros((SIDE, SIDE))
    if len(drawing) != PIXELS or set(drawing) - set("0123456789abcdef"):
        raise InvalidValue("drawing", f"{len(drawing)} characters", f"{PIXELS} hexadecimal digits, one for each pixel")
    return np.array([int(pixel, 16) for pixel in drawing]).reshape(SIDE, SIDE) / 15


def drawing_of(picture: Array) -> str:
    """A picture, (28, 28) from 0 to 1, as a drawing in 16 shades."""
    return "".join(f"{shade:x}" for shade in np.round(15 * picture).astype(int).ravel())
