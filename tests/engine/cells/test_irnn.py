import pytest

from tests.engine.cells.by_hand import H, X, one_step, paths, states


def test_a_step_and_its_path_by_hand():
    recording = one_step("irnn", {"h": (0.5, -1.2, 0.1)})
    assert states(recording) == pytest.approx({"h": 0.5 * X - 1.2 * H + 0.1})
    assert paths(recording)["recurrent"] == pytest.approx([-1.2])


def test_below_zero_it_is_shut_and_passes_nothing():
    recording = one_step("irnn", {"h": (0.5, 1.2, 0.1)})
    assert states(recording) == {"h": 0}
    assert paths(recording)["recurrent"] == [0]
