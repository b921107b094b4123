"""Which cell from which start solved which synthetic task, and how soon: from the shipped trainings."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.comparison.scoreboard import Score, Scoreboard, load_scoreboard, tasks_solved
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import GATE_SCALE, build, rows_axis
from gruviz.tasks import find_task
from gruviz.validation import InvalidValue
from gruviz.wording import listed

NAMED = ("rnn", "gru", "lstm")
"""Cells that the title compares."""
ROW = 30


def scoreboard(board: Scoreboard | None = None, *, theme: str = "light") -> go.Figure:
    """Draw success counts and updates of every learner on every task; by default those that come with the package."""
    return scoreboard_chart(board or load_scoreboard()).styled(theme)


def scoreboard_chart(board: Scoreboard) -> Chart:
    """The same as a chart."""
    if not board.scores:
        raise InvalidValue("scores", "none", "at least one score")
    tasks = list(dict.fromkeys(score.task for score in board.scores))
    labels = list(dict.fromkeys(score.label for score in board.scores))
    place = {(score.label, score.task): score for score in board.scores}
    rows = [[place.get((label, task)) for task in tasks] for label in labels]
    shaded = {
        "type": "heatmap",
        "x": [find_task(task).title.replace(" ", "<br>", 1) for task in tasks],
        "y": labels,
        "z": [[np.nan if one is None else one.solved / one.seeds for one in row] for row in rows],
        "text": [[_cell(one) for one in row] for row in rows],
        "texttemplate": "%{text}",
        "zmin": 0,
        "zmax": 1,
        "colorscale": GATE_SCALE,
        "colorbar": {"title": {"text": "seeds<br>solved"}, "tickformat": ".0%", "thickness": 12},
        "xgap": 2,
        "ygap": 2,
        "customdata": [[_told(one) for one in row] for row in rows],
        "hovertemplate": "%{y}, %{x}: %{customdata}<extra></extra>",
    }
    layout = {
        "xaxis": {"title": {"text": "task (seeds solved @ median updates)"}, "showgrid": False, "side": "bottom"},
        "yaxis": rows_axis(labels, "cell and start") | {"showgrid": False},
    }
    height = 130 + ROW * len(labels)
    return Chart(build([shaded], layout), _title(board, len(tasks)), _summary(board, tasks), _table(board), height)


def _cell(one: Score | None) -> str:
    if one is None:
        return ""
    return f"{one.solved}/{one.seeds}" + ("" if one.updates is None else f" @ {one.updates:.0f}")


def _told(one: Score | None) -> str:
    if one is None:
        return "not trained"
    return f"{_cell(one)} of at most {one.limit} updates; {find_task(one.task).metric} {one.metric:.3g}"


def _title(board: Scoreboard, tasks: int) -> str:
    counts = {cell: tasks_solved(board, cell) for cell in NAMED}
    named = [f"{cell.upper()} {count}" for cell, count in counts.items()]
    return f"Of {tasks} tasks, solved by most seeds from the best start: {listed(named)}"


def _summary(board: Scoreboard, tasks: Sequence[str]) -> str:
    parts = []
    for task in tasks:
        scores = [score for score in board.scores if score.task == task and score.solved]
        first = sorted(scores, key=lambda score: (-score.solved, score.updates or 0))[:3]
        best = listed([f"{score.label} {_cell(score)}" for score in first]) if first else "nobody"
        parts.append(f"{find_task(task).title}: {best}")
    rate, units = board.settings["learning_rate"], board.settings["hidden_size"]
    made = f"Trained on {board.made} with version {board.version}, {units} units, Adam at {rate:g} for all"
    return f"Soonest solved. {'. '.join(parts)}. {made}; another learning rate may turn a row."


def _table(board: Scoreboard) -> dict[str, list[Any]]:
    columns = {
        "task": "task",
        "label": "cell and start",
        "length": "steps T",
        "seeds": "seeds",
        "solved": "solved",
        "updates": "median updates to solve",
        "limit": "updates at most",
        "metric": "median metric at the end",
    }
    return {words: [getattr(score, name) for score in board.scores] for name, words in columns.items()}
