"""What a distant input counts, by two rules of writing: runs of the engine against the formulas."""

import numpy as np
import pytest
import torch

from gruviz import Clamp, gradient_flow, init_weights, record
from gruviz.comparison.writing import measure_writing, middle
from gruviz.validation import GruvizError


@pytest.mark.parametrize("steps", [2, 3, 10, 100, 500])
def test_runs_and_formulas_coincide(steps):
    writing = measure_writing(steps)
    k = writing.lags
    assert (k[0], k[-1]) == (1, steps - 1)
    assert middle(steps) in k
    z, a = 1 / (k + 1), np.sqrt(k / (k + 1))
    for heard, kept, formula in (
        (writing.by_rest, 1 - z, z * (1 - z) ** k),
        (writing.by_root, a, np.sqrt(1 - a**2) * a**k),
    ):
        np.testing.assert_allclose(heard.kept, kept, rtol=1e-14)
        np.testing.assert_allclose(heard.formula, formula, rtol=1e-12)
        np.testing.assert_allclose(heard.measured, formula, rtol=1e-12)


def test_no_other_gate_lets_an_input_count_more():
    for k in (1, 7, 49):
        kept = np.linspace(0.001, 0.999, 4001)
        writing = measure_writing(100)
        place = writing.lags.tolist().index(k)
        assert ((1 - kept) * kept**k).max() == pytest.approx(writing.by_rest.formula[place], rel=1e-3)
        assert (np.sqrt(1 - kept**2) * kept**k).max() == pytest.approx(writing.by_root.formula[place], rel=1e-3)


def test_49_steps_back_it_is_11_6_times():
    writing = measure_writing(100)
    place = writing.lags.tolist().index(49)
    assert writing.louder[place] == pytest.approx(np.sqrt(50) * (50 / 49) ** 24.5, rel=1e-12)
    assert writing.louder[place] == pytest.approx(11.6, abs=5e-4)
    assert writing.larger[place] == pytest.approx(np.sqrt(99), rel=1e-12)


def test_a_weight_of_1_makes_the_gradient_of_a_wide_network_the_formula_too():
    """With U = 0, held gates and orthogonal input weights, at every distance; not only of a single unit."""
    rng, a, size = np.random.default_rng(3), 0.97, 6
    W = np.linalg.qr(rng.normal(size=(size, size)))[0]
    x = rng.normal(size=(30, 1, size))
    for cell, weight, held in (
        ("mingru", 1 - a, [Clamp("z", 1 - a)]),
        ("rg_lru", np.sqrt(1 - a**2), [Clamp("a", a), Clamp("i", 1.0)]),
    ):
        drawn = init_weights(cell, input_size=size, hidden_size=size)
        rows = np.tile(W, (1, len(drawn.blocks), 1))
        weights = type(drawn)(
            cell, drawn.blocks, rows, drawn.U, drawn.b, input_only=drawn.blocks, constants=drawn.constants
        )
        norms = gradient_flow(record(cell, weights, x, clamps=held)).input_norms[::-1, 0, 0]
        np.testing.assert_allclose(norms, weight * a ** np.arange(30), rtol=1e-12)


def test_louder_is_not_clearer():
    """At the same gate an input is the same share of what the state has heard, by autograd of both recurrences."""
    shares = []
    for weight in (lambda a: 1 - a, lambda a: torch.sqrt(1 - a**2)):
        a, x = torch.tensor(0.9, dtype=torch.float64), torch.zeros(40, dtype=torch.float64, requires_grad=True)
        h = torch.zeros((), dtype=torch.float64)
        for value in x:
            h = a * h + weight(a) * value
        [gradient] = torch.autograd.grad(h, x)
        shares.append((gradient**2 / (gradient**2).sum()).numpy())
    np.testing.assert_allclose(*shares, rtol=1e-12)
    writing = measure_writing(40)
    place = writing.lags.tolist().index(9)
    assert writing.by_rest.kept[place] == pytest.approx(0.9)
    assert writing.by_rest.part[place] == pytest.approx(shares[0][-10], rel=1e-12)


def test_a_single_step_has_no_distance():
    with pytest.raises(GruvizError, match="steps"):
        measure_writing(1)
