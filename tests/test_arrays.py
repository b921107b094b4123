"""Freezing and rounding."""

import numpy as np
import pytest

from gruviz.arrays import frozen, in_half


def test_a_frozen_view_cannot_be_written_to_and_its_source_can():
    source = np.zeros(3)
    view = frozen(source)
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 1
    source[0] = 1
    assert view[0] == 1, "it is a view, not a copy"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_half_precision_rounds_and_leaves_what_is_too_large(dtype):
    rounded = in_half(np.array([1 / 3, 65_504.0, 1e6, -1e30, 1e-9], dtype))
    assert rounded.dtype == dtype
    assert rounded[0] == float(np.float16(1 / 3))
    np.testing.assert_array_equal(rounded[1:], np.array([65_504.0, 1e6, -1e30, 0.0], dtype))
