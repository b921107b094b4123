"""A trained network while it reads one sequence, brought along from wherever that happened."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.recording import record
from gruviz.engine.records import Recording
from gruviz.models.answers import Answer
from gruviz.validation import check_integer


@dataclass(frozen=True, eq=False)
class Reading:
    """One network and one sequence; every array has E = B = 1.

    Args:
        label: Which network, in words.
        flow: The run and its gradient.
        quantity: Of what the gradient is taken, in words, as in "the last word's log-probability".
        channels: What each channel of the input stands for, where every step shows one symbol or none.
        read_answer: From the last state, (S,), to what the network says; None where it says nothing by itself.
        before: Steps of the run that were read before the first one of `flow`.
    """

    label: str
    flow: GradientFlow
    quantity: str
    channels: tuple[str, ...] | None = None
    read_answer: Callable[[Array], Answer] | None = None
    before: int = 0

    @property
    def recording(self) -> Recording:
        """The run."""
        return self.flow.recording

    @property
    def symbols(self) -> tuple[str, ...] | None:
        """What was read at each step; "" where no channel stood out."""
        return symbols_read(self.channels, self.recording.inputs)


def symbols_read(channels: tuple[str, ...] | None, inputs: Array) -> tuple[str, ...] | None:
    """What the first sequence shows at each step, by the channel that is 1; "" where none is, None without channels."""
    if channels is None:
        return None
    rows = inputs[:, 0]
    return tuple(channels[code] if row.any() else "" for row, code in zip(rows, rows.argmax(-1), strict=True))


def last_steps(flow: GradientFlow, steps: int | None = None) -> GradientFlow:
    """The end of a run and of its gradient, for the first network and sequence: E = B = 1.

    It starts from the state that the steps left out have made, so every number is as it was in the whole run.

    Args:
        flow: Of any run without clamps and resets.
        steps: How many steps to keep, at least 1; all of them by default.

    Raises:
        GruvizError: If the run has fewer steps.
    """
    run = flow.recording
    first = 0 if steps is None else run.seq_len - check_integer("steps", steps, 1, run.seq_len)
    inputs = run.inputs if run.inputs.ndim == 3 else run.inputs[:, 0]
    end = record(run.cell, run.weights.member(0), inputs[first:, :1], initial_state=np.array(run.state[first, :1, :1]))
    gradients, direct = (array[first:, :1, :1] for array in (flow.gradients, flow.direct))
    cuts = frozenset(step - first for step in flow.cuts if step > first)
    return GradientFlow(end, gradients, direct, flow.loss, cuts)
