"""How often the verb agrees with its noun, over the words between them; and how far back the gradient is heard."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import FRAME, End, end_labels
from gruviz.figures.drawing.lines import cell_marker, curve, line, pen, scatter
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.validation import InvalidValue
from gruviz.wording import listed, share

HEIGHT = 460
CHANCE = 0.5
STILL = 0.75
"""Halfway from chance to never wrong."""
LANE = 7
"""Percentage points of the axis below 0 from one network's reach to the next."""


class Agreeing(NamedTuple):
    """What a network makes of verbs far from their nouns.

    Args:
        cell: Registry key.
        right: Share of verbs that agree, (N,).
        reach: Words back within which the gradient of its choice keeps a hundredth of its norm; nan where unknown.
    """

    cell: str
    right: Array
    reach: float


def verb_agreement(
    networks: Mapping[str, Agreeing], words: Sequence[int], *, rule: tuple[str, Array], theme: str = "light"
) -> go.Figure:
    """Draw the share of verbs that agree over the number of words between noun and verb.

    Args:
        networks: By label.
        words: Between noun and verb, rising, (N,).
        rule: Name of what counts characters, and its shares, (N,).
        theme: "light" or "dark".
    """
    return verb_chart(networks, words, rule=rule).styled(theme)


def verb_chart(networks: Mapping[str, Agreeing], words: Sequence[int], *, rule: tuple[str, Array]) -> Chart:
    """Draw a curve for each network and the rule, chance dotted; below, a bar as long as each gradient is heard."""
    if not networks or not len(words):
        raise InvalidValue("networks", "none", "at least one network and one distance")
    name, counted = rule
    up = axis(
        "verb right (% of sentences)",
        range=[-LANE * (len(networks) + 1), 104],
        tickvals=[0, 25, 50, 75, 100],
        zeroline=False,
    )
    farthest = max([words[-1], *(one.reach for one in networks.values() if one.reach == one.reach)])
    ends = [
        End(label, share(float(one.right[-1])), words[-1], 100 * float(one.right[-1]), cell_color(one.cell))
        for label, one in networks.items()
    ]
    named = end_labels(ends, up, side="right", plot=HEIGHT - FRAME)
    note = {
        "text": "bars: how far back the gradient is heard",
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": 0,
        "yanchor": "bottom",
        "showarrow": False,
    }
    layout = {
        "xaxis": axis("words between noun and verb (number)", range=[-0.4, farthest + 0.6]),
        "yaxis": up,
        "shapes": [_level(CHANCE), _level(1.0)],
        "hovermode": "closest",
        **named,
        "annotations": [*named.get("annotations", []), note],
    }
    traces = [
        line(list(words), 100 * counted, name, f"{name}: %{{y:.0f}}%<extra></extra>", pen=pen(GREY, 2, "dash")),
        *(curve(each.cell, list(words), 100 * each.right, label, "%{y:.0f}%") for label, each in networks.items()),
        *(_bar(label, each, -LANE * (i + 1)) for i, (label, each) in enumerate(networks.items())),
    ]
    table: dict[str, list[Any]] = {"words between": list(words), name: counted.tolist()}
    table |= {label: each.right.tolist() for label, each in networks.items()}
    return Chart(
        build(traces, layout), _title(networks, words, counted, name), _summary(networks, words, rule), table, HEIGHT
    )


def _level(value: float) -> dict[str, Any]:
    ends = {"xref": "paper", "x0": 0, "x1": 1, "y0": 100 * value, "y1": 100 * value}
    return {"type": "line", **ends, "line": {"dash": "dot", "color": GREY}}


def _bar(label: str, one: Agreeing, y: float) -> dict[str, Any]:
    return scatter(
        [0, one.reach],
        [y, y],
        f"{label}: gradient",
        f"{label}: heard over {one.reach:.0f} words<extra></extra>",
        mode="lines+markers",
        line=pen(cell_color(one.cell), 5),
        marker=cell_marker(one.cell, size=[0, 11]),
        showlegend=False,
    )


def holds_until(right: Array, words: Sequence[int]) -> int | None:
    """The most words up to which a verb is right more often than halfway between chance and always; None if never."""
    held = None
    for distance, value in zip(words, right, strict=True):
        if value < STILL:
            break
        held = distance
    return held


def _title(networks: Mapping[str, Agreeing], words: Sequence[int], counted: Array, name: str) -> str:
    held = {label: holds_until(one.right, words) for label, one in networks.items()}
    most = max((value for value in held.values() if value is not None), default=None)
    if most is None:
        return "No network gets the verb right three times in four, at any distance"
    best = [label for label, value in held.items() if value == most]
    verb = "gets" if len(best) == 1 else "get"
    over = "right after its noun" if most == 0 else f"over {most} words"
    return f"{listed(best)} still {verb} the verb right three times in four {over}"


def _summary(networks: Mapping[str, Agreeing], words: Sequence[int], rule: tuple[str, Array]) -> str:
    name, counted = rule
    parts = [
        f"{label}: {share(float(one.right[0]))} right with {words[0]} words between, "
        f"{share(float(one.right[-1]))} with {words[-1]}{_heard(one)}"
        for label, one in [*networks.items(), (name, Agreeing("", counted, float("nan")))]
    ]
    return (
        "New sentences of the same grammar; any noun right before the verb is of the other number. "
        f"{'. '.join(parts)}. Dotted: chance, {share(CHANCE)}, and who knows the grammar, 100%."
    )


def _heard(one: Agreeing) -> str:
    if one.reach != one.reach:
        return ""
    return f"; the gradient of its choice keeps 1% of its size over {one.reach:.0f} words"
