"""Ground of which all networks say on which side of a value it lies, and ground that only seems to lie there."""

from collections.abc import Iterator

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.maps.trainability_map import Map


def without_noise(sweep: Map, level: float) -> Array:
    """The medians of a map, without islands that would draw a line around nothing but chance.

    Settings next to each other whose medians are all at the level or above it are an island of noise if at none of
    them every network is above; and likewise below. Such an island counts as what lies around it. So a line at the
    level has, on either side, a setting where all networks agree that it is on that side.

    Args:
        sweep: A map measured before training.
        level: The value of the line.

    Returns:
        (rows, columns); on an island the number next to the level, on the other side.
    """
    values, typical = sweep.values(), sweep.typical()
    for above, beyond in ((True, -np.inf), (False, np.inf)):
        surely: Mask = np.all(values > level if above else values < level, axis=-1)
        for island in _islands(typical >= level if above else typical < level):
            if not surely[island].any():
                typical[island] = np.nextafter(level, beyond) if above else level
    return typical


def _islands(land: Mask) -> Iterator[Mask]:
    """Its connected parts, each as a mask: neighbours are above, below and beside each other."""
    left = land.copy()
    while left.any():
        part = np.zeros_like(land)
        part[np.unravel_index(int(left.argmax()), left.shape)] = True
        while (grown := _grown(part) & land).sum() > part.sum():
            part = grown
        left &= ~part
        yield part


def _grown(part: Mask) -> Mask:
    wide = np.pad(part, 1)
    return part | wide[:-2, 1:-1] | wide[2:, 1:-1] | wide[1:-1, :-2] | wide[1:-1, 2:]
