"""A cell's equations as data: what a page prints, explains and fills with numbers all comes from here.

An equation's name is the symbol it defines. Symbols: the gates and candidates of the cell, its states, and "n" for the
candidate that textbooks write h with a tilde.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

KEEP, WRITE, DRIVE = "<keep>", "<write>", "<drive>"
"""Stand in the formula of a path for what the sign of z changes."""


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


@dataclass(frozen=True)
class Activated:
    """symbol = activation(W x_t + U (operand) + b): one block of weights.

    Args:
        symbol: What it defines.
        block: Name of the block of weights.
        activation: "sigmoid", "tanh", "relu" or "identity".
        reset: Gate that multiplies the state before U does.
        reset_after: Gate that multiplies U h + c instead, c being the recurrent bias.
        reads_state: Whether U takes part at all.
        alone: Whether this is the cell's only block, whose weights then carry no index.
    """

    symbol: str
    block: str
    activation: str
    reset: str | None = None
    reset_after: str | None = None
    reads_state: bool = True
    alone: bool = False

    @property
    def latex(self) -> str:
        """The whole equation."""
        index = "" if self.alone else f"_{self.block}"
        state = at_step("h", previous=True)
        if self.reset:
            state = rf"({at_step(self.reset)} \circ {state})"
        inner = f"W{index} x_t + U{index} {state} + b{index}"
        if self.reset_after:
            inner = rf"W{index} x_t + b{index} + {at_step(self.reset_after)} \circ (U{index} {state} + c{index})"
        if not self.reads_state:
            inner = f"W{index} x_t + b{index}"
        name = {"sigmoid": r"\sigma", "tanh": r"\tanh", "relu": r"\mathrm{ReLU}"}.get(self.activation)
        return f"{at_step(self.symbol)} = {f'{name}({inner})' if name else inner}"


@dataclass(frozen=True)
class Mixed:
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


Equation = Activated | Mixed


def at_step(symbol: str, *, previous: bool = False) -> str:
    r"""LaTeX of a symbol at step t or t-1: "n" is \tilde h_t."""
    name = {"n": r"\tilde h"}.get(symbol, symbol)
    return f"{name}_{{t-1}}" if previous else f"{name}_t"


def keep_z(equations: Iterable[Equation]) -> tuple[Equation, ...]:
    """The same with z near 1 keeping instead of writing, as PyTorch and Cho et al. v3 have it.

    The weights of z change sign with it, which no formula shows.
    """
    return tuple(_turned(equation) if isinstance(equation, Mixed) else equation for equation in equations)


def path_latex(formula: str, *, keeps: bool = False) -> str:
    """A path's formula in one of the two conventions for z."""
    write = {KEEP: "1-z_t", WRITE: "z_t", DRIVE: r"(\tilde h_t - h_{t-1})"}
    keep = {KEEP: "z_t", WRITE: "(1-z_t)", DRIVE: r"(h_{t-1} - \tilde h_t)"}
    for mark, latex in (keep if keeps else write).items():
        formula = formula.replace(mark, latex)
    return formula


def _turned(equation: Mixed) -> Mixed:
    products = tuple(
        tuple(
            factor._replace(complement=not factor.complement) if factor.symbol == "z" else factor for factor in product
        )
        for product in equation.products
    )
    return replace(equation, products=products)
