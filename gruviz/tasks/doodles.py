"""Doodles that a person has drawn, a few of each kind: which kind is it?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from gruviz.arrays import Array
from gruviz.tasks.base import OWN_DATA, Batch
from gruviz.tasks.digits import Digits
from gruviz.tasks.examples import Classification, Split
from gruviz.validation import InvalidValue

SIDE = 28
FEWEST, MOST = 4, 12
"""Examples of each kind."""
LEFT_OUT = 3
"""Every third example of a kind is held out."""
SHIFT = 1
"""Pixels by which what is learned from is moved at most, each way. With ten examples each of three digits, 150 updates
and 1 in place of 0, 86% instead of 78% of other people's digits were named right; with 2 it was 85%."""
NAME = 24
"""Characters of a kind's name at most."""

Doodle = bytes
"""Ink by rows, 28 × 28 numbers from 0 to 255, brought to the form of the digits: scaled, and centred."""


@dataclass(frozen=True)
class Doodles(Classification):
    """Which of one's own doodles is it?

    Args:
        classes: What the kinds are called, at least two.
        examples: Of each kind, its doodles in the order in which they were drawn; as many of one as of another or not.

    Raises:
        GruvizError: If kinds or examples are too few, or no doodles.
    """

    classes: tuple[str, ...] = field(default=(), metadata=OWN_DATA)
    examples: tuple[tuple[Doodle, ...], ...] = field(default=(), metadata=OWN_DATA, repr=False)

    key = "doodles"
    title = "Your own doodles"
    text = (
        "A doodle of your own arrives from top to bottom, one row of pixels at a step, and after the last the network "
        "has to name it. Every third example of a kind is held out."
    )
    reading = "row"
    input_size = SIDE
    lengths = (SIDE, SIDE)
    default_length = SIDE
    default_steps = 200

    def __post_init__(self) -> None:
        names = self.classes
        if len(names) < 2 or len(set(names)) < len(names) or not all(_is_name(name) for name in names):
            sentence = f"Give each kind of doodle a name of its own, of at most {NAME} characters."
            raise InvalidValue("classes", names, "two names or more, all different", sentence)
        counts = [len(kind) for kind in self.examples]
        if len(counts) != len(names) or not all(FEWEST <= count <= MOST for count in counts):
            sentence = f"Draw at least {FEWEST} of each kind, and at most {MOST}."
            raise InvalidValue("examples", counts, f"{FEWEST} to {MOST} of each kind", sentence)
        if any(len(one) != SIDE * SIDE or not max(one) for kind in self.examples for one in kind):
            raise InvalidValue("examples", "no doodle", f"{SIDE} × {SIDE} pixels, some of them ink")

    def _split(self, length: int) -> Split:
        parts: list[list[tuple[Array, int]]] = [[], []]
        for number, kind in enumerate(self.examples):
            for place, one in enumerate(kind):
                is_held_out = place % LEFT_OUT == LEFT_OUT - 1
                parts[is_held_out].append((np.frombuffer(one, np.uint8) / 255, number))
        return Split(*(_batch(part) for part in parts))

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        batch = super()._draw(rng, batch_size, length)
        moved = np.empty_like(batch.inputs)
        for i, (down, across) in enumerate(rng.integers(-SHIFT, SHIFT + 1, (batch_size, 2))):
            moved[:, i] = shifted(batch.inputs[:, i], down, across)
        return Batch(moved, batch.targets)


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name.strip() != "" and len(name) <= NAME and name.isprintable()


def _batch(part: Sequence[tuple[Array, int]]) -> Batch:
    pictures = np.array([picture for picture, _ in part], np.float32).reshape(-1, SIDE, SIDE)
    return Batch(Digits().read(pictures, SIDE), np.array([[kind for _, kind in part]]))


def shifted(picture: Array, down: int, across: int) -> Array:
    """A picture moved over paper, (rows, columns)."""
    rows, columns = picture.shape
    page = np.zeros((rows + 2 * abs(down), columns + 2 * abs(across)), picture.dtype)
    page[abs(down) + down :, abs(across) + across :][:rows, :columns] = picture
    return page[abs(down) :, abs(across) :][:rows, :columns]
