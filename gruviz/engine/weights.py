"""The parameters of a cell, for several networks side by side. Dimension letters as in `records`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from gruviz.arrays import Array, frozen, in_half
from gruviz.validation import InvalidShape, InvalidValue, check_array, check_dtype

ARRAYS = ("W", "U", "b", "recurrent_bias", "constants")
"""What is learned: the names of the arrays of `Weights`, each with E in front; the last two may be None."""


@dataclass(frozen=True, eq=False)
class Weights:
    """The parameters of one cell, for E seeds.

    Each block computes W x_t + b from the input and adds its recurrent part, U times the state
    (or, for a candidate, times the reset state). The rows of W and b are the blocks in order, those of U the blocks
    that have a recurrent part. Blocks that are named in another order than the cell's are put into that order.

    Args:
        cell: Registry key of the cell these weights belong to.
        blocks: Names of the G blocks, such as ("r", "z", "n").
        W: Input weights, (E, G·H, D).
        U: Recurrent weights, (E, R·H, H).
        b: Biases, (E, G·H).
        recurrent_bias: (E, H), added to the candidate's product with the state; None for a cell without it.
        input_only: Names of the blocks that do not read the state and have no rows in U; the other R have.
        batch_first: Whether `record` is given the sequences before the steps, (B, T, D), as the module of PyTorch is
            that the weights were read from.
        constants: (E, K·H), the parameters of each unit that read nothing, in the order of the cell's
            `constant_names`; None for a cell without them.

    Raises:
        GruvizError: If the cell is unknown or has other blocks, or shapes do not fit each other.
    """

    cell: str
    blocks: tuple[str, ...]
    W: Array
    U: Array
    b: Array
    recurrent_bias: Array | None = None
    input_only: tuple[str, ...] = ()
    batch_first: bool = False
    constants: Array | None = None

    def __post_init__(self) -> None:
        from gruviz.engine.cells import find_cell  # cells are made of weights

        names = self._names()
        recurrent = len(self.recurrent_blocks)
        U = check_array("weights.U", self.U, ("E", "R·H" if recurrent else 0, "H"))
        seeds, _, hidden = U.shape
        if U.shape[1] != recurrent * hidden:
            raise InvalidShape("weights.U.shape", U.shape, f"(E, {recurrent}·H, H) for a {self.cell}")
        rows = len(self.blocks) * hidden
        arrays = {
            "U": U,
            "W": check_array("weights.W", self.W, (seeds, rows, "D"), U.dtype),
            "b": check_array("weights.b", self.b, (seeds, rows), U.dtype),
        }
        if self.recurrent_bias is not None:
            arrays["recurrent_bias"] = check_array(
                "weights.recurrent_bias", self.recurrent_bias, (seeds, hidden), U.dtype
            )
        self._check_constants_are_due()
        if self.constants is not None:
            width = len(find_cell(self.cell).constant_names) * hidden
            arrays["constants"] = check_array("weights.constants", self.constants, (seeds, width), U.dtype)
        for name, array in arrays.items():
            object.__setattr__(self, name, frozen(array.copy()))  # a record does not change with its maker's arrays
        self._put_in_order(names)

    def __repr__(self) -> str:
        return f"Weights({self.cell}: {self.sizes}, {self.U.dtype})"

    @property
    def sizes(self) -> str:
        """E, D and H in one line."""
        return f"E={self.seeds}, D={self.input_size}, H={self.hidden_size}"

    @property
    def seeds(self) -> int:
        """E."""
        return int(self.U.shape[0])

    @property
    def hidden_size(self) -> int:
        """H."""
        return int(self.U.shape[2])

    @property
    def input_size(self) -> int:
        """D."""
        return int(self.W.shape[2])

    @property
    def recurrent_blocks(self) -> tuple[str, ...]:
        """Names of the R blocks that have rows in U, in order."""
        return tuple(block for block in self.blocks if block not in self.input_only)

    @property
    def arrays(self) -> dict[str, Array]:
        """All that is learned, by the names of `ARRAYS` that the cell has."""
        arrays = {name: getattr(self, name) for name in ARRAYS}
        return {name: array for name, array in arrays.items() if array is not None}

    @cached_property
    def input(self) -> Mapping[str, Array]:
        """W by block, each (E, H, D)."""
        return self._split(self.W, self.blocks)

    @cached_property
    def recurrent(self) -> Mapping[str, Array]:
        """U by block that has one, each (E, H, H)."""
        return self._split(self.U, self.recurrent_blocks)

    @cached_property
    def bias(self) -> Mapping[str, Array]:
        """b by block, each (E, H)."""
        return self._split(self.b, self.blocks)

    @cached_property
    def constant(self) -> dict[str, Array]:
        """The constants by name, each (E, 1, H): they meet every sequence alike."""
        from gruviz.engine.cells import find_cell  # cells are made of weights

        names = find_cell(self.cell).constant_names
        return {} if self.constants is None else {n: a[:, None] for n, a in self._split(self.constants, names).items()}

    def member(self, index: int) -> "Weights":
        """The weights of one seed, with E = 1."""
        return self.members(slice(index, index + 1))

    def members(self, some: slice) -> "Weights":
        """The weights of some of the seeds."""
        return self._each(lambda array: array[some])

    def astype(self, dtype: DTypeLike) -> "Weights":
        """These weights rounded to another floating type."""
        dtype = check_dtype("dtype", dtype)
        return self._each(lambda array: array.astype(dtype))

    def rounded(self) -> "Weights":
        """These weights with the digits of half precision, in the type that they have."""
        return self._each(in_half)

    def _names(self) -> tuple[str, ...]:
        """The cell's blocks in its own order, if they are these."""
        from gruviz.engine.cells import find_cell  # cells are made of weights

        kind = find_cell(self.cell, "weights.cell")
        if sorted(self.blocks) != sorted(kind.block_names):
            raise InvalidValue("weights.blocks", self.blocks, f"{', '.join(kind.block_names)} for {self.cell}")
        if set(self.input_only) != set(kind.input_only):
            raise InvalidValue("weights.input_only", self.input_only, f"{kind.input_only} for {self.cell}")
        if self.recurrent_bias is not None and not kind.has_recurrent_bias:
            raise InvalidValue("weights.recurrent_bias", "an array", f"None, since {self.cell} has no second bias")
        return kind.block_names

    def _check_constants_are_due(self) -> None:
        """They are there exactly where the cell has any."""
        from gruviz.engine.cells import find_cell  # cells are made of weights

        names = find_cell(self.cell).constant_names
        if bool(names) != (self.constants is not None):
            actual = "None" if self.constants is None else "an array"
            allowed = f"an array, (E, {len(names)}·H), of {', '.join(names)}" if names else "None"
            raise InvalidValue("weights.constants", actual, f"{allowed} for {self.cell}")

    def _put_in_order(self, names: tuple[str, ...]) -> None:
        """Sort the rows of the blocks by `names`."""
        if names == self.blocks:
            return
        reading = [name for name in names if name not in self.input_only]
        for name, by_block, order in (
            ("W", self.input, names),
            ("U", self.recurrent, reading),
            ("b", self.bias, names),
        ):
            rows = [by_block[block] for block in order]
            if rows:
                object.__setattr__(self, name, frozen(np.concatenate(rows, axis=1)))
        object.__setattr__(self, "blocks", names)
        for cached in ("input", "recurrent", "bias"):
            del self.__dict__[cached]

    def _each(self, change: Callable[[Array], Array]) -> "Weights":
        arrays: dict[str, Any] = {name: change(array) for name, array in self.arrays.items()}
        return replace(self, **arrays)

    def _split(self, array: Array, blocks: tuple[str, ...]) -> dict[str, Array]:
        size = self.hidden_size
        return {name: array[:, i * size : (i + 1) * size] for i, name in enumerate(blocks)}


def joined(several: Sequence[Weights]) -> Weights:
    """The seeds of several weights of one cell and size as those of one, in order."""
    arrays: dict[str, Any] = {name: np.concatenate([one.arrays[name] for one in several]) for name in several[0].arrays}
    return replace(several[0], **arrays)
