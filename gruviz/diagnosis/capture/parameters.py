"""The weights that a module used, in float64: as ours, and gradients of ours as those of its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gruviz.arrays import Array
from gruviz.diagnosis.capture.find import Found
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.linear_map import linearised
from gruviz.engine.torch_weights import GATES, from_module
from gruviz.engine.weights import Weights

_STEMS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")
"""Beginnings of the names of a layer's parameters; the last is an LSTM's projection."""


@dataclass(frozen=True, eq=False)
class Parameters:
    """One layer in one direction.

    Args:
        kind: The class of whole sequences that computes it: nn.RNN, nn.GRU or nn.LSTM.
        nonlinearity: Of an nn.RNN, "tanh" or "relu".
        suffix: What the names end in, such as "_l0_reverse".
        tensors: By beginning of the name, such as "weight_ih".
    """

    kind: type[nn.RNNBase]
    nonlinearity: str
    suffix: str
    tensors: Mapping[str, Tensor]

    @property
    def hidden_size(self) -> int:
        """H."""
        return int(self.tensors["weight_hh"].shape[0]) // len(GATES[self.kind.__name__])

    @cached_property
    def not_finite(self) -> tuple[str, ...]:
        """Names of those that hold a value that is infinite or not a number."""
        return tuple(f"{stem}{self.suffix}" for stem, tensor in self.tensors.items() if not tensor.isfinite().all())

    @property
    def finite(self) -> bool:
        """Whether all of them are finite."""
        return not self.not_finite

    def equals(self, other: "Parameters") -> bool:
        """Whether those of another call are the same numbers."""
        pairs = zip(self.tensors.values(), other.tensors.values(), strict=True)
        return all(torch.equal(ours, theirs) for ours, theirs in pairs)

    @cached_property
    def ours(self) -> tuple[str, Weights]:
        """Registry key and weights of our cell; of an LSTM with a projection those of m, which read U W_hr.

        In place of what is not finite stands 0.
        """
        arrays = dict(self._arrays)
        project = arrays.pop("weight_hr", None)
        if project is not None:
            arrays["weight_hh"] = arrays["weight_hh"] @ project
        hidden, size = arrays["weight_hh"].shape[1], arrays["weight_ih"].shape[1]
        settings: dict[str, Any] = {"bias": "bias_ih" in arrays, "dtype": torch.float64}
        if self.kind is nn.RNN:
            settings["nonlinearity"] = self.nonlinearity
        module = self.kind(size, hidden, **settings, device="meta").to_empty(device="cpu")  # draws no random numbers
        with torch.no_grad():
            for stem, array in arrays.items():
                getattr(module, f"{stem}_l0").copy_(torch.from_numpy(array))
        return from_module(module)

    def shown(self, m: Array) -> Array:
        """What a layer gives of its states (…, H): h = W_hr m with a projection, (…, P)."""
        return m if self._projection is None else m @ self._projection.T

    def lifted(self, h: Array) -> Array:
        """States that are shown as h, (…, P) → (…, H): the smallest ones."""
        return h if self._projection is None else h @ np.linalg.pinv(self._projection).T

    def back(self, grad: Array) -> Array:
        """∂L/∂m of a gradient of what is shown, (…, P) → (…, H)."""
        return grad if self._projection is None else grad @ self._projection

    def gradients(self, flow: GradientFlow, direct: Array) -> dict[str, Array]:
        """∂L/∂θ by the module's own names.

        Args:
            flow: Of a run with `ours`.
            direct: What is read directly from what the layer shows, (T+1, B, ·).
        """
        own = {name: array[0].copy() for name, array in flow.weight_gradients.items()}
        inner = own["b"].copy()
        if "recurrent_bias" in own:  # nn.GRU, of which ours has z negated
            size = len(own["recurrent_bias"])
            inner[2 * size :] = own["recurrent_bias"]
            for array in (own["W"], own["U"], own["b"], inner):
                array[size : 2 * size] *= -1
        found = {"weight_ih": own["W"], "weight_hh": self.shown(own["U"]), "bias_ih": own["b"], "bias_hh": inner}
        if self._projection is not None:
            found["weight_hr"] = self._of_projection(flow, direct)
        return {f"{stem}{self.suffix}": array for stem, array in found.items() if stem in self.tensors}

    def _of_projection(self, flow: GradientFlow, direct: Array) -> Array:
        """∂L/∂W_hr = Σ ∂L/∂h_t m_tᵀ, where h_t is read from outside and by all gates of the next step."""
        products = np.concatenate([*flow.attribution.adjoint.products.values()], -1)
        passes = linearised(flow.recording, flow.cuts).passes
        total = direct.copy()
        total[:-1] += (products if passes is None else np.where(passes, products, 0))[:, 0] @ self._arrays["weight_hh"]
        m = flow.recording.states["h"][1:, 0]
        return np.einsum("tbp,tbh->ph", total[1:], m)

    @cached_property
    def _projection(self) -> Array | None:
        """W_hr, (P, H)."""
        return self._arrays.get("weight_hr")

    @cached_property
    def _arrays(self) -> dict[str, Array]:
        numbers = {stem: tensor.to(torch.float64).numpy() for stem, tensor in self.tensors.items()}
        return {stem: np.nan_to_num(array, posinf=0, neginf=0) for stem, array in numbers.items()}


def read_parameters(found: Found) -> tuple[Parameters, ...]:
    """Copies of what a module has just used, for each layer and direction, as `Found.suffixes` has them.

    A spectral norm takes a step each time that its weight is read in training; here it does not.
    """
    rules = getattr(found.module, "parametrizations", nn.ModuleDict())
    modes = {part: part.training for part in rules.modules()}
    try:
        rules.eval()
        with torch.no_grad():
            return tuple(_layer(found, suffix) for suffix in found.suffixes)
    finally:
        for part, was in modes.items():
            part.training = was


def weights_used(found: Found) -> tuple[Tensor, ...]:
    """The tensors that a module computes with; of a parametrized one those that they are computed from."""
    module = found.module
    if hasattr(module, "parametrizations"):
        return tuple(module.parameters())
    named = (getattr(module, f"{stem}{suffix}", None) for suffix in found.suffixes for stem in _STEMS)
    return tuple(tensor for tensor in named if tensor is not None)


def _layer(found: Found, suffix: str) -> Parameters:
    module = found.module
    kinds: Mapping[type[nn.RNNBase], tuple[type[nn.Module], ...]] = {
        nn.RNN: (nn.RNN, nn.RNNCell),
        nn.GRU: (nn.GRU, nn.GRUCell),
        nn.LSTM: (nn.LSTM, nn.LSTMCell),
    }
    kind = next(kind for kind, classes in kinds.items() if isinstance(module, classes))
    named = {stem: getattr(module, f"{stem}{suffix}", None) for stem in _STEMS}
    tensors = {stem: value.detach().to("cpu", copy=True) for stem, value in named.items() if value is not None}
    return Parameters(kind, str(getattr(module, "nonlinearity", "tanh")), suffix, tensors)
