"""A cell's equations as data: what a page prints, explains and fills with numbers, and an exported script runs.

An equation's name is the symbol it defines. Symbols: the gates and candidates of the cell, its states, and "n" for the
candidate that textbooks write h with a tilde.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gruviz.engine.cells.functions import FUNCTIONS

LETTERS = {
    "n": r"\tilde h",
    "Lambda": r"\Lambda",
    "nu": r"\nu",
    "theta": r"\theta",
    "gamma": r"\gamma",
    "delta": r"\Delta",
    "i0": r"\tilde i",
    "f0": r"\tilde f",
    **{f"{letter}{i}": f"{letter}^{{({i})}}" for letter in "aBCs" for i in (1, 2)},
    **{f"alpha{i}": rf"\alpha^{{({i})}}" for i in (1, 2)},
}
"""How symbols of more than one letter, and the candidate, are printed."""
KEEP, WRITE, DRIVE, SIGN = "<keep>", "<write>", "<drive>", "<sign>"
"""Stand in the formula of a path for what the sign of z changes."""


class Factor(NamedTuple):
    """One factor of a product, elementwise.

    Args:
        symbol: A gate, a candidate, a state, or one of the cell's constants.
        function: What is taken of it, one of `FUNCTIONS`.
        previous: Whether its value before the step is meant.
        constant: Whether it is a parameter of each unit, the same at every step.
    """

    symbol: str
    function: str = "identity"
    previous: bool = False
    constant: bool = False

    @property
    def latex(self) -> str:
        """As printed inside a product."""
        name = LETTERS.get(self.symbol, self.symbol)
        return FUNCTIONS[self.function].latex.format(
            x=name if self.constant else at_step(self.symbol, previous=self.previous)
        )

    def code(self, apart: Collection[str] = ()) -> str:
        """In PyTorch; `apart` are the states whose value before the step has a name of its own."""
        name = _OLD.format(self.symbol) if self.previous and self.symbol in apart else code_name(self.symbol)
        return FUNCTIONS[self.function].code.format(x=f'a["{self.symbol}"]' if self.constant else name)


@dataclass(frozen=True)
class BlockEquation:
    """symbol = activation(W x_t + U (operand) + b): one block of weights.

    Args:
        symbol: What it defines.
        block: Name of the block of weights.
        activation: One of `FUNCTIONS`.
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
        index = "" if self.alone else f"_{_index(self.block)}"
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
        return f"{at_step(self.symbol)} = {FUNCTIONS[self.activation].latex.format(x=inner)}"

    def code(self, apart: Collection[str] = ()) -> str:
        """Its right side in PyTorch, where a is W x_t + b and U is U, both by block; no state is new yet."""
        state = f"({self._gate.code()} * h)" if self.reset else "h"
        product = f'U["{self.block}"] @ {state}' + (' + a["c"]' if self.state_bias else "")
        if self.reset_after:
            product = f"{self._gate.code()} * ({product})"
        inner = f'a["{self.block}"]' + (f" + {product}" if self.reads_state else "")
        return FUNCTIONS[self.activation].code.format(x=inner)

    @property
    def sign(self) -> float:
        """Of what drives it while it runs, for a function that takes −x."""
        return -1.0 if FUNCTIONS[self.activation].turned else 1.0

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates that it resets by."""
        return tuple(gate for gate in (self.reset, self.reset_after) if gate)

    @property
    def _gate(self) -> Factor:
        return Factor(self.reset or self.reset_after or "", "complement" if self.reset_turned else "identity")


@dataclass(frozen=True)
class SumEquation:
    """symbol = function(sum of elementwise products).

    Args:
        symbol: What it defines: a state, or a gate made of others.
        products: Each a tuple of factors.
        function: What is taken of the sum, one of `FUNCTIONS`.
        coefficients: A number in front of each product; empty is 1 for all.
        range: What a gate can be.
    """

    symbol: str
    products: tuple[tuple[Factor, ...], ...]
    function: str = "identity"
    coefficients: tuple[float, ...] = ()
    range: tuple[float, float] = (-math.inf, math.inf)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Of all products, in order."""
        return tuple(factor for product in self.products for factor in product)

    @property
    def terms(self) -> tuple[tuple[float, tuple[Factor, ...]], ...]:
        """Each product with its coefficient."""
        return tuple(zip(self.coefficients or (1.0,) * len(self.products), self.products, strict=True))

    @property
    def latex(self) -> str:
        """The whole equation."""
        inner = _sum([(number, r" \circ ".join(factor.latex for factor in product)) for number, product in self.terms])
        return f"{at_step(self.symbol)} = {FUNCTIONS[self.function].latex.format(x=inner)}"

    def code(self, apart: Collection[str] = ()) -> str:
        """Its right side in PyTorch; `apart` as for its factors."""
        terms = [(number, " * ".join(factor.code(apart) for factor in product)) for number, product in self.terms]
        return FUNCTIONS[self.function].code.format(x=_sum(terms, times=" * "))


Equation = BlockEquation | SumEquation


def at_step(symbol: str, *, previous: bool = False) -> str:
    r"""LaTeX of a symbol at step t or t-1: "n" is \tilde h_t."""
    name = LETTERS.get(symbol, symbol)
    return f"{name}_{{t-1}}" if previous else f"{name}_t"


def _index(block: str) -> str:
    """A block as the index of its weights: one letter, or what is printed for it in braces."""
    return block if len(block) == 1 else f"{{{LETTERS.get(block, block)}}}"


def _sum(terms: Sequence[tuple[float, str]], times: str = r"\, ") -> str:
    """Terms one after another, each with its number in front where that is not 1."""
    text = ""
    for number, term in terms:
        sign = " - " if number < 0 else " + "
        text += (sign if text else sign.strip(" +")) + ("" if abs(number) == 1 else f"{abs(number):g}{times}") + term
    return text


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
    argument, result, apart = states[0], last.code(), _read_late(states, equations)
    if several := len(states) > 1:
        argument, result = "s", f"torch.cat([{', '.join(states)}])"
    lines = [f"def {name}(a, U, {argument}):"]
    if several:
        names = ", ".join(_OLD.format(state) if state in apart else state for state in states)
        lines.append(f"    {names} = s.chunk({len(states)}){_REMARKS.get(names, '')}")
    for one in equations if several else first:
        lines.append(f"    {code_name(one.symbol)} = {one.code(apart)}{_REMARKS.get(one.symbol, '')}")
    return "\n".join([*lines, f"    return {result}", ""])


def code_name(symbol: str) -> str:
    """What a symbol is called in code, where "a" is what drives the blocks."""
    return {"a": "keep"}.get(symbol, symbol)


def _read_late(states: Sequence[str], equations: Sequence[Equation]) -> set[str]:
    """The states whose value before the step is still read after they have a new one."""
    late, new = set(), set()
    for one in equations:
        if isinstance(one, SumEquation):
            late |= {factor.symbol for factor in one.factors if factor.previous and factor.symbol in new}
        new |= {one.symbol} & set(states)
    return late


_OLD = "{}_before"
_OTHER_SIGN = {"identity": "complement", "complement": "identity"}
_REMARKS = {
    "z": "  # near 0 keeps, near 1 writes; torch.nn.GRU has it the other way round",
    "h, c": "  # c carries, h shows",
    "h_before, k": "  # real and imaginary part",
    "h, s1, s2": "  # s1 and s2 carry, h shows",
}


def _turned(equation: Equation) -> Equation:
    if isinstance(equation, BlockEquation):
        resets = "z" in (equation.reset, equation.reset_after)
        return replace(equation, reset_turned=not equation.reset_turned) if resets else equation
    products = tuple(
        tuple(
            factor._replace(function=_OTHER_SIGN[factor.function]) if factor.symbol == "z" else factor
            for factor in product
        )
        for product in equation.products
    )
    return replace(equation, products=products)
