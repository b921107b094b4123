"""Networks as modules of torch: there and back, before and after a backward pass."""

import numpy as np
import pytest
import torch

from gruviz.networks.modules import EncoderDecoder, Reader, Readout, module_of
from gruviz.networks.network import Network, fresh_network

SIZES = {"input_size": 3, "hidden_size": 4, "output_size": 5, "seeds": 2}
KINDS = {"reader": {}, "encoder–decoder": {"decodes": True}, "with attention": {"decodes": True, "attends": True}}
every_kind = pytest.mark.parametrize("kind", KINDS)
INPUTS = torch.tensor(np.random.default_rng(0).standard_normal((6, 2, 3)).astype(np.float32))
TARGETS = torch.tensor([[1, 0], [4, 2]])


def arrays(network: Network):
    layers = [network.weights, *([network.decoder] if network.decoder else [])]
    return [network.readout_W, network.readout_b, *(array for w in layers for array in (w.W, w.U, w.b))]


@every_kind
def test_a_module_starts_as_its_network_and_hands_it_back(kind):
    network = fresh_network("gru", **SIZES, **KINDS[kind])
    module = module_of(network)
    assert isinstance(module, Reader if kind == "reader" else EncoderDecoder)
    for ours, theirs in zip(arrays(module.network()), arrays(network), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert module.network().attends == network.attends


@every_kind
def test_the_network_that_it_hands_back_does_not_learn_on(kind):
    module = module_of(fresh_network("gru", **SIZES, **KINDS[kind]))
    before = module.network()
    copies = [array.copy() for array in arrays(before)]
    with torch.no_grad():
        for parameter in module.parameters():
            parameter += 1
    for array, copy in zip(arrays(before), copies, strict=True):
        np.testing.assert_array_equal(array, copy)
    assert all((now == copy + 1).all() for now, copy in zip(arrays(module.network()), copies, strict=True))


@every_kind
def test_flows_are_those_of_the_last_backward_pass(kind):
    module = module_of(fresh_network("gru", **SIZES, **KINDS[kind]))
    assert module.flows is None
    outputs = module(INPUTS, TARGETS)
    assert outputs.shape == (2, 2, 2, 5)
    outputs.sum().backward()
    steps = 6 if kind == "reader" else 8
    assert module.flows.gradients.shape == (steps + 1, 2, 2, 4)
    assert (module.flows.decoder is None) == (kind == "reader")


def test_a_reader_may_cut_its_gradient():
    module = module_of(fresh_network("gru", **SIZES), truncation=2)
    module(INPUTS, TARGETS)[-1].sum().backward()
    gradients = module.flows.gradients
    assert gradients[5:].any()
    assert not gradients[:5].any()


def test_a_readout_reads_as_many_features_as_it_has_weights():
    rng = np.random.default_rng(1)
    W, b, features = rng.standard_normal((2, 5, 4)), rng.standard_normal((2, 5)), rng.standard_normal((3, 2, 7, 8))
    outputs = Readout(W, b)(torch.tensor(features)).detach().numpy()
    true = np.einsum("rebf,ekf->rebk", features[..., :4], W) + b[:, None]
    np.testing.assert_allclose(outputs, true, rtol=1e-12)
