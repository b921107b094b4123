"""A trained model is whole once it exists: every array fits its cell and its task, and stays as it is."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz import Weights, init_weights
from gruviz.tasks import Digits, Translation
from gruviz.validation import GruvizError, InvalidShape, InvalidValue
from tests.models.made import a_model, a_network


def test_a_model_does_not_change_with_its_makers_arrays():
    W = np.ones((2, 4, 3), np.float32)
    model = a_model(readout_W=W)
    W += 1
    assert (model.readout_W == 1).all()
    with pytest.raises(ValueError, match="read-only"):
        model.readout_b[...] = 0


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"task": "parity"}, InvalidValue, "task"),
        ({"task": "adding"}, InvalidShape, "weights.W.shape"),
        ({"label": "a\nb"}, InvalidValue, "label"),
        ({"label": "a" * 201}, InvalidValue, "label"),
        ({"label": None}, InvalidValue, "label"),
        ({"length": 9}, InvalidValue, "length"),
        ({"length": 20.0}, InvalidValue, "length"),
        ({"readout_W": np.zeros((2, 3, 3))}, InvalidShape, "readout_W.shape"),
        ({"readout_W": np.zeros((1, 4, 3))}, InvalidShape, "readout_W.shape"),
        ({"readout_b": np.zeros(4)}, InvalidShape, "readout_b.shape"),
        ({"readout_b": np.full((2, 4), np.nan)}, InvalidValue, "readout_b[0, 0]"),
        ({"readout_b": np.full((2, 4), 1e300)}, InvalidValue, "readout_b[0, 0]"),
    ],
)
def test_a_model_that_cannot_be(changes, error, field):
    with pytest.raises(error) as caught:
        replace(a_model(), **changes)
    assert caught.value.field == field


def test_weights_that_are_none_of_the_cells():
    w = init_weights("gru_reset_after", input_size=4, hidden_size=3, seeds=2)
    with pytest.raises(InvalidValue, match=r"weights.recurrent_bias = 'None' .* an array for the cell gru_reset_after"):
        a_model(weights=replace(w, recurrent_bias=None))
    with pytest.raises(InvalidValue, match="weights.recurrent_bias = 'an array' .* gru has no second bias"):
        a_model(weights=replace(w, cell="gru"))
    with pytest.raises(InvalidValue, match=r"weights.blocks = \('z', 'r', 'x'\) "):
        a_model(weights=Weights("gru", ("z", "r", "x"), w.W, w.U, w.b))
    with pytest.raises(InvalidValue, match="cell = 'mystery'"):
        a_model(weights=replace(w, cell="mystery"))


def test_a_model_whose_decoder_does_not_belong():
    model = a_network(Translation())
    with pytest.raises(GruvizError, match="decoder = 'None' .* weights for the task translation"):
        replace(model, decoder=None)
    with pytest.raises(GruvizError, match="decoder = 'weights' .* None for the task digits"):
        replace(a_network(Digits()), decoder=a_network(Digits()).weights)
