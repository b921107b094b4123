"""All steps of a run backward, written onto a tape from the derivatives of its steps."""

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Adjoint
from gruviz.engine.cells.derivatives import before, constants_of, operand, preactivation, product
from gruviz.engine.faint import Faint
from gruviz.engine.linear_map import LinearMap
from gruviz.engine.norms import silent
from gruviz.engine.tape import Rows, Tape, flat


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
    writer, faint = _Writer(steps, grads, keep=keep), Faint(grads)
    for row, _ in zip(range(len(grads) - 1, 0, -1), writer.tape.steps(), strict=True):
        faint.look(row)
    faint.restore(writer.inner if keep else None)
    return writer.adjoint(grads) if keep else None


class _Writer:
    """Writes down what a step back has to do.

    The gradients of the preactivations lie block by block in the order of `Cell.layout`; where a gate resets a product,
    its gradient takes the block's place among those that read the state, and the block's own comes last.
    """

    def __init__(self, steps: LinearMap, grads: Array, *, keep: bool) -> None:
        self.cell, self.weights, self.partials = steps.cell, steps.weights, steps.partials
        self.size, shape = steps.weights.hidden_size, (*grads.shape[1:-1], steps.weights.hidden_size)
        self.tape, self.keep = Tape(grads.dtype), keep
        moved = [one.block for one in self.cell.readers if one.reset_after]
        self.places = {block: i for i, block in enumerate(self.cell.layout)}
        self.moved = {block: self.places[block] for block in moved}
        self.places |= {block: len(self.cell.layout) + i for i, block in enumerate(moved)}
        rows = (len(grads) - 1,) if keep else ()
        self.inner = np.empty((*rows, len(self.cell.layout) + len(moved), *shape), grads.dtype)
        self.spare = np.empty(shape, grads.dtype)
        self.is_single = self.spare.size == self.size  # one sequence of one network
        self.total = np.zeros(grads.shape[1:], grads.dtype)
        self.arriving = {name: Rows(part) for name, part in self.cell.by_state(grads[:0:-1]).items()}
        self.leaving = {before(name): part for name, part in self.cell.by_state(self.total).items()}
        self.reached: set[str] = set()  # what has been written to in this step
        self._write(steps, Rows(grads[-2::-1]))

    def adjoint(self, grads: Array) -> Adjoint:
        """What has reached the preactivations, the products and the constants at each step."""
        inner = {block: self.inner[:, self.places[block]] for block in self.cell.block_names}
        given = {block: inner[block] for block in self.cell.recurrent_blocks}
        given |= {block: self.inner[:, place] for block, place in self.moved.items()}
        return Adjoint({}, inner, given, constants_of(self.cell, self.partials, grads[1:]))

    def _write(self, steps: LinearMap, here: Rows) -> None:
        self._write_states()
        for one in reversed(self.cell.activated):
            if one.reset_after:
                self._write_reset_after(one.block, self.cell.block_of(one.reset_after))
        for one in reversed(self.cell.activated):
            if one.reset:
                self._write_reset_before(one.block, self.cell.block_of(one.reset))
        self._write_readers()
        if steps.passes is not None:
            self.tape.add(np.copyto, self.total, 0.0, "same_kind", Rows(~steps.passes[::-1]))
        self.tape.add(np.add, here, self.total, here)
        self.arriving.clear()  # rows that are played go

    def _write_readers(self) -> None:
        """The blocks whose product with the state is one for all."""
        if not (readers := self.cell.readers):
            return
        U = np.stack([self.weights.recurrent[one.block] for one in readers])
        inner = Rows(self.inner[::-1, : len(readers)]) if self.keep else self.inner[: len(readers)]
        if self.is_single:
            self.tape.add(np.dot, flat(inner), U.reshape(-1, self.size), self.spare.reshape(-1))
            self._send(self.spare, before("h"))
            return
        if self.total.shape == self.spare.shape and len(readers) == 1 and not self.reached:
            self.tape.add(np.matmul, inner, U, self.total[None])  # nothing else arrives there
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
                self.tape.add(np.multiply, states[of], Rows(partial[::-1]), through)
                self.tape.add(np.add, through, states[by], through)
                states[by] = through
        for (of, by), partial in self.partials.items():
            if of in states and (by in self.places or by in self.leaving):
                self._multiply(states[of], partial, by)

    def _write_reset_after(self, block: str, gate: str) -> None:
        here, inner = preactivation(block), self._at(block)
        self._multiply(inner, self.partials[here, gate], gate)
        given = self._rows(self.moved[block])
        self.tape.add(np.multiply, inner, Rows(self.partials[here, product(block)][::-1]), given)

    def _write_reset_before(self, block: str, gate: str) -> None:
        back, U = np.empty_like(self.spare), self.weights.recurrent[block]
        if self.is_single:
            self.tape.add(np.dot, flat(self._at(block)), U[0], back.reshape(-1))
        else:
            self.tape.add(np.matmul, self._at(block), U, back)
        self._multiply(back, self.partials[operand(block), gate], gate)
        self._multiply(back, self.partials[operand(block), before("h")], before("h"))

    def _multiply(self, gradient: Rows | Array, partial: Array, to: str) -> None:
        """Send a gradient on over an elementwise edge, to a block or a state before the step."""
        target = self._at(to)
        into = self.spare if to in self.reached else target
        self.tape.add(np.multiply, gradient, Rows(partial[::-1]), into)
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

    def _at(self, name: str) -> Rows | Array:
        return self.leaving[name] if name in self.leaving else self._rows(self.places[name])

    def _rows(self, place: int) -> Rows | Array:
        return Rows(self.inner[::-1, place]) if self.keep else self.inner[place]
