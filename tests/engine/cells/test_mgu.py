import math

import pytest

from tests.engine.cells.by_hand import H, X, gates, one_step, paths, sigmoid, states


def test_a_step_and_its_paths_by_hand():
    recording = one_step("mgu", {"z": (-0.8, 0.6, 0.3), "n": (1.1, 0.9, -0.2)})
    z = sigmoid(-0.8 * X + 0.6 * H + 0.3)
    n = math.tanh(1.1 * X + 0.9 * z * H - 0.2)
    assert gates(recording) == pytest.approx({"z": z, "n": n})
    assert states(recording) == pytest.approx({"h": (1 - z) * H + z * n})
    back = paths(recording)
    assert list(back) == ["leak", "candidate", "update", "reset"]
    assert back["candidate"] == pytest.approx([z * (1 - n**2) * 0.9 * z])
    assert back["update"] == pytest.approx([(n - H) * z * (1 - z) * 0.6])
    assert back["reset"] == pytest.approx([z * (1 - n**2) * 0.9 * H * z * (1 - z) * 0.6])
