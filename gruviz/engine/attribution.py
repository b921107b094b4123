"""Which input and which step a gradient of the weights comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

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
        weights = self.recording.weights
        inner = _side_by_side([self.adjoint.preactivations[block] for block in weights.blocks])
        by_block = self._recurrent(inner)
        found = {
            "W": inner.swapaxes(1, 2) @ by_seed(each_seed(self.recording.inputs)),
            "U": np.concatenate([by_block[block] for block in weights.recurrent_blocks], axis=1)
            if by_block
            else np.zeros_like(weights.U),  # has no rows where no block reads the state
            "b": inner.sum(1),
        }
        if weights.recurrent_bias is not None:
            found["recurrent_bias"] = self.adjoint.products[self._cell.candidate.block].sum((0, 2))
        if weights.constants is not None:
            found["constants"] = np.concatenate([part.sum((0, 2)) for part in self.adjoint.constants.values()], axis=1)
        return found

    def _recurrent(self, inner: Array) -> dict[str, Array]:
        """∂L/∂U by block, (E, H, H): blocks that multiply the same have one product."""
        weights, products = self.recording.weights, self.adjoint.products
        size, found = weights.hidden_size, dict[str, Array]()
        for _, group in groupby(self._operands.items(), lambda one: id(one[1])):
            blocks = [block for block, _ in group]
            place = weights.blocks.index(blocks[0])
            beside = weights.blocks[place : place + len(blocks)] == tuple(blocks)
            if beside and all(products[block] is self.adjoint.preactivations[block] for block in blocks):
                left = inner[..., place * size : (place + len(blocks)) * size]
            else:
                left = _side_by_side([products[block] for block in blocks])
            rows = left.swapaxes(1, 2) @ by_seed(self._operands[blocks[0]])
            found |= {block: rows[:, i * size : (i + 1) * size] for i, block in enumerate(blocks)}
        return found

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

    @cached_property
    def _operands(self) -> Mapping[str, Array]:
        return self._cell.operands(self.recording.weights, all_steps(self.recording))


def _side_by_side(parts: Sequence[Array]) -> Array:
    """Gradients of k blocks, (T, E, B, H) each, as those of each seed, (E, T·B, k·H)."""
    steps, seeds, batch, size = parts[0].shape
    whole = np.empty((seeds, steps, batch, len(parts), size), parts[0].dtype)
    for place, part in enumerate(parts):
        whole[..., place, :] = part.swapaxes(0, 1)
    return whole.reshape(seeds, steps * batch, -1)
