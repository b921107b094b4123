"""What is not the record that a figure is made of is answered in words, and tensors are arrays."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
import torch

from gruviz import figures, gradient_flow, gradient_matrix, step_jacobians
from gruviz.arrays import Array
from gruviz.engine.records import Recording
from gruviz.figures.drawing.checks import checked
from gruviz.validation import InvalidValue
from tests.runs import random_run

RUN = random_run("gru")
FLOW = gradient_flow(RUN)


@pytest.mark.parametrize(
    ("figure", "arguments", "message"),
    [
        (
            "gradient_decay",
            ({"a": RUN},),
            r"flows\['a'\] = 'a Recording' .* a Flow, from gradient_flow or gradients_of",
        ),
        ("gradient_decay", (FLOW,), "flows = 'a GradientFlow' .* a dictionary with Flow records by label"),
        ("path_shares", ([FLOW],), "flows = 'a list' .* a dictionary"),
        ("gate_heatmap", (FLOW,), "recording = 'a GradientFlow' .* a Recording, from record"),
        ("step_singular_values", ({"a": RUN},), r"jacobians\['a'\] = 'a Recording' .* Jacobians, from step_jac"),
        ("loss_source_matrix", ({"a": FLOW},), r"matrices\['a'\] = 'an array of object' .* an array of real numbers"),
        ("input_echo", ({"a": (FLOW, RUN)},), r"pairs\['a'\]\[0\] = 'a GradientFlow' .* a Recording"),
        ("mean_gates", (3,), "histories = 'an int' .* a list of History records"),
        ("mean_gates", ([3],), r"histories\[0\] = 3 .* a History"),
    ],
)
def test_a_wrong_object_is_named_with_what_would_be_right(figure, arguments, message):
    with pytest.raises(InvalidValue, match=message):
        getattr(figures, figure)(*arguments)


@pytest.mark.parametrize("name", sorted(set(figures.__all__) - {"Chart"}))
def test_every_public_figure_refuses_what_it_cannot_draw(name):
    with pytest.raises((InvalidValue, TypeError)) as caught:
        getattr(figures, name)(object(), object(), object())
    assert isinstance(caught.value, InvalidValue) or "argument" in str(caught.value)


def test_right_objects_are_drawn_and_documented():
    assert figures.gradient_decay.__doc__
    assert figures.gradient_decay({"GRU": FLOW}).data
    assert figures.step_singular_values({"GRU": step_jacobians(RUN)}).data


def test_a_tensor_is_an_array():
    matrix = torch.tensor(gradient_matrix(RUN), requires_grad=True)
    assert figures.loss_source_matrix({"GRU": matrix}).data


def test_what_a_figure_gets_is_what_was_given():
    @checked
    def own(run: Recording, each: Mapping[str, Array], some: Sequence[int], one: int = 3) -> tuple[object, ...]:
        return run, each, some, one

    run, each, some, one = own(RUN, {"a": torch.ones(2, dtype=torch.bfloat16)}, (1, 2))
    assert run is RUN
    np.testing.assert_array_equal(each["a"], [1, 1])
    assert (list(some), one) == ([1, 2], 3)
