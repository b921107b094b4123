"""Published results as a table: three scores a row, the best bold, what nobody learned set back."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.comparison.published import ABOUT_EQUAL, PUBLISHED, PublishedResult, Tally, learned
from gruviz.engine.cells import CELLS, find_cell
from gruviz.figures.drawing.axes import axis, rows_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import scatter
from gruviz.figures.drawing.palette import cell_color, faded
from gruviz.validation import InvalidValue
from gruviz.wording import listed, power, signed

REFERENCE = "lstm"
FAINT = 0.7
"""Opacity of a score without anything learned: less than the others, and still to be read."""
ROW = 36


def published_results(results: Sequence[PublishedResult] = PUBLISHED, *, theme: str = "light") -> go.Figure:
    """Draw the scores of each cell on each benchmark, the best in bold."""
    return published_chart(results).styled(theme)


def published_chart(results: Sequence[PublishedResult] = PUBLISHED) -> Chart:
    """Draw a row for each benchmark and a column for each cell."""
    if not results:
        raise InvalidValue("results", "empty", "at least one published result")
    cells = [cell for cell in CELLS if any(cell in result.scores for result in results)]
    titles = [find_cell(cell).title for cell in cells]
    columns = {"type": "category", "categoryarray": titles, "categoryorder": "array", "range": [-0.5, len(cells) - 0.5]}
    rows = rows_axis([result.benchmark for result in results], "benchmark", showgrid=False)
    layout = {
        "xaxis": axis("score (↑, ↓: which way is better)", showgrid=False, side="top", **columns),
        "yaxis": rows | {"ticktext": [_row(result) for result in results]},
        "shapes": [
            _tint(i, j, cell) for i, one in enumerate(results) for j, cell in enumerate(cells) if _wins(one, cell)
        ],
    }
    traces = [_scores(results, cell, is_learned) for cell in cells for is_learned in (True, False)]
    figure = build([trace for trace in traces if trace["x"]], layout)
    title, summary = _title(results, cells), _summary(results, cells)
    return Chart(figure, title, summary, _table(results), 110 + ROW * len(results))


def _row(result: PublishedResult) -> str:
    """Benchmark, metric, its direction and what a guess would have, in two lines."""
    guess = "" if result.without_memory is None else f", guess {_guess(result)}"
    second = f"{result.metric} {'↓' if result.lower_is_better else '↑'}{guess}"
    return f"{result.benchmark}<br><span style='font-size:11px'>{second}</span>"


def _wins(result: PublishedResult, cell: str) -> bool:
    """Whether a cell has learned a benchmark and is within 1% of the best."""
    return result.has_learned(cell) and all(result.lead(cell, other) >= -ABOUT_EQUAL for other in result.scores)


def _tint(row: int, column: int, cell: str) -> dict[str, Any]:
    """Ground behind the best score of a row."""
    place = {"x0": column - 0.46, "x1": column + 0.46, "y0": row - 0.42, "y1": row + 0.42}
    return {"type": "rect", **place, "fillcolor": faded(cell_color(cell), 0.16), "line": {"width": 0}, "layer": "below"}


def _scores(results: Sequence[PublishedResult], cell: str, is_learned: bool) -> dict[str, Any]:
    """The scores of a cell that it earned by learning, or the others."""
    known = [one for one in results if cell in one.scores and one.has_learned(cell) == is_learned]
    title = find_cell(cell).title
    return scatter(
        [title] * len(known),
        [result.benchmark for result in known],
        title,
        "%{y}: %{customdata}<extra></extra>",
        mode="text",
        text=[_text(result, cell) for result in known],
        customdata=[f"{_score(result, cell)} ({result.metric})" for result in known],
        opacity=1 if is_learned else FAINT,
        showlegend=False,
    )


def _text(result: PublishedResult, cell: str) -> str:
    words = _score(result, cell).removeprefix(f"{find_cell(cell).title} ").replace(" ± ", "<br>± ")
    if not result.has_learned(cell):
        return f"<i>{words}</i>"
    return f"<b>{words}</b>" if _wins(result, cell) else words


def _score(result: PublishedResult, cell: str) -> str:
    deviation = f" ± {result.deviations[cell]:g}" if cell in result.deviations else ""
    score = result.scores[cell]
    return f"{find_cell(cell).title} {signed(score) if score >= 0.001 else power(score)}{deviation}"


def _title(results: Sequence[PublishedResult], cells: Sequence[str]) -> str:
    others = [cell for cell in cells if cell != REFERENCE]
    tallies = [_tally(results, cell) for cell in others if cell == "gru" or "gru" not in others]
    return f"Against the LSTM: {'; '.join(tallies)}" if tallies else "Published scores of the LSTM"


def _tally(results: Sequence[PublishedResult], cell: str) -> str:
    better, equal, worse = Tally.of(results, cell)
    return f"{find_cell(cell).title} better on {better}, within {ABOUT_EQUAL:.0%} on {equal}, worse on {worse}"


def _summary(results: Sequence[PublishedResult], cells: Sequence[str]) -> str:
    wins = [f"{find_cell(cell).title} on {sum(_wins(one, cell) for one in results)}" for cell in cells]
    sources = "; ".join(dict.fromkeys(result.citation for result in results))
    best = f"Of {len(results)} benchmarks, best or within {ABOUT_EQUAL:.0%} of the best: {listed(wins)}."
    return f"{best}{_unlearned(results)} Published by {sources}."


def _unlearned(results: Sequence[PublishedResult]) -> str:
    """Which benchmarks some cells did not learn."""
    words = ""
    for result in results:
        failed = [find_cell(cell).title for cell in result.scores if not result.has_learned(cell)]
        guess = f"a guess without memory ({_guess(result)})"
        if failed and learned(result, result.scores):
            words += f" On {result.benchmark} {listed(failed)} did hardly better than {guess}."
        elif failed:
            words += f" On {result.benchmark} no cell did clearly better than {guess}, so that it counts for nobody."
    return words


def _guess(result: PublishedResult) -> str:
    return "unknown" if result.without_memory is None else f"{result.without_memory:.3g}"


def _table(results: Sequence[PublishedResult]) -> dict[str, list[Any]]:
    cells = list(dict.fromkeys(cell for result in results for cell in result.scores))
    table: dict[str, list[Any]] = {
        "benchmark": [result.benchmark for result in results],
        "metric": [result.metric for result in results],
        "better is": ["lower" if result.lower_is_better else "higher" for result in results],
    }
    for cell in cells:
        table[find_cell(cell).title] = [result.scores.get(cell) for result in results]
    table["guess without memory"] = [result.without_memory for result in results]
    table["source"] = [result.citation for result in results]
    return table
