"""What exercises ask of a training and of a close-up: held against hand-written histories and closed forms."""

import math
from dataclasses import fields

import numpy as np
import pytest

from gruviz import gradient_flow, init_weights, record
from gruviz.engine.records import Clamp
from gruviz.lesson.achieved import measure_closeup, measure_training, own_steps
from gruviz.training.history import History, Measurements
from gruviz.training.settings import Learner, TrainConfig


def history(cell, solved):
    """Reports every 10 updates; only `solved`, (N, E), matters here."""
    empty = {field.name: np.zeros(np.shape(solved)) for field in fields(Measurements)}
    steps = 10 * np.arange(len(solved))
    return History(label=cell, cell=cell, steps=steps, **empty | {"solved": np.array(solved, bool), "gates": {}})


CONFIG = TrainConfig(task="first_symbol", learners=(Learner("gru"),), length=15)


def test_the_best_learner_of_a_cell_counts():
    worse, better = history("gru", [[0, 0], [1, 0], [1, 0]]), history("gru", [[0, 0], [0, 0], [1, 1]])
    for learned in ([worse, better], [better, worse]):
        measures = measure_training(CONFIG, learned)
        assert measures["solved_gru"] == (2.0, "2 of 2 networks", "")
        assert measures["updates_gru"] == (20.0, "after 20 updates", "")
    assert measures["set_length"].value == 15


def test_nobody_learned():
    measures = measure_training(CONFIG, [history("rnn", [[0], [1], [0]])])
    assert measures["solved_rnn"] == (0.0, "0 of 1 network", "")
    assert measures["updates_rnn"] == (math.inf, "never", "")


@pytest.mark.parametrize(("held", "heard"), [((1, 6), math.nan), ((2, 6), 1.0), ((1, 1), 0.0)])
def test_what_a_gate_lets_through(held, heard):
    """z held at 0 writes nothing: that input is not heard, and what was written before is kept whole."""
    inputs = np.random.default_rng(0).standard_normal((6, 1, 3))
    weights = init_weights("gru", input_size=3, hidden_size=4)
    flow = gradient_flow(record("gru", weights, inputs, clamps=(Clamp("z", 0.0, *held),)))
    measures = measure_closeup(flow, is_right=True)
    np.testing.assert_equal(measures["heard"].value, heard)
    assert measures["right"] == (1.0, "right", "")
    if held == (1, 6):
        assert measures["kept"].value == 1


def test_data_of_ones_own_are_counted_in_steps():
    assert own_steps(76)["own"] == (76.0, "76 steps of your own", "")
    assert own_steps(0)["own"] == (0.0, "nothing of your own yet", "")
