"""All steps of a run backward, written onto a tape from the derivatives of its steps."""

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.engine.cells.base import Adjoint
from gruviz.engine.cells.derivatives import before, constants_of, operand, preactivation, product
from gruviz.engine.faint import Faint
from gruviz.engine.linear_map import LinearMap
from gruviz.engine.norms import silent
from gruviz.engine.tape import Rows, Tape, dot


@silent()
def run_back(steps: LinearMap, grads: Array, *, keep: bool = False) -> Adjoint | None:
    """Add to the direct derivatives of every state what comes back to it from the state after.

    Args:
        steps: All T of a run.
        grads: ∂L/∂s_t without the way through later states, (T+1, …, E, B, S); overwritten with the total.
        keep: Whether to hand out what reaches the preactivations, too, which takes as much memory as the gates.

    Returns:
        Where the gradients go to, without the paths, if it is to be kept.
    """
    faint = Faint(grads)
    writer = _Writer(steps, grads, faint, keep=keep)
    writer.tape.play()
    faint.restore(writer.inner if keep else None)
    return writer.adjoint(grads) if keep else None


class _Writer:
    """Writes down what a step back has to do.

    The gradients of the preactivations lie block by block in the order of `Cell.layout`; where a gate resets a product,
    its gradient takes the block's place among those that read the state, and the block's own comes last. One sequence
    of one network has no axes for seeds and sequences, as on its way forward.
    """

    def __init__(self, steps: LinearMap, grads: Array, faint: Faint, *, keep: bool) -> None:
        self.cell, self.weights, self.partials = steps.cell, steps.weights, steps.partials
        self.is_single = grads[0].size == grads.shape[-1]
        self.size, leading = steps.weights.hidden_size, grads.shape[1:-1]
        self.tape, self.keep = Tape(len(grads) - 1, grads.dtype), keep
        moved = [one.block for one in self.cell.readers if one.reset_after]
        self.places = {block: i for i, block in enumerate(self.cell.layout)}
        self.moved = {block: self.places[block] for block in moved}
        self.places |= {block: len(self.cell.layout) + i for i, block in enumerate(moved)}
        rows = (len(grads) - 1,) if keep else ()
        self.inner = np.empty((*rows, len(self.cell.layout) + len(moved), *leading, self.size), grads.dtype)
        if self.is_single:
            leading, grads = (), grads.reshape(len(grads), -1)
        self._inner = self.inner.reshape(*self.inner.shape[: len(rows) + 1], *leading, self.size)
        self.spare = np.empty((*leading, self.size), grads.dtype)
        self.in_place = not grads[:-1].any()  # a loss that reads the last step alone leaves room for what comes back
        self.total = grads[-2::-1] if self.in_place else np.zeros(grads.shape[1:], grads.dtype)
        self.arriving = {name: Rows(part) for name, part in self.cell.by_state(grads[:0:-1]).items()}
        self.leaving = {before(name): self._left(part) for name, part in self.cell.by_state(self.total).items()}
        self.reached: set[str] = set()  # what has been written to in this step
        if faint.minds:
            self.tape.add(faint.look, Rows(range(len(grads) - 1, 0, -1)))
        self._write(steps, grads[-2::-1])

    def adjoint(self, grads: Array) -> Adjoint:
        """What has reached the preactivations, the products and the constants at each step."""
        inner = {block: self.inner[:, self.places[block]] for block in self.cell.block_names}
        given = {block: inner[block] for block in self.cell.recurrent_blocks}
        given |= {block: self.inner[:, place] for block, place in self.moved.items()}
        return Adjoint({}, inner, given, constants_of(self.cell, self.partials, grads[1:]))

    def _write(self, steps: LinearMap, here: Array) -> None:
        self._write_states()
        for one in reversed(self.cell.activated):
            if one.reset_after:
                self._write_reset_after(one.block, self.cell.block_of(one.reset_after))
        for one in reversed(self.cell.activated):
            if one.reset:
                self._write_reset_before(one.block, self.cell.block_of(one.reset))
        self._write_readers()
        if steps.passes is not None:
            self.tape.add(np.copyto, self._left(self.total), 0.0, "same_kind", self._back(~steps.passes))
        if not self.in_place:
            rows = Rows(here)
            self.tape.add(np.add, rows, self.total, rows)
        for played in (self.arriving, self.leaving):  # rows that are played go
            played.clear()

    def _write_readers(self) -> None:
        """The blocks whose product with the state is one for all."""
        if not (readers := self.cell.readers):
            return
        U = np.stack([self.weights.recurrent[one.block] for one in readers])
        U = np.expand_dims(U, tuple(range(1, self.spare.ndim - 2)))  # for axes that lead (E, B, S)
        inner = self._rows(slice(len(readers)) if len(readers) > 1 or self.is_single else 0)
        if self.is_single:
            self.tape.add(dot, inner, U.reshape(-1, self.size), self.spare)
            self._send(self.spare, before("h"))
            return
        if len(self.leaving) == len(readers) == 1 and not self.reached:
            self.tape.add(np.matmul, inner, U[0], self._at(before("h")))  # nothing else arrives there
            return
        back = np.empty((len(readers), *self.spare.shape), self.spare.dtype)
        self.tape.add(np.matmul, inner, U, back)
        for part in back:
            self._send(part, before("h"))

    def _write_states(self) -> None:
        """From the states to the blocks, to states of the same step, and to those before it."""
        states: dict[str, Rows | Array] = dict(self.arriving)
        for (of, by), partial in self.partials.items():
            if of in states and by in states and by not in self.cell.block_names:
                through = np.empty_like(self.spare)
                self.tape.add(np.multiply, states[of], self._back(partial), through)
                self.tape.add(np.add, through, states[by], through)
                states[by] = through
        for (of, by), partial in self.partials.items():
            if of in states and (by in self.places or by in self.leaving):
                self._multiply(states[of], partial, by)

    def _write_reset_after(self, block: str, gate: str) -> None:
        here, inner = preactivation(block), self._at(block)
        self._multiply(inner, self.partials[here, gate], gate)
        given = self._rows(self.moved[block])
        self.tape.add(np.multiply, inner, self._back(self.partials[here, product(block)]), given)

    def _write_reset_before(self, block: str, gate: str) -> None:
        back, U = np.empty_like(self.spare), self.weights.recurrent[block]
        if self.is_single:
            self.tape.add(dot, self._at(block), U[0], back)
        else:
            self.tape.add(np.matmul, self._at(block), U, back)
        self._multiply(back, self.partials[operand(block), gate], gate)
        self._multiply(back, self.partials[operand(block), before("h")], before("h"))

    def _multiply(self, gradient: Rows | Array, partial: Array, to: str) -> None:
        """Send a gradient on over an elementwise edge, to a block or a state before the step."""
        target = self._at(to)
        into = self.spare if to in self.reached else target
        self.tape.add(np.multiply, gradient, self._back(partial), into)
        if into is self.spare:
            self.tape.add(np.add, target, into, target)
        self.reached.add(to)

    def _send(self, gradient: Array, to: str) -> None:
        """Send a gradient on as it is."""
        target = self._at(to)
        if to in self.reached:
            self.tape.add(np.add, target, gradient, target)
        else:
            self.tape.add(np.copyto, target, gradient)
        self.reached.add(to)

    def _left(self, part: Array) -> Rows | Array:
        """What leaves to the states before the step: in their own rows, or in an array to be added to them."""
        return Rows(part) if self.in_place else part

    def _at(self, name: str) -> Rows | Array:
        return self.leaving[name] if name in self.leaving else self._rows(self.places[name])

    def _rows(self, place: int | slice) -> Rows | Array:
        """One block's gradient, or those of several side by side, as one vector where there is one sequence."""
        if self.is_single and isinstance(place, slice):
            *rows, blocks, size = self._inner.shape
            end = len(range(blocks)[place]) * size
            inner = self._inner.reshape(*rows, -1)[..., :end]
            return Rows(inner[::-1]) if self.keep else inner
        return Rows(self._inner[::-1, place]) if self.keep else self._inner[place]

    def _back(self, partial: Array | Mask) -> Rows:
        """Rows from the last step to the first."""
        return Rows(partial[::-1, 0, 0] if self.is_single else partial[::-1])
