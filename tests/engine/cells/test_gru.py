import math

import pytest

from tests.engine.cells.by_hand import H, X, gates, one_step, paths, sigmoid, states


def test_a_step_and_its_paths_by_hand():
    recording = one_step("gru", {"r": (0.5, -1.2, 0.1), "z": (-0.8, 0.6, 0.3), "n": (1.1, 0.9, -0.2)})
    r, z = sigmoid(0.5 * X - 1.2 * H + 0.1), sigmoid(-0.8 * X + 0.6 * H + 0.3)
    n = math.tanh(1.1 * X + 0.9 * r * H - 0.2)
    assert gates(recording) == pytest.approx({"r": r, "z": z, "n": n})
    assert states(recording) == pytest.approx({"h": (1 - z) * H + z * n})
    back = paths(recording)
    assert list(back) == ["leak", "candidate", "update", "reset"]
    assert back["leak"] == pytest.approx([1 - z])
    assert back["candidate"] == pytest.approx([z * (1 - n**2) * 0.9 * r])
    assert back["update"] == pytest.approx([(n - H) * z * (1 - z) * 0.6])
    assert back["reset"] == pytest.approx([z * (1 - n**2) * 0.9 * H * r * (1 - r) * -1.2])
