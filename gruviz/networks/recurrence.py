"""The engine under torch.autograd: training steps that hand back the gradient of every time step."""

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gruviz.engine.backpropagation import truncation_cuts
from gruviz.engine.gradients import GradientFlow, flow_to_weights
from gruviz.engine.recording import record
from gruviz.engine.weights import ARRAYS, Weights
from gruviz.validation import InvalidValue, check_integer


class Recurrence(nn.Module):
    """A recurrent layer of E networks side by side, whose forward is `record` and whose backward is `gradient_flow`.

    Its parameters carry the names and shapes of `Weights`. After each backward pass, `flow` holds the gradient of
    the loss with respect to every state.

    Args:
        weights: Where it starts, in the precision it runs in.
        truncation: Cut backpropagation every so many steps, counted from the last; None is never.
        beside: How many networks in a row learn what they would learn alone, to the last digit; None is all.
    """

    W: nn.Parameter
    U: nn.Parameter
    b: nn.Parameter
    recurrent_bias: nn.Parameter | None
    constants: nn.Parameter | None

    def __init__(self, weights: Weights, *, truncation: int | None = None, beside: int | None = None) -> None:
        super().__init__()
        self.beside = beside
        self.cell, self.blocks, self.input_only = weights.cell, weights.blocks, weights.input_only
        self.truncation = None if truncation is None else check_integer("truncation", truncation, 1, 1_000_000)
        for name in ARRAYS:
            array = weights.arrays.get(name)
            self.register_parameter(name, None if array is None else nn.Parameter(torch.tensor(array)))
        self.flow: GradientFlow | None = None

    def forward(self, inputs: Tensor, initial_state: Tensor | None = None) -> Tensor:
        """Run over sequences.

        Args:
            inputs: (T, B, D), the same for every network, or (T, E, B, D).
            initial_state: (E, B, S); zeros by default.

        Returns:
            States after each step, (T, E, B, S).
        """
        states: Tensor = _Run.apply(self, inputs, initial_state, *(getattr(self, name) for name in ARRAYS))  # type: ignore[no-untyped-call]
        return states

    def weights(self) -> Weights:
        """The present parameters as a record."""
        arrays: dict[str, Any] = {name: parameter.detach().numpy() for name, parameter in self.named_parameters()}
        return Weights(self.cell, self.blocks, input_only=self.input_only, **arrays)


class _Run(torch.autograd.Function):
    """`record` forward, `backpropagate` backward."""

    @staticmethod
    def forward(ctx: Any, layer: Recurrence, inputs: Tensor, initial_state: Tensor | None, *_: Tensor | None) -> Tensor:
        start = None if initial_state is None else initial_state.detach().numpy()
        ctx.layer = layer
        recording = record(layer.cell, layer.weights(), inputs.detach().numpy(), initial_state=start)
        ctx.recording = replace(recording, beside=layer.beside)
        return torch.from_numpy(np.array(ctx.recording.state[1:]))

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Tensor) -> tuple[Tensor | None, ...]:
        if torch.is_grad_enabled():  # what NumPy computes here has no graph: a penalty on gradients would be dropped
            raise InvalidValue("create_graph", True, "False, since a Recurrence is differentiable once")
        recording, layer = ctx.recording, ctx.layer
        direct = np.zeros_like(recording.state)
        direct[1:] = grad_outputs[0].numpy()
        layer.flow = flow = flow_to_weights(
            recording, direct, cuts=truncation_cuts(layer.truncation, recording.seq_len)
        )
        gradients = flow.weight_gradients
        by_parameter = [_tensor(gradients.get(name)) for name in ARRAYS]
        start = _tensor(flow.gradients[0]) if ctx.needs_input_grad[2] else None
        return None, _input_gradient(flow) if ctx.needs_input_grad[1] else None, start, *by_parameter


def _input_gradient(flow: GradientFlow) -> Tensor:
    gradient = flow.input_gradients
    return torch.tensor(gradient if flow.recording.inputs.ndim == 4 else gradient.sum(1))


def _tensor(array: np.ndarray[Any, Any] | None) -> Tensor | None:
    """A copy: who clips or zeroes a gradient in place does not rewrite what `flow` has recorded."""
    return None if array is None else torch.tensor(array)
