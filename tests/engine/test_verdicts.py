"""What a profile does, in words: every regime, on profiles written by hand."""

import numpy as np
import pytest

from gruviz import gradient_flow
from gruviz.engine.decay import Band, fit_decay
from gruviz.engine.verdicts import HALF, LITTLE, MUCH, SLOW, TWICE
from gruviz.paths import ASSETS
from tests.runs import measured


def band(*back: float, dtype=np.float64, **more) -> Band:
    """One sequence's ratios, listed from the loss backwards."""
    return Band.over(np.array(back)[::-1, None, None], dtype, **more)


def falling(factor: float, steps: int) -> Band:
    return band(*(factor ** np.arange(steps + 1.0)))


AT_50, AT_10 = "50 steps before the loss", "10 steps before the loss"


@pytest.mark.parametrize(
    ("ratios", "regime", "verdict"),
    [
        (falling(0.5, 10), "vanishes", f"vanishes to 9.8 × 10⁻⁴ at {AT_10}, halving every 1 step"),
        (falling(0.75, 10), "fades", f"fades to 5.6% at {AT_10}, halving every 2.4 steps"),
        (falling(0.99, 50), "holds", f"holds: 61% is left at {AT_50}, halving every 69 steps"),
        (falling(1.01, 50), "holds", f"holds: 164% of its size at {AT_50}, doubling every 70 steps"),
        (falling(1.02, 50), "grows", f"grows to 2.7 times its size at {AT_50}, doubling every 35 steps"),
        (falling(1.1, 50), "explodes", f"explodes to 117 times its size at {AT_50}, doubling every 7.3 steps"),
        (
            falling(1.03, 200),
            "grows",
            "grows to 369 times its size at 200 steps before the loss, doubling every 23 steps",
        ),
        (falling(0.97, 200), "fades", "fades to 0.23% at 200 steps before the loss, halving every 23 steps"),
        (falling(1.0, 50), "constant", "passes unchanged, 100% at every step"),
        (
            falling(2.0, 20),
            "explodes",
            "explodes to 1.0 × 10⁶ times its size at 20 steps before the loss, doubling every 1 step",
        ),
        # a fast rate over few steps neither holds nor explodes
        (falling(1.476, 5), "grows", "grows to 7 times its size at 5 steps before the loss, doubling every 1.8 steps"),
        (falling(0.665, 5), "fades", "fades to 13% at 5 steps before the loss, halving every 1.7 steps"),
        (falling(0.9, 5), "fades", "fades to 59% at 5 steps before the loss, halving every 6.6 steps"),
        (band(1, 1e200, np.inf, np.inf), "explodes", "explodes, and overflows 2 steps before the loss"),
        (band(1, 1e200, np.nan, np.inf), "explodes", "explodes, and overflows 2 steps before the loss"),
        (
            band(1, 1e200, np.inf, 1.0),
            "explodes",
            "explodes, and overflows 2 steps before the loss, and is back at 100% at 3 steps before the loss",
        ),
        (
            band(*0.5 ** np.arange(1070.0), 0, 0),
            "underflows",
            "vanishes, halving every 1 step, and underflows to zero 1,070 steps before the loss",
        ),
        (band(1, 0.5, 0, 0), "zero", "is exactly zero from 2 steps before the loss"),
        (band(1, 0), "zero", "is exactly zero from 1 step before the loss"),
        (band(1, 0.5, 0, 0, cut=2), "cut", "is cut: exactly zero from 2 steps before the loss"),
        (
            band(1, 0.5, 0, 0, has_zeros=False),
            "underflows",
            "vanishes, halving every 1 step, and underflows to zero 2 steps before the loss",
        ),
        (band(0, 1, 1), "holds", "holds: 100% is left at 2 steps before the loss"),
        (band(1, 0.5), "fades", "fades to 50% at 1 step before the loss, halving every 1 step"),
        # no constant rate
        (
            band(*(1 / np.arange(1.0, 12))),
            "fades",
            f"fades to 9.1% at {AT_10}; half is gone within 1 step, at no constant rate",
        ),
        (
            band(1, 0.2, *[0.2] * 9),
            "fades",
            f"fades to 20% at {AT_10}; half is gone within 1 step, at no constant rate",
        ),
        # valleys and hills
        (
            band(1, 0.1, 1e-5, 1e-10, 1e-5, 0.1, 0.5),
            "turns",
            "falls to 1.0 × 10⁻¹⁰ at 3 steps before the loss, and comes back to 50% at 6 steps before the loss",
        ),
        (
            band(1, 10, 1e4, 10, 1),
            "turns",
            "rises to 1.0 × 10⁴ times its size at 2 steps before the loss, "
            "and is back at 100% at 4 steps before the loss",
        ),
    ],
)
def test_every_regime_and_its_words(ratios, regime, verdict):
    decay = fit_decay(ratios)
    assert decay.verdict == verdict
    assert decay.regime == regime


def test_a_loss_at_every_step_says_that_it_says_nothing():
    decay = gradient_flow(measured("rnn", T=50, E=3, B=1), loss="every").decay()
    assert decay.regime == "every"
    assert "says nothing about memory: every step has a loss of its own" in decay.verdict
    assert "left" not in decay.verdict


def test_the_page_explains_the_limits_that_the_words_have():
    text = " ".join((ASSETS / "text" / "gradient_flow.md").read_text(encoding="utf-8").split())
    assert (HALF, TWICE) == (0.5, 2)
    assert "*holds* if between half and twice its size is left" in text
    assert f"it takes {SLOW:.0f} steps or more to halve or to double" in text
    assert f"*vanishes* if less than {LITTLE:.0%} is left and it halves within {SLOW:.0f} steps" in text
    assert (
        f"*explodes* if it has become more than {MUCH:.0f} times as large and doubles within {SLOW:.0f} steps" in text
    )
