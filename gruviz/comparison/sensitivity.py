"""The curse of memory as a run: how far a small change of a parameter moves the state of a unit that remembers long.

One unit reads noise, h ← λ h + γ x. Without any exploding gradient a change of λ moves the state the more the closer
|λ| lies to 1, since it acts on all that is remembered at once (Zucchet & Orvieto 2024, arXiv:2405.21064). How a cell
makes its λ from what it learns decides whether training feels this.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.comparison.single_units import single_units
from gruviz.engine.cells import Adjoint
from gruviz.engine.gradients import gradient_flow
from gruviz.engine.recording import record
from gruviz.engine.records import Clamp, Recording
from gruviz.validation import check_integer

TIMES = tuple(2.0**power for power in range(1, 7))
"""How long the units remember: 1/(1 − |λ|) steps."""
LENGTHS = 8
"""So many times as long runs are as their units remember."""
PHASE = 0.5
"""Angle of the complex λ, in radians; nothing here depends on it."""


class Parameter(NamedTuple):
    """What is changed.

    Args:
        cell: Whose it is.
        closed_form: Root mean square of ∂s_T/∂p relative to that of s_T, for white noise and without end, from |λ|.
        part: The parameter's gradient, each step's share, from what the engine sends back.
        factor: What that is multiplied by, from |λ|: 1, or the slope of another parameter.
    """

    cell: str
    closed_form: Callable[[Array], Array]
    part: Callable[[Adjoint], Array]
    factor: Callable[[float], float] = lambda size: 1.0


PARAMETERS: Mapping[str, Parameter] = {
    "size": Parameter(
        "lru",
        lambda r: np.sqrt(1 + r**2) / (1 - r**2),
        lambda way: way.constants["nu"],
        lambda r: 1 / abs(r * np.log(r)),
    ),
    "angle": Parameter("lru", lambda r: r * np.sqrt(1 + r**2) / (1 - r**2), lambda way: way.constants["theta"]),
    "nu": Parameter("lru", lambda r: -r * np.log(r) * np.sqrt(1 + r**2) / (1 - r**2), lambda way: way.constants["nu"]),
    "bias": Parameter("mingru", lambda r: np.sqrt(2) * r / (1 + r), lambda way: way.preactivations["z"]),
    "Lambda": Parameter(
        "rg_lru", lambda r: 8 * r * (1 - r ** (1 / 8)) / (1 - r**2), lambda way: way.constants["Lambda"]
    ),
}
"""By name: |λ| itself, what the cells learn in its place (the angle, ν, a gate's bias, Λ).

The squares before the root, of h ← λ h + γ x with x white and of variance 1: E|h|² = γ²/(1 − r²) and E|∂h/∂λ|² =
γ² (1 + r²)/(1 − r²)³; a change of the angle is r times one of λ. ν has the slope r ln r. With γ = 1 − r made by the
same gate, E|h|² = (1 − r)/(1 + r) and E|∂h/∂b|² = 2 r² (1 − r)/(1 + r)³; with γ = √(1 − r²), E|∂h/∂r|² = 1/(1 − r²)²
and Λ has the slope 8 r σ(Λ) = 8 r (1 − r^⅛).
"""


class Sensitivity(NamedTuple):
    """How far parameters move the state, relative to its size, by how long it remembers.

    Args:
        times: 1/(1 − |λ|), (N,), rising.
        measured: In runs, (N,) by parameter.
        closed_form: The same for an endless sequence and all noise, (N,) by parameter.
        sequences: How many were read at each.
    """

    times: Array
    measured: Mapping[str, Array]
    closed_form: Mapping[str, Array]
    sequences: int


@lru_cache(maxsize=4)
def measure_sensitivity(times: tuple[float, ...] = TIMES, sequences: int = 400, seed: int = 0) -> Sensitivity:
    """Run a unit of each cell on noise, for each time that it may remember.

    Args:
        times: 1/(1 − |λ|), above 1.
        sequences: How many are read at each.
        seed: Of the noise.
    """
    count = check_integer("sequences", sequences, 2, 100_000)
    rng = np.random.default_rng(check_integer("seed", seed, 0, 2**32 - 1))
    sizes = 1 - 1 / np.array(times)
    found: dict[str, list[float]] = {name: [] for name in PARAMETERS}
    for size in sizes.tolist():
        noise = rng.normal(size=(round(LENGTHS / (1 - size)), count, 1))
        for cell, run in ((cell, make(size, noise)) for cell, make in MADE.items()):
            ways = sent_back(run)
            for name, parameter in PARAMETERS.items():
                if parameter.cell == cell:
                    found[name].append(relative(run, ways, parameter) * parameter.factor(size))
    return Sensitivity(
        np.array(times),
        {name: np.array(values) for name, values in found.items()},
        {name: parameter.closed_form(sizes) for name, parameter in PARAMETERS.items()},
        count,
    )


def sent_back(run: Recording) -> list[Adjoint]:
    """What comes back from each part of the last state."""
    parts = np.eye(run.state.shape[-1])
    flows = (gradient_flow(run, grad_final=np.tile(part, (run.batch_size, 1))) for part in parts)
    return [flow.attribution.adjoint for flow in flows]


def relative(run: Recording, ways: Sequence[Adjoint], parameter: Parameter) -> float:
    """Root mean square of ∂s_T/∂p over sequences, relative to that of s_T; all parts of the state together."""
    moved = sum(float(np.square(parameter.part(way).sum(0)).mean()) for way in ways)
    return float(np.sqrt(moved / np.square(run.state[-1]).sum(-1).mean()))


def _linear(size: float, noise: Array) -> Recording:
    """An LRU: h ← λ h + √(1 − |λ|²) x, the root being learned too and no part of ν."""
    constants = {"nu": np.log(-np.log(size)), "theta": PHASE, "gamma": np.log1p(-(size**2)) / 2}
    return record("lru", single_units("lru", biases={}, constants=constants), noise)


def _weighted(size: float, noise: Array) -> Recording:
    """A minGRU: h ← (1 − z) h + z x, z = σ(b)."""
    return record("mingru", single_units("mingru", biases={"z": np.log((1 - size) / size)}), noise)


def _rooted(size: float, noise: Array) -> Recording:
    """An RG-LRU with both gates held open: h ← a h + √(1 − a²) x, a = σ(−Λ)⁸."""
    weights = single_units("rg_lru", biases={}, constants={"Lambda": np.log(np.expm1(-np.log(size) / 8))})
    return record("rg_lru", weights, noise, clamps=[Clamp("r", 1.0), Clamp("i", 1.0)])


MADE: Mapping[str, Callable[[float, Array], Recording]] = {"lru": _linear, "mingru": _weighted, "rg_lru": _rooted}
"""By cell, the run of a unit that keeps a share of its state."""
