"""The derivatives on the edges of a step, by hand; that they make the gradient is tested in tests/engine."""

import numpy as np
import pytest

from gruviz import CELLS, Clamp
from gruviz.engine.cells.derivatives import adjoint_of
from gruviz.engine.linear_map import linearised
from tests.runs import Sizes, random_run

SIZE = Sizes(T=3, E=1, B=2)


def edges(cell, clamps=()):
    """A run, and the derivative on each edge of all its steps, (T, E, B, H)."""
    run = random_run(cell, SIZE, clamps)
    return run, linearised(run).partials


def same(ours, true):
    np.testing.assert_allclose(np.broadcast_to(ours, true.shape), true, rtol=1e-12, atol=1e-15)


def test_an_lstm_shows_what_it_carries():
    run, partials = edges("lstm")
    gates, c = run.gates, run.states["c"]
    slope = 1 - np.tanh(c[1:]) ** 2
    assert set(partials) == {("h", "c"), ("h", "o"), ("c", "c'"), ("c", "f"), ("c", "i"), ("c", "g")}
    same(partials["h", "c"], gates["o"] * slope)
    same(partials["c", "c'"], gates["f"])
    same(partials["c", "f"], c[:-1] * gates["f"] * (1 - gates["f"]))
    same(partials["c", "g"], gates["i"] * (1 - gates["g"] ** 2))


def test_a_gate_made_of_others_is_followed_to_their_blocks_and_constants():
    run, partials = edges("rg_lru")
    r, i, n, a = (run.gates[name] for name in "rina")
    constant = run.weights.constant["Lambda"]
    by_a = run.states["h"][:-1] - a / np.sqrt(1 - a**2) * i * n
    assert set(partials) == {("h", by) for by in ("h'", "r", "i", "n", "Lambda")}
    same(partials["h", "h'"], a)
    same(partials["h", "n"], np.sqrt(1 - a**2) * i)
    same(partials["h", "r"], by_a * a * -8 * np.log1p(np.exp(constant)) * r * (1 - r))
    same(partials["h", "Lambda"], by_a * a * -8 * r / (1 + np.exp(-constant)))


@pytest.mark.parametrize("cell", ["gru", "minlstm"])
def test_what_is_held_passes_nothing(cell):
    gate = "z" if cell == "gru" else "k"
    _, free = edges(cell)
    run, held = edges(cell, [Clamp(gate, 0.3, 2, 2)])
    by = ("h", "z") if cell == "gru" else ("h", "f")
    passed = [bool(np.broadcast_to(partials[by], run.gates["n"].shape)[1].any()) for partials in (free, held)]
    # f of a minLSTM still counts through w
    assert passed == [True, cell == "minlstm"]


def test_a_gradient_of_nothing_takes_every_way_as_nothing():
    run, partials = edges("gru_reset_after")
    adjoint = adjoint_of(CELLS["gru_reset_after"], run.weights, partials, np.zeros_like(run.state[1:]))
    assert adjoint.paths.keys() == {"leak", "candidate", "update", "reset"}
    assert not adjoint.total.any()
