"""What makes a gate's sum large: the inputs, the state or the bias."""

from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.reach import measured
from gruviz.engine.cells import find_cell
from gruviz.engine.norms import silent
from gruviz.engine.recording import all_steps
from gruviz.wording import power

LARGE = 4.0
"""σ(±4) is .018 from its end, and tanh(±4) .0007: a part of this size can saturate by itself."""


class Drives(NamedTuple):
    """Root mean squares of the parts of the sum that one gate, or the candidate, is the function of."""

    inputs: float
    """Of W x_t."""
    state: float
    """Of U h_{t-1}."""
    bias: float
    read: float
    """Of the numbers of x_t themselves."""

    @property
    def words(self) -> str:
        """All three parts."""
        return (
            f"To the sum behind it the inputs contribute {power(self.inputs)}, the state {power(self.state)} "
            f"and the bias {power(self.bias)} (root mean squares)."
        )

    def advice(self, lag: int) -> str:
        """What to do about the largest, where a network has to hear so many steps back."""
        largest = max(self.inputs, self.state, self.bias)
        if largest < LARGE:
            return "Look at what drives it: no part of the sum is large by itself."
        if self.inputs == largest and self.read > LARGE:
            return (
                f"Scale the inputs to a size of about 1: the root mean square of their numbers is {power(self.read)}."
            )
        if self.inputs == largest:
            return "The input weights have grown large: lower the learning rate, or add weight decay to weight_ih."
        if self.state == largest:
            return "The recurrent weights have grown large: lower the learning rate, or add weight decay to weight_hh."
        return f"Start again with its bias closer to 0: gruviz.initialise(model, lag={lag}) sets the gates' biases so."


@silent()
def drives_of(run: LayerRun, block: str) -> Drives:
    """Measure the parts of one block's sum over the steps that count."""
    here, weights = measured(run), run.recording.weights
    operands = find_cell(run.recording.cell).operands(weights, all_steps(run.recording))
    inputs = run.recording.inputs[here]
    reads = operands[block][:, 0][here] if block in operands else np.zeros((1, weights.hidden_size))
    recurrent = weights.recurrent[block][0] if block in operands else np.zeros((weights.hidden_size,) * 2)
    return Drives(
        _size(inputs @ weights.input[block][0].T), _size(reads @ recurrent.T), _size(weights.bias[block]), _size(inputs)
    )


def _size(values: Array) -> float:
    return float(np.sqrt(np.mean(np.square(values)))) if values.size else 0.0
