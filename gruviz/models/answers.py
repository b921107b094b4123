"""What a trained network answers after its last step, and how the answer depends on its last state."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.models.trained_model import TrainedModel


@dataclass(frozen=True, eq=False)
class Answer:
    """One network's answer to one sequence.

    Args:
        text: What it says, a class or a number.
        truth: The true answer in the same form; None where there is no target.
        is_right: Whether it counts: the same class, or a number within the root of the error that counts as solved.
        gradient: ∂/∂s_T of the answer, (S,): of the number itself, or of the winning class's lead over the next best.
        tolerance: How far a number may be from the truth and still count as right; None for a class.
    """

    text: str
    truth: str | None
    is_right: bool
    gradient: Array
    tolerance: float | None = None

    @property
    def words(self) -> str:
        """What it says, and whether that is right."""
        if self.truth is None:
            return f"says {self.text}"
        if self.tolerance is not None:
            verdict = "right, as it is at most" if self.is_right else "wrong, as it is more than"
            return f"says {self.text}; the true answer is {self.truth}: {verdict} {self.tolerance:.2g} away"
        return f"says {self.text}, which is right" if self.is_right else f"says {self.text}, but it was {self.truth}"


def answer_of(model: TrainedModel, state: Array, target: float | None = None, names: Sequence[str] = ()) -> Answer:
    """Read the answer off a last state.

    The lead of the winner, unlike a loss, does not flatten where the network is sure.

    Args:
        model: One network, E = 1.
        state: s_T, (S,).
        target: The right class or number, if there is one.
        names: What the classes are called; those of the task by default.
    """
    task, size = model.kind, model.weights.hidden_size
    W, b = model.readout_W[0].astype(np.float64), model.readout_b[0].astype(np.float64)
    outputs = W @ state[:size] + b
    gradient = np.zeros(len(state))
    names = names or task.class_names
    if task.metric != "accuracy" and not names:
        gradient[:size] = W[0]
        number = float(outputs[0])
        tolerance = float(np.sqrt(task.solved_at))
        is_right = target is not None and abs(number - target) <= tolerance
        truth = None if target is None else f"{target:.2f}"
        return Answer(f"{number:.2f}", truth, is_right, gradient, tolerance)
    second, first = np.argsort(outputs)[-2:]
    gradient[:size] = W[first] - W[second]
    truth = None if target is None else _name(names, target)
    return Answer(_name(names, first), truth, target is not None and first == int(target), gradient)


def _name(names: Sequence[str], code: float) -> str:
    return names[int(code)] if names else f"class {int(code)}"
