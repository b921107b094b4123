import numpy as np

from gruviz.maps.trainability_map import DIVERGED, LEARNED, NOT_IN_TIME, Training


def test_an_outcome_belongs_to_a_budget():
    solved = np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0], [1, 0, 1]], bool)
    diverged = np.array([[0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 0]], bool)
    training = Training(np.array([0, 10, 20, 30]), solved, diverged)
    assert training.outcomes(15).tolist() == [LEARNED, NOT_IN_TIME, NOT_IN_TIME]
    assert training.outcomes(20).tolist() == [NOT_IN_TIME, DIVERGED, NOT_IN_TIME]
    assert training.outcomes(1000).tolist() == [LEARNED, DIVERGED, LEARNED]
