"""A smartwatch on the wrist: which exercise is it?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.data.recorded import EXERCISES, RATE, LabelledSequences, exercises
from gruviz.tasks.base import Batch
from gruviz.tasks.examples import Classification, Split
from gruviz.validation import check_integer

FOLDS = 5


@dataclass(frozen=True)
class Wearable(Classification):
    """Which exercise does someone do whom the network has never seen?

    Args:
        fold: Which two of the ten people are held out, from 1 to 5.

    Raises:
        GruvizError: If there is no such fold.
    """

    fold: int = 1

    key = "wearable"
    title = "Exercises, from a smartwatch"
    text = (
        "A smartwatch measures acceleration and rotation in three axes, twelve and a half times a second, while its "
        "wearer does one of seven shoulder exercises. After four seconds the network has to say which. Two of the ten "
        "people are held out: with the same people in both parts the test would be too easy to mean anything (Burns et "
        "al. 2018, arXiv:1802.01489)."
    )
    classes = EXERCISES
    input_size = 6
    lengths = (12, 125)
    default_length = round(4 * RATE)
    default_steps = 400

    def __post_init__(self) -> None:
        check_integer("fold", self.fold, 1, FOLDS)

    @property
    def people(self) -> tuple[int, ...]:
        """Who is held out."""
        return 2 * self.fold - 1, 2 * self.fold

    def wearers(self, length: int) -> NDArray[np.int64]:
        """Who wore the watch in each held-out window, (N,)."""
        recorded = exercises()
        windows = _places(recorded, np.isin(recorded.groups, self.people), length)
        return recorded.groups[[i for i, _ in windows]]

    def measured(self, inputs: Array) -> Array:
        """Windows (T, B, D) as the watch measured them, in the units of `data.recorded.UNITS`."""
        recorded = exercises()
        centre, spread = _scale(recorded, ~np.isin(recorded.groups, self.people))
        return inputs * spread + centre

    def _split(self, length: int) -> Split:
        return self.parts(length, self.people)

    def parts(self, length: int, out: Sequence[int], absent: Sequence[int] = ()) -> Split:
        """Windows to learn from and others to be judged on, standardised by the former.

        Args:
            length: T.
            out: People who are judged on.
            absent: People who are in neither part.
        """
        recorded = exercises()
        held_out, training = np.isin(recorded.groups, out), ~np.isin(recorded.groups, [*out, *absent])
        centre, spread = _scale(recorded, training)
        return Split(*(_windows(recorded, part, length, centre, spread) for part in (training, held_out)))


def _scale(recorded: LabelledSequences, part: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Mean and spread of what was measured in some recordings, (D,) each."""
    movement = np.concatenate([recorded.sequences[i] for i in np.flatnonzero(part)])
    return movement.mean(0), movement.std(0)


def _windows(recorded: LabelledSequences, part: NDArray[np.bool_], length: int, centre: Array, spread: Array) -> Batch:
    """Standardised stretches, each of the class of its recording."""
    places = _places(recorded, part, length)
    windows = [(recorded.sequences[i][start : start + length] - centre) / spread for i, start in places]
    return Batch(np.stack(windows, 1).astype(np.float32), recorded.classes[[i for i, _ in places]][None])


def _places(recorded: LabelledSequences, part: NDArray[np.bool_], length: int) -> list[tuple[int, int]]:
    """Recording and first step of stretches that overlap by half, those of all recordings in turn."""
    places = [
        (int(i), start)
        for i in np.flatnonzero(part)
        for start in range(0, len(recorded.sequences[i]) - length + 1, length // 2)
    ]
    return [places[k] for k in np.random.default_rng([0, 0, 7]).permutation(len(places))]
