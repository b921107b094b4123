"""PyTorch's recurrent modules once more, by their documented equations, step by step with every state in the graph."""

from collections.abc import Mapping
from copy import deepcopy
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence


class Step(NamedTuple):
    """One step in the order of reading, each part (B, ·); its states are in the graph and keep their gradients."""

    h: Tensor
    c: Tensor | None
    gates: Mapping[str, Tensor]
    counts: Tensor
    """Which sequences have this step at all, (B,)."""


class Unrolled(nn.Module):
    """A module's stand-in in a model: shares its parameters, does what it does, and keeps every step in `steps`."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.inner = [module]  # not a child: its parameters are not counted twice
        self.steps: dict[tuple[int, int], list[Step]] = {}
        self.first: dict[tuple[int, int], tuple[Tensor, Tensor | None]] = {}

    def forward(self, x, hx=None):
        module = self.inner[0]
        if isinstance(module, (nn.RNNCell, nn.GRUCell, nn.LSTMCell)):
            return self._one(x, hx)
        lengths = order = None
        if isinstance(x, PackedSequence):
            order = x
            x, lengths = pad_packed_sequence(x)
        elif module.batch_first:
            x = x.transpose(0, 1)
        out, ends = self._layers(x, hx, lengths)
        if order is not None:
            out = pack_padded_sequence(out, lengths, enforce_sorted=False)
            assert torch.equal(out.batch_sizes, order.batch_sizes)
        elif module.batch_first:
            out = out.transpose(0, 1)
        return out, ends

    def _one(self, x, hx):
        module = self.inner[0]
        lstm = isinstance(module, nn.LSTMCell)
        zeros = x.new_zeros(len(x), module.hidden_size)
        h, c = (hx or (zeros, zeros)) if lstm else (zeros if hx is None else hx, None)
        h, c = self._begun((0, 0), h, c)
        step = self._step("", x, h, c, torch.ones(len(x), dtype=torch.bool))
        self.steps.setdefault((0, 0), []).append(step)
        return (step.h, step.c) if lstm else step.h

    def _layers(self, x, hx, lengths):
        module, lstm = self.inner[0], isinstance(self.inner[0], nn.LSTM)
        directions = 2 if module.bidirectional else 1
        there = torch.arange(len(x))[:, None] < (torch.full((x.shape[1],), len(x)) if lengths is None else lengths)
        ends_h, ends_c = [], []
        for layer in range(module.num_layers):
            if layer and module.training and module.dropout:
                x = _dropped(x, module.dropout, lengths)
            both = []
            for direction in range(directions):
                row = layer * directions + direction
                zeros = x.new_zeros(x.shape[1], module.hidden_size)
                h = zeros if hx is None else (hx[0] if lstm else hx)[row]
                c = (zeros if hx is None else hx[1][row]) if lstm else None
                h, c = self._begun((layer, direction), h, c)
                out = [zeros] * len(x)
                for t in reversed(range(len(x))) if direction else range(len(x)):
                    step = self._step(f"_l{layer}{'_reverse' * direction}", x[t], h, c, there[t])
                    self.steps.setdefault((layer, direction), []).append(step)
                    h = torch.where(there[t, :, None], step.h, h)
                    c = torch.where(there[t, :, None], step.c, c) if lstm else None
                    out[t] = torch.where(there[t, :, None], step.h, zeros)
                both.append(torch.stack(out))
                ends_h.append(h)
                ends_c.append(c)
            x = torch.cat(both, -1)
        return x, (torch.stack(ends_h), torch.stack(ends_c)) if lstm else torch.stack(ends_h)

    def _begun(self, place, h, c):
        """The state that a call starts from, of which the first one's gradient is kept."""
        if place in self.first:
            return h, c
        self.first[place] = tuple(None if part is None else _followed(part) for part in (h, c))
        return self.first[place]

    def _step(self, suffix, x, h, c, counts):
        module = self.inner[0]
        W, U = getattr(module, f"weight_ih{suffix}"), getattr(module, f"weight_hh{suffix}")
        a = x @ W.T + (getattr(module, f"bias_ih{suffix}") if module.bias else 0)
        q = h @ U.T + (getattr(module, f"bias_hh{suffix}") if module.bias else 0)
        if isinstance(module, (nn.GRU, nn.GRUCell)):
            (a_r, a_z, a_n), (q_r, q_z, q_n) = a.chunk(3, -1), q.chunk(3, -1)
            r, z = torch.sigmoid(a_r + q_r), torch.sigmoid(a_z + q_z)
            n = torch.tanh(a_n + r * q_n)
            h, gates = (1 - z) * n + z * h, {"r": r, "z": 1 - z, "n": n}  # ours writes with z, PyTorch's keeps
        elif c is not None:
            i, f, g, o = (a + q).chunk(4, -1)
            i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
            inside = f * c + i * g
            h, c, gates = o * torch.tanh(inside), inside.clone(), {"i": i, "f": f, "g": g, "o": o}
            c.retain_grad()  # of what is carried on; what goes by h is in the gradient of h
        else:
            h, gates = (torch.relu if module.nonlinearity == "relu" else torch.tanh)(a + q), {}
        if h.requires_grad:
            h.retain_grad()
        return Step(h, c, gates, counts)


def _dropped(x, rate, lengths):
    """Dropout as PyTorch draws it: of a packed batch for what is there alone, the longest sequence first."""
    if lengths is None:
        return functional.dropout(x, rate)
    packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
    return pad_packed_sequence(packed._replace(data=functional.dropout(packed.data, rate)))[0]


def _followed(part):
    part = part.clone() if part.requires_grad else part.detach().clone().requires_grad_()
    part.retain_grad()
    return part


def unrolled(model: nn.Module) -> tuple[nn.Module, dict[str, Unrolled]]:
    """A copy of a model whose recurrent modules are unrolled, and those by their paths."""
    copy, found = deepcopy(model), {}
    for name, module in list(copy.named_modules()):
        if isinstance(module, (nn.RNNBase, nn.RNNCellBase)):
            found[name] = Unrolled(module)
            parent, _, last = name.rpartition(".")
            owner = copy.get_submodule(parent)
            delattr(owner, last)
            setattr(owner, last, found[name])
    return copy, found
