"""A digit in a photograph: paper in shade, ink of any colour, brought to a picture of ink alone.

Brightness is compared with the paper around it and not with a fixed number: a photographed sheet is darker in the
shade than ink is in the light.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gruviz.arrays import Array
from gruviz.validation import InvalidValue, check_array

TILES = 12
"""Into which the longer side is divided, to know the paper in each part."""
CONTRAST = 0.08
"""By how much ink differs from paper at least, of the whole range of brightness."""
SMALLEST = 0.0008
"""Part of the picture that a digit's largest stroke covers at least."""
STROKE = 0.1
"""Width of a stroke in the data, of the height of a digit; thinner ones are thickened."""

Mask = NDArray[np.bool_]
NONE_SENTENCE = (
    "No digit stands out from its paper in this picture. Write one large digit with a dark pen on plain paper, and "
    "let it fill about half of the picture."
)


def ink_in_photo(grey: ArrayLike) -> Array:
    """The ink of the one digit that a photograph shows.

    Args:
        grey: Brightness from 0 (black) to 1 (white), (rows, columns), at least 16 of each;
            ink is darker than paper, or the reverse.

    Returns:
        The rectangle that holds the digit, from 0 (paper) to 1 (ink).

    Raises:
        GruvizError: If it is no picture, or nothing in it looks like one digit.
    """
    picture = check_array("photograph", grey, ("rows", "columns"), np.float64)
    if min(picture.shape) < 16:
        raise _refused("a picture of less than 16 pixels")
    darker = _darker_than_paper(picture)
    mask = _strokes(darker > _threshold(darker))
    if mask is None:
        raise _refused("no digit")
    rows, columns = (np.flatnonzero(mask.any(axis)) for axis in (1, 0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return _thickened(mask[box])


def _refused(value: str) -> InvalidValue:
    return InvalidValue("photograph", value, "one digit on plain paper", NONE_SENTENCE)


def _darker_than_paper(picture: Array) -> Array:
    """By how much each pixel differs from the paper around it, in the direction of the ink, from 0 up.

    Ink is the rarer of the two: the side on which the differences have their long tail.
    """
    sides = [np.maximum(_paper(one) - one, 0) for one in (picture, 1 - picture)]
    return max(sides, key=lambda side: float((side**3).sum()))


def _paper(picture: Array) -> Array:
    """The brightness of the paper at every pixel, where ink is darker.

    A tile's paper is the upper quartile of what it and its neighbours show; between tiles it changes evenly.
    """
    size = max(4, -(-max(picture.shape) // TILES))
    height, width = picture.shape
    tops, lefts = np.arange(0, height, size), np.arange(0, width, size)
    tiles = np.array([[_upper_quartile(picture, top, left, size) for left in lefts] for top in tops])
    across = np.array([np.interp(np.arange(width) + 0.5, lefts + size / 2, line) for line in tiles])
    return np.array([np.interp(np.arange(height) + 0.5, tops + size / 2, line) for line in across.T]).T


def _upper_quartile(picture: Array, top: int, left: int, size: int) -> float:
    around = picture[max(0, top - size) : top + 2 * size, max(0, left - size) : left + 2 * size]
    return float(np.quantile(around, 0.75))


def _threshold(darker: Array) -> float:
    """Between paper and ink, so that both sides are as alike in themselves as can be; never in the noise.

    Reference:
        Otsu 1979, doi:10.1109/TSMC.1979.4310076.
    """
    counts, edges = np.histogram(darker, 128, (0.0, max(float(darker.max()), 1e-9)))
    values = (edges[1:] + edges[:-1]) / 2
    below, total = np.cumsum(counts), np.cumsum(counts * values)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (total / below - (total[-1] - total) / above) ** 2
    return max(CONTRAST, float(edges[1:][int(np.nan_to_num(between).argmax())]))


def _strokes(mask: Mask) -> Mask | None:
    """The strokes of the digit: what hangs together, is not small, and does not reach the edge; None without any."""
    height, width = mask.shape
    parts = [np.divmod(np.array(part), width + 2) for part in _parts(np.pad(mask, 1))]
    inner = [(r - 1, c - 1) for r, c in parts if r.min() > 1 and r.max() < height and c.min() > 1 and c.max() < width]
    most = max((len(rows) for rows, _ in inner), default=0)
    if most < SMALLEST * mask.size or sum(len(rows) for rows, _ in inner) > 0.5 * mask.size:
        return None
    kept = np.zeros_like(mask)
    for place in inner:
        kept[place] = len(place[0]) >= 0.08 * most
    return kept


def _parts(mask: Mask) -> Iterator[list[int]]:
    """Places, counted by rows, of the pixels that hang together, side by side or corner to corner; none at the edge."""
    width = mask.shape[1]
    around = [down + across for down in (-width, 0, width) for across in (-1, 0, 1)]
    left = set(np.flatnonzero(mask).tolist())
    while left:
        part = [left.pop()]
        for place in part:
            near = left.intersection(place + by for by in around)
            left -= near
            part += near
        yield part


def _thickened(mask: Mask) -> Array:
    """Strokes at least as wide as those of the data, as ink; a stroke's width is twice its area over its outline."""
    padded = np.pad(mask, 1)
    outline = sum(int((padded != np.roll(padded, 1, axis)).sum()) for axis in (0, 1))
    width, wanted = 2 * mask.sum() / max(outline, 1), STROKE * max(mask.shape)
    for _ in range(round(max(0.0, (wanted - width) / 2))):
        mask = np.pad(mask, 1)
        mask = np.logical_or.reduce([mask, *(np.roll(mask, by, axis) for axis in (0, 1) for by in (-1, 1))])
    return mask.astype(np.float64)
