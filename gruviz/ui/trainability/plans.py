"""From the controls' values to plans: what is trained, and what is measured before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gruviz.engine.cells import find_cell
from gruviz.maps.axis import SETTINGS, Axis
from gruviz.maps.plan import Plan, Square
from gruviz.maps.presets import FINISHED
from gruviz.tasks import TASKS
from gruviz.training.settings import Learner, TrainConfig
from gruviz.ui.controls.kinds import Values
from gruviz.ui.trainability.controls import USUAL
from gruviz.validation import InvalidValue

GRID: Mapping[str, tuple[float, ...]] = {
    "hidden_size": (4, 8, 16, 32, 64),
    "learning_rate": (0.001, 0.002, 0.004, 0.01, 0.02, 0.04, 0.1),
    **{
        axis.setting: axis.values for one in reversed([*FINISHED.values()]) for axis in (one.training.x, one.training.y)
    },
}
"""Values of the squares, by setting: those of the shipped maps, the first of which says it where two differ."""
FINER: Mapping[Axis, Axis] = {
    coarse: fine for one in FINISHED.values() for coarse, fine in ((one.training.x, one.x), (one.training.y, one.y))
}
"""By an axis of squares, the one on which is measured what costs no training."""
BLOCKS = {"update_bias": ("update_block", "update gate"), "forget_bias": ("forget_block", "forget gate")}
"""By bias, the part of a cell that it sets, and its name."""
UPDATES: Mapping[str, int] = {"adding": 400}
"""The usual number of updates of a task, where it is not `OTHERWISE`."""
OTHERWISE = 300
MOST_TASKS = 2
THEORY_STEPS = 50
"""Steps over which theory's factor per step is taken."""


def training_plans(values: Values) -> tuple[Plan, ...]:
    """What is trained: one plan for each task.

    Raises:
        GruvizError: If the settings do not make a map.
    """
    if not 1 <= len(values["tasks"]) <= MOST_TASKS:
        raise InvalidValue(
            "tasks", len(values["tasks"]), "one or two", "Choose one task, or two to stand side by side."
        )
    along = sides(values)
    x, y = (Axis(setting, _values(values["grid"], setting, along)) for setting in along)
    return tuple(Plan(_config(values, task), x, y, "success") for task in values["tasks"])


def sides(values: Values) -> tuple[str, str]:
    """The settings along both sides; a gate that the cell lacks gives way to its own, or to the input scale."""
    across, up = (_fitting(values["cell"], values[side]) for side in ("across", "up"))
    return across, up


def replaced(values: Values) -> str:
    """Which chosen setting has given way to which; nothing where none had to."""
    pairs = zip((values["across"], values["up"]), sides(values), strict=True)
    told = [
        f"{find_cell(values['cell']).title} has no {BLOCKS[chosen][1]}: the map varies {SETTINGS[used].name} instead."
        for chosen, used in pairs
        if chosen != used
    ]
    return " ".join(f"The {sentence}" for sentence in told)


def _fitting(cell: str, setting: str) -> str:
    if setting not in BLOCKS or _has(cell, setting):
        return setting
    return next((bias for bias in BLOCKS if _has(cell, bias)), "scale")


def _has(cell: str, bias: str) -> bool:
    block, _ = BLOCKS[bias]
    return getattr(find_cell(cell), block) is not None


def _config(values: Values, task: str) -> TrainConfig:
    usual = UPDATES.get(task, OTHERWISE)
    low, high = TASKS[task].lengths
    return TrainConfig(
        task=task,
        learners=(Learner(values["cell"], scheme="orthogonal", learning_rate=float(values["rate"])),),
        length=min(max(int(values["length"]), low), high),
        hidden_size=values["hidden_size"],
        seeds=values["seeds"],
        steps=usual if values["updates"] == USUAL else int(values["updates"]),
        seed=values["seed"],
        report_every=10,
    )


def _values(grid: str, setting: str, along: tuple[str, str]) -> tuple[float, ...]:
    """Values of the squares along one side."""
    every = GRID[setting]
    if setting == "update_bias" and "length" in along:
        every = every[: every.index(0.0) + 1]  # a gate that mostly writes is of no use at any of these lengths
    if grid == "all":
        return every
    return thinned(every) if grid == "half" else (every[0], every[len(every) // 2], every[-1])


def thinned(every: Sequence[float]) -> tuple[float, ...]:
    """Every second value, and the last."""
    return tuple(sorted({*every[::2], every[-1]}))


def has_ground(plan: Plan) -> bool:
    """Whether what is measured before training can differ from square to square along both axes."""
    return "learning_rate" not in (plan.x.setting, plan.y.setting)


def measured(plan: Plan, measure: str) -> Plan:
    """The plan of what is measured before training, on a finer grid; seeds and sequences are those of the training."""
    return replace(plan, x=finer(plan.x), y=finer(plan.y), measure=measure)


def finer(axis: Axis) -> Axis:
    """An axis with values between the squares where shipped maps have some."""
    return FINER.get(axis, axis)


def with_length(plan: Plan, length: int) -> Plan:
    """The same plan for sequences of another length."""
    assert isinstance(plan.base, TrainConfig)
    return replace(plan, base=replace(plan.base, length=length))


def of_theory(plan: Plan, measure: str) -> Plan:
    """The plan of theory's factor per step, which is taken over as many steps whatever the length is."""
    return measured(plan if is_length_varied(plan) else with_length(plan, THEORY_STEPS), measure)


def is_length_varied(plan: Plan) -> bool:
    """Whether the length is an axis."""
    return "length" in (plan.x.setting, plan.y.setting)


def square_at(plan: Plan, chosen: tuple[float, float] | None) -> Square | None:
    """Column and row of the square with these two values; None where there is none."""
    if chosen is None or chosen[0] not in plan.x.values or chosen[1] not in plan.y.values:
        return None
    return plan.x.values.index(chosen[0]), plan.y.values.index(chosen[1])


def values_at(plan: Plan, square: Square) -> tuple[float, float]:
    """The two values of a square."""
    column, row = square
    return plan.x.values[column], plan.y.values[row]
