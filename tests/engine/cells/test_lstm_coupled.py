import math

import pytest

from tests.engine.cells.by_hand import C, H, X, gates, one_step, paths, sigmoid, states

NUMBERS = {"f": (-0.8, 0.6, 0.3), "g": (1.1, 0.9, -0.2), "o": (0.4, 0.7, 0.2)}


def test_a_step_and_its_paths_by_hand():
    recording = one_step("lstm_coupled", NUMBERS, (H, C))
    a = {name: W * X + U * H + b for name, (W, U, b) in NUMBERS.items()}
    f, o, g = sigmoid(a["f"]), sigmoid(a["o"]), math.tanh(a["g"])
    c = f * C + (1 - f) * g
    assert gates(recording) == pytest.approx({"f": f, "g": g, "o": o})
    assert states(recording) == pytest.approx({"h": o * math.tanh(c), "c": c})
    from_c = paths(recording, (0, 1))
    assert list(from_c) == ["leak", "forget", "candidate", "output"]
    assert from_c["leak"] == pytest.approx([0, f])
    assert from_c["forget"] == pytest.approx([(C - g) * f * (1 - f) * 0.6, 0])
    assert from_c["candidate"] == pytest.approx([(1 - f) * (1 - g**2) * 0.9, 0])
