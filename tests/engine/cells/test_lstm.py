import math

import pytest

from tests.engine.cells.by_hand import C, H, X, gates, one_step, paths, sigmoid, states

NUMBERS = {"i": (0.5, -1.2, 0.1), "f": (-0.8, 0.6, 0.3), "g": (1.1, 0.9, -0.2), "o": (0.4, 0.7, 0.2)}


def test_a_step_and_its_paths_by_hand():
    recording = one_step("lstm", NUMBERS, (H, C))
    a = {name: W * X + U * H + b for name, (W, U, b) in NUMBERS.items()}
    i, f, o, g = sigmoid(a["i"]), sigmoid(a["f"]), sigmoid(a["o"]), math.tanh(a["g"])
    c = f * C + i * g
    assert gates(recording) == pytest.approx({"i": i, "f": f, "g": g, "o": o})
    assert states(recording) == pytest.approx({"h": o * math.tanh(c), "c": c})
    from_c, from_h = paths(recording, (0, 1)), paths(recording, (1, 0))
    assert list(from_c) == ["leak", "input", "forget", "candidate", "output"]
    assert from_c["leak"] == pytest.approx([0, f])
    assert from_c["input"] == pytest.approx([g * i * (1 - i) * -1.2, 0])
    assert from_c["forget"] == pytest.approx([C * f * (1 - f) * 0.6, 0])
    assert from_c["candidate"] == pytest.approx([i * (1 - g**2) * 0.9, 0])
    assert from_c["output"] == [0, 0]
    assert from_h["output"] == pytest.approx([math.tanh(c) * o * (1 - o) * 0.7, 0])
    assert from_h["leak"] == pytest.approx([0, o * (1 - math.tanh(c) ** 2) * f])
