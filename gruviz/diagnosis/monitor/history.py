"""What was seen at each look, small enough to be kept for a training of any length."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self, overload

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array, frozen
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.numbers import LayerNumbers

MOST_LOOKS = 400
"""When so many are kept, every second one is dropped."""
MOST_POINTS = 128
"""Of a curve over time steps, evenly spaced, both ends included."""


@dataclass(frozen=True, eq=False)
class LayerLook:
    """One layer in one direction at one look.

    Args:
        title: As that of its `LayerRun`.
        path: Of its numbers in a log, such as "encoder.rnn/layer 1" or "rnn/layer 2 backward".
        seq_len: Steps of the longest sequence.
        horizon: Steps back at which at least 1% of the gradient arrives.
        followed: Steps back that it can be followed: fewer where sequences end at different steps, or are cut.
        kept: Share of the gradient that arrives at the first step; nan without any.
        numbers: Everything else that is one number, by name.
        lags: Steps before the end of each point of `ratio`, ascending.
        ratio: Median gradient ratio at these lags.
        steps: Of each point of a state's norm, from 0.
        state_norms: Median norm by state, at these steps.
    """

    title: str
    path: str
    seq_len: int
    horizon: int
    followed: int
    kept: float
    numbers: Mapping[str, float] = field(repr=False)
    lags: NDArray[np.int64] = field(repr=False)
    ratio: Array = field(repr=False)
    steps: NDArray[np.int64] = field(repr=False)
    state_norms: Mapping[str, Array] = field(repr=False)

    @classmethod
    def of(cls, run: LayerRun, numbers: LayerNumbers) -> Self:
        """What is kept of a layer's numbers."""
        reach = numbers.reach
        back = np.zeros(0) if reach is None else reach.band.median[::-1]
        lags, steps = _points(len(back)), _points(max(map(len, numbers.state_norms.values()), default=0))
        return cls(
            title=run.title,
            path=path_of(run),
            seq_len=run.seq_len,
            horizon=numbers.horizon,
            followed=0 if reach is None else reach.length,
            kept=numbers.kept,
            numbers=numbers.as_dict(),
            lags=lags + (0 if reach is None else reach.band.since),
            ratio=frozen(back[lags]),
            steps=steps,
            state_norms={name: frozen(norms[steps]) for name, norms in numbers.state_norms.items()},
        )


@dataclass(frozen=True, eq=False)
class Look:
    """What was seen at one step of a training.

    Args:
        step: The optimizer's step, counted from 1.
        layers: The layers that this step moves.
        clipped: Share of the steps since the look before at which the gradient was made smaller between the backward
            pass and the step; nan where that could not be measured.
        clipping_factor: By how much, as the geometric mean over these steps; 1 where there was none.
    """

    step: int
    layers: tuple[LayerLook, ...]
    clipped: float
    clipping_factor: float

    def joined(self, other: "Look") -> "Look":
        """With the layers that another optimizer moved at its step of the same number."""
        new = {layer.path for layer in other.layers}
        return replace(other, layers=(*(layer for layer in self.layers if layer.path not in new), *other.layers))


@dataclass
class History(Sequence[Look]):
    """All looks of a training, thinned: with each doubling of its length, half of the looks are kept; the newest is."""

    most: int = MOST_LOOKS
    _looks: list[Look] = field(default_factory=list)
    _newest: Look | None = None
    _apart: int = 1
    _seen: int = 0

    def add(self, look: Look) -> None:
        """Keep a look, or join it to the newest if that is of the same step."""
        if self._newest is not None and self._newest.step == look.step:
            joined = self._newest.joined(look)
            if self._looks and self._looks[-1] is self._newest:
                self._looks[-1] = joined
            self._newest = joined
            return
        if self._seen % self._apart == 0:
            self._looks.append(look)
        self._seen += 1
        self._newest = look
        if len(self._looks) > self.most:
            self._looks = self._looks[::2]
            self._apart *= 2

    @property
    def _all(self) -> tuple[Look, ...]:
        if self._newest is None or (self._looks and self._looks[-1] is self._newest):
            return tuple(self._looks)
        return (*self._looks, self._newest)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Look]:
        return iter(self._all)

    @overload
    def __getitem__(self, index: int) -> Look: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Look, ...]: ...
    def __getitem__(self, index: int | slice) -> Look | tuple[Look, ...]:
        return self._all[index]


def path_of(run: LayerRun) -> str:
    """A layer's place in a log, such as "encoder.rnn/layer 1"; "layer 1" where the model itself is the module."""
    place = f"layer {run.layer + 1}"
    if run.directions > 1:
        place += (" forward", " backward")[run.direction]
    return f"{run.name}/{place}" if run.name else place


def _points(length: int) -> NDArray[np.int64]:
    """At most `MOST_POINTS` indices of a curve, in order."""
    if length <= MOST_POINTS:
        return np.arange(length)
    return np.linspace(0, length - 1, MOST_POINTS).round().astype(np.int64)
