import math

import pytest

from tests.engine.cells.by_hand import H, X, gates, one_step, paths, sigmoid, states


def test_a_step_and_its_paths_by_hand():
    recording = one_step("gru_no_update", {"r": (0.5, -1.2, 0.1), "h": (1.1, 0.9, -0.2)})
    r = sigmoid(0.5 * X - 1.2 * H + 0.1)
    h = math.tanh(1.1 * X + 0.9 * r * H - 0.2)
    assert gates(recording) == pytest.approx({"r": r})
    assert states(recording) == pytest.approx({"h": h})
    back = paths(recording)
    assert list(back) == ["candidate", "reset"]
    assert back["candidate"] == pytest.approx([(1 - h**2) * 0.9 * r])
    assert back["reset"] == pytest.approx([(1 - h**2) * 0.9 * H * r * (1 - r) * -1.2])
