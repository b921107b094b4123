"""Freezing and rounding."""

from base64 import b64decode

import numpy as np
import pytest
import torch

from gruviz.arrays import frozen, in_base64, in_half, plain


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


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.int64])
def test_a_tensor_is_read_whatever_it_is(dtype):
    tensor = torch.tensor([[1.0, 2.0], [3.0, 4.0]]).to(dtype)
    if dtype.is_floating_point:
        tensor.requires_grad_()
    for given in (tensor, tensor * 1, tensor.T.T, list(tensor)):
        np.testing.assert_array_equal(np.asarray(plain(given)), [[1, 2], [3, 4]])


def test_what_is_no_tensor_comes_back_as_it_is():
    for value in (np.ones(2), [1, 2], "text", None):
        assert plain(value) is value


def test_an_array_goes_as_text_by_rows_whatever_its_layout():
    array = np.arange(6, dtype="<f4").reshape(2, 3).T
    assert np.frombuffer(b64decode(in_base64(array)), "<f4").tolist() == [0, 3, 1, 4, 2, 5]
