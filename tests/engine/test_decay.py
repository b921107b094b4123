import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import Weights, gradient_flow, record
from gruviz.engine.decay import FINITE, OVERFLOWED, UNDERFLOWED, ZERO, Band, fit_decay
from tests.runs import measured


def band(*back: float, dtype=np.float64) -> Band:
    """One sequence's ratios, listed from the loss backwards."""
    return Band.over(np.array(back)[::-1, None, None], dtype)


def falling(factor: float, steps: int) -> Band:
    return band(*(factor ** np.arange(steps + 1.0)))


def scalar_recurrence(factor: float, steps: int, dtype=np.float64):
    """h_t = tanh(a h_{t-1}) at h = 0, where its derivative is a."""
    one, zero = np.ones((1, 1, 1)), np.zeros((1, 1, 1))
    weights = Weights("rnn", ("h",), zero, factor * one, zero[0]).astype(dtype)
    return gradient_flow(record("rnn", weights, np.zeros((steps, 1, 1)))).decay()


@pytest.mark.parametrize(
    ("ratios", "regime", "verdict"),
    [
        (falling(0.5, 10), "vanishes", "vanishes to 9.8 × 10⁻⁴ 10 steps before the loss, halving every 1 step"),
        (falling(0.75, 10), "fades", "fades to 5.6% 10 steps before the loss, halving every 2.4 steps"),
        (falling(0.99, 50), "holds", "holds: 61% is left 50 steps before the loss"),
        (falling(1.02, 50), "holds", "holds: 2.7 times its size 50 steps before the loss"),
        (falling(1.0, 50), "constant", "passes unchanged, 100% at every step"),
        (falling(1.1, 50), "grows", "grows to 117 times its size 50 steps before the loss"),
        (falling(2.0, 20), "explodes", "explodes to 1.0 × 10⁶ times its size 20 steps before the loss"),
        (band(1, 1e200, np.inf, np.inf), "explodes", "explodes, and overflows 2 steps before the loss"),
        (band(1, 1e200, np.nan, np.inf), "explodes", "explodes, and overflows 2 steps before the loss"),
        (
            band(*0.5 ** np.arange(1070.0), 0, 0),
            "underflows",
            "vanishes, halving every 1 step, and underflows to zero 1,070 steps before the loss",
        ),
        (band(1, 0.5, 0, 0), "cut", "is cut: exactly zero from 2 steps before the loss"),
        (band(1, 0), "cut", "is cut: exactly zero from 1 step before the loss"),
        (band(0, 1, 1), "holds", "holds: 100% is left 2 steps before the loss"),
        (band(1, 0.5), "holds", "holds: 50% is left 1 step before the loss"),
    ],
)
def test_every_regime_and_its_words(ratios, regime, verdict):
    decay = fit_decay(ratios)
    assert decay.regime == regime
    assert decay.verdict == verdict


@pytest.mark.parametrize(
    ("ratios", "half_life"),
    [(falling(0.5, 10), 1), (falling(0.99, 50), 50), (falling(1.1, 50), 50), (band(1, 0, 0), 0), (band(1, 0.5, 0), 1)],
)
def test_a_half_life_is_bounded_by_the_length_of_the_sequence(ratios, half_life):
    assert fit_decay(ratios).bounded_half_life == pytest.approx(half_life)


@given(factor=st.floats(1e-3, 10), steps=st.integers(1, 60))
def test_an_exact_power_is_fitted_exactly(factor, steps):
    decay = fit_decay(falling(factor, steps))
    assert decay.factor == pytest.approx(factor, rel=1e-9)
    assert decay.kept == pytest.approx(factor**steps)
    assert decay.orders_lost == pytest.approx(-steps * math.log10(factor), abs=1e-9)
    assert decay.seq_len == steps
    if factor < 1 - 1e-9:
        assert decay.half_life == pytest.approx(math.log(0.5) / math.log(factor), rel=1e-6)
        assert decay.factor**decay.half_life == pytest.approx(0.5)
    elif factor >= 1 + 1e-9:
        assert math.isinf(decay.half_life)


@given(factor=st.floats(0.3, 1.5), steps=st.integers(1, 40))
def test_a_linear_scalar_recurrence_decays_by_its_weight(factor, steps):
    decay = scalar_recurrence(factor, steps)
    assert decay.factor == pytest.approx(factor, rel=1e-9)
    assert decay.kept == pytest.approx(factor**steps, rel=1e-9)


@given(factor=st.floats(0.05, 0.99), steps=st.integers(1, 60))
def test_the_horizon_is_the_last_step_back_with_one_percent(factor, steps):
    horizon = fit_decay(falling(factor, steps)).horizon
    assert factor**horizon >= 0.01
    assert horizon == steps or factor ** (horizon + 1) < 0.01


def test_the_horizon_ends_at_the_first_gap():
    assert fit_decay(band(1, 0.5, 0.001, 0.5)).horizon == 1
    assert fit_decay(band(1, 0.001, 1)).horizon == 0
    assert fit_decay(band(0, 0.5, 0.5, 0.001)).horizon == 2


def test_the_outer_tenth_does_not_tilt_the_fit():
    ratios = 0.8 ** np.arange(51.0)
    ratios[1:5] *= 1e-6
    ratios[46:] *= 1e6
    assert fit_decay(band(*ratios)).factor == pytest.approx(0.8, rel=1e-9)


def test_only_finite_positive_steps_are_fitted():
    powers = list(0.5 ** np.arange(10.0))
    assert fit_decay(band(*powers, 0, 0)).factor == pytest.approx(0.5)
    assert fit_decay(band(*(1 / p for p in powers), np.inf)).factor == pytest.approx(2)
    cut = fit_decay(band(1, 0))
    assert math.isnan(cut.factor)
    assert math.isinf(cut.half_life)
    assert cut.orders_lost == math.inf
    assert fit_decay(band(1, np.inf)).orders_lost == -math.inf


@pytest.mark.parametrize(("dtype", "factor"), [("float32", 0.5), ("float32", 0.01), ("float64", 0.1)])
def test_a_vanished_norm_underflows_and_is_not_cut(dtype, factor):
    decay = scalar_recurrence(factor, 400, dtype)
    assert decay.regime == "underflows"
    assert decay.kept == 0
    bits = {"float32": 150, "float64": 1075}[dtype]  # 2 to minus this rounds to 0
    lag = math.ceil(bits / -math.log2(factor))
    assert decay.verdict.endswith(f"underflows to zero {lag} steps before the loss")


def test_a_grown_norm_overflows():
    decay = scalar_recurrence(100.0, 200)
    assert decay.regime == "explodes"
    assert decay.verdict == "explodes, and overflows 155 steps before the loss"
    assert decay.factor == pytest.approx(100)
    assert "half" not in decay.verdict


def test_quartiles_are_over_seeds_and_sequences_together():
    ratios = np.arange(2 * 3 * 4.0).reshape(2, 3, 4)
    over = Band.over(ratios, np.float64)
    np.testing.assert_array_equal([over.lower[1], over.median[1], over.upper[1]], [14.75, 17.5, 20.25])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=9), st.integers(0, 5), st.booleans())
def test_quartiles_where_some_overflowed_are_those_of_a_huge_number(values, count, nan):
    huge = 1e200
    ours = Band.over(np.array([*values, *[np.nan if nan else np.inf] * count])[None, :, None], np.float64)
    true = np.quantile([*values, *[huge] * count], [0.25, 0.5, 0.75])
    for quartile, expected in zip((ours.lower[0], ours.median[0], ours.upper[0]), true, strict=True):
        assert math.isinf(quartile) if expected > huge / 100 else quartile == pytest.approx(expected, rel=1e-12)


def test_status_of_each_step():
    assert band(1, 0.5, 0, 0).status.tolist() == [ZERO, ZERO, FINITE, FINITE]
    assert band(1, 1e-320, 0, 0).status.tolist() == [UNDERFLOWED, UNDERFLOWED, FINITE, FINITE]
    assert band(1, 1e-42, 0, dtype=np.float32).status.tolist() == [UNDERFLOWED, FINITE, FINITE]
    assert band(1, 1e-20, 0).status.tolist() == [ZERO, FINITE, FINITE]
    assert band(0, 1, 1e-320, 0).status.tolist() == [UNDERFLOWED, FINITE, FINITE, ZERO]
    assert band(1, np.inf).status.tolist() == [OVERFLOWED, FINITE]
    assert band(0, 0).status.tolist() == [ZERO, ZERO]


def test_an_underflow_differs_from_a_cut_whatever_the_size_of_the_loss_gradient():
    recording = measured("rnn", T=150, E=3, B=1, dtype=np.float32)
    tiny = gradient_flow(recording, grad_final=np.full((1, 32), 1e-12)).ratio()
    assert UNDERFLOWED in tiny.status
    assert ZERO not in tiny.status
