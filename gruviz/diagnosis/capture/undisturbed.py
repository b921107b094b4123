"""A block that runs a model and leaves it as it was, also where it ends in an error."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import nn

from gruviz.diagnosis.capture.find import Found


@contextmanager
def undisturbed(model: nn.Module) -> Iterator[None]:
    """Put back what a run may change: modes, buffers, attributes, gradients and the state of all random generators.

    What a module holds inside a list or a dictionary of its own is not looked into.
    """
    with _attributes(model), _buffers(model), _gradients(model), _random_numbers():
        yield


@contextmanager
def followed(modules: tuple[Found, ...]) -> Iterator[None]:
    """Let gradients come back to these modules: also to frozen ones, in evaluation, and below `torch.no_grad`.

    cuDNN goes back through a recurrent layer in training only, and does not say which dropout it drew: PyTorch's own
    kernels do both.
    """
    parameters = [parameter for found in modules for parameter in found.module.parameters()]
    frozen = [each for each in parameters if not each.requires_grad and each.is_floating_point()]
    cudnn = torch.backends.cudnn.enabled
    try:
        torch.backends.cudnn.enabled = False
        for parameter in frozen:
            parameter.requires_grad_(True)
        with torch.inference_mode(False), torch.enable_grad():
            yield
    finally:
        torch.backends.cudnn.enabled = cudnn
        for parameter in frozen:
            parameter.requires_grad_(False)


@contextmanager
def _attributes(model: nn.Module) -> Iterator[None]:
    """Such as the mode, and states that a model keeps for its next call."""
    before = {module: dict(vars(module)) for module in model.modules()}
    try:
        yield
    finally:
        for module, attributes in before.items():
            vars(module).clear()
            vars(module).update(attributes)


@contextmanager
def _buffers(model: nn.Module) -> Iterator[None]:
    """Such as the running means of a batch norm, which keep their place in memory."""
    before = [
        (module, name, buffer, None if buffer is None else buffer.detach().clone())
        for module in model.modules()
        for name, buffer in module._buffers.items()
    ]
    names = {module: tuple(module._buffers) for module in model.modules()}
    try:
        yield
    finally:
        for module, known in names.items():
            for name in set(module._buffers) - set(known):
                del module._buffers[name]
        for module, name, buffer, values in before:
            module._buffers[name] = buffer
            if buffer is not None and values is not None:
                buffer.data.copy_(values)  # a graph that somebody else holds does not notice


@contextmanager
def _gradients(model: nn.Module) -> Iterator[None]:
    before = [(parameter, parameter.grad) for parameter in model.parameters()]
    try:
        for parameter, _ in before:
            parameter.grad = None
        yield
    finally:
        for parameter, grad in before:
            parameter.grad = grad


@contextmanager
def _random_numbers() -> Iterator[None]:
    """Of PyTorch on every device, NumPy and Python."""
    ours, theirs = random.getstate(), np.random.get_state()
    devices = range(torch.cuda.device_count()) if torch.cuda.is_initialized() else ()  # type: ignore[no-untyped-call]
    try:
        with torch.random.fork_rng(devices=devices):
            yield
    finally:
        random.setstate(ours)
        np.random.set_state(theirs)
