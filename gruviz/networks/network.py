"""The networks around a cell, forward and backward, in NumPy: what is trained elsewhere runs here.

A reader is one recurrent layer whose h a linear map reads. An encoder–decoder is two: the last state of the first is
the initial state of the second, which reads the previous word and predicts the next; with attention, the map that
reads the decoder also reads a mean of the encoder's states, weighted by how well each fits the decoder's.

Letters as in `records`, and R read steps, K outputs, F features that the map reads: H, or 2H with attention.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.gradients import GradientFlow, flow_of
from gruviz.engine.initialisation import init_weights
from gruviz.engine.readouts import random_readout
from gruviz.engine.recording import each_seed, record
from gruviz.engine.records import Recording
from gruviz.engine.weights import Weights, joined


@dataclass(frozen=True, eq=False)
class Network:
    """E networks side by side.

    Args:
        weights: Of the layer that reads the inputs.
        readout_W: (E, K, F).
        readout_b: (E, K).
        decoder: Weights of the layer that writes, whose inputs are words, one-hot, (R, B, K); None for a reader.
    """

    weights: Weights
    readout_W: Array
    readout_b: Array
    decoder: Weights | None = None

    @property
    def attends(self) -> bool:
        """Whether the readout also reads what the decoder attends to."""
        return bool(self.readout_W.shape[2] > self.weights.hidden_size)

    def member(self, index: int) -> "Network":
        """The network of one seed, with E = 1."""
        return self.members(slice(index, index + 1))

    def members(self, some: slice) -> "Network":
        """The networks of some of the seeds."""
        decoder = None if self.decoder is None else self.decoder.members(some)
        return Network(self.weights.members(some), self.readout_W[some], self.readout_b[some], decoder)

    def read(self, features: Array) -> Array:
        """(…, E, B, F) → outputs (…, E, B, K)."""
        return features @ self.readout_W.swapaxes(1, 2) + self.readout_b[:, None]


def fresh_network(
    cell: str,
    *,
    input_size: int,
    hidden_size: int,
    output_size: int,
    decodes: bool = False,
    attends: bool = False,
    seeds: int = 1,
    seed: int = 0,
    **start: Any,
) -> Network:
    """Draw networks, by default in float32, with a readout U(±1/√H); each seed is independent of how many there are.

    Args:
        cell: Registry key, of both layers where there are two.
        input_size: D.
        hidden_size: H.
        output_size: K.
        decodes: Whether there is a decoder.
        attends: Whether the readout also reads what the decoder attends to.
        seeds: E.
        seed: Root of all randomness, below 2³¹.
        start: Further keywords of `init_weights`, for both layers.
    """
    sizes: dict[str, Any] = {"hidden_size": hidden_size, "seeds": seeds, "dtype": np.float32} | start
    weights = init_weights(cell, input_size=input_size, seed=seed, **sizes)
    decoder = init_weights(cell, input_size=output_size, seed=seed + 2**31, **sizes) if decodes else None
    bound, features = 1 / np.sqrt(hidden_size), hidden_size * (1 + attends)
    rngs = [np.random.default_rng([seed, member, 4]) for member in range(seeds)]
    W = np.stack([rng.uniform(-bound, bound, (output_size, features)) for rng in rngs])
    b = np.stack([rng.uniform(-bound, bound, output_size) for rng in rngs])
    dtype = weights.U.dtype
    return Network(weights, W.astype(dtype), b.astype(dtype), decoder)


def side_by_side(networks: Sequence[Network]) -> Network:
    """The seeds of several networks of one cell and size as those of one network, in order."""
    W, b = (np.concatenate([getattr(one, name) for one in networks]) for name in ("readout_W", "readout_b"))
    decoders = [one.decoder for one in networks if one.decoder is not None]
    return Network(joined([one.weights for one in networks]), W, b, joined(decoders) if decoders else None)


@dataclass(frozen=True, eq=False)
class Pass:
    """One forward pass of a network, with the runs of its layers.

    Args:
        network: The network that ran.
        encoder: The run of the layer that reads the inputs.
        decoder: The run of the layer that writes, where there is one.
        attention: Weights over the encoder's steps, (R, E, B, T), each row sums to 1; None without attention.
        features: What the readout reads, (R, E, B, F).
    """

    network: Network
    encoder: Recording
    decoder: Recording | None
    attention: Array | None
    features: Array

    @property
    def outputs(self) -> Array:
        """(R, E, B, K)."""
        return self.network.read(self.features)

    @property
    def gates(self) -> dict[str, Array]:
        """Gates by symbol in order of time, (T, E, B, H), or (T+R, E, B, H) through encoder and decoder."""
        if self.decoder is None:
            return dict(self.encoder.gates)
        return {name: np.concatenate([gate, self.decoder.gates[name]]) for name, gate in self.encoder.gates.items()}


def run(network: Network, inputs: Array, targets: NDArray[np.generic]) -> Pass:
    """Run a network over sequences.

    Args:
        network: Of E seeds.
        inputs: (T, B, D). With attention, a step of zeros only is padding and is not attended to.
        targets: (R, B) or (R, B, K); their number is how many steps the readout reads, and a decoder reads at each step
            the target before it (teacher forcing).
    """
    encoder = record(network.weights.cell, network.weights, inputs)
    if network.decoder is None:
        return Pass(network, encoder, None, None, encoder.states["h"][-len(targets) :])
    words = decoder_inputs(targets, network.decoder.input_size).astype(inputs.dtype)
    return run_decoder(network, encoder, words, encoder.state[-1])


def run_decoder(network: Network, encoder: Recording, words: Array, state: Array) -> Pass:
    """Run the decoder alone, behind an encoder that has run.

    Args:
        network: With a decoder.
        encoder: The run whose states it may attend to.
        words: What it reads at each step, (R, B, K) or (R, E, B, K).
        state: Where it starts, (E, B, S): the encoder's last state, or its own after some words.
    """
    assert network.decoder is not None
    decoder = record(network.decoder.cell, network.decoder, words, initial_state=state)
    hidden = decoder.states["h"][1:]
    if not network.attends:
        return Pass(network, encoder, decoder, None, hidden)
    attention, context = attend(hidden, encoder.states["h"][1:], is_padding(encoder.inputs))
    return Pass(network, encoder, decoder, attention, np.concatenate([hidden, context], -1))


def decoder_inputs(targets: NDArray[np.generic], size: int) -> Array:
    """What a decoder reads in training: zeros, then each target but the last, one-hot, (R, B) → (R, B, K)."""
    words = np.vstack([np.full_like(targets[:1], -1), targets[:-1]])
    return (words[..., None] == np.arange(size)).astype(np.float32)


def is_padding(inputs: Array) -> NDArray[np.bool_]:
    """Steps of zeros only, (T, B, D) or (T, E, B, D) → (1 or E, B, T)."""
    return np.moveaxis((each_seed(inputs) == 0).all(-1), 0, -1)


def attend(hidden: Array, memory: Array, padding: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Weights α ∝ exp(h·m_t) over the steps of a memory, and its weighted mean.

    Args:
        hidden: (R, E, B, H).
        memory: (T, E, B, H).
        padding: Steps left out, (1 or E, B, T).

    Returns:
        Attention (R, E, B, T) and context (R, E, B, H).

    Reference:
        Luong, Pham & Manning 2015, arXiv:1508.04025, global attention with the "dot" score.
    """
    scores = np.where(padding, -np.inf, np.einsum("rebh,tebh->rebt", hidden, memory))
    weights = np.exp(scores - scores.max(-1, keepdims=True))  # the largest score becomes 0: exp cannot overflow
    weights /= weights.sum(-1, keepdims=True)
    return weights, np.einsum("rebt,tebh->rebh", weights, memory)


class Flows(NamedTuple):
    """The gradient of a loss with respect to every state of a network."""

    encoder: GradientFlow
    decoder: GradientFlow | None

    @property
    def gradients(self) -> Array:
        """∂L/∂s in order of time, (T+1, E, B, S), or (T+R+1, E, B, S) through encoder and decoder.

        The encoder's last state is the decoder's initial one, and counted once.
        """
        if self.decoder is None:
            return self.encoder.gradients
        return np.concatenate([self.encoder.gradients, self.decoder.gradients[1:]])


def follow_back(forward: Pass, grad_features: Array, *, cuts: Collection[int] = ()) -> Flows:
    """Send a gradient back through a forward pass, from what the readout reads to the first input.

    Args:
        forward: From `run`.
        grad_features: ∂L/∂ what the readout reads, (R, E, B, F); further axes may not lead.
        cuts: Steps of a reader through which nothing goes back, counted from 1.
    """
    size, steps = forward.network.weights.hidden_size, len(grad_features)
    direct = np.zeros_like(forward.encoder.state)
    if forward.decoder is None:
        direct[-steps:, ..., :size] = grad_features
        loss = "last" if steps == 1 else "every"
        return Flows(flow_of(forward.encoder, direct, loss=loss, cuts=cuts), None)
    hidden, memory = _attention_adjoint(forward, grad_features)
    written = np.zeros_like(forward.decoder.state)
    written[1:, ..., :size] = hidden
    decoder = flow_of(forward.decoder, written)
    direct[1:, ..., :size] = memory
    direct[-1] += decoder.gradients[0]  # the encoder's last state is where the decoder starts
    return Flows(flow_of(forward.encoder, direct), decoder)


def random_features(forward: Pass) -> Array:
    """A fixed random vector over what the readout reads at a step, (E, B, F): `random_readout`, also on the context."""
    layer = forward.encoder if forward.decoder is None else forward.decoder
    unit = random_readout(layer)[..., : forward.network.weights.hidden_size]
    return np.concatenate([unit, unit], -1) if forward.network.attends else unit


def _attention_adjoint(forward: Pass, grad_features: Array) -> tuple[Array, Array]:
    """The adjoint of `attend`: gradients of the decoder's h, (R, E, B, H), and of the encoder's, (T, E, B, H)."""
    assert forward.decoder is not None
    size = forward.network.weights.hidden_size
    hidden, memory = forward.decoder.states["h"][1:], forward.encoder.states["h"][1:]
    if forward.attention is None:
        return grad_features, np.zeros_like(memory)
    weights, context = forward.attention, grad_features[..., size:]
    fits = np.einsum("rebh,tebh->rebt", context, memory)
    scores = weights * (fits - (weights * fits).sum(-1, keepdims=True))  # the softmax backward
    grad_memory = np.einsum("rebt,rebh->tebh", weights, context) + np.einsum("rebt,rebh->tebh", scores, hidden)
    return grad_features[..., :size] + np.einsum("rebt,tebh->rebh", scores, memory), grad_memory
