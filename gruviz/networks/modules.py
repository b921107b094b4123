"""The networks of `network` as modules of torch, for training."""

import torch
from torch import Tensor, nn

from gruviz.arrays import Array
from gruviz.networks.network import Flows, Network, decoder_inputs
from gruviz.networks.recurrence import Recurrence


class Reader(nn.Module):
    """A recurrent layer and the linear map that reads its h.

    Args:
        start: Where it starts, in the precision it runs in.
        truncation, beside: As in `Recurrence`.
    """

    def __init__(self, start: Network, *, truncation: int | None = None, beside: int | None = None) -> None:
        super().__init__()
        self.layer = Recurrence(start.weights, truncation=truncation, beside=beside)
        self.readout = Readout(start.readout_W, start.readout_b)

    def forward(self, inputs: Tensor, targets: Tensor) -> Tensor:
        """(T, B, D), and (R, B) or (R, B, K) → outputs (R, E, B, K)."""
        return self.readout(self.layer(inputs)[-len(targets) :])

    @property
    def flows(self) -> Flows | None:
        """The gradient of every state in the last backward pass."""
        return None if self.layer.flow is None else Flows(self.layer.flow, None)

    def network(self) -> Network:
        """The present parameters as a record."""
        return Network(self.layer.weights(), *self.readout.arrays())


class EncoderDecoder(nn.Module):
    """A layer that reads, a layer that writes from where the first ended, and the map that reads the second.

    Args:
        start: Where it starts; whether it attends shows in the width of its readout.
        beside: As in `Recurrence`.
    """

    def __init__(self, start: Network, *, beside: int | None = None) -> None:
        super().__init__()
        assert start.decoder is not None
        self.encoder, self.decoder = (Recurrence(one, beside=beside) for one in (start.weights, start.decoder))
        self.readout = Readout(start.readout_W, start.readout_b)
        self.attends, self.hidden_size = start.attends, start.weights.hidden_size

    def forward(self, inputs: Tensor, targets: Tensor) -> Tensor:
        """(T, B, D) and (R, B) → outputs (R, E, B, K), each step reading the target before it."""
        memory = self.encoder(inputs)
        words = torch.from_numpy(decoder_inputs(targets.numpy(), self.decoder.W.shape[2])).to(inputs.dtype)
        features = self.decoder(words, memory[-1])[..., : self.hidden_size]
        if self.attends:
            features = torch.cat([features, self._context(features, memory[..., : self.hidden_size], inputs)], -1)
        return self.readout(features)

    def _context(self, hidden: Tensor, memory: Tensor, inputs: Tensor) -> Tensor:
        scores = torch.einsum("rebh,tebh->rebt", hidden, memory)
        padding = (inputs == 0).all(-1).T
        return torch.einsum("rebt,tebh->rebh", scores.masked_fill(padding, -torch.inf).softmax(-1), memory)

    @property
    def flows(self) -> Flows | None:
        """The gradient of every state in the last backward pass."""
        return None if self.encoder.flow is None else Flows(self.encoder.flow, self.decoder.flow)

    def network(self) -> Network:
        """The present parameters as a record."""
        return Network(self.encoder.weights(), *self.readout.arrays(), self.decoder.weights())


class Readout(nn.Module):
    """A linear map of features for each network.

    Args:
        W: (E, K, F).
        b: (E, K).
    """

    def __init__(self, W: Array, b: Array) -> None:
        super().__init__()
        self.W, self.b = nn.Parameter(torch.tensor(W)), nn.Parameter(torch.tensor(b))

    def forward(self, features: Tensor) -> Tensor:
        """(R, E, B, F or more) → (R, E, B, K)."""
        return features[..., : self.W.shape[2]] @ self.W.transpose(1, 2) + self.b[:, None]

    def arrays(self) -> tuple[Array, Array]:
        """Copies of W and b."""
        return self.W.detach().numpy().copy(), self.b.detach().numpy().copy()


def module_of(start: Network, *, truncation: int | None = None, beside: int | None = None) -> Reader | EncoderDecoder:
    """The module that trains a network, or several side by side, each of so many seeds."""
    if start.decoder is None:
        return Reader(start, truncation=truncation, beside=beside)
    return EncoderDecoder(start, beside=beside)
