"""An observer that knows the physics, against the state that it cannot see."""

import numpy as np

from gruviz.data.cart_pole import TICK, expert, frame, moved, starts
from gruviz.tasks.observer import Observer


def followed(arrives, count=200):
    """True states, what the observer pushes, and what it would push if it saw everything, over some ticks."""
    state, push, observer = starts(np.random.default_rng(1), count, 0.1), np.ones(count, int), Observer()
    said, wanted = [], []
    for seen in arrives:
        said.append(observer(frame(state, push, np.full(count, seen))))
        wanted.append(expert(state))
        push, state = said[-1], moved(state, said[-1])
    return np.array(said), np.array(wanted)


def test_after_two_frames_in_a_row_it_pushes_in_the_dark_as_if_it_saw_everything():
    said, wanted = followed([True, True] + [False] * 18)
    assert (said[1:] == wanted[1:]).mean() > 0.99
    assert (said[0] == wanted[0]).mean() < 0.97, "one frame tells no speed"


def test_what_it_missed_by_is_divided_by_the_time_between_two_frames():
    """At rest but for a speed that it cannot know; seen at ticks 0 and 4, the cart has rolled for 4 ticks."""
    observer, state, push = Observer(), np.array([[0.0, 0.3, 0.0, 0.0]]), np.ones(1, int)
    for tick in range(5):
        push = observer(frame(state, push, np.array([tick in (0, 4)])))
        last, state = state, moved(state, push)
    np.testing.assert_allclose(observer._state[0], last[0], atol=0.02)
    assert abs(last[0, 0]) > 0.2 * 4 * TICK


def test_it_stays_finite_when_the_pole_lies_still():
    observer, still = Observer(), np.tile([0.5, 1.5, 1.0, 1.0], (3, 1)).astype(np.float32)
    pushes = [observer(still * [1, 1, 1, tick % 7 == 0]) for tick in range(2000)]
    assert np.isfinite(observer._state).all()
    assert set(np.concatenate(pushes).tolist()) <= {0, 1}
