"""An example of labelled sequences, made by a formula: shapes that a point goes round, one way or the other."""

import numpy as np

from gruviz.arrays import Array

SHAPES = ("clockwise", "anticlockwise", "to and fro")
PEOPLE = 32
NOISE = 0.3


def shapes_csv() -> str:
    """A table with the columns id, label, step, x and y: everyone draws every shape once.

    Mean and spread of a circle are the same whichever way round it is drawn: only the order tells.
    """
    rng = np.random.default_rng([0, 0, 15])
    lines = ["id,label,step,x,y"]
    for person in range(1, PEOPLE + 1):
        for shape in SHAPES:
            for step, (x, y) in enumerate(_drawn(shape, rng), start=1):
                lines.append(f"person {person},{shape},{step},{x:.2f},{y:.2f}")
    return "\n".join(lines) + "\n"


def _drawn(shape: str, rng: np.random.Generator) -> Array:
    """One and a half turns or so, at a pace and from a place of one's own, (T, 2)."""
    count = int(rng.integers(24, 41))
    angle = rng.uniform(0, 2 * np.pi) + np.arange(count) * rng.uniform(0.2, 0.35)
    across = np.array([np.cos(angle), np.sin(angle)])
    if shape == "clockwise":
        across[1] *= -1
    if shape == "to and fro":
        across[1] = rng.choice([-1, 1]) * across[0]
    return across.T + rng.normal(0, NOISE, (count, 2))
