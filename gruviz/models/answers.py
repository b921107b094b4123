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


@dataclass(frozen=True, eq=False)
class Readout:
    """The linear map from a network's last h to its answer, and how that is read.

    Args:
        W: (K, H), float64.
        b: (K,).
        names: Of the K classes, the largest of which is the answer; none where the answer is the number itself.
        target: The right class or number, if there is one.
        tolerance: How far a number may be from the target and still count as right.
    """

    W: Array
    b: Array
    names: tuple[str, ...]
    target: float | None
    tolerance: float | None

    def answer(self, state: Array) -> Answer:
        """Read the answer off a last state s_T, (S,)."""
        size = self.W.shape[1]
        outputs = self.W @ state[:size] + self.b
        gradient = np.zeros(len(state))
        if not self.names:
            gradient[:size] = self.W[0]
            return self._number(float(outputs[0]), gradient)
        second, first = np.argsort(outputs)[-2:]
        gradient[:size] = self.W[first] - self.W[second]
        truth = None if self.target is None else self.names[int(self.target)]
        is_right = self.target is not None and int(first) == int(self.target)
        return Answer(self.names[first], truth, is_right, gradient)

    def _number(self, number: float, gradient: Array) -> Answer:
        tolerance = self.tolerance or 0.0
        is_right = self.target is not None and abs(number - self.target) <= tolerance
        truth = None if self.target is None else f"{self.target:.2f}"
        return Answer(f"{number:.2f}", truth, is_right, gradient, tolerance)


def readout_of(model: TrainedModel, target: float | None = None, names: Sequence[str] = ()) -> Readout:
    """How one network, E = 1, answers.

    Args:
        model: The network.
        target: The right class or number, if there is one.
        names: What the classes are called; those of the task by default.
    """
    task = model.kind
    W, b = model.readout_W[0].astype(np.float64), model.readout_b[0].astype(np.float64)
    names = tuple(names) or task.class_names
    if task.metric != "accuracy" and not names:
        return Readout(W, b, (), target, float(np.sqrt(task.solved_at)))
    return Readout(W, b, tuple(names) or tuple(f"class {k}" for k in range(len(b))), target, None)


def answer_of(model: TrainedModel, state: Array, target: float | None = None, names: Sequence[str] = ()) -> Answer:
    """Read the answer off a last state s_T, (S,).

    The lead of the winner, unlike a loss, does not flatten where the network is sure.

    Args:
        model: One network, E = 1.
        state: s_T, (S,).
        target: The right class or number, if there is one.
        names: What the classes are called; those of the task by default.
    """
    return readout_of(model, target, names).answer(state)
