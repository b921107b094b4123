"""Where the steps and sequences of a module's tensors lie, and those tensors as (T, B, ·)."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from gruviz.diagnosis.capture.find import Found


@dataclass(frozen=True, eq=False)
class Layout:
    """How one call of a module was given its sequences.

    Args:
        steps: T.
        given: How many sequences there are.
        batch_axis: Of the inputs; None where there is one sequence without such an axis.
        one_step: Whether the inputs have no axis of time, as those of a cell.
        sizes: Of a packed batch: how many sequences have each step.
        kept: Of a packed batch: those that are looked at, in the order in which the states have them.
        rank: Of a packed batch: the place of each of `kept` among the sequences, the longest first.
        most: How many sequences are looked at.
        ends: Steps of each sequence, where that is known otherwise.
    """

    steps: int
    given: int = 1
    batch_axis: int | None = None
    one_step: bool = False
    sizes: Tensor | None = None
    kept: Tensor | None = None
    rank: Tensor | None = None
    most: int | None = None
    ends: tuple[int, ...] | None = None

    def sequences(self, values: Tensor | PackedSequence) -> Tensor:
        """Inputs, outputs or their gradient as a copy on the CPU, (T, B, ·); zeros behind a sequence's end."""
        tensor = values.data if isinstance(values, PackedSequence) else values
        if self.sizes is not None:
            return self._unpacked(_copy(tensor[self._rows.to(tensor.device)]))
        return _copy(self.time_first(tensor)[:, : self.most])

    def time_first(self, tensor: Tensor) -> Tensor:
        """Of a batch that is not packed, a view, (T, B, ·)."""
        if self.one_step:
            tensor = tensor.unsqueeze(0)
        return tensor.unsqueeze(1) if self.batch_axis is None else tensor.movedim(self.batch_axis + self.one_step, 1)

    def states(self, values: Tensor) -> Tensor:
        """A state, or its gradient, as a copy on the CPU, (layers · directions, B, ·)."""
        if self.one_step:
            values = values.unsqueeze(0)
        if self.kept is not None:
            return _copy(values[:, self.kept.to(values.device)])
        return _copy(values.unsqueeze(1) if self.batch_axis is None else values[:, : self.most])

    def of_layer(self, values: Tensor) -> Tensor:
        """What stands between two layers, likewise; PyTorch has it time first, with an axis of sequences, or packed."""
        return self.sequences(values) if self.sizes is not None else _copy(values[:, : self.most])

    @cached_property
    def lengths(self) -> tuple[int, ...] | None:
        """Steps of each sequence, where there is no padding to be read."""
        if self.sizes is None or self.rank is None:
            return self.ends
        return tuple(int((self.sizes > place).sum()) for place in self.rank.tolist())

    @cached_property
    def _rows(self) -> Tensor:
        """Rows of a packed batch that are looked at."""
        assert self.sizes is not None
        assert self.rank is not None
        firsts = (torch.cumsum(self.sizes, 0) - self.sizes).tolist()
        counts = self.sizes.clamp(max=len(self.rank)).tolist()
        return torch.cat([torch.arange(first, first + n) for first, n in zip(firsts, counts, strict=True)])

    def _unpacked(self, rows: Tensor) -> Tensor:
        """Rows of the sequences that are looked at, the longest first, as (T, B, ·)."""
        assert self.sizes is not None
        assert self.rank is not None
        there = torch.arange(len(self.rank)) < self.sizes[:, None]
        padded = rows.new_zeros(*there.shape, rows.shape[-1])
        padded[there] = rows
        return padded[:, self.rank]


def layout_of(found: Found, inputs: Tensor | PackedSequence, most: int | None = None) -> Layout:
    """How a module was given these inputs; at most so many sequences are looked at."""
    if isinstance(inputs, PackedSequence):
        return _packed(inputs, most)
    if found.is_cell:
        whole = inputs.dim() == 2
        return Layout(1, len(inputs) if whole else 1, 0 if whole else None, one_step=True, most=most)
    if inputs.dim() == 2:
        return Layout(len(inputs), most=most)
    axis = 0 if found.module.batch_first else 1
    return Layout(inputs.shape[1 - axis], inputs.shape[axis], axis, most=most)


def _packed(inputs: PackedSequence, most: int | None) -> Layout:
    """The longest ones are looked at; they stay in the order in which the states have them."""
    sizes = inputs.batch_sizes
    order = torch.arange(int(sizes[0])) if inputs.sorted_indices is None else inputs.sorted_indices.cpu()
    chosen = order[:most]
    rank = torch.argsort(chosen)
    return Layout(len(sizes), len(order), sizes=sizes, kept=chosen[rank], rank=rank, most=most)


def _copy(tensor: Tensor) -> Tensor:
    return tensor.detach().to("cpu", copy=True)
