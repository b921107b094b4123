"""Weights of PyTorch that a file holds only in parts, since the module computes them anew at every step."""

import re
from collections.abc import Mapping

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints.stored import Found, Stored, numbers, shown

WEIGHT = r"weight_(?:ih|hh|hr)(?:_l\d+)?(?:_reverse)?"
PARAMETRIZED = re.compile(rf"(?P<module>(?:.*\.)?)parametrizations\.(?P<weight>{WEIGHT})\.(?P<part>.*)", re.DOTALL)
SUFFIXED = re.compile(rf"(?P<module>(?:.*\.)?)(?P<weight>{WEIGHT})_(?P<part>raw|orig|mask|g|u|v)", re.DOTALL)
NORM, SPECTRAL, PRUNED, DROPPED = (("g", "v"), ("orig", "u", "v"), ("mask", "orig"), ("raw",))
"""Parts of a weight under weight norm, spectral norm, pruning and WeightDrop, sorted."""
PARTS = {"original0": "g", "original1": "v", "original": "orig", "0._u": "u", "0._v": "v"}
"""As a parametrization calls them → as they were called before there were any."""


def settled(found: Found) -> tuple[Found, tuple[str, ...]]:
    """All arrays, with weights in place of their parts, as the module has them in evaluation.

    Returns:
        Arrays by name; and sentences on weights of which the file does not say how they are computed.
    """
    groups: dict[str, dict[str, Stored]] = {}
    others: dict[str, Stored] = {}
    for name, stored in found.items():
        match = PARAMETRIZED.fullmatch(name) or SUFFIXED.fullmatch(name)
        if match:
            part = PARTS.get(match["part"], match["part"])
            groups.setdefault(match["module"] + match["weight"], {})[part] = stored
        else:
            others[name] = stored
    notes = []
    for name, parts in groups.items():
        array = _weight(parts)
        if array is None:
            notes.append(_unknown(name))
            others |= {part.name: part for part in parts.values()}
        else:
            others[name] = Stored(name, array.shape, "float64", array)
    return others, tuple(notes)


def _weight(parts: Mapping[str, Stored]) -> Array | None:
    """None where the parts do not say how it is computed, or do not fit each other."""
    kind = tuple(sorted(parts))
    if kind not in (NORM, SPECTRAL, PRUNED, DROPPED) or any(part.array is None for part in parts.values()):
        return None
    arrays = {part: numbers(stored) for part, stored in parts.items()}
    matrix = arrays.get("orig", arrays.get("raw", arrays["v"] if kind == NORM else np.zeros(0)))
    if matrix.ndim != 2:
        return None
    rows, columns = matrix.shape
    with np.errstate(all="ignore"):  # what is not finite is named where it is read
        if kind == NORM and arrays["g"].shape == (rows, 1):
            return arrays["g"] * matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
        if kind == SPECTRAL and arrays["u"].shape == (rows,) and arrays["v"].shape == (columns,):
            return matrix / (arrays["u"] @ matrix @ arrays["v"])
        if kind == PRUNED and arrays["mask"].shape == matrix.shape:
            return matrix * arrays["mask"]
    return matrix if kind == DROPPED else None


def _unknown(name: str) -> str:
    return (
        f"{shown(name)} is computed from other arrays, and the file doesn't say how: save the network after "
        "torch.nn.utils.parametrize.remove_parametrizations."
    )
