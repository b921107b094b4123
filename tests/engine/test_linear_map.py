"""Steps as linear maps: one at a time, all at once, and shut by a cut, a reset or a clamp."""

import numpy as np
import pytest

from gruviz import Clamp
from gruviz.engine.linear_map import linearised
from tests.runs import Sizes, every_cell, random_run

SIZE = Sizes(T=4)


@every_cell
def test_all_steps_at_once_are_each_step_alone(cell):
    recording = random_run(cell, SIZE)
    grads = np.random.default_rng(0).standard_normal(recording.state[1:].shape)
    whole = linearised(recording)
    every = whole.adjoint(grads).total
    rows = [(t, step.adjoint(grads[t]).total) for t, step in whole.backward()]
    assert [t for t, _ in rows] == [3, 2, 1, 0]
    for t, one in rows:
        np.testing.assert_allclose(one, every[t], rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(whole.at(slice(1, 3)).adjoint(grads[1:3]).total, every[1:3])


@every_cell
def test_it_is_linear_and_broadcasts_over_leading_axes(cell):
    recording = random_run(cell, SIZE)
    grads = np.random.default_rng(0).standard_normal((3, *recording.state[1:].shape))
    whole = linearised(recording)
    together = whole.adjoint(2 * grads[0] - grads[1]).total
    stacked = whole.adjoint(grads).total
    np.testing.assert_allclose(together, 2 * stacked[0] - stacked[1], rtol=1e-9, atol=1e-12)


def test_a_cut_shuts_all_paths_of_its_step_for_all_sequences():
    recording = random_run("gru", SIZE, resets=(3,))
    adjoint = linearised(recording, frozenset({1})).adjoint(np.ones_like(recording.state[1:]))
    shut = np.array([not adjoint.total[t].any() for t in range(4)])
    assert shut.tolist() == [True, False, True, False]
    assert all(not path[[0, 2]].any() for path in adjoint.paths.values())
    assert adjoint.preactivations["z"][0].any(), "the weights of that step still learn"


def test_a_held_gate_is_a_constant():
    recording = random_run("gru", SIZE, [Clamp("z", 0.5, first=2, last=3)])
    adjoint = linearised(recording).adjoint(np.ones_like(recording.state[1:]))
    assert [bool(row.any()) for row in adjoint.paths["update"]] == [True, False, False, True]


def test_the_last_two_runs_are_kept():
    linearised.cache_clear()
    first, second, third = (random_run("rnn", SIZE) for _ in range(3))
    assert linearised(first) is linearised(first)
    assert linearised(second) is not linearised(third)
    assert linearised.cache_info().currsize == 2
    with pytest.raises(TypeError):
        linearised(first, {1})  # cuts are part of a key and must not change
