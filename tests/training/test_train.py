"""Training from the outside: the events it reports, and what can be checked against them."""

import numpy as np
import pytest
import torch

import gruviz.training.batches
from gruviz import record
from gruviz.engine.initialisation import init_weights
from gruviz.tasks import TASKS
from gruviz.training.batches import batches
from gruviz.training.history import TrainingEvent
from gruviz.training.probes import PROBES, WATCHED
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.train import train, updates
from tests.runs import every_cell
from tests.training.equal import assert_equal
from tests.training.metrics import metric_of

pytestmark = pytest.mark.training
GRU, RNN, LSTM = Learner("gru"), Learner("rnn"), Learner("lstm", forget_bias=1.0)
EXPLODING = Learner("rnn", scheme="orthogonal", gain=4.0)
every_task = pytest.mark.parametrize("task", TASKS)


def small(**changes):
    settings = {"learners": (GRU,), "length": 12, "hidden_size": 6, "seeds": 2, "batch_size": 8, "steps": 10}
    return TrainConfig(**settings | {"report_every": 5} | changes)


def events(learner=0, **changes):
    return [event for event in train(small(**changes)) if event.learner == learner]


@every_task
def test_equal_settings_give_equal_events(task):
    config = small(task=task, learners=(GRU, LSTM))
    first, second = list(train(config)), list(train(config))
    assert len(first) == len(second) == 6
    for one, other in zip(first, second, strict=True):
        assert_equal(one, other)


def test_another_seed_gives_other_events():
    assert not set(events()[-1].loss) & set(events(seed=1)[-1].loss)


@every_cell
def test_each_seed_learns_as_if_alone(cell):
    """The draws of a seed, its clipping and its steps are its own; only rounding differs."""
    learner = (Learner(cell),)
    together = events(learners=learner, seeds=3)
    for e in range(3):
        so_many = events(learners=learner, seeds=e + 1)
        for one, all_seeds in zip(so_many, together, strict=True):
            for name in ("loss", "metric", "gradient_norm", "clipped_norm"):
                np.testing.assert_allclose(getattr(one, name)[e], getattr(all_seeds, name)[e], rtol=1e-3)
        np.testing.assert_allclose(so_many[-1].weights.U[e], together[-1].weights.U[e], atol=1e-4)


def test_a_learner_is_not_changed_by_the_others():
    alone, among = events(), events(learner=1, learners=(RNN, GRU, EXPLODING))
    for one, other in zip(alone, among, strict=True):
        np.testing.assert_array_equal(one.loss, other.loss)
        np.testing.assert_array_equal(one.profile, other.profile)


MANY = (RNN, Learner("gru", scheme="orthogonal", gain=4.0), Learner("gru", gain=0.5), EXPLODING, Learner("gru", 0.1))


@pytest.mark.parametrize(("task", "seeds"), [("adding", 2), ("first_symbol", 3), ("copying", 2)])
def test_learners_of_one_cell_are_one_batch_and_learn_to_the_last_bit_what_they_learn_alone(monkeypatch, task, seeds):
    """Some saturate and some explode; neither shows in how the others are rounded."""
    config = small(task=task, learners=MANY, seeds=seeds, batch_size=16, clip=None, length=40)
    together = list(train(config))
    assert batches(config) == [[0, 3], [1, 2], [4]]
    monkeypatch.setattr(gruviz.training.batches, "TOGETHER", 1)
    assert max(map(len, batches(config))) == 1
    alone = list(train(config))
    assert len(alone) == len(together)
    for one, other in zip(alone, together, strict=True):
        assert_equal(one, other)


def test_a_learner_of_a_batch_ends_by_itself():
    config = small(task="first_symbol", learners=(RNN, EXPLODING), length=150, hidden_size=32, batch_size=16, clip=None)
    assert batches(config) == [[0, 1]]
    told = [(event.learner, event.step) for event in train(config)]
    assert told == [(0, 0), (1, 0), (1, 1), (0, 5), (0, 10)]


def test_shares_of_the_batches_tell_together_what_the_whole_training_tells():
    learners = (RNN, GRU, EXPLODING, LSTM)
    config = small(task="first_symbol", learners=learners, length=150, hidden_size=32, batch_size=16, clip=None)
    told = [[*updates(config, share)] for share in ([[1]], [[0, 2], [3]])]
    parts = [event for part in told for event in part if isinstance(event, TrainingEvent)]
    whole = [*train(config)]
    assert len(parts) == len(whole)
    assert 1 in {event.step for event in whole}, "one explodes at once"
    for event, one in zip(whole, sorted(parts, key=lambda part: (part.step, part.learner)), strict=True):
        assert_equal(one, event)


def test_a_share_ends_once_all_of_its_learners_have_stopped():
    config = small(task="first_symbol", learners=(EXPLODING, GRU), length=150, hidden_size=32, clip=None)
    told = [*updates(config, [[0]])]
    assert [event if isinstance(event, int) else (event.learner, event.step) for event in told] == [
        (0, 0),
        0,
        (0, 1),
        1,
    ]


@pytest.mark.parametrize(
    ("steps", "every", "told"),
    [(10, 5, [0, 5, 10]), (7, 3, [0, 3, 6, 7]), (2, 10, [0, 2]), (1, 1, [0, 1])],
)
def test_when_events_come(steps, every, told):
    every_event = list(train(small(learners=(GRU, RNN), steps=steps, report_every=every)))
    assert [event.learner for event in every_event] == [0, 1] * len(told)
    for learner in (0, 1):
        own = [event for event in every_event if event.learner == learner]
        assert [event.step for event in own] == told
        assert [event.weights is not None for event in own] == [False] * (len(own) - 1) + [True]
        assert [event.readout is not None for event in own] == [False] * (len(own) - 1) + [True]


@every_task
def test_the_first_event_is_before_any_update(task):
    config = small(task=task, learners=(GRU, Learner("lstm", chrono=True)), steps=1)
    for learner in (0, 1):
        first = next(event for event in train(config) if event.learner == learner)
        start = init_weights(
            config.learners[learner].cell,
            input_size=TASKS[task].input_size,
            hidden_size=6,
            seeds=2,
            dtype="float32",
            **config.learners[learner].weight_settings(12),
        )
        inputs, _ = TASKS[task].sample(np.random.default_rng([0, 0, 6]), PROBES, 12)
        gates = record(start.cell, start, inputs[:, :WATCHED]).gates
        for symbol, mean in first.gates.items():
            np.testing.assert_allclose(mean, gates[symbol].mean((1, 2, 3)), rtol=1e-5)


def test_the_first_update_is_adams():
    """Adam's first step moves every parameter that has a gradient by its learning rate."""
    start = init_weights("gru", input_size=2, hidden_size=6, seeds=2, dtype="float32")
    moved = events(steps=1, learners=(Learner("gru", learning_rate=0.02),))[-1].weights.U - start.U
    np.testing.assert_allclose(np.median(np.abs(moved)), 0.02, rtol=0.01)
    assert np.abs(moved).max() < 0.0201


@every_task
def test_what_an_event_holds(task):
    for event in train(small(task=task, learners=(GRU, LSTM), steps=5)):
        for name in ("loss", "metric", "solved", "diverged", "gradient_norm", "clipped_norm"):
            assert getattr(event, name).shape == (2,), name
        assert event.profile.shape == event.ratio.shape == (13,)
        assert {gate.shape for gate in event.gates.values()} == {(12,)}
        assert event.ratio[-1] == 1
        assert event.ratio.min() > 0
        assert np.isfinite(event.loss).all()
        assert not event.diverged.any()
        np.testing.assert_array_equal(event.solved, TASKS[task].is_solved(event.metric))


@every_task
@pytest.mark.parametrize("learner", [RNN, LSTM], ids=lambda learner: learner.cell)
def test_the_final_weights_reproduce_the_reported_metric(task, learner):
    config = small(task=task, learners=(learner,))
    *_, last = train(config)
    assert last.weights.cell == learner.cell
    np.testing.assert_allclose(last.metric, metric_of(config, last), rtol=1e-5, atol=1.1 / PROBES)


def test_clipping_bounds_each_seeds_own_norm():
    free = events(clip=None, report_every=1)
    for event in free:
        np.testing.assert_array_equal(event.clipped_norm, event.gradient_norm)
    between = float(free[0].gradient_norm.mean())
    clipped = events(clip=between, report_every=1)[0]
    np.testing.assert_array_equal(clipped.gradient_norm, free[0].gradient_norm)
    np.testing.assert_allclose(clipped.clipped_norm, np.minimum(free[0].gradient_norm, between), rtol=1e-6)
    assert (clipped.clipped_norm == clipped.gradient_norm).tolist().count(True) == 1
    for event in events(clip=0.05, report_every=1):
        assert (event.clipped_norm <= 0.05 * (1 + 1e-6)).all()
        below = event.gradient_norm <= 0.05
        np.testing.assert_array_equal(event.clipped_norm[below], event.gradient_norm[below])


@pytest.mark.parametrize("scale", [1.0, 2.5])
def test_the_gradient_norm_is_that_of_all_parameters_of_a_seed(scale):
    """Once more with torch's own GRU, readout and mean squared error, on the probes before the first update."""
    config = small(learners=(Learner("gru_reset_after"),), steps=1, scale=scale)
    first, *_ = train(config)
    inputs, targets = TASKS["adding"].sample(np.random.default_rng([0, 0, 6]), PROBES, 12)
    weights = init_weights("gru_reset_after", input_size=2, hidden_size=6, seeds=2)
    for e in range(2):
        rng = np.random.default_rng([0, e, 4])
        W, b = (torch.tensor(rng.uniform(-1, 1, size) / np.sqrt(6), requires_grad=True) for size in ((1, 6), 1))
        module = torch.nn.GRU(2, 6, dtype=torch.float64)
        module.load_state_dict(gruviz.to_state_dict(weights, member=e))
        h = module(scale * torch.tensor(inputs[:, :8]).double())[0][-1]
        loss = ((h @ W.T + b)[:, 0] - torch.tensor(targets[0, :8])).square().mean()
        loss.backward()
        module.bias_hh_l0.grad[:12] = 0  # ours has one bias for these
        norm = np.sqrt(sum(float(p.grad.square().sum()) for p in (W, b, *module.parameters())))
        np.testing.assert_allclose(first.loss[e], loss.item(), rtol=1e-5)
        np.testing.assert_allclose(first.gradient_norm[e], norm, rtol=1e-5)


@every_task
def test_nothing_crosses_a_cut(task):
    length = 13
    for event in train(small(task=task, learners=(GRU, LSTM), length=length, truncation=4, steps=5)):
        assert not event.profile[: length - 3].any()
        assert not event.ratio[: length - 3].any()
        assert event.profile[length - 3 :].all()


@every_task
def test_the_profile_is_a_number_where_float32_squares_underflow(task):
    shrinking = Learner("rnn", gain=0.05)
    first = next(train(small(task=task, learners=(shrinking,), length=20)))
    assert 0 < first.ratio[0] < 1e-23


def test_clipping_cures_explosion():
    for event in events(task="first_symbol", learners=(EXPLODING,), length=150, hidden_size=32, steps=5):
        assert event.gradient_norm.min() > 1e20
        assert not event.diverged.any()
        assert np.isfinite(event.profile).all()
        if event.step:
            np.testing.assert_allclose(event.clipped_norm, 1, rtol=1e-6)


def test_a_gradient_too_large_for_the_optimiser_ends_a_learner_and_no_other():
    settings = {"task": "first_symbol", "length": 150, "hidden_size": 32, "clip": None}
    both = list(train(small(**settings, learners=(EXPLODING, GRU))))
    exploded = [event for event in both if event.learner == 0]
    assert [event.step for event in exploded] == [0, 1]
    assert [event.diverged.all() for event in exploded] == [False, True]
    assert np.isfinite(exploded[-1].loss).all()
    assert not exploded[-1].clipped_norm.any()
    start = init_weights("rnn", input_size=4, hidden_size=32, seeds=2, dtype="float32", scheme="orthogonal", gain=4.0)
    np.testing.assert_array_equal(exploded[-1].weights.U, start.U)
    assert [event.step for event in both if event.learner == 1] == [0, 5, 10]
    assert not any(event.diverged.any() for event in both if event.learner == 1)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e25])
def test_one_seed_stops_and_the_others_go_on(monkeypatch, value):
    """From the fourth update on, the loss of seed 1 is spoilt."""
    honest, calls = gruviz.training.train._losses, []

    def losses(outputs, targets):
        found = honest(outputs, targets)
        calls.append(found.requires_grad)
        return found * torch.tensor([1.0, value if sum(calls) > 4 else 1.0, 1.0])

    alone = events(seeds=3, report_every=1, clip=None)
    kept = events(seeds=3, steps=3, clip=None)[-1]
    monkeypatch.setattr(gruviz.training.train, "_losses", losses)
    spoilt = events(seeds=3, report_every=1, clip=None)
    assert [event.diverged.tolist() for event in spoilt] == [[False, step > 3, False] for step in range(11)]
    for one, other in zip(spoilt, alone, strict=True):
        np.testing.assert_array_equal(one.loss[[0, 2]], other.loss[[0, 2]])
        np.testing.assert_array_equal(one.clipped_norm[[0, 2]], other.clipped_norm[[0, 2]])
        assert np.isfinite(one.profile).all()
        assert (one.clipped_norm[1] == 0) == one.diverged[1]
    np.testing.assert_array_equal(spoilt[-1].weights.U[1], kept.weights.U[1])
    np.testing.assert_array_equal(spoilt[-1].weights.U[0], alone[-1].weights.U[0])


def test_what_is_drawn_for_the_data_is_drawn_for_nothing_else(monkeypatch):
    used, task = [], TASKS["adding"]

    def sample(rng, batch_size, length):
        used.append(rng.bit_generator.state["state"]["state"])
        return type(task).sample(task, rng, batch_size, length)

    monkeypatch.setattr(type(task), "sample", type(task).sample)
    monkeypatch.setattr(task, "sample", sample, raising=False)
    list(train(small(steps=1)))
    roots = [[0, member] for member in range(32)] + [[0, member, 4] for member in range(32)]
    assert not {np.random.default_rng(root).bit_generator.state["state"]["state"] for root in roots} & set(used)
    assert len(set(used)) == 2
