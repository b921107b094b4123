"""Drawings as they come from a browser, hostile ones too."""

import numpy as np
import pytest

from gruviz.ui.applications.digits.drawing import drawing_of, picture_of
from gruviz.validation import InvalidValue


@pytest.mark.parametrize("drawn", ["0", "g" * 784, "٣" * 784, "0" * 785])
def test_a_drawing_that_is_none_is_named(drawn):
    with pytest.raises(InvalidValue, match="^drawing"):
        picture_of(drawn)


def test_a_picture_becomes_a_drawing_of_16_shades():
    picture = np.random.default_rng(0).random((28, 28))
    np.testing.assert_allclose(picture_of(drawing_of(picture)), picture, atol=0.5 / 15 + 1e-9)
    assert not picture_of("").any()
