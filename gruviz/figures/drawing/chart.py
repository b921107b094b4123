"""A chart as the app shows it: the figure with the words and numbers that belong to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from gruviz.figures.drawing.theme import TEMPLATES
from gruviz.validation import check_choice


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure, what it shows in words, and its numbers.

    Args:
        figure: Without title and template.
        title: The finding, one line.
        summary: What the figure shows, computed from its numbers; also its text alternative.
        table: Columns by heading, of equal length.
        height: Pixels.
    """

    figure: go.Figure
    title: str
    summary: str
    table: Mapping[str, Sequence[Any]]
    height: int = 440

    def styled(self, theme: str = "light") -> go.Figure:
        """The figure on its own, for a notebook or a file: with title, summary as metadata, template and size."""
        check_choice("theme", theme, TEMPLATES)
        layout = self.figure.layout.to_plotly_json() | {
            "title": {"text": broken(self.title), "x": 0.01, "y": 1, "yanchor": "top", "pad": {"t": 28}},
            "meta": {"summary": self.summary},
            "height": self.height + 90,
            "margin": self._margin() | {"t": 110},
            "template": TEMPLATES[theme],
        }
        return go.Figure(self.figure.data, layout)

    def _margin(self) -> dict[str, float]:
        """The figure's own margins, which may hold labels, completed by the template's."""
        own: dict[str, float] = self.figure.layout.margin.to_plotly_json()
        return TEMPLATES["light"]["layout"]["margin"] | own


def broken(title: str) -> str:
    """A title in lines that fit above a figure."""
    return "<br>".join(wrap(title, 90, break_on_hyphens=False))


def build(data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> go.Figure:
    """A figure from plain traces and layout, unvalidated for speed; the tests validate every one."""
    return go.Figure({"data": identified(data), "layout": dict(layout)}, _validate=False)


def identified(data: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Traces that keep their identity while others come and go, so that a hidden one stays hidden.

    A trace is known by what it draws: where its `uid` says so (a cell, for its curve), by this, else by its name. What
    belongs to a trace in the legend, such as a band, is known by it.
    """
    owners = {trace["legendgroup"]: trace["uid"] for trace in reversed(data) if {"uid", "legendgroup"} <= trace.keys()}
    known = [_identity(trace, owners) for trace in data]
    twins, seen = Counter(known), Counter[str]()
    traces = []
    for trace, identity in zip(data, known, strict=True):
        name = f"{identity} {trace.get('legendgroup') or trace.get('name')}" if twins[identity] > 1 else identity
        seen[name] += 1
        traces.append({**trace, "uid": _selector(f"{name} {seen[name]}")})
    return traces


def _selector(identity: str) -> str:
    """An identity as a name of a class in HTML, which plotly.js makes of it."""
    return blake2b(identity.encode(), digest_size=6).hexdigest()


def _identity(trace: Mapping[str, Any], owners: Mapping[str, str]) -> str:
    group = str(trace.get("legendgroup", ""))
    drawn = trace.get("uid") or owners.get(group) or group or trace.get("name", "")
    kind = (trace.get(part, "") for part in ("type", "mode", "fill", "xaxis", "yaxis"))
    return " ".join(map(str, (*kind, drawn)))


def column(values: Sequence[Any], length: int) -> list[Any]:
    """A table column that ends at the loss, empty in front where another run is longer."""
    return [None] * (length - len(values)) + list(values)
