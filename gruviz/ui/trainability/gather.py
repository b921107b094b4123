"""What there is of a map: shipped, trained live, measured while one looks."""

from collections.abc import Iterator, Sequence

from gruviz.engine.cells import find_cell
from gruviz.maps.plan import Plan
from gruviz.maps.presets import repeated
from gruviz.maps.shipped import finished_map
from gruviz.maps.trainability_map import Map
from gruviz.ui.controls.kinds import Values
from gruviz.ui.trainability.controls import LENGTHS, TABLE
from gruviz.ui.trainability.plans import has_ground, measured, of_theory, training_plans, with_length
from gruviz.ui.trainability.run import MapRun, map_of
from gruviz.ui.trainability.shown import Maps, TaskMap, length_of

THEORY = ("factor", "bound")
"""Measures whose value 1 theory draws a line at."""


def live_measurements(plans: Sequence[Plan]) -> list[MapRun]:
    """What has to be measured now, since it is not shipped: first what is left of the gradient, then theory."""
    wanted = [measured(plan, "gradient") for plan in plans if has_ground(plan)]
    wanted += [of_theory(plan, measure) for measure in THEORY for plan in plans if _applies(plan, measure)]
    return [MapRun.measurement(plan) for plan in wanted if finished_map(plan) is None]


def _applies(plan: Plan, measure: str) -> bool:
    """Whether a measure says something of a cell: the sufficient condition is one of cells without gates."""
    return has_ground(plan) and (measure != "bound" or not find_cell(plan.cell).gate_names)


def gathered(values: Values) -> Maps:
    """The map of each task."""
    return tuple(_task_map(values, plan) for plan in training_plans(values))


def _task_map(values: Values, plan: Plan) -> TaskMap:
    live = MapRun.training([plan]).view()
    found, shipped = map_of(live), finished_map(plan) or _at_shipped_length(values, plan)
    training = found or shipped or Map(plan)
    return TaskMap(
        wanted=plan,
        training=training,
        source="live" if found else "shipped" if shipped else "",
        fields=dict(_fields(plan)),
        factor=_theory(plan, "factor"),
        bound=_theory(plan, "bound"),
        again=again_of(training.plan),
        is_filling=live is not None and live.active,
    )


def again_of(plan: Plan) -> Map | None:
    """The training from other seeds."""
    again = repeated(plan)
    return finished_map(again) or map_of(MapRun.training([again], "_again").view())


def _at_shipped_length(values: Values, plan: Plan) -> Map | None:
    """The shipped map that differs from a plan in its length only."""
    if length_of(plan) is None:
        return None
    return finished_map(with_length(plan, int(TABLE.defaults["length"])))


def _fields(plan: Plan) -> Iterator[tuple[int | None, Map]]:
    """What is left of the gradient, at all lengths at which it is known."""
    if not has_ground(plan):
        return
    length = length_of(plan)
    for other in (None,) if length is None else LENGTHS:
        found = known(measured(plan if other is None else with_length(plan, other), "gradient"))
        if found is not None:
            yield other, found


def _theory(plan: Plan, measure: str) -> Map | None:
    return known(of_theory(plan, measure)) if _applies(plan, measure) else None


def known(wanted: Plan) -> Map | None:
    """A map of what is there before training: shipped, or as far as it has been measured."""
    return finished_map(wanted) or map_of(MapRun.measurement(wanted).view())
