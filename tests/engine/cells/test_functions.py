"""The functions that cells are made of, against PyTorch's, of which an exported script is made."""

import numpy as np
import pytest
import torch

from gruviz.engine.cells.functions import FUNCTIONS

INSIDE = np.linspace(-0.95, 0.95, 38)
each_function = pytest.mark.parametrize("name", FUNCTIONS)


def arguments(name):
    """Of such as cells take it of: what is inverted or turned round is a gate, or a sum of two."""
    return INSIDE[INSIDE > 0] if name in ("inverse", "complement") else INSIDE


@each_function
def test_the_value_and_the_slope_are_pytorchs(name):
    function, x = FUNCTIONS[name], arguments(name)
    tensor = torch.tensor(x, requires_grad=True)
    true = eval(function.code.format(x="x"), {"torch": torch, "x": tensor})
    y = function.of(x)
    np.testing.assert_allclose(y, true.detach(), rtol=1e-14)
    true.sum().backward()
    slope = function.slope(y if function.by_value else x) * np.ones_like(x)
    np.testing.assert_allclose(slope, tensor.grad, rtol=1e-12, atol=1e-15)


@each_function
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_leaves_its_argument_alone_and_keeps_its_precision(name, dtype):
    x = arguments(name).astype(dtype)
    before = x.copy()
    assert FUNCTIONS[name].of(x).dtype == dtype
    np.testing.assert_array_equal(x, before)


@each_function
def test_it_stays_in_its_range(name):
    function = FUNCTIONS[name]
    low, high = function.range
    values = function.of(arguments(name))
    assert ((values >= low) & (values <= high)).all()


@each_function
def test_it_is_written_around_its_argument(name):
    function = FUNCTIONS[name]
    assert r"\alpha_t" in function.latex.format(x=r"\alpha_t")
    assert function.latex.format(x="x").count("{") == function.latex.format(x="x").count("}")
    assert function.code.format(x="gate").count("gate") == 1


def test_large_arguments_neither_overflow_nor_lose_the_tail():
    x = np.array([-800.0, 800.0])
    assert FUNCTIONS["softplus"].of(x).tolist() == [0, 800]
    assert FUNCTIONS["softplus"].slope(FUNCTIONS["softplus"].of(x)).tolist() == [0, 1]
    assert FUNCTIONS["root"].slope(np.ones(1)).tolist() == [0]
