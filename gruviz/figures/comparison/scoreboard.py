"""Which cell from which start solved which synthetic task, and how soon: from the shipped trainings."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.comparison.scoreboard import Score, Scoreboard, load_scoreboard, tasks_solved
from gruviz.engine.cells import CELLS
from gruviz.engine.cells.names import KINDS, kind_of
from gruviz.figures.drawing.axes import Axis, axis, rows_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import heatmap, words_on
from gruviz.figures.drawing.palette import GATE_SCALE
from gruviz.tasks import find_task
from gruviz.validation import InvalidValue
from gruviz.wording import listed

NAMED = ("rnn", "gru", "lstm")
"""Cells that the title compares."""
ROW = 38
"""Pixels of a row: two lines."""
NARROW = 720
"""Pixels of a chart below which the tasks' names would meet."""


def scoreboard(board: Scoreboard | None = None, *, theme: str = "light") -> go.Figure:
    """Draw success counts and updates of every learner on every task; by default those that come with the package."""
    return scoreboard_chart(board or load_scoreboard()).styled(theme)


def scoreboard_chart(board: Scoreboard) -> Chart:
    """Draw a row for each learner and a column for each task."""
    if not board.scores:
        raise InvalidValue("scores", "none", "at least one score", "Choose at least one cell that was trained.")
    tasks = list(dict.fromkeys(score.task for score in board.scores))
    labels = _labels(board)
    rows = rows_axis(labels, "cell and start", showgrid=False)
    layout = {
        "xaxis": _columns(tasks),
        "yaxis": rows | {"ticktext": [_row(label) for label in labels], "tickfont": {"size": 11}},
        "meta": {"narrow": {"below": NARROW, "layout": _narrow(tasks)}},
    }
    figure = build(_shaded(board, tasks, labels), layout)
    return Chart(figure, _title(board, len(tasks)), _summary(board, tasks), _table(board), 150 + ROW * len(labels))


def _labels(board: Scoreboard) -> list[str]:
    """The rows from above: the learners by kind of cell, each kind below its heading if there are several."""
    kinds: dict[str, list[str]] = {}
    for cell in [*CELLS, *dict.fromkeys(score.cell for score in board.scores if score.cell not in CELLS)]:
        own = [score.label for score in board.scores if score.cell == cell]
        kinds.setdefault(kind_of(cell), []).extend(dict.fromkeys(own))
    kinds = {kind: labels for kind, labels in kinds.items() if labels}
    if len(kinds) == 1:
        return next(iter(kinds.values()))
    return [row for kind, labels in kinds.items() for row in (kind, *labels)]


def _columns(tasks: Sequence[str]) -> Axis:
    """A column for each task, by its name."""
    names = [find_task(task).title for task in tasks]
    return axis("seeds solved, median updates (number)", showgrid=False, side="top", tickvals=names, ticktext=names)


def _narrow(tasks: Sequence[str]) -> dict[str, Any]:
    """What changes on a phone, which has 50 pixels for a column: names have a word to a line, and rows no title."""
    words = [find_task(task).title.replace(" ", "<br>") for task in tasks]
    return {
        "xaxis": {"ticktext": words, "tickangle": 0, "tickfont": {"size": 11}},
        "yaxis": {"title": {"text": ""}},
    }


def _row(label: str) -> str:
    """The start below the cell; a heading stands out."""
    return f"<b>{label}</b>" if label in KINDS else label.replace(" (", "<br>(")


def _shaded(board: Scoreboard, tasks: Sequence[str], labels: Sequence[str]) -> list[dict[str, Any]]:
    place = {(score.label, score.task): score for score in board.scores}
    rows = [[place.get((label, task)) for task in tasks] for label in labels]
    columns = [find_task(task).title for task in tasks]
    shares = [[np.nan if score is None else score.solved / score.seeds for score in row] for row in rows]
    words = [[_count(score, "<br>") for score in row] for row in rows]
    cells = heatmap(
        columns,
        labels,
        shares,
        (0, 1),
        scale=GATE_SCALE,
        hover="%{y}, %{x}: %{customdata}",
        customdata=[[_words(score) for score in row] for row in rows],
        xgap=2,
        ygap=2,
    )
    return [cells, words_on(columns, labels, shares, (0, 1), words, scale=GATE_SCALE)]


def _count(score: Score | None, joint: str = " @ ") -> str:
    if score is None:
        return ""
    return f"{score.solved}/{score.seeds}" + ("" if score.updates is None else f"{joint}{score.updates:.0f}")


def _words(score: Score | None) -> str:
    if score is None:
        return "not trained"
    return f"{_count(score)} of at most {score.limit} updates; {find_task(score.task).metric} {score.metric:.3g}"


def _title(board: Scoreboard, tasks: int) -> str:
    present = {score.cell for score in board.scores}
    counts = {cell: tasks_solved(board, cell) for cell in NAMED if cell in present}
    if not counts:
        return f"Solved by most seeds, of {tasks} tasks"
    named = [f"{cell.upper()} {count}" for cell, count in counts.items()]
    return f"Of {tasks} tasks, solved by most seeds from the best start: {listed(named)}"


def _summary(board: Scoreboard, tasks: Sequence[str]) -> str:
    parts = []
    for task in tasks:
        scores = [score for score in board.scores if score.task == task and score.solved]
        first = sorted(scores, key=lambda score: (-score.solved, score.updates or 0))[:3]
        best = listed([f"{score.label} {_count(score)}" for score in first]) if first else "nobody"
        parts.append(f"{find_task(task).title}: {best}")
    rate, units = board.settings["learning_rate"], board.settings["hidden_size"]
    made = f"Trained on {board.made} with version {board.version}, {units} units, Adam at {rate:g} for all"
    return f"Soonest solved. {'. '.join(parts)}. {made}; another learning rate may change the order of a row's scores."


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
