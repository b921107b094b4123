"""safetensors: all widths of numbers, and what is no such file."""

import numpy as np
import pytest
import torch
from safetensors.torch import save

from gruviz.checkpoints.safetensors_file import metadata, read_safetensors
from gruviz.validation import GruvizError
from tests.checkpoints.making import header


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_numbers_are_those_that_torch_wrote(dtype):
    tensor = torch.linspace(-2, 2, 6).reshape(2, 3).to(getattr(torch, dtype))
    (stored,) = read_safetensors(save({"a": tensor}))
    np.testing.assert_array_equal(stored.array.astype(float), tensor.double().numpy())


@pytest.mark.parametrize("dtype", ["int64", "bool", "complex64", "float8_e4m3fn"])
def test_other_types_are_only_named(dtype):
    (stored,) = read_safetensors(save({"a": torch.zeros(2, 3).to(getattr(torch, dtype))}))
    assert (stored.name, stored.shape, stored.array) == ("a", (2, 3), None)


@pytest.mark.parametrize(
    "arrays",
    [
        {"a": {"dtype": "F32", "shape": [1 << 40, 1 << 40], "data_offsets": [0, 8]}},
        {"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}},
        {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}},
        {"a": {"dtype": "F99", "shape": [2], "data_offsets": [0, 8]}},
        {name: {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]} for name in "ab"},
        {"a": 3},
    ],
)
def test_shapes_that_do_not_fit_the_bytes_are_damage(arrays):
    with pytest.raises(GruvizError, match="safetensors file is damaged"):
        read_safetensors(header(**arrays))


def test_texts_beside_the_arrays_are_read():
    assert metadata(save({"a": torch.zeros(1)}, {"b": "c"})) == {"b": "c"}
