"""What a sweep goes through: a grid over two settings of an experiment or a training."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from gruviz.experiments.settings import Experiment
from gruviz.maps.axis import SETTINGS, Axis
from gruviz.training.settings import TrainConfig
from gruviz.validation import InvalidValue, check_choice

MEASURES = ("gradient", "lyapunov", "verdict", "factor", "bound", "success")
"""What can be measured at a setting; `gruviz.maps.measures` says how."""

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
        if self.x.setting == self.y.setting:
            raise InvalidValue("y", self.y.setting, "another setting than x", "Choose two different settings.")
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

    def squares(self) -> Iterator[Square]:
        """All squares, coarse to fine."""
        raise NotImplementedError


def _with(config: Config, setting: str, value: float) -> Config:
    """The settings with one of them changed."""
    changed: Any = int(value) if SETTINGS[setting].whole else value
    if isinstance(config, Experiment):
        return replace(config, **{"seq_len" if setting == "length" else setting: changed})
    if setting in {field.name for field in fields(config.learners[0])}:
        return replace(config, learners=(replace(config.learners[0], **{setting: changed}),))
    return replace(config, **{setting: changed})
