"""Run an experiment: every chosen cell, and beside it the same cell as PyTorch starts it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from gruviz.engine.cells import find_cell
from gruviz.engine.gradients import GradientFlow, gradient_flow
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record
from gruviz.engine.weights import Weights
from gruviz.experiments.settings import Experiment
from gruviz.experiments.start import DEFAULTS
from gruviz.wording import SET_TO, true_minus

KEPT_NUMBERS = 500_000
"""Largest draw that is kept for the next gain or bias, in numbers: 16 of them are 64 MB at most."""

FIRM = 2.0
"""Size of a gate's bias from which on the gate is held open or shut, whatever the cell reads."""


@dataclass(frozen=True, eq=False)
class Run:
    """One line of a comparison.

    Args:
        label: Cell and what distinguishes its start, such as "GRU set to hold (gate bias −4)".
        cell: Registry key.
        is_reference: Whether this is PyTorch's default beside other settings.
        flow: The gradient of the run.
    """

    label: str
    cell: str
    is_reference: bool
    flow: GradientFlow


def unheard(done: int, total: int) -> None:
    """Report progress to nobody."""


def run_experiment(experiment: Experiment, *, on_run: Callable[[int, int], None] = unheard) -> list[Run]:
    """Record every run of an experiment and follow its gradient.

    Args:
        experiment: The settings.
        on_run: Called before each run with how many are done and how many there will be.

    Returns:
        For each cell its run, then its reference where that differs.
    """
    inputs = experiment.make_inputs()
    plan = run_plan(experiment)
    runs = []
    for done, (cell, settings, is_reference) in enumerate(plan):
        on_run(done, len(plan))
        weights = started_weights(experiment, cell, inputs.shape[2], settings)
        flow = gradient_flow(record(cell, weights, inputs), loss=experiment.loss)
        runs.append(Run(run_label(cell, settings), cell, is_reference, flow))
    return runs


def started_weights(experiment: Experiment, cell: str, input_size: int, settings: Mapping[str, Any]) -> Weights:
    """Fresh weights, equal to those of `init_weights` to the last bit; a gain or a gate bias draws nothing anew.

    Args:
        experiment: Its sizes, seeds and precision.
        cell: Registry key.
        input_size: D.
        settings: The other keywords of `init_weights`.
    """
    kind, size = find_cell(cell), experiment.hidden_size
    draw = _drawn if experiment.seeds * kind.parameter_count(input_size, size) <= KEPT_NUMBERS else init_weights
    random = {name: value for name, value in settings.items() if name in ("scheme", "chrono")}
    drawn = draw(cell, input_size=input_size, hidden_size=size, seeds=experiment.seeds, seed=experiment.seed, **random)
    b = drawn.b.copy()
    for block, centre in (
        (kind.update_block, settings.get("update_bias")),
        (kind.forget_block, settings.get("forget_bias")),
    ):
        if block is not None and centre:
            start = kind.block_names.index(block) * size
            b[:, start : start + size] += centre
    return replace(drawn, U=settings.get("gain", 1.0) * drawn.U, b=b).astype(experiment.precision)


_drawn = lru_cache(maxsize=16)(init_weights)
"""Weights in float64 before gain and gate biases: pages ask for the same again at every move of a slider."""


def run_plan(experiment: Experiment) -> list[tuple[str, dict[str, object], bool]]:
    """Cell, keywords of `init_weights` and whether it is a reference, for every run in order."""
    plan: list[tuple[str, dict[str, object], bool]] = []
    for cell in experiment.cells:
        settings = experiment.weight_settings(cell)
        plan.append((cell, settings, False))
        if settings and experiment.reference:
            plan.append((cell, {}, True))
    return plan


def single_runs(experiment: Experiment) -> list[tuple[Experiment, bool]]:
    """Every run of the plan as an experiment of its own, and whether it is a reference.

    They leave out what makes no difference to them, so that runs in which two experiments agree are equal.
    """
    return [
        (replace(experiment, cells=(cell,), reference=False, **_start(settings)), is_reference)
        for cell, settings, is_reference in run_plan(experiment)
    ]


def _start(settings: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of `Start` behind keywords of `init_weights`."""
    return {**DEFAULTS, **settings, "chrono": "chrono" in settings}


def run_label(cell: str, settings: Mapping[str, object]) -> str:
    """Cell and start in words: "GRU set to hold (gain 2, gate bias −4)"; the cell alone is as PyTorch starts it."""
    words = {
        "scheme": "{}",
        "gain": "gain {:g}",
        "chrono": "chrono",
        "update_bias": "gate bias {:g}",
        "forget_bias": "forget bias {:g}",
    }
    parts = [true_minus(words[name].format(value)) for name, value in settings.items()]
    details = f" ({', '.join(parts)})" if parts else ""
    return f"{find_cell(cell).title}{_purpose(settings)}{details}"


def _purpose(settings: Mapping[str, Any]) -> str:
    """What a gate bias is for, where it is large enough to shut or to open the gate: at 2 it stands at 0.12 or 0.88."""
    update, forget = settings.get("update_bias", 0), settings.get("forget_bias", 0)
    if abs(update) >= FIRM:
        return SET_TO + ("hold" if update < 0 else "overwrite")
    if abs(forget) >= FIRM:
        return SET_TO + ("hold" if forget > 0 else "forget")
    return ""
