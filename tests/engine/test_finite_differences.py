"""The check of the check: differences agree with backpropagation, and notice where it is wrong."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import Clamp, gradient_flow, record
from gruviz.arrays import frozen
from gruviz.engine.finite_differences import RESOLUTION, check_gradient
from gruviz.validation import InvalidValue
from tests.runs import Sizes, every_cell, random_inputs, random_run, random_weights, sizes


@every_cell
@pytest.mark.parametrize("loss", ["last", "every"])
@given(size=sizes)
def test_differences_agree_at_every_step_of_every_sequence(cell, loss, size):
    flow = gradient_flow(random_run(cell, size), loss=loss)
    for e, b in np.ndindex(size.E, size.B):
        for difference in check_gradient(flow, range(size.T + 1), member=e, sequence=b):
            true = float(np.linalg.norm(flow.gradients[difference.step, e, b]))
            assert difference.drawn == pytest.approx(true)
            assert difference.resolved == (true > RESOLUTION)
            if difference.resolved:
                assert difference.error < 1e-9 / true + 1e-6
                assert difference.measured == pytest.approx(true, rel=1e-6, abs=1e-9)


@every_cell
def test_a_wrong_gradient_is_noticed(cell):
    flow = gradient_flow(random_run(cell, Sizes(T=3)))
    wrong = np.array(flow.gradients)
    wrong[:-1] *= 1.01
    for difference in check_gradient(replace(flow, gradients=frozen(wrong)), [0, 1, 2]):
        assert difference.error == pytest.approx(0.01 / 1.01, rel=1e-3)


def test_a_gradient_in_another_direction_is_noticed():
    flow = gradient_flow(random_run("gru", Sizes(T=3)))
    wrong = np.array(flow.gradients)
    wrong[0] = wrong[0][..., ::-1]
    [difference] = check_gradient(replace(flow, gradients=frozen(wrong)), [0])
    assert difference.measured == pytest.approx(difference.drawn, rel=1e-6)
    assert difference.error > 0.1


def test_what_is_too_small_is_marked_as_unresolved():
    weights = random_weights("rnn", Sizes(T=60, H=4), gain=0.2)
    flow = gradient_flow(record("rnn", weights, random_inputs(Sizes(T=60))))
    early, late = check_gradient(flow, [0, 60])
    assert late.resolved
    assert late.error < 1e-8
    assert not early.resolved
    assert 0 < early.drawn < RESOLUTION


def test_no_gradient_at_all_is_not_resolved():
    flow = gradient_flow(random_run("rnn"), grad_final=np.eye(3, 4))
    silent = replace(flow, gradients=frozen(0 * flow.gradients))
    [difference] = check_gradient(silent, [0])
    assert (difference.drawn, difference.measured, difference.error, difference.resolved) == (0, 0, np.inf, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([9],), "steps = 9 is not possible: a whole number from 0 to 5"),
        (([-1],), "steps = -1"),
    ],
)
def test_steps_that_do_not_exist(arguments, message):
    with pytest.raises(InvalidValue, match=message):
        check_gradient(gradient_flow(random_run("gru")), *arguments)


def test_runs_that_cannot_be_checked_are_refused_by_name():
    flow = gradient_flow(random_run("gru"))
    with pytest.raises(InvalidValue, match="member = 2 is not possible: a whole number from 0 to 1"):
        check_gradient(flow, [0], member=2)
    with pytest.raises(InvalidValue, match="sequence = 3 is not possible: a whole number from 0 to 2"):
        check_gradient(flow, [0], sequence=3)
    single = record("gru", random_weights("gru", Sizes()).astype("float32"), random_inputs(Sizes()))
    with pytest.raises(InvalidValue, match="precision = 'float32' is not possible: float64"):
        check_gradient(gradient_flow(single), [0])
    with pytest.raises(InvalidValue, match="clamps = .*z.* is not possible: a run without clamps"):
        check_gradient(gradient_flow(random_run("gru", clamps=[Clamp("z", 0.5)])), [0])


@given(t=st.integers(0, 5))
def test_order_of_the_steps_is_that_asked_for(t):
    flow = gradient_flow(random_run("lstm"))
    assert [difference.step for difference in check_gradient(flow, [5, t, 0])] == [5, t, 0]
