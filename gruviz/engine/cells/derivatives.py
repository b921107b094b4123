"""The elementwise derivatives of a step, from a cell's equations, and the way back through it that they make."""

from collections.abc import Mapping
from functools import reduce
from typing import Literal

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells.base import Adjoint, Cell, Step
from gruviz.engine.cells.equations import BlockEquation, Factor, SumEquation
from gruviz.engine.cells.functions import FUNCTIONS, sigmoid
from gruviz.engine.weights import Weights

Edge = tuple[str, str]
"""Of what, by what: a state after the step, or the operand or preactivation of a block that a gate resets; by another
state after the step, a block, a state before it, a constant or a product."""
Partials = Mapping[Edge, Array]
"""The derivative on each edge, elementwise, (…, E, B, H)."""
Role = Literal["fold", "drive", "carry", "constant"]
PATHS = {"r": "reset", "z": "update", "n": "candidate", "h": "candidate"}
PATHS |= {"i": "input", "f": "forget", "g": "candidate", "o": "output"}
"""The path through each block; that of a cell's only block is "recurrent"."""


def before(state: str) -> str:
    """Name of a state before the step."""
    return f"{state}'"


def operand(block: str) -> str:
    """Name of what the U of a block multiplies, where a gate resets it before."""
    return f"operand {block}"


def preactivation(block: str) -> str:
    """Name of what the activation of a block is of, where a gate resets its product."""
    return f"preactivation {block}"


def product(block: str) -> str:
    """Name of what the U of a block gives, where a gate resets it after."""
    return f"product {block}"


def partials_of(
    cell: Cell, weights: Weights, step: Step, margins: Mapping[str, Array], free: Mapping[str, Array]
) -> dict[Edge, Array]:
    """Differentiate a step, or all steps of a run.

    Args:
        cell: Which cell.
        weights: Of E seeds.
        step: One step or all of a run.
        margins: 1 − gate and 1 − n² (of the state, where it is the candidate) by symbol, to be used in place of these
            differences, which round to 0 where the activation rounds to ±1; overwritten.
        free: By symbol of a clamped gate, 0 where it is held and 1 elsewhere, (…, 1, 1, H).
    """
    return _Derivatives(cell, weights, step, margins, free).edges()


class _Derivatives:
    def __init__(
        self,
        cell: Cell,
        weights: Weights,
        step: Step,
        margins: Mapping[str, Array],
        free: Mapping[str, Array],
    ) -> None:
        self.cell, self.weights, self.step, self.margins, self.free = cell, weights, step, margins, free
        self.values = dict(step.gates) | cell.by_state(step.state) | weights.constant
        self.values |= {before(name): state for name, state in cell.by_state(step.previous).items()}
        self.complemented = {
            factor.symbol for one in cell.mixed.values() for factor in one.factors if factor.function == "complement"
        }
        self.used = {one.symbol: self._uses(one.symbol) for one in cell.activated}
        self.slopes = {one.symbol: self._slope(one) for one in cell.activated}

    def _uses(self, symbol: str) -> int:
        """How often the derivative by a symbol is asked for: by states and resets, also through gates made of it."""
        count = 0
        for one in self.cell.equations:
            if symbol in (one.gates if isinstance(one, BlockEquation) else {factor.symbol for factor in one.factors}):
                is_gate = one.symbol in self.cell.mixed and one.symbol not in self.cell.state_names
                count += self._uses(one.symbol) if is_gate else 1
        return count

    def edges(self) -> dict[Edge, Array]:
        found: dict[Edge, Array] = {}
        for state in reversed(self.cell.state_names):
            found |= {(state, by): value for by, value in self._of(state).items()}
        for one in self.cell.activated:
            found |= self._reset(one)
        return found

    def _of(self, symbol: str) -> dict[str, Array]:
        """Derivatives of what an equation defines; those by gates are followed to their blocks."""
        one = self.cell.equation(symbol)
        if isinstance(one, BlockEquation):
            return {one.block: self.slopes[symbol]}
        by_symbol: dict[str, Array] = {}
        for number, product in one.terms:
            for factor in product:
                name = before(factor.symbol) if factor.previous else factor.symbol
                rest = self._rest(number, product, factor)
                by_symbol[name] = self._plus(by_symbol[name], rest) if name in by_symbol else rest
        outer = self._outer(one)
        found: dict[str, Array] = {}
        for name, rest in by_symbol.items():
            for by, value in self._on(name, rest if outer is None else rest * outer).items():
                found[by] = found[by] + value if by in found else value
        return found

    def _plus(self, sum_so_far: Array, rest: Array) -> Array:
        """Their sum, in place of the first unless that is used elsewhere."""
        mine = (*self.values.values(), *self.margins.values(), *self.slopes.values())
        room = None if any(sum_so_far is other for other in mine) else sum_so_far
        return np.add(sum_so_far, rest, room)

    def _on(self, name: str, rest: Array) -> dict[str, Array]:
        """A derivative by a symbol, told by where that symbol comes from."""
        if (name not in self.slopes and name not in self.cell.mixed) or name in self.cell.state_names:
            return {name: rest}
        room = self.slopes.get(name) if self.used.get(name) == 1 else None  # a slope that is of no other use
        return {by: np.multiply(value, rest, room) for by, value in self._of(name).items()}

    def _rest(self, number: float, product: tuple[Factor, ...], factor: Factor) -> Array:
        """Derivative of a product by one factor."""
        x = self._plain(factor)
        function = FUNCTIONS[factor.function]
        slope = function.slope(self._value(factor) if function.by_value else x)
        parts = [self._value(other) for other in product if other is not factor]
        if not isinstance(slope, float):
            parts.append(slope)
        elif slope * number == -1 and parts:
            return -reduce(np.multiply, parts)
        else:
            number = number * slope
        rest = reduce(np.multiply, parts) if parts else np.ones_like(x)
        return rest if number == 1 else rest * number

    def _outer(self, one: SumEquation) -> Array | None:
        """Slope of what is taken of a sum, 0 where the gate is held; None where it is 1."""
        slope: Array | None = None
        if one.function == "sigmoid":  # where it rounds to 1, nothing is left of 1 − y
            slope = self.values[one.symbol] * sigmoid(-self._sum(one))
        elif one.function != "identity":  # of those that sums are put into, each slope follows from the value
            y = self.values[one.symbol]
            slope = FUNCTIONS[one.function].slope(y) * np.ones_like(y)
        free = self.free.get(one.symbol)
        return free if slope is None else slope if free is None else slope * free

    def _sum(self, one: SumEquation) -> Array:
        """What the function of a sum is taken of."""
        terms = (number * reduce(np.multiply, map(self._value, product)) for number, product in one.terms)
        return reduce(np.add, terms)

    def _plain(self, factor: Factor) -> Array:
        return self.values[before(factor.symbol) if factor.previous else factor.symbol]

    def _value(self, factor: Factor) -> Array:
        if factor.function == "complement" and factor.symbol in self.margins and not factor.previous:
            return self.margins[factor.symbol]
        return FUNCTIONS[factor.function].of(self._plain(factor))

    def _slope(self, one: BlockEquation) -> Array:
        """Derivative of a gate, a candidate or a state by its preactivation."""
        y = self.values[one.symbol]
        if one.symbol in self.margins:
            margin = self.margins[one.symbol]
            room = None if one.symbol in self.complemented else margin  # which is of no other use
            slope = np.multiply(y, margin, room) if one.activation == "sigmoid" else margin
        else:
            slope = FUNCTIONS[one.activation].slope(y) * np.ones_like(y)
        return slope * self.free[one.symbol] if one.symbol in self.free else slope

    def _reset(self, one: BlockEquation) -> dict[Edge, Array]:
        h, gate = self.values[before("h")], one.reset or one.reset_after
        if gate is None:
            return {}
        r, block = self.values[gate], self.cell.block_of(gate)
        if one.reset:
            room = self.slopes[gate] if self.used[gate] == 1 else None
            turned = np.multiply(h, self.slopes[gate], room)
            return {(operand(one.block), before("h")): r, (operand(one.block), block): turned}
        given = h @ self.weights.recurrent[one.block].swapaxes(1, 2)
        if one.state_bias and self.weights.recurrent_bias is not None:
            given = given + self.weights.recurrent_bias[:, None]
        here = preactivation(one.block)
        return {(here, product(one.block)): r, (here, block): given * self.slopes[gate]}


def adjoint_of(cell: Cell, weights: Weights, partials: Partials, grad_state: Array) -> Adjoint:
    """Send a gradient back through a step, by path.

    Args:
        cell: Which cell.
        weights: Of E seeds.
        partials: From `partials_of`, for the same step or steps.
        grad_state: ∂L/∂s_t, (…, E, B, S); further leading axes broadcast.
    """
    way = _WayBack(cell, weights, partials, grad_state)
    return Adjoint(way.paths(), way.inner, way.products, constants_of(cell, partials, grad_state))


def constants_of(cell: Cell, partials: Partials, grad_state: Array) -> dict[str, Array]:
    """∂L/∂ each constant, each step's share, (…, E, B, H), from ∂L/∂s_t, (…, E, B, S)."""
    states = _through_the_step(cell, partials, grad_state)
    return {
        name: reduce(np.add, [states[of] * value for (of, by), value in partials.items() if by == name])
        for name in cell.constant_names
    }


def _through_the_step(cell: Cell, partials: Partials, grad_state: Array) -> dict[str, Array]:
    """∂L/∂ each state of a step, by name, with what it does to other states of that step."""
    states = cell.by_state(grad_state)
    for (of, by), partial in partials.items():
        if of in states and by in states and by not in cell.block_names:
            states[by] = states[by] + states[of] * partial
    return states


class _WayBack:
    """One step back, from the states to the blocks and from these to the states before."""

    def __init__(self, cell: Cell, weights: Weights, partials: Partials, grad_state: Array) -> None:
        self.cell, self.weights, self.partials = cell, weights, partials
        self.states = _through_the_step(cell, partials, grad_state)
        self.inner: dict[str, Array] = {}
        self.products: dict[str, Array] = {}
        self._arriving: dict[str, dict[str, Array]] = {}  # at each block, by the path that leads on from there
        self._leaving: dict[str, dict[str, Array]] = {}  # to each state before the step, by path
        self._through_states()
        for one in reversed(cell.activated):
            self._through_block(one)
        self.inner = {block: self.inner[block] for block in cell.block_names}
        self.products = {block: self.products[block] for block in cell.recurrent_blocks}

    def paths(self) -> dict[str, Array]:
        """What reaches the states before the step, (…, E, B, S), by path."""
        return {path: self._side_by_side(path) for path in self.cell.paths}

    def _through_states(self) -> None:
        for (of, by), partial in self.partials.items():
            if of not in self.states:
                continue
            if by in self.cell.block_names:
                _add(self._arriving, by, self._path(by), self.states[of] * partial)
            elif by.endswith("'"):
                _add(self._leaving, by, self.cell.leak or "", self.states[of] * partial)

    def _through_block(self, one: BlockEquation) -> None:
        parts = self._arriving.get(one.block, {})
        self.inner[one.block] = inner = reduce(np.add, parts.values())
        if one.reset_after:
            here, gate = preactivation(one.block), self.cell.block_of(one.reset_after)
            _add(self._arriving, gate, "reset", inner * self.partials[here, gate])
            parts = {path: part * self.partials[here, product(one.block)] for path, part in parts.items()}
        if not one.reads_state:
            return
        self.products[one.block] = reduce(np.add, parts.values())
        for path, part in parts.items():
            back = part @ self.weights.recurrent[one.block]
            if one.reset:
                here, gate = operand(one.block), self.cell.block_of(one.reset)
                _add(self._arriving, gate, "reset", back * self.partials[here, gate])
                back = back * self.partials[here, before("h")]
            _add(self._leaving, before("h"), path, back)

    def _path(self, block: str) -> str:
        path = PATHS.get(block, "")
        return path if path in self.cell.paths else "recurrent"

    def _side_by_side(self, path: str) -> Array:
        """The parts of all states in one, zeros where nothing arrives."""
        parts = [self._leaving.get(before(name), {}).get(path) for name in self.cell.state_names]
        known = next(part for part in parts if part is not None)
        if len(parts) == 1:
            return known
        return np.concatenate([np.zeros_like(known) if part is None else part for part in parts], -1)


def _add(sums: dict[str, dict[str, Array]], place: str, path: str, part: Array) -> None:
    paths = sums.setdefault(place, {})
    paths[path] = paths[path] + part if path in paths else part
