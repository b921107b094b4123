"""Which input and which step a gradient of the weights comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import Adjoint, Cell, find_cell
from gruviz.engine.norms import euclidean, outer_norms, silent
from gruviz.engine.recording import all_steps, by_seed, each_seed
from gruviz.engine.records import Recording


@dataclass(frozen=True, eq=False)
class Attribution:
    """The gradient of a loss with respect to the inputs and the weights of a run.

    Args:
        recording: The run.
        adjoint: Where the gradient of every state goes, all steps at once, (T, E, B, ·).
    """

    recording: Recording
    adjoint: Adjoint

    @cached_property
    @silent()
    def inputs(self) -> Array:
        """∂L/∂x_t, (T, E, B, D)."""
        return self.adjoint.inputs(self.recording.weights)

    @cached_property
    @silent()
    def weights(self) -> Mapping[str, Array]:
        """∂L/∂W, ∂L/∂U, ∂L/∂b, and of the recurrent bias and the constants where there are any.

        Summed over steps and sequences.
        """
        weights, operands = self.recording.weights, self._operands
        inner = {block: by_seed(grad) for block, grad in self.adjoint.preactivations.items()}
        products = {block: by_seed(grad) for block, grad in self.adjoint.products.items()}
        inputs = by_seed(each_seed(self.recording.inputs))
        gradients = {
            "W": [inner[block].swapaxes(1, 2) @ inputs for block in weights.blocks],
            "U": [products[block].swapaxes(1, 2) @ by_seed(operands[block]) for block in weights.recurrent_blocks],
            "b": [inner[block].sum(1) for block in weights.blocks],
        }
        joined = {name: np.concatenate(parts, axis=1) for name, parts in gradients.items() if parts}
        joined.setdefault("U", np.zeros_like(weights.U))  # has no rows where no block reads the state
        if weights.recurrent_bias is not None:
            joined["recurrent_bias"] = products[self._cell.candidate.block].sum(1)
        if weights.constants is not None:
            joined["constants"] = np.concatenate([part.sum((0, 2)) for part in self.adjoint.constants.values()], axis=1)
        return joined

    @cached_property
    @silent()
    def weight_norms(self) -> Mapping[str, Array]:
        """Frobenius norm of step t's share of ∂L/∂W, ∂L/∂U and ∂L/∂b, summed over sequences, (T, E) each."""
        inner, products, operands = self.adjoint.preactivations, self.adjoint.products, self._operands
        inputs = each_seed(self.recording.inputs)
        ones = np.ones((1, 1, inputs.shape[2], 1), inputs.dtype)
        zeros = np.zeros((len(inputs), self.recording.weights.seeds), inputs.dtype)
        shares = {
            "W": [outer_norms(inner[block], inputs) for block in inner],
            "U": [outer_norms(products[block], operands[block]) for block in products],
            "b": [outer_norms(inner[block], ones) for block in inner],
        }
        return {name: euclidean(np.stack([zeros, *norms], -1)) for name, norms in shares.items()}

    @property
    def _cell(self) -> Cell:
        return find_cell(self.recording.cell)

    @property
    def _operands(self) -> Mapping[str, Array]:
        return self._cell.operands(self.recording.weights, all_steps(self.recording))
