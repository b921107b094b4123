"""Readers and encoder–decoders, forward and back, against torch's own cells one step at a time."""

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.engine.torch_weights import to_state_dict
from gruviz.networks.modules import module_of
from gruviz.networks.network import decoder_inputs, follow_back, fresh_network, run, side_by_side
from gruviz.training.train import _losses

CELLS = {"rnn": nn.RNNCell, "gru_reset_after": nn.GRUCell, "lstm": nn.LSTMCell}
D, H, K, E, B, T, R = 3, 4, 5, 2, 6, 7, 4
every_cell = pytest.mark.parametrize("cell", CELLS)
with_and_without = pytest.mark.parametrize("attends", [False, True], ids=["without attention", "with attention"])


def a_network(cell, *, decodes=True, attends=False):
    sizes = {"input_size": D, "hidden_size": H, "output_size": K, "seeds": E, "seed": 3}
    return fresh_network(cell, decodes=decodes, attends=attends, gain=2.0, dtype=np.float64, **sizes)


def sequences():
    """Inputs whose first steps are padding for some sequences, and words with some left out at their end."""
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((T, B, D)).astype(np.float32)
    inputs[:3, ::2] = 0
    targets = rng.integers(0, K, (R, B))
    targets[-2:, 1] = -1
    return inputs, targets


def torch_cell(weights, member):
    module = CELLS[weights.cell](weights.input_size, weights.hidden_size, dtype=torch.float64)
    named = {name.removesuffix("_l0"): value.double() for name, value in to_state_dict(weights, member=member).items()}
    module.load_state_dict(named)
    return module


def step(module, x, state):
    """One step of torch's cell on the state as ours has it: h, or h then c."""
    if isinstance(module, nn.LSTMCell):
        return torch.cat(module(x, (state[:, :H], state[:, H:])), -1)
    return module(x, state)


def walk(module, xs, state):
    """States after each step, each a leaf of its own gradient."""
    states = [state]
    for x in xs:
        states.append(step(module, x, states[-1]))
        states[-1].retain_grad()
    return states


class Plain:
    """An encoder–decoder of one seed, written out in torch."""

    def __init__(self, network, member, inputs, targets):
        size = H * (2 if network.weights.cell == "lstm" else 1)
        start = torch.zeros(B, size, dtype=torch.float64, requires_grad=True)
        self.reader, self.writer = (torch_cell(w, member) for w in (network.weights, network.decoder))
        self.W = torch.tensor(network.readout_W[member], dtype=torch.float64, requires_grad=True)
        b = torch.tensor(network.readout_b[member], dtype=torch.float64)
        self.read = walk(self.reader, torch.tensor(inputs).double(), start)
        words = [torch.zeros(B, K, dtype=torch.float64)]
        for before in targets[:-1]:
            words.append(torch.tensor([[float(word == k) for k in range(K)] for word in before], dtype=torch.float64))
        self.written = walk(self.writer, words, self.read[-1])
        memory = torch.stack([state[:, :H] for state in self.read[1:]])
        empty = torch.tensor(inputs == 0).all(-1)
        outputs, self.attention = [], []
        for state in self.written[1:]:
            features = state[:, :H]
            if network.attends:
                scores = (memory * features).sum(-1).masked_fill(empty, -torch.inf)
                self.attention.append(torch.softmax(scores, 0))
                features = torch.cat([features, (self.attention[-1][..., None] * memory).sum(0)], -1)
            outputs.append(features @ self.W.T + b)
        self.outputs = torch.stack(outputs)
        counts = torch.tensor(targets) >= 0
        classes = torch.tensor(targets).clamp(min=0)[..., None]
        likely = torch.log_softmax(self.outputs, -1).gather(-1, classes)[..., 0]
        self.loss = -likely[counts].mean()


@every_cell
@with_and_without
def test_an_encoder_decoder_is_torchs_own_forward_and_back(cell, attends):
    network, (inputs, targets) = a_network(cell, attends=attends), sequences()
    module = module_of(network)
    outputs = module(torch.tensor(inputs).double(), torch.tensor(targets))
    losses = _losses(outputs, torch.tensor(targets))
    losses.sum().backward()
    forward = run(network, inputs, targets)
    np.testing.assert_allclose(forward.outputs, outputs.detach(), rtol=1e-6, atol=1e-7)
    for e in range(E):
        plain = Plain(network, e, inputs, targets)
        plain.loss.backward()
        np.testing.assert_allclose(losses[e].item(), plain.loss.item(), rtol=1e-6)
        np.testing.assert_allclose(outputs[:, e].detach(), plain.outputs.detach(), rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(module.readout.W.grad[e], plain.W.grad, rtol=1e-5, atol=1e-8)
        for ours, theirs in ((module.encoder, plain.reader), (module.decoder, plain.writer)):
            sign = torch.ones(len(theirs.weight_ih), 1)
            if cell == "gru_reset_after":
                sign[H : 2 * H] = -1  # torch's z keeps where ours writes
            np.testing.assert_allclose(ours.W.grad[e], sign * theirs.weight_ih.grad, rtol=1e-5, atol=1e-8)
            np.testing.assert_allclose(ours.U.grad[e], sign * theirs.weight_hh.grad, rtol=1e-5, atol=1e-8)
        way = torch.stack([state.grad for state in (*plain.read, *plain.written[1:])])
        np.testing.assert_allclose(module.flows.gradients[:, e], way, rtol=1e-5, atol=1e-9)
        if attends:
            attention = torch.stack(plain.attention).detach().transpose(1, 2)
            np.testing.assert_allclose(forward.attention[:, e], attention, rtol=1e-6, atol=1e-9)


@every_cell
@with_and_without
def test_a_gradient_is_followed_back_without_torch_as_with_it(cell, attends):
    """From the last word only, through decoder and encoder to the first input."""
    network, (inputs, targets) = a_network(cell, attends=attends), sequences()
    forward = run(network, inputs, targets)
    direct = np.zeros_like(forward.features)
    direct[-1] = np.random.default_rng(1).standard_normal(direct.shape[1:])
    flows = follow_back(forward, direct)
    module, x = module_of(network), torch.tensor(inputs).double()
    memory = module.encoder(x)
    features = module.decoder(torch.tensor(decoder_inputs(targets, K)).double(), memory[-1])[..., :H]
    if attends:
        features = torch.cat([features, module._context(features, memory[..., :H], x)], -1)
    (features * torch.tensor(direct)).sum().backward()
    np.testing.assert_allclose(flows.gradients, module.flows.gradients, rtol=1e-6, atol=1e-12)
    assert flows.gradients.shape[0] == T + R + 1


@every_cell
def test_a_reader_is_a_layer_and_a_linear_map(cell):
    network, (inputs, targets) = a_network(cell, decodes=False), sequences()
    forward = run(network, inputs, targets)
    assert forward.decoder is None
    for e in range(E):
        states = walk(torch_cell(network.weights, e), torch.tensor(inputs).double(), zero_start(network))[1:]
        h = torch.stack(states)[-R:, :, :H].detach().numpy()
        np.testing.assert_allclose(
            forward.outputs[:, e], h @ network.readout_W[e].T + network.readout_b[e], rtol=1e-6, atol=1e-7
        )
    module = module_of(network)
    ours = module(torch.tensor(inputs).double(), torch.tensor(targets)).detach()
    np.testing.assert_allclose(ours, forward.outputs, rtol=1e-6, atol=1e-7)


def zero_start(network):
    return torch.zeros(B, H * (2 if network.weights.cell == "lstm" else 1), dtype=torch.float64, requires_grad=True)


def test_attention_leaves_padding_out():
    inputs, targets = sequences()
    attention = run(a_network("gru", attends=True), inputs, targets).attention
    np.testing.assert_allclose(attention.sum(-1), 1, rtol=1e-6)
    assert not attention[:, :, ::2, :3].any()
    assert (attention[:, :, ::2, 3:] > 0).all()
    assert (attention[:, :, 1::2] > 0).all()


def test_a_decoder_reads_the_word_before():
    targets = np.array([[2, 0], [1, -1], [0, -1]])
    words = decoder_inputs(targets, 3)
    assert words[:, 0].tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert words[:, 1].tolist() == [[0, 0, 0], [1, 0, 0], [0, 0, 0]]


def test_each_seed_is_drawn_as_if_alone():
    one, three = (
        fresh_network("gru", input_size=D, hidden_size=H, output_size=K, decodes=True, seeds=s) for s in (1, 3)
    )
    for ours, theirs in ((one.weights.U, three.weights.U), (one.decoder.U, three.decoder.U)):
        np.testing.assert_array_equal(ours[0], theirs[0])
    np.testing.assert_array_equal(one.readout_W[0], three.readout_W[0])
    assert (one.weights.U != one.decoder.U).all(), "the decoder has draws of its own"


@pytest.mark.parametrize("decodes", [False, True])
def test_networks_side_by_side_are_the_same_networks(decodes):
    sizes = {"input_size": 3, "hidden_size": 4, "output_size": 5, "decodes": decodes, "attends": decodes, "seeds": 2}
    each = [fresh_network("gru_reset_after", seed=seed, **sizes) for seed in (1, 2, 3)]
    together = side_by_side(each)
    inputs = np.random.default_rng(0).normal(size=(6, 2, 3)).astype(np.float32)
    targets = np.zeros((4, 2), dtype=np.int64)
    outputs = run(together, inputs, targets).outputs
    for place, network in enumerate(each):
        rows = slice(2 * place, 2 * place + 2)
        np.testing.assert_array_equal(outputs[:, rows], run(network, inputs, targets).outputs)
        np.testing.assert_array_equal(together.members(rows).weights.U, network.weights.U)
        np.testing.assert_array_equal(together.member(2 * place + 1).readout_W, network.readout_W[1:])
