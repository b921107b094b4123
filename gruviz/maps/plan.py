"""What a sweep goes through: a grid over two settings of an experiment or a training."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from gruviz.engine.cells import find_cell
from gruviz.engine.initialisation import init_weights
from gruviz.experiments.settings import ONE_CELL, Experiment
from gruviz.maps.axis import SETTINGS, Axis
from gruviz.tasks import find_task
from gruviz.training.settings import Learner, TrainConfig
from gruviz.validation import InvalidValue, check_choice

MEASURES = ("gradient", "lyapunov", "verdict", "factor", "bound", "success")
"""What can be measured at a setting; `gruviz.maps.measures` says how."""
STRIDES = (4, 2, 1)
"""Every so many rows and columns are filled first, then, and last; the outermost always."""

Square = tuple[int, int]
"""Column and row of a setting on the grid, from 0."""
Config = Experiment | TrainConfig


@dataclass(frozen=True)
class Plan:
    """One map: the same measure at every setting of a grid.

    Args:
        base: An experiment with one cell, or a training with one learner; both axes vary a setting of it.
        x: From left to right.
        y: From below upwards.
        measure: One of `MEASURES`; "success" needs a training.

    Raises:
        GruvizError: If they don't fit together, or a setting on the grid is out of range.
    """

    base: Config
    x: Axis
    y: Axis
    measure: str = "gradient"

    def __post_init__(self) -> None:
        check_choice("measure", self.measure, MEASURES)
        if len(self.base.cells if isinstance(self.base, Experiment) else self.base.learners) != 1:
            raise InvalidValue("base", self.base, "one cell", ONE_CELL.replace("at least", "exactly"))
        self._check_measure()
        if self.x.setting == self.y.setting:
            raise InvalidValue("y", self.y.setting, "another setting than x", "Choose two different settings.")
        for field, axis in (("x", self.x), ("y", self.y)):
            if not self._is_varied_by(axis.setting):
                reason = f"{SETTINGS[axis.setting].name} makes no difference to what this map would show"
                sentence = f"Choose another setting: {reason}."
                raise InvalidValue(field, axis.setting, "a setting that makes a difference", sentence)
        for square in ((0, 0), (-1, -1)):
            self.config_at(square)

    @property
    def cell(self) -> str:
        """Registry key of the cell."""
        return self.base.cells[0] if isinstance(self.base, Experiment) else self.base.learners[0].cell

    def config_at(self, square: Square) -> Config:
        """The very setting of a square."""
        column, row = square
        config = _with(self.base, self.x.setting, self.x.values[column])
        return _with(config, self.y.setting, self.y.values[row])

    def passes(self) -> Iterator[list[Square]]:
        """All squares, coarse to fine: first every fourth row and column, then every second, then the others.

        Within a pass they go from left to right, and from below upwards.
        """
        seen: set[Square] = set()
        for stride in STRIDES:
            columns, rows = (_stops(len(axis.values), stride) for axis in (self.x, self.y))
            new = [square for row in rows for column in columns if (square := (column, row)) not in seen]
            seen.update(new)
            yield new

    def squares(self) -> Iterator[Square]:
        """All squares, coarse to fine."""
        return (square for one in self.passes() for square in one)

    def _check_measure(self) -> None:
        """Refuse a measure that this cell or task does not have."""
        if isinstance(self.base, Experiment):
            if self.measure == "success":
                raise InvalidValue("measure", self.measure, "another", "Only a training has success to map.")
        elif self.measure != "success" and find_task(self.base.task).decodes:
            sentence = "This task has a second layer that writes: only its success can be mapped."
            raise InvalidValue("measure", self.measure, "success", sentence)
        kind = find_cell(self.cell)
        if self.measure == "bound" and kind.norm_bound(init_weights(self.cell, input_size=1, hidden_size=1)) is None:
            sentence = f"No bound on a step of the {kind.title} is known that would be of use: choose another measure."
            raise InvalidValue("measure", self.measure, "another", sentence)

    def _is_varied_by(self, setting: str) -> bool:
        """Whether results can depend on a setting."""
        kind, start = find_cell(self.cell), _start_of(self.base)
        if setting == "gain":
            return bool(kind.recurrent_blocks)
        if setting in ("update_bias", "forget_bias"):
            block = kind.update_block if setting == "update_bias" else kind.forget_block
            return block is not None and not start.chrono
        if setting == "learning_rate":
            return self.measure == "success"
        return _name(self.base, setting) in {field.name for field in fields(self.base)}


def _start_of(config: Config) -> Experiment | Learner:
    """Where the settings of the start stand."""
    return config if isinstance(config, Experiment) else config.learners[0]


def _name(config: Config, setting: str) -> str:
    """What a setting is called there."""
    return "seq_len" if setting == "length" and isinstance(config, Experiment) else setting


def _with(config: Config, setting: str, value: float) -> Config:
    """The settings with one of them changed."""
    changed: Any = int(value) if SETTINGS[setting].whole else value
    if isinstance(config, TrainConfig) and setting in {field.name for field in fields(Learner)}:
        return replace(config, learners=(replace(config.learners[0], **{setting: changed}),))
    return replace(config, **{_name(config, setting): changed})


def _stops(count: int, stride: int) -> list[int]:
    """Every so many of them, and the last."""
    return sorted({*range(0, count, stride), count - 1})
