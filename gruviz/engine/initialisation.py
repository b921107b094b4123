"""Fresh weights: how a recurrent cell starts decides what it can remember."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from gruviz.arrays import Array
from gruviz.engine.cells import Cell, find_cell
from gruviz.engine.cells.base import spectral_radius
from gruviz.engine.weights import Weights
from gruviz.validation import InvalidValue, check_choice, check_integer, check_memory, check_real

Scheme = Callable[[np.random.Generator, int, int], Array]
"""Draws U of R blocks of H units, (R, H, H)."""
BIAS_LIMIT = 50.0
"""Largest gate bias accepted; σ(50) is 1 to the last bit."""


def _uniform(rng: np.random.Generator, blocks: int, size: int) -> Array:
    bound = 1 / np.sqrt(size)
    return rng.uniform(-bound, bound, (blocks, size, size))


def _orthogonal(rng: np.random.Generator, blocks: int, size: int) -> Array:
    q, r = np.linalg.qr(rng.standard_normal((blocks, size, size)))
    return q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None]


def _gaussian(rng: np.random.Generator, blocks: int, size: int) -> Array:
    matrices = rng.standard_normal((blocks, size, size))
    return matrices / spectral_radius(matrices)[:, None, None]


def _identity(rng: np.random.Generator, blocks: int, size: int) -> Array:
    return np.tile(np.eye(size), (blocks, 1, 1))


SCHEMES: Mapping[str, Scheme] = {
    "default": _uniform,
    "orthogonal": _orthogonal,
    "gaussian": _gaussian,
    "identity": _identity,
}
"""How each block of U is drawn, before the gain: U(±1/√H) as in PyTorch, random orthogonal, Gaussian scaled to spectral
radius 1, or not drawn at all but the identity."""


def init_weights(
    cell: str,
    *,
    input_size: int,
    hidden_size: int,
    seeds: int = 1,
    seed: int = 0,
    scheme: str = "default",
    gain: float = 1.0,
    update_bias: float | None = None,
    forget_bias: float | None = None,
    chrono: int | None = None,
    dtype: DTypeLike = np.float64,
) -> Weights:
    """Draw weights for E seeds, each independent of how many others there are.

    W and all biases are U(±1/√H) under every scheme, so that only what is named differs between two runs; but where a
    cell's authors start biases otherwise, these start so here, and so do its constants. The defaults are PyTorch's
    start, with one bias where PyTorch adds two of them. Other libraries start otherwise: Keras takes orthogonal U,
    biases 0 and a forget bias of 1.

    Args:
        cell: Registry key.
        input_size: D.
        hidden_size: H.
        seeds: E.
        seed: Root of all randomness.
        scheme: How each H×H block of U is drawn, a key of `SCHEMES`.
        gain: Factor on U: the spectral radius for "gaussian", every singular value for "orthogonal".
        update_bias: Centre of the update gate's bias; 0 is PyTorch's, below 0 keeps, above writes.
        forget_bias: Centre of the forget gate's bias; 0 is PyTorch's, above 0 keeps.
        chrono: Longest lag T_max in steps; time constants are then spread over 1 … T_max-1.
        dtype: float64 or float32; the draws are the same, rounded.

    Returns:
        Weights with W (E, G·H, D), U (E, R·H, H), b (E, G·H), and constants (E, K·H) where the cell has any.

    Raises:
        GruvizError: If an argument is out of range, or a gate bias is asked of a cell without that gate.

    Reference:
        Saxe, McClelland & Ganguli 2013, arXiv:1312.6120 (orthogonal);
        Le, Jaitly & Hinton 2015, arXiv:1504.00941 (identity, where biases are 0 too; here they are drawn);
        Tallec & Ollivier 2018, arXiv:1804.11188 (chrono).
    """
    kind = find_cell(cell)
    check_choice("scheme", scheme, SCHEMES)
    input_size = check_integer("input_size", input_size, 1, 100_000)
    hidden_size = check_integer("hidden_size", hidden_size, 1, 4096)
    seeds = check_integer("seeds", seeds, 1, 1024)
    seed = check_integer("seed", seed, 0, 2**63 - 1)
    gain = check_real("gain", gain, 0.0, 100.0)
    check_memory("seeds", seeds * kind.parameter_count(input_size, hidden_size), 8, "use fewer seeds or hidden units")
    centres = _bias_centres(kind, update_bias, forget_bias)
    longest = None if chrono is None else _longest_lag(kind, chrono)

    # Every other use of randomness appends a third number that is not 0: NumPy reads [7] and [7, 0] as one seed.
    rngs = [np.random.default_rng([seed, member]) for member in range(seeds)]
    draw = partial(_draw, kind, input_size=input_size, hidden_size=hidden_size, recurrent=SCHEMES[scheme], gain=gain)
    members = [draw(rng) for rng in rngs]
    for member, rng in zip(members, rngs, strict=True):
        _set_biases(kind, member.b, centres, longest, rng)
    W, U, b, recurrent_bias, constants = map(np.stack, zip(*members, strict=True))
    inside = recurrent_bias if kind.has_recurrent_bias else None
    single = constants if kind.constant_names else None
    weights = Weights(cell, kind.block_names, W, U, b, inside, kind.input_only, constants=single)
    return weights.astype(dtype)


class _Member(NamedTuple):
    """The parameters of one seed."""

    W: Array
    U: Array
    b: Array
    recurrent_bias: Array
    constants: Array


def _draw(
    kind: Cell, rng: np.random.Generator, *, input_size: int, hidden_size: int, recurrent: Scheme, gain: float
) -> _Member:
    """One seed before its gate biases are set: W (G·H, D), U (R·H, H), b (G·H,), recurrent bias (H,), constants."""
    rows, bound = len(kind.block_names) * hidden_size, 1 / np.sqrt(hidden_size)
    W = rng.uniform(-bound, bound, (rows, input_size))
    U = gain * recurrent(rng, len(kind.recurrent_blocks), hidden_size).reshape(-1, hidden_size)
    b, inside = rng.uniform(-bound, bound, rows), rng.uniform(-bound, bound, hidden_size)
    for block, bias in kind.start_biases(rng, hidden_size).items():
        b[_rows(kind, block, hidden_size)] = bias
    drawn = kind.start_constants(rng, hidden_size)
    return _Member(W, U, b, inside, np.concatenate([np.empty(0), *(drawn[name] for name in kind.constant_names)]))


def _set_biases(
    kind: Cell, b: Array, centres: Mapping[str, float], longest: int | None, rng: np.random.Generator
) -> None:
    """Move gate biases, (G·H,), to their centres, or spread them for lags up to the longest, in place."""
    size = len(b) // len(kind.block_names)
    for block, centre in centres.items():
        b[_rows(kind, block, size)] += centre
    if longest is not None:
        log_lag = np.log(rng.uniform(1, longest - 1, size))
        for block, bias in kind.chrono_biases(log_lag).items():
            b[_rows(kind, block, size)] = bias


def _longest_lag(kind: Cell, chrono: int) -> int:
    longest = check_integer("chrono", chrono, 3, 1_000_000)
    if not kind.takes_chrono:
        raise InvalidValue("chrono", chrono, f"None, since the cell {kind.key} has no gate to bias")
    return longest


def _rows(kind: Cell, block: str, size: int) -> slice:
    start = kind.block_names.index(block) * size
    return slice(start, start + size)


def _bias_centres(kind: Cell, update_bias: float | None, forget_bias: float | None) -> dict[str, float]:
    centres = {}
    for field, value, block in (
        ("update_bias", update_bias, kind.update_block),
        ("forget_bias", forget_bias, kind.forget_block),
    ):
        if value is None:
            continue
        if block is None:
            raise InvalidValue(field, value, f"None, since the cell {kind.key} has no such gate")
        centres[block] = check_real(field, value, -BIAS_LIMIT, BIAS_LIMIT)
    return centres
