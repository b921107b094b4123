import numpy as np
import pytest

from gruviz import init_weights
from tests.engine.cells.by_hand import H, X, gates, one_step, paths, sigmoid, states


def test_a_step_and_its_path_by_hand():
    recording = one_step("mingru", {"z": (-0.8, np.nan, 0.3), "n": (1.1, np.nan, -0.2)})
    z, n = sigmoid(-0.8 * X + 0.3), 1.1 * X - 0.2
    assert gates(recording) == pytest.approx({"z": z, "n": n})
    assert states(recording) == pytest.approx({"h": (1 - z) * H + z * n})
    assert paths(recording) == {"leak": pytest.approx([1 - z])}


def test_it_has_no_recurrent_weights():
    assert init_weights("mingru", input_size=2, hidden_size=3).U.shape == (1, 0, 3)
