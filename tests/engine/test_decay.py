import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import Weights, gradient_flow, record
from gruviz.engine.decay import FINITE, OVERFLOWED, UNDERFLOWED, ZERO, Band, fit_decay
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from tests.runs import Sizes, measured, random_run


def band(*back: float, dtype=np.float64, **more) -> Band:
    """One sequence's ratios, listed from the loss backwards."""
    return Band.over(np.array(back)[::-1, None, None], dtype, **more)


def falling(factor: float, steps: int) -> Band:
    return band(*(factor ** np.arange(steps + 1.0)))


def scalar_recurrence(factor: float, steps: int, dtype=np.float64):
    """h_t = tanh(a h_{t-1}) at h = 0, where its derivative is a."""
    one, zero = np.ones((1, 1, 1)), np.zeros((1, 1, 1))
    weights = Weights("rnn", ("h",), zero, factor * one, zero[0]).astype(dtype)
    return gradient_flow(record("rnn", weights, np.zeros((steps, 1, 1)))).decay()


@pytest.mark.parametrize(
    ("ratios", "half_life"),
    [
        (falling(0.5, 10), 1),
        (falling(0.99, 50), np.inf),
        (falling(1.1, 50), np.inf),
        (band(1, 0, 0), 0),
        (band(1, 0.5, 0), 1),
    ],
)
def test_a_half_life_ends_where_half_is_gone_or_never(ratios, half_life):
    assert fit_decay(ratios).half_life == pytest.approx(half_life)


@given(st.lists(st.floats(1e-3, 2), min_size=1, max_size=30))
def test_the_half_life_is_where_half_is_first_gone(ratios):
    """Whatever the rate of the rest says."""
    decay = fit_decay(band(1, *ratios))
    below = [lag for lag, ratio in enumerate(ratios, 1) if ratio < 0.5]
    if not below:
        assert math.isinf(decay.half_life)
    else:
        assert below[0] - 1 <= decay.half_life <= below[0]


def test_a_rate_that_misses_the_profile_is_no_rate():
    """The chrono start is a mixture of time constants: half is gone long before the fitted rate says so."""
    [run] = run_experiment(Experiment(cells=("gru",), reference=False, chrono=True, seq_len=200))
    decay = run.flow.decay()
    back = run.flow.ratio().median[::-1]
    assert decay.bends
    assert np.argmax(back < 0.5) - 1 <= decay.half_life <= np.argmax(back < 0.5)
    assert decay.doubling > 1.3 * decay.half_life
    assert decay.verdict.endswith("at no constant rate")


@pytest.mark.parametrize("start", [{"chrono": True}, {"forget_bias": 8.0}, {"forget_bias": 3.0}, {}])
def test_the_first_step_back_of_an_lstm_is_told_apart(start):
    """The loss reads h, and h → c costs o(1 − tanh²c) once, however long c keeps."""
    [run] = run_experiment(Experiment(cells=("lstm",), reference=False, seq_len=50, **start))
    norms = run.flow.norms["state"]
    decay = run.flow.decay()
    assert run.flow.readout_lag == 1
    assert decay.passed == pytest.approx(np.median(norms[-2] / norms[-1]))
    assert decay.rest.kept == pytest.approx(np.median(norms[0] / norms[-2]))
    assert decay.kept == pytest.approx(np.median(norms[0] / norms[-1]))
    assert decay.rest.seq_len == 49
    assert decay == run.flow.decay()
    assert decay.verdict.startswith(f"lets {decay.passed:.0%} of the gradient through its output gate at the loss")
    assert decay.verdict.endswith(run.flow.decay(since=1).verdict)


def test_only_a_loss_that_reads_a_part_of_the_state_has_a_first_step_of_its_own():
    lstm, gru = (random_run(cell, Sizes(T=4, E=2, B=1, H=3)) for cell in ("lstm", "gru"))
    assert gradient_flow(gru).readout_lag == 0
    assert gradient_flow(gru).decay().rest is None
    assert gradient_flow(lstm, grad_final=np.ones((1, 6))).readout_lag == 0
    assert gradient_flow(lstm, loss="every").readout_lag == 0
    assert gradient_flow(lstm).decay("c").rest is None


def test_what_is_read_and_carried_itself_loses_nothing_at_the_loss():
    """An LRU's h is turned into k and back; a selective state space shows its states, and has no output gate."""
    lru, ssm = (measured(cell, T=30, E=4, H=8) for cell in ("lru", "ssm"))
    flow = gradient_flow(lru)
    assert flow.readout_lag == 0
    assert flow.decay().rest is None
    assert "output gate" not in flow.decay().verdict
    shown = gradient_flow(ssm)
    assert shown.readout_lag == 1
    assert "back into its states at the loss, and then" in shown.decay().verdict


@given(factor=st.floats(1e-3, 10), steps=st.integers(1, 60))
def test_an_exact_power_is_fitted_exactly(factor, steps):
    decay = fit_decay(falling(factor, steps))
    assert decay.factor == pytest.approx(factor, rel=1e-9)
    assert decay.kept == pytest.approx(factor**steps)
    assert decay.orders_lost == pytest.approx(-steps * math.log10(factor), abs=1e-9)
    assert decay.seq_len == steps
    assert not decay.bends
    if factor**steps < 0.499:
        assert decay.half_life == pytest.approx(math.log(0.5) / math.log(factor), rel=1e-6)
        assert decay.half_life == pytest.approx(decay.doubling)
    elif factor**steps >= 0.5:
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
    assert cut.half_life == 0
    assert cut.orders_lost == math.inf
    assert fit_decay(band(1, np.inf)).orders_lost == -math.inf


@pytest.mark.parametrize(("dtype", "factor"), [("float32", 0.5), ("float32", 0.01), ("float64", 0.1)])
def test_a_vanished_norm_underflows_and_is_not_cut(dtype, factor):
    decay = scalar_recurrence(factor, 400, dtype)
    assert decay.regime == "underflows"
    assert decay.kept == 0
    bits = {"float32": 126 + 1e-9, "float64": 1075}[dtype]  # below 2 to minus this: nothing
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
