"""The charts of a map, by the question that they answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gruviz.figures.maps.budget import measure_shores, shore_by_budget_chart
from gruviz.figures.maps.gradient import gradient_map_chart, measure_field
from gruviz.figures.maps.lyapunov import lyapunov_map_chart
from gruviz.figures.maps.outcomes import measure_learned
from gruviz.figures.maps.success import measure_success, success_chart
from gruviz.figures.maps.training import training_map_chart
from gruviz.figures.maps.verdict import verdict_map_chart
from gruviz.maps.plan import Plan
from gruviz.maps.shipped import finished_map
from gruviz.maps.trainability_map import Map
from gruviz.ui.caching import shared
from gruviz.ui.charts.views import Rendering
from gruviz.ui.trainability.plans import has_ground, measured
from gruviz.ui.trainability.shown import TaskMap

MEASURED = ("lyapunov", "verdict")
"""Questions for which something more is measured before training, once they are asked."""


class Drawn(NamedTuple):
    """What is drawn of one task; equal, and so drawn only once, until there is more.

    Args:
        label: Title of the task.
        training: As far as there is.
        before: What was left before training, at the length at which it was trained.
        ground: What is left at the length that the controls ask for.
        factor: Theory's factor there.
        bound: The sufficient condition's.
        measured: What the question asks for, as far as there is.
    """

    label: str
    training: Map
    before: Map | None
    ground: Map | None
    factor: Map | None
    bound: Map | None
    measured: Map | None = None

    @classmethod
    def of(cls, one: TaskMap, measured: Map | None = None) -> "Drawn":
        """What there is of a map."""
        return cls(one.task, one.training, one.before, one.ground, one.factor, one.bound, measured)


def measured_for(question: str, one: TaskMap) -> Plan | None:
    """What has to be measured for a question, at the squares themselves unless a finer map is shipped."""
    if question not in MEASURED or not has_ground(one.wanted):
        return None
    finer = measured(one.wanted, question)
    return finer if finished_map(finer) is not None else replace(one.wanted, measure=question)


@shared(32)
def charts_of(question: str, maps: tuple[Drawn, ...], budget: int) -> tuple[Rendering, ...]:
    """The charts that answer a question, as far as there is something to draw."""
    return tuple(CHARTS[question](maps, budget))


def _tells(maps: Sequence[Drawn], budget: int) -> list[Rendering]:
    trained = [one for one in maps if one.training.results and one.before is not None]
    return [Rendering.of(success_chart(measure_success(*_by_task(trained), budget)))] if trained else []


def _time(maps: Sequence[Drawn], budget: int) -> list[Rendering]:
    return [
        Rendering.of(shore_by_budget_chart(measure_shores(one.training, one.before)))
        for one in maps
        if one.training.results and one.before is not None
    ]


def _trained(maps: Sequence[Drawn], budget: int) -> list[Rendering]:
    trained = [one for one in maps if one.training.results]
    return [Rendering.of(training_map_chart(measure_learned(*_by_task(trained), budget)))] if trained else []


def _gradient(maps: Sequence[Drawn], budget: int) -> list[Rendering]:
    fields = [measure_field(one.ground, one.factor, one.bound) for one in maps if one.ground is not None]
    return [Rendering.of(gradient_map_chart(field)) for field in fields]


def _by_task(maps: Sequence[Drawn]) -> tuple[dict[str, Map], dict[str, Map]]:
    """Trainings, and what was left before each."""
    befores = {one.label: one.before for one in maps if one.before is not None}
    return {one.label: one.training for one in maps}, befores


def _lyapunov(maps: Sequence[Drawn], budget: int) -> list[Rendering]:
    return [Rendering.of(lyapunov_map_chart(one.measured)) for one in maps if one.measured]


def _verdict(maps: Sequence[Drawn], budget: int) -> list[Rendering]:
    return [Rendering.of(verdict_map_chart(one.measured)) for one in maps if one.measured]


CHARTS: Mapping[str, Callable[[Sequence[Drawn], int], list[Rendering]]] = {
    "tells": _tells,
    "time": _time,
    "trained": _trained,
    "gradient": _gradient,
    "lyapunov": _lyapunov,
    "verdict": _verdict,
}
"""By question; each takes the maps and a budget of updates."""
