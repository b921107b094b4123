"""What an answer depends on: the gradient of its log-likelihood, sent back to every input."""

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.networks.network import Flows, Pass, follow_back
from gruviz.tasks.metrics import NO_TARGET, softmax


def likelihood_gradient(passed: Pass, classes: NDArray[np.int64]) -> Array:
    """∂ Σ log p(class) / ∂ what the readout saw.

    Args:
        passed: From `networks.run`.
        classes: (R, B), `NO_TARGET` at steps that do not count; the same for every network.

    Returns:
        (R, E, B, F).
    """
    outputs = passed.outputs
    one_hot = classes[:, None, :, None] == np.arange(outputs.shape[-1])
    counts = (classes != NO_TARGET)[:, None, :, None]
    direct = np.where(counts, one_hot - softmax(outputs), 0).astype(outputs.dtype)
    gradient: Array = direct @ passed.network.readout_W
    return gradient


def follow_answer(passed: Pass, classes: NDArray[np.int64]) -> Flows:
    """The gradient of Σ log p(class) with respect to every state; arguments as for `likelihood_gradient`."""
    return follow_back(passed, likelihood_gradient(passed, classes))
