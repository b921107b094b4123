"""Run an experiment: every chosen cell, and beside it the same cell as a library starts it."""

from collections.abc import Callable
from dataclasses import dataclass

from gruviz.engine.cells import find_cell
from gruviz.engine.gradients import GradientFlow, gradient_flow
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record
from gruviz.experiments.settings import Experiment
from gruviz.wording import true_minus


@dataclass(frozen=True, eq=False)
class Run:
    """One line of a comparison.

    Args:
        label: Cell and what distinguishes its start, such as "GRU (b_z = −4)".
        cell: Registry key.
        is_reference: Whether this is the library default beside other settings.
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
        weights = init_weights(
            cell,
            input_size=inputs.shape[2],
            hidden_size=experiment.hidden_size,
            seeds=experiment.seeds,
            seed=experiment.seed,
            dtype=experiment.precision,
            **settings,  # type: ignore[arg-type]
        )
        flow = gradient_flow(record(cell, weights, inputs), loss=experiment.loss)
        runs.append(Run(run_label(cell, settings), cell, is_reference, flow))
    return runs


def run_plan(experiment: Experiment) -> list[tuple[str, dict[str, object], bool]]:
    """Cell, keywords of `init_weights` and whether it is a reference, for every run in order."""
    plan: list[tuple[str, dict[str, object], bool]] = []
    for cell in experiment.cells:
        settings = experiment.weight_settings(cell)
        plan.append((cell, settings, False))
        if settings and experiment.reference:
            plan.append((cell, {}, True))
    return plan


def run_label(cell: str, settings: dict[str, object]) -> str:
    """Cell and start in words: "RNN (default)", "GRU (gain 2, b_z = −4)"."""
    words = {
        "scheme": "{}",
        "gain": "gain {:g}",
        "chrono": "chrono",
        "update_bias": "b_z = {:g}",
        "forget_bias": "b_f = {:g}",
    }
    parts = [true_minus(words[name].format(value)) for name, value in settings.items()]
    return f"{find_cell(cell).title} ({', '.join(parts) or 'default'})"
