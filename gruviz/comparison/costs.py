"""What a cell costs: parameters, arithmetic, memory for backpropagation, and how much there is to explain.

Everything is read off the cell's equations, so a new cell is counted as soon as it is written.
"""

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass

from gruviz.engine.cells import Cell, find_cell
from gruviz.engine.cells.equations import BlockEquation, Factor, SumEquation
from gruviz.validation import check_choice, check_integer

BIASES = ("one", "two")
"""One bias per block of weights, or PyTorch's two: one beside W and one beside U."""
SIZE_LIMIT = 65_536
"""Largest D and H counted."""
LAYER_LIMIT = 64


@dataclass(frozen=True)
class Costs:
    """What a stack of layers of one cell costs.

    Args:
        cell: Registry key.
        hidden_size: H.
        parameters: Numbers that training adjusts.
        multiply_adds: Multiply-accumulates of the matrix products, per step and sequence, forward. Elementwise
            operations, of which there are a few times H, are not counted.
        kept: Numbers kept for backpropagation, per step and sequence; see `Stack.costs`.
    """

    cell: str
    hidden_size: int
    parameters: int
    multiply_adds: int
    kept: int


@dataclass(frozen=True)
class Structure:
    """How much there is to explain in a cell.

    Args:
        cell: Registry key.
        gates: Sigmoid gates.
        blocks: Blocks of weights.
        equations: Lines of its definition.
        states: Vectors carried from step to step.
    """

    cell: str
    gates: int
    blocks: int
    equations: int
    states: int


@dataclass(frozen=True)
class Stack:
    """Layers of one cell; those above the first read the h of the layer below.

    Args:
        input_size: D.
        layers: How many are stacked, all of the same H.
        biases: One of `BIASES`. A bias beside U that the cell itself has, as inside a reset, counts in both.

    Raises:
        GruvizError: If a setting is out of range; so do the methods.
    """

    input_size: int
    layers: int = 1
    biases: str = "one"

    def __post_init__(self) -> None:
        check_integer("input_size", self.input_size, 1, SIZE_LIMIT)
        check_integer("layers", self.layers, 1, LAYER_LIMIT)
        check_choice("biases", self.biases, BIASES)

    def costs(self, cell: str, hidden_size: int) -> Costs:
        """Count what this stack costs, of one cell at one H.

        `kept` is our own definition: every different vector that a standard automatic differentiation of the equations
        as printed keeps for the backward pass, one operation at a time. An activation keeps its result, a product its
        factors, a matrix product the vector it multiplies. A fused kernel may keep less and compute it again.
        """
        kind = find_cell(cell)
        D, H = self.input_size, check_integer("hidden_size", hidden_size, 1, SIZE_LIMIT)
        above = self.layers - 1
        return Costs(
            cell,
            H,
            parameters=_parameters(kind, D, H, self.biases) + above * _parameters(kind, H, H, self.biases),
            multiply_adds=_products(kind, D, H) + above * _products(kind, H, H),
            kept=D + self.layers * len(_kept(kind)) * H,
        )

    def equal_budget(self, cell: str, parameters: int) -> Costs:
        """The costs of a cell at the H that brings its parameters closest to a budget."""
        budget = check_integer("parameters", parameters, 1, 10**15)
        sizes = range(1, SIZE_LIMIT + 1)
        place = min(SIZE_LIMIT - 1, bisect_left(sizes, budget, key=lambda H: self.costs(cell, H).parameters))
        near = (self.costs(cell, size) for size in sizes[max(0, place - 1) : place + 1])
        return min(near, key=lambda costs: abs(costs.parameters - budget))


def structure(cell: str) -> Structure:
    """Count what there is to explain in a cell."""
    kind = find_cell(cell)
    blocks = _blocks(kind)
    gates = sum(block.activation == "sigmoid" for block in blocks)
    return Structure(cell, gates, len(blocks), len(kind.equations), len(kind.state_names))


def _blocks(kind: Cell) -> list[BlockEquation]:
    return [equation for equation in kind.equations if isinstance(equation, BlockEquation)]


def _parameters(kind: Cell, D: int, H: int, biases: str) -> int:
    single = len(kind.constant_names) + sum(_biases(block, biases) for block in _blocks(kind))
    return _products(kind, D, H) + H * single


def _biases(block: BlockEquation, biases: str) -> int:
    return 2 if block.state_bias or (biases == "two" and block.reads_state) else 1


def _products(kind: Cell, D: int, H: int) -> int:
    """Elements of all W and U: as many multiply-accumulates, as each meets one number."""
    return H * sum(D + H * block.reads_state for block in _blocks(kind))


def _kept(kind: Cell) -> set[str]:
    """Names of the vectors of size H that the backward pass of a step needs; none that is the same at every step."""
    names = {"h"} if kind.recurrent_blocks else set()
    still = set(kind.constant_names)
    for equation in kind.equations:
        if isinstance(equation, BlockEquation):
            names |= _kept_by_block(equation)
        elif all(factor.symbol in still for factor in equation.factors):
            still.add(equation.symbol)
        else:
            names |= _kept_by_sum(equation, still)
    return names


def _kept_by_block(equation: BlockEquation) -> set[str]:
    """Its result, of softplus what it is taken of, and what a reset lets through."""
    names = {equation.symbol} if equation.activation in _BY_RESULT else set()
    if equation.activation in _BY_ARGUMENT:
        names.add(f"drive of {equation.symbol}")
    if equation.reset or equation.reset_after:
        names.add(f"operand of {equation.symbol}")
    return names


def _kept_by_sum(equation: SumEquation, still: Collection[str]) -> set[str]:
    """Both factors of every product, taken from left to right, and results by which a derivative is known."""
    names = {equation.symbol} if equation.function in _BY_RESULT else set()
    for product in equation.products:
        moving = [factor for factor in product if factor.symbol not in still]
        names |= {_name(factor) for factor in moving if len(product) > 1 or factor.function in _BY_RESULT}
        names |= {factor.symbol for factor in moving if factor.function == "root"}
        names |= {f"argument of {_name(factor)}" for factor in moving if factor.function in _BY_ARGUMENT}
        parts = (product[:end] for end in range(2, len(product)))
        names |= {" ".join(map(_name, part)) for part in parts if any(factor in moving for factor in part)}
    return names


def _name(factor: Factor) -> str:
    """Of a vector, whichever step it is of."""
    return factor.symbol if factor.function == "identity" else f"{factor.function} of {factor.symbol}"


_BY_RESULT = ("sigmoid", "tanh", "relu", "exp", "inverse")
"""Functions whose derivative follows from what they return."""
_BY_ARGUMENT = ("softplus", "log_sigmoid")
"""Functions that keep what they are taken of."""
