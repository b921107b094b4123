"""Weights that a module computes anew are read as it has them in evaluation."""

import warnings

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn
from torch.nn.utils import parametrizations, parametrize, prune
from torch.nn.utils.spectral_norm import spectral_norm
from torch.nn.utils.weight_norm import weight_norm

from gruviz.checkpoints import read_checkpoint
from gruviz.validation import GruvizError


def saved(module):
    return save({name: array.contiguous() for name, array in module.state_dict().items()})


def older(apply, *names):
    def applied(module):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return apply(module, *names)

    return applied


CHANGES = {
    "weight_norm": lambda module: parametrizations.weight_norm(module, "weight_hh_l0"),
    "spectral_norm": lambda module: parametrizations.spectral_norm(module, "weight_hh_l0"),
    "older weight_norm": older(weight_norm, "weight_hh_l0"),
    "older spectral_norm": older(spectral_norm, "weight_hh_l0"),
    "pruned": lambda module: prune.random_unstructured(module, "weight_hh_l0", 0.5),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_computed_weight_is_read_as_the_module_has_it(change):
    torch.manual_seed(0)
    module = CHANGES[change](nn.RNN(3, 4).double()).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module(torch.zeros(1, 1, 3, dtype=torch.float64))  # the older ones set the weight when called
    (layer,) = read_checkpoint("a", saved(module)).layers
    np.testing.assert_allclose(layer.weights.U[0], module.weight_hh_l0.detach(), rtol=1e-12)


def test_what_a_parametrization_does_cannot_be_told():
    module = nn.RNN(3, 4)
    parametrizations.orthogonal(module, "weight_hh_l0")
    with pytest.raises(GruvizError, match=r"^weight_hh_l0 is computed from other arrays, and the file doesn't say how"):
        read_checkpoint("a", saved(module))
    parametrize.remove_parametrizations(module, "weight_hh_l0")
    assert len(read_checkpoint("a", saved(module)).layers) == 1


def test_beside_layers_that_can_be_read_it_is_a_note():
    broken = nn.RNN(3, 4)
    parametrizations.orthogonal(broken, "weight_hh_l0")
    both = nn.ModuleDict({"a": nn.GRU(3, 4), "b": broken})
    checkpoint = read_checkpoint("a", saved(both))
    assert [one.name for one in checkpoint.layers] == ["a"]
    assert "b.weight_hh_l0 is computed" in checkpoint.notes[0]
