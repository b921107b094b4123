from dataclasses import replace

import numpy as np
import pytest
import torch

from gruviz import validation
from gruviz.engine.gradients import gradient_flow
from gruviz.engine.jacobians import lyapunov_exponents
from gruviz.engine.recording import record
from gruviz.engine.theory import mean_square_factor, pascanu_bound
from gruviz.engine.verdicts import REGIMES
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.maps.measures import gradient_left, measure
from gruviz.tasks import TASKS
from gruviz.training.fresh import network_of
from gruviz.training.probes import probes_of
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import TooLarge
from tests import truth

BIAS = {"rnn": {}, "gru": {"update_bias": -2.0}, "lstm": {"forget_bias": 2.0}}


def config_of(cell, task="first_symbol", **settings):
    learner = Learner(cell, scheme="orthogonal", **BIAS[cell])
    small = {"length": 12, "hidden_size": 6, "seeds": 3} | settings
    return TrainConfig(task=task, learners=(learner,), **small)


def true_gradient_left(config):
    """By autograd, on the first 16 held-out sequences, from a random unit vector on the last h."""
    [learner] = config.learners
    drawn = TASKS[config.task].held_out(np.random.default_rng([config.seed, 0, 6]), 128, config.length)
    inputs = torch.from_numpy(drawn.inputs[:, :16]).double()
    weights = network_of(config, learner).weights.astype(np.float64)
    medians = []
    for seed in range(config.seeds):
        params = [truth.Params.of(weights, seed)] * config.length
        start = truth.leaf(np.zeros((16, config.hidden_size * (2 if learner.cell == "lstm" else 1))))
        states = truth.run(weights, params, inputs, start)
        normal = np.random.default_rng([7, seed, 2]).standard_normal((16, config.hidden_size))
        unit = torch.from_numpy(normal / np.linalg.norm(normal, axis=1, keepdims=True))
        loss = (states[-1][:, : config.hidden_size] * unit).sum()
        first, last = truth.grads(loss, [states[1], states[-1]])
        medians.append(np.median(np.linalg.norm(first, axis=1) / np.linalg.norm(last, axis=1)))
    return np.log10(medians)


@pytest.mark.parametrize("cell", BIAS)
@pytest.mark.parametrize("task", ["first_symbol", "adding"])
def test_what_is_left_of_the_gradient_is_what_autograd_leaves(cell, task):
    config = config_of(cell, task)
    np.testing.assert_allclose(gradient_left([config]), true_gradient_left(config), rtol=1e-9)


def test_an_experiment_is_measured_on_its_own_input():
    experiment = Experiment(cells=("gru",), reference=False, seq_len=10, hidden_size=5, seeds=3, gain=2.0)
    [run] = run_experiment(experiment)
    norms = run.flow.norms["state"]
    [left] = measure("gradient", [experiment])
    np.testing.assert_array_equal(left, np.log10(norms[1] / norms[-1])[:, 0])


SHORT = Experiment(cells=("gru",), seq_len=8, hidden_size=4, seeds=2)


def some(base):
    """Settings that differ in how the networks start; the gates of the last are as good as open in float32."""
    starts = ({"gain": 0.5}, {"gain": 2.0}, {"update_bias": -3.0}, {"update_bias": 10.0})
    if isinstance(base, Experiment):
        return [replace(base, **start) for start in starts]
    return [replace(base, learners=(replace(base.learners[0], **start),)) for start in starts]


@pytest.mark.parametrize("name", ["gradient", "lyapunov", "verdict", "factor"])
@pytest.mark.parametrize("base", [SHORT, replace(SHORT, precision="float32"), config_of("gru")])
def test_a_batch_of_settings_gives_what_each_gives_alone(name, base):
    configs = some(base)
    together = measure(name, configs)
    assert name == "verdict" or len({result.tobytes() for result in together}) == len(configs)
    for config, result in zip(configs, together, strict=True):
        assert result.shape == (base.seeds,)
        np.testing.assert_array_equal(result, measure(name, [config])[0])


def test_a_batch_that_is_too_large_is_measured_in_parts(monkeypatch):
    configs = some(SHORT)
    expected = measure("gradient", configs)
    monkeypatch.setattr(validation, "MEMORY_LIMIT", 12_000)  # bytes: enough for two settings
    with pytest.raises(TooLarge):
        gradient_left(configs)
    np.testing.assert_array_equal(measure("gradient", configs), expected)
    monkeypatch.setattr(validation, "MEMORY_LIMIT", 100)
    with pytest.raises(TooLarge):
        measure("gradient", configs)


def test_what_is_measured_is_what_the_engine_says_of_that_run():
    config = config_of("rnn")
    weights = network_of(config, config.learners[0]).weights.astype(np.float64)
    run = record("rnn", weights, probes_of(config).inputs[:, :16])
    for name, expected in (
        ("lyapunov", lyapunov_exponents(run, count=1)[:, 0]),
        ("factor", mean_square_factor(run)),
        ("bound", pascanu_bound(run)),
    ):
        np.testing.assert_allclose(measure(name, [config])[0], expected, rtol=1e-12)
    regimes = [gradient_flow(run).decay(member=seed).regime for seed in range(3)]
    assert [REGIMES[int(place)] for place in measure("verdict", [config])[0]] == regimes


def test_the_bound_of_an_orthogonal_rnn_is_its_gain():
    np.testing.assert_allclose(measure("bound", some(config_of("rnn"))[:2]), [[0.5] * 3, [2.0] * 3], rtol=1e-6)


def test_backpropagation_that_is_cut_leaves_nothing():
    assert (gradient_left([config_of("gru", truncation=5)]) == -np.inf).all()


@pytest.mark.parametrize("name", ["gradient", "lyapunov"])
def test_a_run_whose_states_are_no_numbers_is_beyond_all_numbers(name):
    blown = Experiment(cells=("irnn",), seq_len=500, hidden_size=8, seeds=1, gain=4.0, precision="float32")
    assert measure(name, [blown])[0].tolist() == [np.inf]
    assert measure("verdict", [blown])[0].tolist() == [REGIMES.index("breaks")]


TABLE = [(2.0, 0.5, -24.0), (2.0, 4.0, 6.6), (-4.0, 0.5, -0.4), (-4.0, 4.0, 0.1)]
"""Gate bias, gain, and what is left of a GRU's gradient over 50 steps of noise, as published with the maps."""


@pytest.mark.parametrize(("bias", "gain", "published"), TABLE)
def test_the_corners_of_the_map_of_a_gru_are_as_autograd_has_them(bias, gain, published):
    learner = Learner("gru", scheme="orthogonal", gain=gain, update_bias=bias)
    config = TrainConfig(task="first_symbol", learners=(learner,), seeds=2)
    true = true_gradient_left(config)
    np.testing.assert_allclose(gradient_left([config]), true, rtol=1e-8, atol=1e-8)
    assert abs(np.median(true) - published) <= (0.1 if bias < 0 else 1.0)  # two of the five seeds


@pytest.mark.training
def test_success_is_what_a_training_of_that_very_setting_reports():
    from gruviz.training.train import train

    base = config_of("gru", hidden_size=8, length=10, steps=40, report_every=20, batch_size=16)
    configs = [replace(base, learners=(Learner("gru", update_bias=bias, learning_rate=0.03),)) for bias in (-2.0, 10.0)]
    for config, training in zip(configs, measure("success", configs), strict=True):
        events = list(train(config))
        assert training.updates.tolist() == [0, 20, 40] == [event.step for event in events]
        np.testing.assert_array_equal(training.solved, [event.solved for event in events])
        np.testing.assert_array_equal(training.diverged, [event.diverged for event in events])
    assert float(torch.tensor(torch.finfo(torch.float32).tiny) / 2) > 0  # as it was before
