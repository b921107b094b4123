"""The gallery: a tile for each application, with a moving sketch, its question, and how good networks and rules are."""

import math
from collections.abc import Sequence
from typing import Any

import streamlit as st

from gruviz.applications.offered import OFFERED
from gruviz.applications.results import ApplicationResult, best_of, in_short, ranked
from gruviz.figures.drawing.palette import GREY, cell_color, cell_symbol
from gruviz.models.shipped import applications_record
from gruviz.tasks import METRICS, Metric, find_task
from gruviz.tasks.balancing import LONGEST
from gruviz.ui.applications.catalogue import APPLICATIONS, Application
from gruviz.ui.applications.controls import TABLE
from gruviz.ui.applications.glimpses import GLIMPSES
from gruviz.ui.caching import shared
from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import Panel

TITLE = "What can a network with a memory do?"
CELLS = {"RNN": "rnn", "GRU": "gru", "LSTM": "lstm"}
"""By the label of their networks."""
SCALES = {
    "accuracy": "named right",
    "exact match": "without a mistake",
    "bits per character": "bits per character, fewer are better",
    "mean absolute error": "mean error, smaller is better",
    "mean squared error": "mean squared error, smaller is better",
    "steps balanced": "steps balanced",
}
"""What the scale of a tile counts, by metric."""


def gallery(panel: Panel) -> None:
    """All applications at once; a tile is a link, and opens its application here without loading the page anew."""
    st.title(TITLE, anchor=False)
    key = panel.key("gallery")

    def choose() -> None:
        chosen = st.session_state[key]["chosen"]
        if chosen in APPLICATIONS:
            panel.set("application", chosen)

    component("gallery", key=key, data=gallery_data(), on_chosen_change=choose)


@shared(1)
def gallery_data() -> dict[str, Any]:
    """What the gallery shows: the same for everybody."""
    marks = [{"label": label, **_look(cell)} for label, cell in CELLS.items()]
    seeds = sorted({len(told["seeds"]) for told in applications_record().values()})
    return {
        "marks": [*marks, {"label": "best rule", "color": GREY, "mark": "line"}],
        "tiles": [_tile(application) for application in APPLICATIONS.values()],
        "words": "Further right is better. A mark of a network is the middle one of "
        f"{' or '.join(map(str, seeds))} trainings, judged on what it has never seen.",
    }


def _tile(application: Application) -> dict[str, Any]:
    offer = application.offer(TABLE.defaults | {"application": application.key})
    glimpse = GLIMPSES[application.key]()
    return {
        "key": application.key,
        "question": application.question,
        "note": glimpse.note,
        "alt": glimpse.alt,
        "sketch": glimpse.data,
        **_results(offer),
    }


def _results(offer: str) -> dict[str, Any]:
    """What networks and rules reach, as far as it has been measured."""
    record, task = applications_record().get(offer, {}), find_task(OFFERED[offer].task)
    measured = record.get("measured", {})
    networks = {label: measured[label] for label in CELLS if label in measured}
    if not networks:
        return {"rows": [], "scale": "", "ends": ["", ""], "sentence": ""}
    table = ranked(task, networks, record["baselines"])
    return scale_of(table, METRICS[task.metric]) | {"sentence": in_short(task, table)}


def scale_of(table: Sequence[ApplicationResult], metric: Metric) -> dict[str, Any]:
    """A row for each network and one for the best rule, each with its place from 0 to 1, the better the greater.

    Returns:
        Keys rows, scale (what is counted) and ends (the numbers at its two ends).
    """
    rule = best_of([result for result in table if result.is_baseline], metric)
    learned = {result.name: result for result in table if not result.is_baseline}
    shown = [(result, _look(CELLS[label])) for label in CELLS if (result := learned.get(label))]
    shown.append((rule, {"color": GREY, "mark": "line"}))
    low, high = _ends(metric, max(result.median for result, _ in shown))
    rows = [
        {
            "label": "rule" if result.is_baseline else result.name,
            "words": metric.words(result.median),
            "place": round((result.median - low) / (high - low), 4),
            **look,
        }
        for result, look in shown
    ]
    return {
        "rows": rows,
        "scale": SCALES[metric.name],
        "ends": ["0%", "100%"] if metric.is_share else [metric.words(low), metric.words(high)],
    }


def _ends(metric: Metric, largest: float) -> tuple[float, float]:
    """The numbers at the left and the right end."""
    if metric.higher_is_better:
        return 0.0, 1.0 if metric.is_share else float(LONGEST)
    return round_up(largest), 0.0


def round_up(value: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(round_one * power for round_one in (1, 2, 2.5, 5, 10) if round_one * power >= value)


def _look(cell: str) -> dict[str, str]:
    return {"color": cell_color(cell), "mark": cell_symbol(cell)}
