import math

import numpy as np
import pytest

from gruviz.maps.axis import Axis
from gruviz.validation import InvalidValue


@pytest.mark.parametrize("values", [(1.0,), (2.0, 1.0), (1.0, 1.0), (1.0, math.nan)])
def test_values_rise(values):
    with pytest.raises(InvalidValue, match="upwards"):
        Axis("gain", values)


@pytest.mark.parametrize(
    ("setting", "values", "sentence"),
    [
        ("gain", (0.0, 1.0), "Choose values above 0 for the gain"),
        ("length", (10.0, 12.5), "Choose whole numbers for the length"),
        ("update_bias", (0.0, math.inf), "Choose finite values"),
    ],
)
def test_values_suit_their_setting(setting, values, sentence):
    with pytest.raises(InvalidValue, match=sentence):
        Axis(setting, values)


def test_values_may_come_from_numpy():
    axis = Axis("gain", np.linspace(1, 2, 3))
    assert axis == Axis("gain", (1.0, 1.5, 2.0))
    assert all(type(value) is float for value in axis.values)
