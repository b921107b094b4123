"""The memory of single units, on runs whose memory is known."""

import numpy as np
import pytest

from gruviz import Clamp, Weights, init_weights, record
from gruviz.closeup.units import unit_memory
from gruviz.models.shipped import collection_model
from gruviz.validation import InvalidValue
from tests.runs import Sizes, every_cell, random_run


def gru_held(z, T=40):
    """A GRU of four units whose update gate is held at a value each."""
    weights = init_weights("gru", input_size=1, hidden_size=4)
    clamps = [Clamp("z", value, units=(unit,)) for unit, value in enumerate(z)]
    return record("gru", weights, np.zeros((T, 1, 1)), clamps=clamps)


def test_time_constants_of_held_gates_are_those_of_the_exponential():
    z = np.array([0.5, 0.1, 0.01, 0.0])
    memory = unit_memory(gru_held(z))
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(memory.time_constant, np.abs(1 / np.log(1 - z)))
    assert memory.order[0] == 3
    assert memory.order.tolist() == [3, 2, 1, 0]


def test_an_lstm_keeps_by_its_forget_gate():
    weights = init_weights("lstm", input_size=1, hidden_size=2)
    clamps = [Clamp("f", 0.9, units=(0,)), Clamp("f", 0.5, units=(1,))]
    memory = unit_memory(record("lstm", weights, np.ones((20, 1, 1)), clamps=clamps))
    np.testing.assert_allclose(memory.time_constant, -1 / np.log([0.9, 0.5]))


def test_an_lru_keeps_by_the_size_of_its_eigenvalue():
    run = random_run("lru", Sizes(T=5, E=1, B=1, H=3))
    radius = np.exp(-np.exp(run.weights.constant["nu"][0, 0]))
    np.testing.assert_allclose(unit_memory(run).time_constant, -1 / np.log(radius), rtol=1e-9)


def test_a_state_space_keeps_by_the_slower_of_its_states():
    run = random_run("ssm", Sizes(T=5, E=1, B=1, H=3))
    slower = np.maximum(run.gates["a1"], run.gates["a2"])[:, 0, 0]
    np.testing.assert_allclose(unit_memory(run).time_constant, -5 / np.log(slower).sum(0), rtol=1e-9)


def kept_alone(run, unit, start, end):
    """What is left at step `end` of a value that a unit held after step `start`, one step after the other."""
    left = 1.0
    for t in range(start, end):
        left *= 1 - float(run.gates["z"][t, 0, 0, unit])
    return left


def test_a_gate_that_moves_keeps_the_product():
    """−1/ln of the arithmetic mean would promise 2.4 steps where half of the steps keep 99% and half keep 1%."""
    weights = init_weights("gru", input_size=1, hidden_size=1)
    clamps = [Clamp("z", 0.99 if t % 2 else 0.01, first=t, last=t) for t in range(1, 41)]
    run = record("gru", weights, np.zeros((40, 1, 1)), clamps=clamps)
    [constant] = unit_memory(run).time_constant
    assert kept_alone(run, 0, 0, 40) == pytest.approx(np.exp(-40 / constant))
    assert constant == pytest.approx(-2 / np.log(0.01 * 0.99))


def test_a_trained_unit_keeps_the_product():
    model = collection_model("flip_flop_gru")
    run = record(
        "gru", model.weights.member(0), np.random.default_rng(0).normal(size=(30, 1, model.weights.input_size))
    )
    for unit, constant in enumerate(unit_memory(run).time_constant):
        assert kept_alone(run, unit, 0, 30) == pytest.approx(np.exp(-30 / constant), rel=1e-3)


def test_a_step_that_keeps_nothing_ends_a_memory_and_has_no_rate():
    weights = init_weights("gru", input_size=1, hidden_size=2)
    clamps = [Clamp("z", 0.1), Clamp("z", 1.0, first=7, last=7, units=(0,)), Clamp("z", 1.0, units=(1,))]
    memory = unit_memory(record("gru", weights, np.zeros((20, 1, 1)), clamps=clamps, resets=[12]))
    np.testing.assert_allclose(memory.time_constant, [-1 / np.log(0.9), 0])


def test_a_cell_without_a_leak_has_no_time_constant():
    assert np.isnan(unit_memory(random_run("rnn")).time_constant).all()


def latch(pulses, T=30):
    """An RNN unit that holds its sign by a loop of gain 3, set by pulses; and one that hears nothing."""
    weights = Weights("rnn", ("h",), np.array([[[6.0], [0.0]]]), np.array([[[3.0, 0], [0, 0]]]), np.zeros((1, 2)))
    inputs = np.zeros((T, 1, 1))
    for step, value in pulses.items():
        inputs[step - 1] = value
    return record("rnn", weights, inputs)


def test_a_latch_is_found_with_its_steps():
    memory = unit_memory(latch({5: 1.0, 20: -1.0}))
    assert memory.latched.tolist() == [[6, 19], [0, -1]]
    assert memory.durations.tolist() == [14, 0]
    assert memory.order.tolist() == [0, 1]


def test_nothing_latched_is_nothing():
    assert unit_memory(latch({})).durations.tolist() == [0, 0]


@every_cell
def test_every_cell_has_an_order_of_all_its_units(cell):
    memory = unit_memory(random_run(cell, Sizes(T=6, E=2, B=2, H=5)), member=1, sequence=1)
    assert sorted(memory.order.tolist()) == list(range(5))
    assert memory.time_constant.shape == (5,)
    assert (memory.latched[:, 1] <= 6).all()


@pytest.mark.parametrize("where", [{"member": 2}, {"sequence": 3}])
def test_what_does_not_exist_is_named(where):
    with pytest.raises(InvalidValue, match=f"{next(iter(where))} = "):
        unit_memory(random_run("gru"), **where)
