"""Published results beside the LSTM's: what lies right of the line is better, whatever the metric."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.comparison.published import ABOUT_EQUAL, PUBLISHED, PublishedResult, Tally
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.axes import axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import cell_marker, scatter
from gruviz.figures.drawing.palette import CELL_COLORS, GREY, faded
from gruviz.validation import InvalidValue
from gruviz.wording import listed, signed

REFERENCE, LABELLED = "lstm", "gru"


def published_results(results: Sequence[PublishedResult] = PUBLISHED, *, theme: str = "light") -> go.Figure:
    """Draw how much better or worse than the LSTM each cell did on each benchmark."""
    return published_chart(results).styled(theme)


def published_chart(results: Sequence[PublishedResult] = PUBLISHED) -> Chart:
    """Draw a row for each benchmark: the lead of each cell over the LSTM, and the GRU's in figures."""
    if not results:
        raise InvalidValue("results", "empty", "at least one published result")
    others = list(dict.fromkeys(cell for result in results for cell in result.scores if cell != REFERENCE))
    leads = [100 * result.lead(cell) for result in results for cell in result.scores]
    left, right = min(-10.0, 1.1 * min(leads)), max(10.0, 1.6 * max(leads))  # the numbers stand at the right edge
    layout = {
        "xaxis": axis("difference to the LSTM (%)", range=[left, right], zeroline=False),
        "yaxis": rows_axis([result.benchmark for result in results], "benchmark"),
        "shapes": _sides(right),
        "annotations": [_side("worse than the LSTM", "right"), _side("better than the LSTM", "left")],
    }
    traces = [_marks(results, cell) for cell in others]
    figure = build([*traces, _numbers(results, right)] if LABELLED in others else traces, layout)
    title, summary = _title(results, others), _summary(results, others)
    return Chart(figure, title, summary, _table(results), rows_height(len(results)) + 30)


def _sides(right: float) -> list[dict[str, Any]]:
    """Shade right of the LSTM, and a line at it."""
    shade = {"type": "rect", "xref": "x", "yref": "paper", "x0": 0, "x1": right, "y0": 0, "y1": 1}
    dashes = {"color": CELL_COLORS[REFERENCE], "width": 2, "dash": "dash"}
    return [
        shade | {"fillcolor": faded(GREY, 0.14), "line": {"width": 0}, "layer": "below"},
        shade | {"type": "line", "x1": 0, "line": dashes},
    ]


def _side(text: str, anchor: str) -> dict[str, Any]:
    where = {"x": 0, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": anchor}
    words = {"text": f"← {text}", "xshift": -8} if anchor == "right" else {"text": f"{text} →", "xshift": 8}
    return words | where | {"showarrow": False, "font": {"size": 12}}


def _marks(results: Sequence[PublishedResult], cell: str) -> dict[str, Any]:
    known = [result for result in results if cell in result.scores]
    return scatter(
        [100 * result.lead(cell) for result in known],
        [result.benchmark for result in known],
        find_cell(cell).title,
        "%{y}: %{customdata}<extra></extra>",
        mode="markers",
        marker=cell_marker(cell, size=11),
        customdata=[f"{_score(result, cell)}, {_score(result, REFERENCE)} ({result.metric})" for result in known],
    )


def _numbers(results: Sequence[PublishedResult], right: float) -> dict[str, Any]:
    """The cell that the text is about, in figures along the right edge."""
    known = [result for result in results if LABELLED in result.scores]
    return {
        "type": "scatter",
        "x": [right] * len(known),
        "y": [result.benchmark for result in known],
        "mode": "text",
        "text": [_percent(100 * result.lead(LABELLED)) for result in known],
        "textposition": "middle left",
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _score(result: PublishedResult, cell: str) -> str:
    deviation = f" ± {result.deviations[cell]:g}" if cell in result.deviations else ""
    return f"{find_cell(cell).title} {result.scores[cell]:g}{deviation}"


def _percent(value: float) -> str:
    return f"{signed(value, '+.1f' if abs(value) < 10 else '+.0f')}%"


def _title(results: Sequence[PublishedResult], others: list[str]) -> str:
    return f"Against the LSTM: {'; '.join(_tally(results, cell) for cell in others)}"


def _tally(results: Sequence[PublishedResult], cell: str) -> str:
    better, equal, worse = Tally.of(results, cell)
    return f"{find_cell(cell).title} better on {better}, within {ABOUT_EQUAL:.0%} on {equal}, worse on {worse}"


def _summary(results: Sequence[PublishedResult], others: list[str]) -> str:
    parts = [f"{result.benchmark} ({result.metric}) {_leads(result, others)}" for result in results]
    sources = "; ".join(dict.fromkeys(result.citation for result in results))
    return f"Relative to the LSTM's score, above 0 being better: {'; '.join(parts)}. Published by {sources}."


def _leads(result: PublishedResult, others: list[str]) -> str:
    known = [cell for cell in others if cell in result.scores]
    return listed([f"{find_cell(cell).title} {_percent(100 * result.lead(cell))}" for cell in known])


def _table(results: Sequence[PublishedResult]) -> dict[str, list[Any]]:
    cells = list(dict.fromkeys(cell for result in results for cell in result.scores))
    table: dict[str, list[Any]] = {
        "benchmark": [result.benchmark for result in results],
        "metric": [result.metric for result in results],
        "better is": ["lower" if result.lower_is_better else "higher" for result in results],
    }
    for cell in cells:
        table[find_cell(cell).title] = [result.scores.get(cell) for result in results]
    for cell in cells:
        if cell != REFERENCE:
            leads = [100 * r.lead(cell) if cell in r.scores else None for r in results]
            table[f"{find_cell(cell).title}: difference to the LSTM in %"] = leads
    table["source"] = [result.citation for result in results]
    return table
