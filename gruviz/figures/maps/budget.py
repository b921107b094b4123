"""How the shores move: the share of networks that have learned against updates, by what the gradient was before."""

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import End, end_labels
from gruviz.figures.drawing.lines import line, pen
from gruviz.figures.maps.kinds import KINDS, Kind, check_measure, found, of_kind
from gruviz.figures.maps.outcomes import learned_at
from gruviz.figures.maps.words import (
    conditions,
    grid_words,
    networks_words,
    part_words,
    settings_words,
    so_far,
    task_title,
    updates_words,
)
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map, Training
from gruviz.wording import listed

DASHES = {"faint": "dash", "arrives": "solid", "explodes": "dashdot"}
HALF = 0.5


class Growth(NamedTuple):
    """How many networks of one kind of setting have learned."""

    kind: Kind
    settings: int
    networks: int
    """Of all these settings together."""
    learned: Array
    """After each number of updates, (N,)."""

    @property
    def shares(self) -> Array:
        """Of these networks, (N,)."""
        return self.learned / self.networks


class Shores(NamedTuple):
    """Numbers of the chart."""

    plan: Plan
    updates: Array
    """After which the networks were looked at, (N,)."""
    kinds: list[Growth]
    """Those of which there are settings."""
    sweep: Map


def shore_by_budget(training: Map, gradient: Map, *, theme: str = "light") -> go.Figure:
    """Draw the share of networks that have learned against updates, for settings alike in their gradient before.

    Args:
        training: A map whose measure is "success".
        gradient: One whose measure is "gradient" over the same settings.
        theme: "light" or "dark".
    """
    return shore_by_budget_chart(measure_shores(training, gradient)).styled(theme)


def measure_shores(training: Map, gradient: Map) -> Shores:
    """Count the networks of each kind that have learned, look by look."""
    check_measure("trainings", training, "success")
    updates = _looks(training)
    one = learned_at(training, gradient)
    looks = [training.learned(int(update)) for update in updates]
    kinds = []
    for kind, where in zip(KINDS, of_kind(one.left), strict=True):
        here = where & one.known
        count = int(here.sum())
        if count:
            learned = np.array([look[here].sum() for look in looks])
            kinds.append(Growth(kind, count, count * one.networks, learned))
    return Shores(training.plan, updates, kinds, training)


def shore_by_budget_chart(shores: Shores) -> Chart:
    """Draw a line for each kind, named at its end."""
    up = axis("networks that have learned", range=[-0.02, 1.02], tickformat=".0%", zeroline=False)
    named = end_labels(_ends(shores), up, side="right") if shores.kinds else {}
    along = axis("updates", range=[0, float(shores.updates[-1]) or 1.0], zeroline=False)
    layout = {"xaxis": along, "yaxis": up, "hovermode": "x unified", **named}
    traces = [
        line(shores.updates, one.shares, one.kind.words, "%{y:.0%}", pen=pen(one.kind.color, 3, DASHES[one.kind.key]))
        for one in shores.kinds
    ]
    return Chart(build(traces, layout), _title(shores), _summary(shores), _table(shores))


def _looks(training: Map) -> Array:
    """All updates after which networks were looked at, (N,); 0 alone without any. A training that stopped has fewer."""
    looks = {int(update) for one in training.results.values() if isinstance(one, Training) for update in one.updates}
    return np.array(sorted(looks or {0}), dtype=np.float64)


def _ends(shores: Shores) -> list[End]:
    last = float(shores.updates[-1])
    return [
        End(one.kind.words, part_words(float(one.shares[-1])), last, float(one.shares[-1]), one.kind.color)
        for one in shores.kinds
    ]


def _title(shores: Shores) -> str:
    if not shores.kinds:
        return f"{task_title(shores.plan)}: no setting is trained yet"
    first, *others = [(part_words(float(one.shares[-1])), one.kind.words) for one in shores.kinds]
    told = [f"{first[0]} of networks learn with {first[1]}", *(f"{part} with {words}" for part, words in others)]
    return f"{task_title(shores.plan)}, {updates_words(int(shores.updates[-1]))}: {listed(told)} before training"


def _summary(shores: Shores) -> str:
    base = f"{task_title(shores.plan)}, {grid_words(shores.plan)}; {conditions(shores.plan, int(shores.updates[-1]))}."
    known = so_far(found(shores.sweep), "trained")
    return base + known + "".join(f" {_growth(one, shores)}" for one in shores.kinds)


def _growth(one: Growth, shores: Shores) -> str:
    past = one.shares > HALF
    since = len(past) - int(np.argmin(past[::-1])) if not past.all() else 0
    half = f"; more than half have since {updates_words(int(shores.updates[since]))}" if past[-1] else ""
    return (
        f"Of {networks_words(one.networks)} at {settings_words(one.settings)} with {one.kind.words} before training, "
        f"{one.learned[-1]:,.0f} have learned in the end{half}."
    )


def _table(shores: Shores) -> dict[str, Any]:
    columns = {f"learned, {one.kind.words}": one.shares.tolist() for one in shores.kinds}
    return {"updates": shores.updates.tolist()} | columns
