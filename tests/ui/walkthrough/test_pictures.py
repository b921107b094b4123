"""The pictures above the words: every name in a header is one, and the chain has the numbers of the run."""

import numpy as np
import pytest

from gruviz import gradient_flow, init_weights, record
from gruviz.experiments.settings import Experiment
from gruviz.ui.walkthrough.controls import experiment_of
from gruviz.ui.walkthrough.lesson import load_lesson
from gruviz.ui.walkthrough.pictures import PICTURES, SHOWN, chain
from gruviz.wording import left, power


def test_every_picture_of_the_lesson_is_there_and_every_one_is_used():
    named = {step.picture for step in load_lesson().values()} - {""}
    assert named == set(PICTURES)


@pytest.mark.parametrize("length", [3, 50])
def test_the_chain_has_the_factors_of_the_run(length):
    experiment = Experiment(cells=("rnn",), reference=False, seq_len=length, seeds=5, hidden_size=6)
    shown = chain(experiment)
    weights = init_weights("rnn", input_size=8, hidden_size=6, seeds=5, seed=experiment.seed)
    norms = gradient_flow(record("rnn", weights, experiment.make_inputs())).norms["state"][:, :, 0]
    shares = np.median(norms / norms[-1], axis=1)[::-1]
    count = min(SHOWN, length)
    assert [one["left"] for one in shown["products"]] == pytest.approx(shares[1 : count + 1])
    assert [one["words"] for one in shown["products"]] == [left(share) for share in shares[1 : count + 1]]
    factors = shares[1 : count + 1] / shares[:count]
    assert [one["words"] for one in shown["factors"]] == [power(factor) for factor in factors]
    assert shown["marks"][:2] == ["T", "T−1"]
    assert len(shown["marks"]) == count + 1
    assert f"× {power(factors[0])}, {left(shares[1])} left" in shown["told"]


def test_the_chain_of_the_lesson_multiplies_up():
    shown = chain(experiment_of(load_lesson()["chain"], {}))
    assert shown["products"][-1]["left"] < shown["products"][0]["left"] < 1
