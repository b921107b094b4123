"""Clipping, against torch's own, and by what it leaves as it is."""

import numpy as np
import plotly.graph_objects as go
import pytest
import torch

from gruviz import figures, gradient_flow
from gruviz.figures.lesson.clipping import clip, clipping_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart
from tests.runs import Sizes, random_run

ONE = gradient_flow(random_run("gru", Sizes(T=8, E=1, B=1)))


def test_all_of_a_gradient_is_scaled_as_torch_scales_it():
    weights = [
        torch.nn.Parameter(torch.zeros(part.shape, dtype=torch.float64)) for part in ONE.weight_gradients.values()
    ]
    for weight, part in zip(weights, ONE.weight_gradients.values(), strict=True):
        weight.grad = torch.tensor(np.array(part))
    before = weights[0].grad.norm().item()
    norm = torch.nn.utils.clip_grad_norm_(weights, 0.1).item()
    clipped = clip(ONE, 0.1)
    assert clipped.norm == pytest.approx(norm)
    assert clipped.divisor == pytest.approx(before / weights[0].grad.norm().item(), rel=1e-4)
    np.testing.assert_allclose(clipped.after, clipped.before * 0.1 / norm)


def test_what_is_small_enough_stays_as_it_is():
    clipped = clip(ONE, 1e6)
    assert clipped.divisor == 1
    np.testing.assert_array_equal(clipped.after, clipped.before)
    chart = check_chart(clipping_chart({"GRU": clipped}))
    assert chart.title.endswith("clipping leaves it as it is")
    assert [trace.name for trace in chart.figure.data] == ["GRU"]


def test_every_run_is_drawn_before_and_after():
    chart = check_chart(clipping_chart({"GRU": clip(ONE, 0.1), "plain": clip(ONE, 0.01, is_reference=True)}))
    assert [trace.name for trace in chart.figure.data] == ["GRU", "GRU, clipped", "plain", "plain, clipped"]
    assert "clipping divides all of it by" in chart.title
    assert isinstance(figures.clipped_gradients({"GRU": ONE}, limit=0.1, references=["GRU"]), go.Figure)


def test_nothing_to_clip_is_refused():
    with pytest.raises(InvalidValue, match="at least one gradient flow"):
        clipping_chart({})
    with pytest.raises(InvalidValue, match="limit"):
        clip(ONE, 0.0)
