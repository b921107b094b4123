"""The first screen: the headline is the worst finding's, the picture's numbers are autograd's."""

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from gruviz.ui.your_network.controls import TABLE
from gruviz.ui.your_network.diagnosis import diagnosis_of
from gruviz.ui.your_network.example import LAG, MODEL, example_checkpoint
from gruviz.ui.your_network.feed import feed
from gruviz.ui.your_network.screen import gradient_chart, headline, place_that_matters
from gruviz.ui.your_network.settings import settings_from
from gruviz.wording import left
from tests.ui.your_network.made import checkpoint

SHORT = settings_from(TABLE.defaults | {"seq_len": 30}, None, is_example=True)


@pytest.fixture(scope="module")
def example():
    return diagnosis_of("The example", example_checkpoint(), SHORT)


def test_the_headline_is_the_worst_finding(example):
    assert headline(example) == example.report.findings[0].title
    assert "keeps nothing of its past" in headline(example)
    assert example.report.findings[0].key == "stuck_z_open"


def test_the_example_hears_less_than_a_fresh_start(example):
    own, fresh = example.report.layers, example.fresh_layers
    for ours, theirs in zip(own, fresh, strict=True):
        assert ours.horizon < theirs.horizon < LAG


def test_the_picture_is_what_autograd_says(example):
    """‖∂(v·h_T)/∂h_t‖ of the upper layer, by PyTorch's own cells over the same inputs."""
    place = place_that_matters(example)
    assert place == 1
    state = {name: value.double() for name, value in load_file(MODEL).items()}
    inputs = torch.from_numpy(feed(example_checkpoint(), example.stack, SHORT).inputs)
    cells = [nn.GRUCell(size, 24, dtype=torch.float64) for size in (8, 24)]
    for layer, cell in enumerate(cells):
        cell.load_state_dict(
            {name: state[f"encoder.{name}_l{layer}"] for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        )
    below, above = (torch.zeros(inputs.shape[1], 24, dtype=torch.float64) for _ in cells)
    states = []
    for step in inputs:
        below = cells[0](step, below)
        above = cells[1](below, above)
        above.requires_grad_() if above.is_leaf else above.retain_grad()
        states.append(above)
    readout = torch.tensor(example.report.runs[1].flow.direct[-1, 0])
    (states[-1] * readout).sum().backward()
    norms = np.array([state.grad.norm(dim=-1).numpy() for state in states])
    ratio = np.median(norms / norms[-1], axis=1)
    [curve] = [trace for trace in gradient_chart(example).figure.data if trace.name == "GRU as it is"]
    drawn = dict(zip(curve.x, curve.y, strict=True))
    for lag in (0, 1, 2, 10, 29):
        assert drawn[lag] == pytest.approx(ratio[-1 - lag], rel=1e-8)


def test_the_pictures_title_says_what_is_left(example):
    own, fresh = (layers[1].reach.decay.kept for layers in (example.report.layers, example.fresh_layers))
    chart = gradient_chart(example)
    assert chart.title == f"Left of the gradient 30 steps back: {left(own)}; freshly started: {left(fresh)}"
    assert "GRU fresh from PyTorch" in chart.summary


@pytest.mark.parametrize("how", [{"cell": "lstm"}, {"cell": "rnn", "bidirectional": True}, {"layers": 3, "rows": 7}])
def test_other_networks_have_a_picture_too(how):
    diagnosis = diagnosis_of("x", checkpoint(**how), SHORT)
    chart = gradient_chart(diagnosis)
    assert chart is not None
    assert chart.title
    assert headline(diagnosis)
