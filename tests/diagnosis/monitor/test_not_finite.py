import numpy as np
import pytest

from gruviz.diagnosis.monitor.not_finite import NotFinite, place_in
from gruviz.engine.breakdown import Breakdown

NAN, INF = float("nan"), float("inf")


def test_a_place_counts_steps_from_one_and_units_from_zero():
    values = np.zeros((4, 3, 2))
    assert place_in(values) is None
    values[2, 1, 1], values[3, 0, 0] = INF, NAN
    assert place_in(values) == Breakdown(3, 1, True, 2, 3)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (NotFinite(3, "weight", "rnn.weight_hh_l0"), "At update 3 the weight rnn.weight_hh_l0 is not finite."),
        (
            NotFinite(812, "state", "rnn", Breakdown(129, 4, True, 8, 8), "layer 2 of rnn"),
            "At update 812 the state of layer 2 of rnn overflows at step 129 in unit 4.",
        ),
        (
            NotFinite(2, "input", "", Breakdown(1, 0, False, 1, 8)),
            "At update 2 the input of the model is not a number at step 1 in feature 0, in 1 of 8 sequences.",
        ),
        (
            NotFinite(1, "gradient", "head.bias"),
            "At update 1 the gradient of head.bias is not finite.",
        ),
    ],
)
def test_words(found, words):
    assert found.words == words
