"""How strongly a letter is tinted by what another one depends on, as the browser gets it."""

from collections.abc import Mapping

import numpy as np

from gruviz.arrays import Array

LEVELS, ZERO = 63, 48


def tint_levels(reaches: Mapping[str, Array]) -> dict[str, str]:
    """Tints by model, row after row, each from 0 to `LEVELS` as the character with code `ZERO` + level.

    A level is the square root of the share in the largest of its row over all models.

    Args:
        reaches: By model, (T-1, T-1): row k-2 for the k-th character; nan where it has nothing to say.
    """
    norms = {label: np.nan_to_num(reach) for label, reach in reaches.items()}
    largest = np.stack(list(norms.values())).max(axis=(0, 2))[:, None]
    rows, columns = np.tril_indices(len(largest))
    tints = {}
    for label, values in norms.items():
        shares = np.divide(values, largest, out=np.zeros_like(values), where=largest > 0)
        levels = np.rint(LEVELS * np.sqrt(shares)).astype(np.uint8)
        tints[label] = (levels[rows, columns] + np.uint8(ZERO)).tobytes().decode("ascii")
    return tints
