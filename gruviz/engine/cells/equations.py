"""A cell's equations as data: what a page prints, explains and fills with numbers, and an exported script runs.

An equation's name is the symbol it defines. Symbols: the gates and candidates of the cell, its states, and "n" for the
candidate that textbooks write h with a tilde.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

KEEP, WRITE, DRIVE, SIGN = "<keep>", "<write>", "<drive>", "<sign>"
"""Stand in the formula of a path for what the sign of z changes."""


class Activation(NamedTuple):
    """How a function is written, and what it can return."""

    latex: str
    code: str
    """In PyTorch."""
    range: tuple[float, float]


ACTIVATIONS: Mapping[str, Activation] = {
    "sigmoid": Activation(r"\sigma", "torch.sigmoid", (0, 1)),
    "tanh": Activation(r"\tanh", "torch.tanh", (-1, 1)),
    "relu": Activation(r"\mathrm{ReLU}", "torch.relu", (0, math.inf)),
    "identity": Activation("", "", (-math.inf, math.inf)),
}
"""By name."""


class Factor(NamedTuple):
    """One factor of a product, elementwise."""

    symbol: str
    complement: bool = False
    """1 − symbol."""
    previous: bool = False
    """Its value before the step."""
    tanh: bool = False
    """tanh of it."""

    @property
    def latex(self) -> str:
        """As printed inside a product."""
        name = at_step(self.symbol, previous=self.previous)
        if self.complement:
            return f"(1 - {name})"
        return rf"\tanh({name})" if self.tanh else name

    @property
    def code(self) -> str:
        """In PyTorch, before the symbol gets its new value."""
        if self.complement:
            return f"(1 - {self.symbol})"
        return f"torch.tanh({self.symbol})" if self.tanh else self.symbol


@dataclass(frozen=True)
class BlockEquation:
    """symbol = activation(W x_t + U (operand) + b): one block of weights.

    Args:
        symbol: What it defines.
        block: Name of the block of weights.
        activation: "sigmoid", "tanh", "relu" or "identity".
        reset: Gate that multiplies the state before U does.
        reset_after: Gate that multiplies the product with U instead.
        reads_state: Whether U takes part at all; a block that does not read the state has no U.
        alone: Whether this is the cell's only block, whose weights then carry no index.
        state_bias: Whether the product with U has a bias c of its own, which a reset after it multiplies too.
        reset_turned: Whether it is 1 − gate that resets.
    """

    symbol: str
    block: str
    activation: str
    reset: str | None = None
    reset_after: str | None = None
    reads_state: bool = True
    alone: bool = False
    state_bias: bool = False
    reset_turned: bool = False

    @property
    def latex(self) -> str:
        """The whole equation."""
        index = "" if self.alone else f"_{self.block}"
        driven, bias, state = f"W{index} x_t", f" + b{index}", at_step("h", previous=True)
        if self.reset:
            state = rf"({self._gate.latex} \circ {state})"
        product = f"U{index} {state}" + (f" + c{index}" if self.state_bias else "")
        if self.reset_after:
            inner = rf"{driven}{bias} + {self._gate.latex} \circ ({product})"
        elif self.state_bias:
            inner = f"{driven}{bias} + {product}"
        else:
            inner = f"{driven} + {product}{bias}" if self.reads_state else driven + bias
        name = ACTIVATIONS[self.activation].latex
        return f"{at_step(self.symbol)} = {f'{name}({inner})' if name else inner}"

    @property
    def code(self) -> str:
        """Its right side in PyTorch, where a is W x_t + b and U is U, both by block."""
        state = f"({self._gate.code} * h)" if self.reset else "h"
        product = f'U["{self.block}"] @ {state}' + (' + a["c"]' if self.state_bias else "")
        if self.reset_after:
            product = f"{self._gate.code} * ({product})"
        inner = f'a["{self.block}"]' + (f" + {product}" if self.reads_state else "")
        name = ACTIVATIONS[self.activation].code
        return f"{name}({inner})" if name else inner

    @property
    def _gate(self) -> Factor:
        return Factor(self.reset or self.reset_after or "", complement=self.reset_turned)


@dataclass(frozen=True)
class SumEquation:
    """symbol = sum of elementwise products.

    Args:
        symbol: The state it defines.
        products: Each a tuple of factors.
    """

    symbol: str
    products: tuple[tuple[Factor, ...], ...]

    @property
    def latex(self) -> str:
        """The whole equation."""
        products = (r" \circ ".join(factor.latex for factor in product) for product in self.products)
        return f"{at_step(self.symbol)} = {' + '.join(products)}"

    @property
    def code(self) -> str:
        """Its right side in PyTorch."""
        return " + ".join(" * ".join(factor.code for factor in product) for product in self.products)


Equation = BlockEquation | SumEquation


def at_step(symbol: str, *, previous: bool = False) -> str:
    r"""LaTeX of a symbol at step t or t-1: "n" is \tilde h_t."""
    name = {"n": r"\tilde h"}.get(symbol, symbol)
    return f"{name}_{{t-1}}" if previous else f"{name}_t"


def keep_z(equations: Iterable[Equation]) -> tuple[Equation, ...]:
    """Equations in the convention of PyTorch and of Cho et al. v3, where z near 1 keeps instead of writing.

    The weights of z change sign with it, which no formula shows.
    """
    return tuple(_turned(equation) for equation in equations)


def path_latex(formula: str, *, keeps: bool = False) -> str:
    """A path's formula in one of the two conventions for z."""
    write = {KEEP: "1-z_t", WRITE: "z_t", DRIVE: r"(\tilde h_t - h_{t-1})", SIGN: ""}
    keep = {KEEP: "z_t", WRITE: "(1-z_t)", DRIVE: r"(h_{t-1} - \tilde h_t)", SIGN: "-"}
    for mark, latex in (keep if keeps else write).items():
        formula = formula.replace(mark, latex)
    return formula.replace("((1-z_t))", "(1-z_t)")


def step_code(name: str, states: Sequence[str], equations: Sequence[Equation]) -> str:
    """A step in PyTorch, one line for each equation: a function of a, U and the state, which returns the new state.

    Args:
        name: Of the function.
        states: In their order; where there are several, the state is all of them in one vector `s`.
        equations: In the order of computation, the last one defining h.
    """
    *first, last = equations
    names, argument, result = ", ".join(states), states[0], last.code
    if several := len(states) > 1:
        argument, result = "s", f"torch.cat([{names}])"
    lines = [f"def {name}(a, U, {argument}):"]
    if several:
        lines.append(f"    {names} = s.chunk({len(states)})  # c carries, h shows")
    for equation in equations if several else first:
        lines.append(f"    {equation.symbol} = {equation.code}{_REMARKS.get(equation.symbol, '')}")
    return "\n".join([*lines, f"    return {result}", ""])


_REMARKS = {"z": "  # near 0 keeps, near 1 writes; torch.nn.GRU has it the other way round"}


def _turned(equation: Equation) -> Equation:
    if isinstance(equation, BlockEquation):
        resets = "z" in (equation.reset, equation.reset_after)
        return replace(equation, reset_turned=not equation.reset_turned) if resets else equation
    products = tuple(
        tuple(
            factor._replace(complement=not factor.complement) if factor.symbol == "z" else factor for factor in product
        )
        for product in equation.products
    )
    return replace(equation, products=products)
