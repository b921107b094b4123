"""Layers that no library's names give away."""

import numpy as np
import pytest
from safetensors.numpy import save
from torch import nn

from gruviz.checkpoints import read_checkpoint
from gruviz.validation import GruvizError


def test_two_linear_layers_are_guessed_to_be_a_cell():
    module = nn.ModuleDict({"x2h": nn.Linear(3, 16), "h2h": nn.Linear(4, 16), "fc": nn.Linear(4, 2)})
    checkpoint = read_checkpoint("a", save({f"lstm.{k}": v.numpy() for k, v in module.state_dict().items()}))
    (layer,) = checkpoint.layers
    assert (layer.cell, layer.input_size, layer.hidden_size) == ("lstm", 3, 4)
    np.testing.assert_allclose(layer.weights.b[0], (module["x2h"].bias + module["h2h"].bias).detach(), atol=1e-7)
    assert checkpoint.readout.name == "lstm.fc.weight"


@pytest.mark.parametrize(
    "module",
    [nn.TransformerEncoderLayer(4, 2, 16), nn.Sequential(nn.Linear(4, 16), nn.Linear(16, 4)), nn.Linear(4, 4)],
)
def test_other_networks_are_no_recurrent_layers(module):
    with pytest.raises(GruvizError, match="No recurrent layer was found"):
        read_checkpoint("a", save({name: array.numpy() for name, array in module.state_dict().items()}))
