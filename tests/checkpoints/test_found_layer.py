"""A found layer: its trouble, and what a person corrects."""

import numpy as np
import pytest
from safetensors.numpy import save

from gruviz.checkpoints import read_checkpoint
from gruviz.checkpoints.found_layer import not_finite
from gruviz.validation import GruvizError


def test_the_first_value_that_is_none_is_named():
    array = np.zeros((3, 2))
    assert not_finite({"a": array}) == ""
    array[1, 0] = np.inf
    assert not_finite({"b": np.zeros(2), "a": array}).startswith(
        "The value of a at (2, 1), counted from 1, is infinite:"
    )
    array[2, 1] = np.nan
    assert "is infinite, as is 1 other:" in not_finite({"a": array})


def layer(**change):
    arrays = {"weight_ih_l0": np.ones((9, 2)), "weight_hh_l0": np.ones((9, 3))}
    return read_checkpoint("a", save(arrays | change)).layers[0]


def test_a_layer_with_one_cannot_be_run():
    broken = layer(weight_hh_l0=np.full((9, 3), np.nan))
    assert "is NaN, as are 26 others: this network cannot be run." in broken.trouble
    with pytest.raises(GruvizError, match="is NaN"):
        _ = broken.weights


def test_what_a_person_corrects_counts():
    found = layer()
    other = next(one for one in found.choices if one.cell == "gru")
    corrected = found.corrected(other, layer=1, direction=1)
    assert (corrected.cell, corrected.layer, corrected.direction) == ("gru", 1, 1)
    assert corrected.weights.cell == "gru"
    assert (found.cell, found.layer, found.direction) == ("gru_reset_after", 0, 0)
