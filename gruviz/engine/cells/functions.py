"""The functions of one number that cells are made of: how each is written, computed and differentiated."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from gruviz.arrays import Array


class Call(NamedTuple):
    """One ufunc, applied to x and to what stands before or after it."""

    ufunc: Callable[..., Any]
    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()

    def on(self, x: Any, out: Any = None) -> Any:
        """Its value for x."""
        return self.ufunc(*self.before, x, *self.after, out)


class Function(NamedTuple):
    """A function y of x.

    Args:
        latex: How it is written, with x in braces.
        code: In PyTorch, likewise.
        range: What it can return.
        calls: One after another they make y of x, each in place if need be; none for x itself.
        slope: y' from x, or from y.
        by_value: Whether it is from y, as those of gates and of sums have to be.
        turned: Whether the calls begin with −x. A block of weights is computed with the other sign then, which costs
            nothing.
    """

    latex: str
    code: str
    range: tuple[float, float]
    calls: tuple[Call, ...]
    slope: Callable[[Array], Array | float]
    by_value: bool = False
    turned: bool = False

    def of(self, x: Array) -> Array:
        """y, in an array of its own unless it is x."""
        y = np.negative(x) if self.turned else x
        for call in self.calls:
            y = call.on(y, None if y is x else y)
        return y


def _relu(x: Array, out: Array | None) -> Array:
    """max(x, 0); NumPy's maximum takes its output by name alone."""
    result: Array = np.maximum(x, 0, out=out)
    return result


SIGMOID = (Call(np.exp), Call(np.add, after=(1,)), Call(np.reciprocal))
"""σ of −x, accurate also where it is close to 0."""

FUNCTIONS: Mapping[str, Function] = {
    "identity": Function("{x}", "{x}", (-math.inf, math.inf), (), lambda y: 1.0, by_value=True),
    "sigmoid": Function(
        r"\sigma({x})", "torch.sigmoid({x})", (0, 1), SIGMOID, lambda y: y * (1 - y), by_value=True, turned=True
    ),
    "log_sigmoid": Function(
        r"\log \sigma({x})",
        "-torch.nn.functional.softplus(-{x})",
        (-math.inf, 0),
        (Call(np.logaddexp, before=(0,)), Call(np.negative)),
        lambda y: -np.expm1(y),
        by_value=True,
        turned=True,
    ),
    "tanh": Function(r"\tanh({x})", "torch.tanh({x})", (-1, 1), (Call(np.tanh),), lambda x: sech_squared(x)),
    "relu": Function(
        r"\mathrm{{ReLU}}({x})",
        "torch.relu({x})",
        (0, math.inf),
        (Call(_relu),),
        lambda y: (y > 0).astype(y.dtype),
        by_value=True,
    ),
    "softplus": Function(
        r"\mathrm{{softplus}}({x})",
        "torch.nn.functional.softplus({x})",
        (0, math.inf),
        (Call(np.logaddexp, before=(0,)),),
        lambda y: -np.expm1(-y),
        by_value=True,
    ),
    "exp": Function(r"\exp({x})", "torch.exp({x})", (0, math.inf), (Call(np.exp),), lambda y: y, by_value=True),
    "exp_minus": Function(
        r"\exp(-{x})", "torch.exp(-{x})", (0, math.inf), (Call(np.exp),), lambda y: -y, by_value=True, turned=True
    ),
    "cos": Function(r"\cos {x}", "torch.cos({x})", (-1, 1), (Call(np.cos),), lambda x: -np.sin(x)),
    "sin": Function(r"\sin {x}", "torch.sin({x})", (-1, 1), (Call(np.sin),), lambda x: np.cos(x)),
    "complement": Function(r"(1 - {x})", "(1 - {x})", (0, 1), (Call(np.subtract, before=(1,)),), lambda x: -1.0),
    "inverse": Function(
        r"{x}^{{-1}}", "(1 / {x})", (0, math.inf), (Call(np.reciprocal),), lambda y: -y * y, by_value=True
    ),
    "root": Function(
        r"\sqrt{{1 - {x}^2}}",
        "torch.sqrt(1 - {x}**2)",
        (0, 1),
        (Call(np.square), Call(np.subtract, before=(1,)), Call(np.sqrt)),
        lambda x: np.divide(-x, root := np.sqrt(1 - np.square(x)), np.zeros_like(x), where=root > 0),
    ),
}
"""By name."""


def sigmoid(a: Array) -> Array:
    """σ(a), accurate also where it is close to 0."""
    return FUNCTIONS["sigmoid"].of(a)


def sech_squared(a: Array) -> Array:
    """1 − tanh(a)², accurate also where tanh is close to ±1."""
    tail = np.exp(-2 * np.abs(a))
    return 4 * tail / np.square(1 + tail)
