"""What a map of the page has so far, for each of its tasks: trained squares, and what was measured before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.tasks import find_task
from gruviz.training.settings import TrainConfig
from gruviz.ui.trainability.plans import is_length_varied


@dataclass(frozen=True, eq=False)
class TaskMap:
    """The map of one task.

    Args:
        wanted: The plan that the controls ask for.
        training: What was trained, as far as there is: of `wanted`, or, while that has nothing, of the shipped map that
            differs in its length only.
        source: "shipped", "live", or "" where nothing was trained yet.
        fields: What is left of the gradient before training, by length; None where the length is an axis.
        factor: The theory's factor per step.
        bound: The sufficient condition's.
        again: The training from other seeds, as far as there is.
        is_filling: Whether there is more to come.
    """

    wanted: Plan
    training: Map
    source: str = ""
    fields: Mapping[int | None, Map] = field(default_factory=dict)
    factor: Map | None = None
    bound: Map | None = None
    again: Map | None = None
    is_filling: bool = False

    @property
    def config(self) -> TrainConfig:
        """The settings that all squares share."""
        assert isinstance(self.training.plan.base, TrainConfig)
        return self.training.plan.base

    @property
    def task(self) -> str:
        """Title of the task."""
        return find_task(self.config.task).title

    @property
    def length(self) -> int | None:
        """Steps of its sequences; None where that is an axis."""
        return length_of(self.training.plan)

    @property
    def before(self) -> Map | None:
        """What was left before training at the length at which it was trained."""
        return self.fields.get(self.length)

    @property
    def ground(self) -> Map | None:
        """What is left before training at the wanted length."""
        return self.fields.get(length_of(self.wanted))


Maps = tuple[TaskMap, ...]
"""One of each task."""


def length_of(plan: Plan) -> int | None:
    """Steps of a plan's sequences; None where that is an axis."""
    if is_length_varied(plan):
        return None
    assert isinstance(plan.base, TrainConfig)
    return plan.base.length


def enough(seeds: int) -> int:
    """Networks that must have learned for a square to count as one that learns: more than half."""
    return seeds // 2 + 1


def budget_of(maps: Sequence[TaskMap], chosen: int) -> int:
    """Updates after which maps are looked at: as chosen, or all of them where that is more."""
    return min(chosen, max(one.config.steps for one in maps))
