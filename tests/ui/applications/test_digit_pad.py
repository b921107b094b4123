"""Drawings as they come from a browser, hostile ones too."""

import pytest

from gruviz.ui.applications.digit_pad import picture_of
from gruviz.validation import InvalidValue


@pytest.mark.parametrize("drawn", ["0", "g" * 784, "٣" * 784, "0" * 785])
def test_a_drawing_that_is_none_is_named(drawn):
    with pytest.raises(InvalidValue, match="^drawing"):
        picture_of(drawn)
