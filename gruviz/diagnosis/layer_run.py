"""One recurrent layer of somebody's network, over what it read, with the gradient that came back through it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.records import Recording


@dataclass(frozen=True, eq=False)
class LayerRun:
    """A layer in one direction: a run of one of our cells, in float64, and the gradient of the network's own loss.

    Time is in the order of reading: a backward direction begins at each sequence's last step. Behind a sequence's own
    length there is padding, through which no gradient goes.

    Args:
        name: Path of the module in the model, such as "encoder.rnn"; "" for the model itself.
        layer: Counted from 0.
        direction: 0 forward, 1 backward.
        layers: How many the module has.
        directions: 1, or 2 where it is bidirectional.
        recording: With E = 1; the states of an LSTM with a projection are those before it.
        flow: ∂L/∂s_t of the loss that was followed back, through all of the network.
        lengths: Steps of each of the B sequences that count.
        seams: Steps, counted from 1, at which a new call of the module went on with the state of the one before; none
            where every call takes a single step.
        weight_gradients: ∂L/∂θ by the module's own parameter names, in their own shapes and signs.
        notes: Sentences on what could not be followed exactly.
        precision: In which the module itself computes, such as "float16"; "" where that is not known.
    """

    name: str
    layer: int
    direction: int
    layers: int
    directions: int
    recording: Recording
    flow: GradientFlow
    lengths: tuple[int, ...]
    seams: tuple[int, ...] = ()
    weight_gradients: Mapping[str, Array] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    precision: str = ""

    @property
    def title(self) -> str:
        """Such as "layer 2 of encoder.rnn, backward", counted from 1 as people do."""
        place = f"layer {self.layer + 1}" if self.layers > 1 else ""
        named = f"{place} of {self.name}" if place and self.name else place or self.name or "the layer"
        return f"{named}, {('forward', 'backward')[self.direction]}" if self.directions > 1 else named

    @property
    def seq_len(self) -> int:
        """Steps of the longest sequence."""
        return max(self.lengths, default=0)

    @property
    def before_padding(self) -> Mask:
        """Which steps of which sequences count, (T, B)."""
        return np.arange(self.recording.seq_len)[:, None] < np.array(self.lengths)

    @property
    def states_before_padding(self) -> Mask:
        """Which states of which sequences count, the initial ones among them, (T+1, B)."""
        return np.arange(self.recording.seq_len + 1)[:, None] <= np.array(self.lengths)
