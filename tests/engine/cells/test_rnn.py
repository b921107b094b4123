import math

import pytest

from tests.engine.cells.by_hand import H, X, gates, one_step, paths, states


def test_a_step_and_its_path_by_hand():
    recording = one_step("rnn", {"h": (0.5, -1.2, 0.1)})
    h = math.tanh(0.5 * X - 1.2 * H + 0.1)
    assert gates(recording) == {}
    assert states(recording) == pytest.approx({"h": h})
    assert paths(recording)["recurrent"] == pytest.approx([(1 - h**2) * -1.2])
