from dataclasses import replace

import numpy as np
import pytest

from gruviz import init_weights, record
from tests.engine.cells.by_hand import H, X, gates, one_step, paths, sigmoid, states

NUMBERS = {"f": (-0.8, np.nan, 0.3), "i": (0.5, np.nan, 0.1), "n": (1.1, np.nan, -0.2)}


def test_a_step_and_its_path_by_hand():
    recording = one_step("minlstm", NUMBERS)
    f, i, n = sigmoid(-0.8 * X + 0.3), sigmoid(0.5 * X + 0.1), 1.1 * X - 0.2
    kept = f / (f + i)
    assert gates(recording) == pytest.approx({"f": f, "i": i, "n": n, "s": f + i, "k": kept, "w": 1 - kept})
    assert states(recording) == pytest.approx({"h": kept * H + (1 - kept) * n})
    assert paths(recording) == {"leak": pytest.approx([kept])}


def test_it_is_a_mingru_whose_gate_is_the_difference_of_two_logarithms():
    run = one_step("minlstm", NUMBERS)
    z = sigmoid(np.log(sigmoid(0.5 * X + 0.1)) - np.log(sigmoid(-0.8 * X + 0.3)))
    same = one_step("mingru", {"z": (0.0, np.nan, np.log(z / (1 - z))), "n": NUMBERS["n"]})
    assert states(run) == pytest.approx(states(same), rel=1e-14)


@pytest.mark.parametrize("forget", [0.0, 4.0, 40.0])
def test_a_forget_gate_alone_does_not_keep(forget):
    """k is at most 1/(1 + i), ⅔ where i is ½."""
    weights = init_weights("minlstm", input_size=1, hidden_size=3)
    bias = np.repeat([forget, 0.0, 0.0], 3)[None]
    kept = record("minlstm", replace(weights, b=bias), np.zeros((1, 1, 1))).gates["k"]
    assert kept.max() <= 2 / 3 + 1e-15
    assert forget < 40 or kept == pytest.approx(2 / 3)


def test_chrono_keeps_as_long_as_in_an_lstm():
    weights = init_weights("minlstm", input_size=1, hidden_size=50, chrono=100)
    run = record("minlstm", weights, np.zeros((1, 1, 1)))
    assert run.gates["k"][0, 0, 0] == pytest.approx(1 / (1 + np.exp(-weights.bias["f"][0])), rel=1e-13)
