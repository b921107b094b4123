"""Captions of random settings against their numbers: a sample of what `python -m scripts.words` tries."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.ui.charts.views import VIEWS, View
from gruviz.validation import TooLarge
from scripts.spoken import Truth, agrees, amount, wrong_everywhere, wrong_verdict
from scripts.words import _decay_title, draw, findings


@pytest.mark.parametrize("seed", range(24))
def test_what_captions_say_is_so(seed):
    chance = np.random.default_rng([12, seed])
    experiment = draw(chance)
    try:
        assert list(findings(experiment, chance)) == []
    except TooLarge:
        pytest.skip("refused for its size")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("61%", 0.61),
        ("2.7 times", 2.7),
        ("9.8 × 10⁻⁴", 9.8e-4),
        ("1,638 times", 1638),
        ("∞", np.inf),
        ("1 part in 3.8 trillion", 1 / 3.8e12),
        ("1 part in 10²⁴", 1e-24),
        ("2 × 10³⁰ times", 2e30),
        ("36 million times", 3.6e7),
    ],
)
def test_amounts_are_read_back(text, value):
    assert amount(text) == pytest.approx(value)
    assert agrees(text, value)
    assert not agrees(text, 1.2 * value if np.isfinite(value) else 1.0)


@pytest.mark.parametrize(
    ("said", "untrue"), [("41%", "45%"), ("1 part in 650 billion", "1 part in 650 million"), ("50 steps", "51 steps")]
)
def test_a_false_headline_is_found(said, untrue):
    experiment = Experiment(update_bias=-4.0, inputs="sunspots")
    [chart] = VIEWS["decay"](View(VIEWS["decay"], experiment))
    flows = {run.label: run.flow for run in run_experiment(experiment)}
    assert said in chart.title
    assert list(_decay_title(chart, flows)) == []
    assert list(_decay_title(replace(chart, title=chart.title.replace(said, untrue)), flows)) != []


def falling(factor, steps=20):
    return Truth([factor**lag for lag in range(steps + 1)], steps)


@pytest.mark.parametrize(
    "verdict",
    [
        "fades to 30% at 20 steps before the loss, halving every 6.6 steps",
        "holds: 12% is left at 20 steps before the loss",
        "fades to 12% at 20 steps before the loss, halving every 3 steps",
        "is cut: exactly zero from 3 steps before the loss",
        "explodes, and overflows 3 steps before the loss",
        "fades to 12% at 20 steps before the loss; half is gone within 2 steps, at no constant rate",
        "does something",
    ],
)
def test_a_false_verdict_is_found(verdict):
    assert list(wrong_verdict("fades to 12% at 20 steps before the loss, halving every 6.6 steps", falling(0.9))) == []
    assert list(wrong_verdict(verdict, falling(0.9))) != []


@pytest.mark.parametrize("text", ["mean z nan", "a factor of undefined", "its last 1 steps", "at 1 units"])
def test_words_that_no_caption_may_contain(text):
    assert list(wrong_everywhere(text)) != []
    assert list(wrong_everywhere("its last 21 steps, 0.1 steps and 1 step")) == []
