"""All steps of a cell, written onto a tape from its equations."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import Cell
from gruviz.engine.cells.equations import BlockEquation, Factor, SumEquation
from gruviz.engine.cells.functions import FUNCTIONS, Function
from gruviz.engine.holds import Holds
from gruviz.engine.norms import silent
from gruviz.engine.records import Start
from gruviz.engine.starts import by_step, started
from gruviz.engine.tape import Operand, Rows, Tape, dot
from gruviz.engine.weights import Weights

Symbols = Mapping[str, Rows | Array]
"""What each symbol stands for; the state before a step is the state's name with a prime."""


def run_steps(
    kind: Cell, weights: Weights, driven: Array, first: Array, holds: Holds, starts: Sequence[Start]
) -> tuple[Array, dict[str, Array]]:
    """Take all steps.

    Args:
        kind: The cell.
        weights: Of E seeds.
        driven: W x_t + b by block in the order of `kind.layout` and in the sign that the block's function takes,
            (T, G, E, B, H); gates overwrite it.
        first: The initial state, (E, B, S).
        holds: Where gates are held.
        starts: Steps that start elsewhere.

    Returns:
        States (T+1, E, B, S), and gates by symbol, (T, E, B, H).
    """
    state = np.empty((len(driven) + 1, *first.shape), first.dtype)
    state[0] = first
    values = _values(kind, driven, state)
    with silent():
        for symbol in kind.stateless:
            _compute_whole(kind, weights, values, symbol, holds)
        _Writer(kind, weights, values, driven, state, holds, by_step(starts)).tape.play()
    return state, {name: values[name] for name in kind.gate_names}


def _values(kind: Cell, driven: Array, state: Array) -> dict[str, Array]:
    """Where the value of each symbol goes, (T, E, B, H): a gate's takes the place of what drives it."""
    parts = dict(zip(kind.layout, driven.swapaxes(0, 1), strict=True))
    values = {one.symbol: parts[one.block] for one in kind.activated}
    values |= {name: np.empty((len(driven), *driven.shape[2:]), driven.dtype) for name in kind.mixed}
    return values | kind.by_state(state[1:])


def _compute_whole(kind: Cell, weights: Weights, values: Mapping[str, Array], symbol: str, holds: Holds) -> None:
    """Compute a gate that follows from the inputs alone at all steps at once."""
    one, target, tape = kind.equation(symbol), Rows([values[symbol]]), Tape(1, values[symbol].dtype)
    if isinstance(one, BlockEquation):
        _apply(tape, FUNCTIONS[one.activation], target, target)
    else:
        symbols = {name: Rows([value]) for name, value in values.items()} | weights.constant
        _mix(tape, one, symbols, target, [np.empty_like(values[symbol]) for _ in range(2)])
    _hold(tape, target, *(Rows([part[symbol]]) for part in holds if symbol in part))
    tape.play()


class _Writer:
    """Writes down what a step of a run has to do.

    One sequence of one network has no axes for seeds and sequences here: a product of vectors takes half the time of
    one of matrices with a single row.
    """

    def __init__(
        self,
        kind: Cell,
        weights: Weights,
        values: Mapping[str, Array],
        driven: Array,
        state: Array,
        holds: Holds,
        starts: Mapping[int, Sequence[Start]],
    ) -> None:
        self.is_single = driven.shape[2:4] == (1, 1)
        self.kind, self.weights, self.driven = kind, weights, self._bare(driven)
        self.tape = Tape(len(driven), driven.dtype)
        self.symbols: dict[str, Rows | Array] = {name: Rows(self._bare(value)) for name, value in values.items()}
        self.symbols |= {name: self._bare(value) for name, value in weights.constant.items()}
        for name, part in kind.by_state(self._before(state, starts)).items():
            self.symbols[f"{name}'"] = Rows(self._bare(part))
        self.held = {symbol: [Rows(self._bare(part[symbol])) for part in holds] for symbol in holds.masks}
        shape = self.driven.shape[2:]
        self.spare = [np.empty(shape, driven.dtype) for _ in range(2)]
        self.product = np.empty((len(kind.readers), *shape), driven.dtype)
        self._write()

    def _bare(self, array: Any) -> Any:
        return array[..., 0, 0, :] if self.is_single else array

    def _before(self, state: Array, starts: Mapping[int, Sequence[Start]]) -> Array:
        """The states before each step, (T, E, B, S); where some start elsewhere, put together when it is their turn."""
        if not starts:
            return state[:-1]
        before = np.empty_like(state[:-1])

        def begin(step: int) -> None:
            before[step - 1] = started(state[step - 1], starts.get(step, ()))

        self.tape.add(begin, Rows(range(1, len(state))))
        return before

    def _write(self) -> None:
        kind = self.kind
        if kind.readers:
            self._product(self.symbols["h'"], kind.readers, self.product)
        self._write_plain()
        for one in kind.equations:
            if isinstance(one, SumEquation) and one.symbol not in kind.stateless:
                _mix(self.tape, one, self.symbols, self.symbols[one.symbol], self.spare)
                self._hold(one.symbol)
            elif isinstance(one, BlockEquation) and (one.reset or one.reset_after):
                self._write_reset(one)
                self._hold(one.symbol)

    def _product(self, rows: Rows | Array, equations: Sequence[BlockEquation], out: Array) -> None:
        """U times rows (E, B, H) for k blocks, into (k, E, B, H)."""
        matrices = transposed(self.weights, equations)
        if self.is_single:
            side_by_side = matrices[:, 0].swapaxes(0, 1).reshape(len(self.spare[0]), -1)
            self.tape.add(dot, rows, side_by_side, out.reshape(-1))
        else:
            self.tape.add(np.matmul, rows, matrices, out)

    def _write_plain(self) -> None:
        """The blocks that read the state as it is, those with equal activations in one call."""
        plain = self.kind.plain
        if not plain:
            return
        together, states = self._drive(plain), self.kind.state_names
        self.tape.add(np.add, together, self.product[0] if len(plain) == 1 else self.product[: len(plain)], together)
        for (name, is_state), alike in groupby(plain, lambda one: (one.activation, one.symbol in states)):
            equations = tuple(alike)
            drive = together if equations == plain else self._drive(equations)
            _apply(self.tape, FUNCTIONS[name], drive, self.symbols[equations[0].symbol] if is_state else drive)
        for one in plain:
            self._hold(one.symbol)

    def _drive(self, equations: Sequence[BlockEquation]) -> Rows | Array:
        """What drives blocks that lie side by side, (k, E, B, H) at each step; one alone (E, B, H)."""
        start, first = self.kind.layout.index(equations[0].block), equations[0].symbol
        if len(equations) > 1:
            return Rows(self.driven[:, start : start + len(equations)])
        return Rows(self.driven[:, start]) if first in self.kind.state_names else self.symbols[first]

    def _write_reset(self, one: BlockEquation) -> None:
        """A block whose way to the state a gate closes, before or after the product."""
        drive, product = self._drive([one]), self.spare[1]
        if one.reset:
            self.tape.add(np.multiply, self.symbols[one.reset], self.symbols["h'"], self.spare[0])
            self._product(self.spare[0], [one], product[None])
        else:
            product = self.product[self.kind.layout.index(one.block)]
        if one.state_bias and self.weights.recurrent_bias is not None:
            bias = one.sign * self.weights.recurrent_bias
            self.tape.add(np.add, product, self._bare(bias[:, None]), product)
        if one.reset_after:
            self.tape.add(np.multiply, self.symbols[one.reset_after], product, product)
        self.tape.add(np.add, drive, product, drive)
        _apply(self.tape, FUNCTIONS[one.activation], drive, self.symbols[one.symbol])

    def _hold(self, symbol: str) -> None:
        _hold(self.tape, self.symbols[symbol], *self.held.get(symbol, ()))


def transposed(weights: Weights, equations: Sequence[BlockEquation]) -> Array:
    """Uᵀ of some blocks, (k, E, H, H), in the signs that their functions take: a row of states times it is ± U h.

    Laid out in rows, which makes the product of each step twice as fast.
    """
    U = np.stack([one.sign * weights.recurrent[one.block] for one in equations])
    return np.ascontiguousarray(U.swapaxes(-1, -2))


def _hold(tape: Tape, gate: Operand, *held: Rows) -> None:
    """Put values where a mask says so; nothing without them."""
    if held:
        masks, values = held
        tape.add(np.copyto, gate, values, "same_kind", masks)


def _apply(tape: Tape, function: Function, source: Operand, target: Operand) -> None:
    """target = function(source), or of −source where the function takes what is of the other sign."""
    for call in function.calls:
        tape.add(call.ufunc, *call.before, source, *call.after, target)
        source = target
    if source is not target:
        tape.add(np.copyto, target, source)


def _mix(tape: Tape, one: SumEquation, symbols: Symbols, target: Operand, spare: Sequence[Array]) -> None:
    """Write a sum of products, and what is taken of it."""
    for place, (number, product) in enumerate(one.terms):
        into = target if place == 0 else spare[0]
        term = _multiply(tape, product, symbols, into, spare[1])
        if abs(number) != 1 or (number < 0 and place == 0):
            tape.add(np.multiply, term, number, into)
            term, number = into, 1.0
        if place > 0:
            tape.add(np.subtract if number < 0 else np.add, target, term, target)
        elif term is not target:
            tape.add(np.copyto, target, term)
    _evaluate(tape, FUNCTIONS[one.function], target, target)


def _evaluate(tape: Tape, function: Function, source: Operand, target: Operand) -> None:
    """target = function(source)."""
    if function.turned:
        tape.add(np.negative, source, target)
        source = target
    _apply(tape, function, source, target)


def _multiply(tape: Tape, product: Sequence[Factor], symbols: Symbols, into: Operand, spare: Array) -> Operand:
    """Write a product, and return where it is: a single factor stays where it was."""
    done: Operand | None = None
    for factor in product:
        function = FUNCTIONS[factor.function]
        value: Operand = symbols[f"{factor.symbol}'" if factor.previous else factor.symbol]
        if function.calls:
            room = into if done is None else spare
            if factor.constant and isinstance(value, np.ndarray):
                value = function.of(value)  # the same at all steps
            else:
                _evaluate(tape, function, value, room)
                value = room
        if done is None:
            done = value
        else:
            tape.add(np.multiply, done, value, into)
            done = into
    assert done is not None
    return done
