"""Which steps of a sequence an answer depends on."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.lines import curve
from gruviz.validation import InvalidValue, check_array
from gruviz.wording import listed


class Evidence(NamedTuple):
    """One network's gradient of its answer."""

    cell: str
    norms: Array
    """‖∂ log p(class)/∂x_t‖, (T,)."""

    @property
    def strongest(self) -> int:
        """The step, from 1, whose input the answer depends on most; 0 if on none."""
        usable = np.where(np.isfinite(self.norms), self.norms, 0)
        return int(usable.argmax()) + 1 if usable.any() else 0


def evidence_by_step(
    norms: Mapping[str, tuple[str, Array]], *, answer: str, step: str = "step t", theme: str = "light"
) -> go.Figure:
    """Draw ‖∂ log p/∂x_t‖ over the steps.

    Args:
        norms: By label, the key of the cell and its norms (T,).
        answer: The class whose probability is meant.
        step: What a step is, for the axis.
        theme: "light" or "dark".
    """
    runs = {label: Evidence(cell, check_array("norms", values, ("T",))) for label, (cell, values) in norms.items()}
    return evidence_chart(runs, answer=answer, step=step).styled(theme)


def evidence_chart(runs: Mapping[str, Evidence], *, answer: str, step: str = "step t") -> Chart:
    """Draw all networks on one linear scale."""
    if not runs:
        raise InvalidValue("norms", "none", "those of at least one network")
    longest = max(len(run.norms) for run in runs.values())
    layout = {
        "xaxis": axis(step),
        "yaxis": axis(f"‖∂ log p({answer})/∂x<sub>t</sub>‖", rangemode="tozero"),
        "hovermode": "x unified",
    }
    table: dict[str, list[Any]] = {"step": list(range(1, longest + 1))}
    table |= {label: column(run.norms.tolist(), longest) for label, run in runs.items()}
    figure = build([_curve(label, run, longest) for label, run in runs.items()], layout)
    return Chart(figure, _title(runs, answer), _summary(runs, answer), table, 400)


def _curve(label: str, run: Evidence, longest: int) -> dict[str, Any]:
    t = np.arange(longest - len(run.norms), longest) + 1
    return curve(run.cell, t, np.where(np.isfinite(run.norms), run.norms, np.nan), label, "%{y:.3g}")


def _title(runs: Mapping[str, Evidence], answer: str) -> str:
    alive = {label: run for label, run in runs.items() if run.strongest}
    if not alive:
        return f"No step changes the answer “{answer}”"
    by_step: dict[int, list[str]] = {}
    for label, run in alive.items():
        by_step.setdefault(run.strongest, []).append(label)
    longest = max(len(run.norms) for run in runs.values())
    places = [f"{_place(step, longest)} for {listed(labels)}" for step, labels in sorted(by_step.items())]
    return f"The answer “{answer}” hangs most on {listed(places)}"


def _place(step: int, last: int) -> str:
    return {1: "the first step", last: "the last step"}.get(step, f"step {step}")


def _summary(runs: Mapping[str, Evidence], answer: str) -> str:
    parts = [
        f"{label}: most at step {run.strongest}" if run.strongest else f"{label}: none" for label, run in runs.items()
    ]
    return (
        f"How much the log-probability of “{answer}” after the last step changes with the input of each step. "
        f"{'. '.join(parts)}. A network that is sure has small gradients everywhere: compare where its steps are high, "
        "not how high. It is no explanation of the answer."
    )
