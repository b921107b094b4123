"""How the rows of a layer's arrays are understood: which cell, which gate's rows come first, which sign z has."""

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints.stored import shape_text
from gruviz.engine import torch_weights
from gruviz.engine.cells import find_cell
from gruviz.engine.weights import Weights
from gruviz.validation import InvalidShape, InvalidValue
from gruviz.wording import listed

GATES = {len(gates): gates for gates in torch_weights.GATES.values()}
"""Blocks of rows by their number, by our names, in PyTorch's order."""
CELLS = {1: ("rnn", "irnn"), 3: ("gru_reset_after", "gru"), 4: ("lstm",)}
"""Cells that have so many blocks."""
TITLES = {1: "An RNN", 3: "A GRU", 4: "An LSTM"}
"""What so many blocks make."""
KERAS = {"rnn": ("h",), "gru": ("z", "r", "n"), "lstm": ("i", "f", "g", "o")}
ONNX = {"rnn": ("h",), "gru": ("z", "r", "n"), "lstm": ("i", "o", "f", "g")}
"""Order of the gates of a kind in the files of others."""
WHOSE = {
    ("r", "z", "n"): "as PyTorch",
    ("z", "r", "n"): "as Keras and ONNX",
    ("i", "f", "g", "o"): "as PyTorch and Keras",
    ("i", "o", "f", "g"): "as ONNX",
    ("i", "g", "f", "o"): "as TensorFlow 1",
}
"""Who writes the gates in an order."""


@dataclass(frozen=True)
class Reading:
    """One way of understanding a layer's arrays.

    Args:
        cell: Registry key. "gru" resets before the product with U, "gru_reset_after" after it; "irnn" has ReLU.
        gates: Our names of the gates in the order of their rows.
        z_keeps: Whether a z near 1 keeps the state, as in PyTorch, Keras and ONNX; ours writes.
    """

    cell: str
    gates: tuple[str, ...]
    z_keeps: bool = False

    @property
    def key(self) -> str:
        """In one word, such as "gru_reset_after.rzn.keeps"."""
        return f"{self.cell}.{''.join(self.gates)}{'.keeps' * self.z_keeps}"

    @property
    def title(self) -> str:
        """In words, such as "GRU; rows of r, z, n, as PyTorch; z near 1 keeps; reset after the product"."""
        if self.cell in CELLS[1]:
            return "RNN with ReLU" if self.cell == "irnn" else "RNN with tanh"
        whose = WHOSE.get(self.gates, "")
        rows = f"rows of {', '.join(self.gates)}{whose and f', {whose}'}"
        if self.cell == "lstm":
            return f"LSTM; {rows}"
        reset = "after" if self.cell == "gru_reset_after" else "before"
        return f"GRU; {rows}; z near 1 {'keeps' if self.z_keeps else 'writes'}; reset {reset} the product"


@dataclass(frozen=True, eq=False)
class Rows:
    """A layer's arrays as a file has them, turned so that gates lie below one another, in float64.

    Args:
        W: From the input, (G·H, D).
        U: From the state, (G·H, H), or (G·H, P) with a projection.
        b: Bias, (G·H,); None for none.
        second_bias: Of the product with the state, (G·H,), where it is kept apart.
        projection: (P, H), from the state to what is read of it; None for none.
        constants: Parameters of each unit that read nothing, (K·H,); None for a cell without them.
    """

    W: Array
    U: Array
    b: Array | None = None
    second_bias: Array | None = None
    projection: Array | None = None
    constants: Array | None = None

    @property
    def hidden_size(self) -> int:
        """H."""
        return self.U.shape[1] if self.projection is None else self.projection.shape[1]

    @property
    def blocks(self) -> int:
        """G."""
        return len(self.U) // self.hidden_size if self.hidden_size else 0

    def check(self, name: str) -> None:
        """Refuse arrays that do not fit each other.

        Raises:
            GruvizError: With the name of the layer.
        """
        if not self._fits():
            arrays = [self.W, self.U, self.projection, self.b, self.second_bias]
            shapes = [shape_text(array.shape) for array in arrays if array is not None]
            said = f"The arrays of {name} do not fit each other as those of an RNN, GRU or LSTM: {listed(shapes)}."
            raise InvalidShape(name, shapes, "G·H rows for H units", said)

    def _fits(self) -> bool:
        if any(array is not None and array.ndim != 2 for array in (self.W, self.U, self.projection)):
            return False
        rows, read = self.U.shape
        given = self.hidden_size if self.projection is None else len(self.projection)
        fits = self.blocks in GATES and rows == self.blocks * self.hidden_size and read == given
        biases = [bias for bias in (self.b, self.second_bias) if bias is not None]
        return fits and len(self.W) == rows and self.W.shape[1] > 0 and all(bias.shape == (rows,) for bias in biases)


def weights_of(rows: Rows, reading: Reading) -> Weights:
    """The arrays as weights of one of our cells, with E = 1.

    A projection is folded into U: the states are those before it, U P in place of U.

    Raises:
        GruvizError: If the reading is of a cell with another number of gates, or of gates that it has not.
    """
    kind = find_cell(reading.cell, "reading.cell")
    if len(reading.gates) - len(kind.input_only) != rows.blocks:
        raise InvalidValue("reading.gates", reading.gates, f"the names of {rows.blocks} gates, in their order")
    W, U = rows.W, rows.U if rows.projection is None else rows.U @ rows.projection
    zeros = np.zeros(len(W))
    b, second = (zeros if bias is None else bias for bias in (rows.b, rows.second_bias))
    block = {gate: slice(i * rows.hidden_size, (i + 1) * rows.hidden_size) for i, gate in enumerate(reading.gates)}
    both, inside = b + second, None
    if kind.has_recurrent_bias:
        n = block[kind.candidate.block]
        both[n], inside = b[n], second[None, n]
    if reading.z_keeps and "z" in block:
        sign = np.ones(len(W))
        sign[block["z"]] = -1
        W, U, both = W * sign[:, None], U * sign[:, None], both * sign
    constants = None if rows.constants is None else rows.constants[None]
    return Weights(kind.key, reading.gates, W[None], U[None], both[None], inside, kind.input_only, constants=constants)


def readings(blocks: int, *, guessed: bool = False) -> tuple[Reading, ...]:
    """All ways of reading arrays with so many blocks; where the layer is a guess, every order of the gates."""
    orders: tuple[tuple[str, ...], ...] = tuple(
        order for order in permutations(GATES[blocks]) if guessed or order in WHOSE
    )
    if blocks == 1:
        return tuple(Reading(cell, GATES[1]) for cell in CELLS[1])
    signs = (True, False) if blocks == 3 else (False,)
    return tuple(Reading(cell, order, sign) for cell in CELLS[blocks] for order in orders for sign in signs)
