"""The card every chart is shown in: finding, figure, summary, numbers, files."""

from dataclasses import replace

import numpy as np
import streamlit as st

from gruviz.figures.drawing.chart import Chart
from gruviz.ui.charts.component import plot as draw_plot
from gruviz.ui.charts.files import file_buttons, file_name
from gruviz.ui.charts.views import Rendering, View, draw
from gruviz.ui.progress import progress_line

ROWS = 1000
"""Rows of the table on the page; the file has all of them."""
REAL = (float, np.floating)
THREE_DIGITS = st.column_config.NumberColumn(format="%.3g")
"""Numbers that are read as 1.5e-13 and sorted as numbers."""


def view_cards(view: View, *, key: str) -> None:
    """Draw a view, with its progress if that takes long; one card for each chart.

    Args:
        view: What to draw.
        key: Unique on the page and constant over runs.
    """
    with progress_line() as on_run:
        charts = draw(replace(view, on_run=on_run))
    for i, chart in enumerate(charts):
        chart_card(chart, key=f"{key}_{i}")


def chart_card(chart: Chart | Rendering, *, key: str, compares: bool = True) -> None:
    """Draw a chart with its words and numbers.

    Args:
        chart: As a `Rendering` where it is shown more than once.
        key: Unique on the page and constant over runs.
        compares: Whether the curves of before stay behind when a control changes; not where they grow by themselves.
    """
    rendering = chart if isinstance(chart, Rendering) else Rendering.of(chart)
    chart = rendering.chart
    draw_plot(
        rendering.json,
        key=f"{key}_plot",
        alt=f"{chart.title}. {chart.summary}",
        height=chart.height,
        title=chart.title,
        summary=chart.summary,
        name=file_name(key, st.query_params.to_dict()),
        compares=compares,
    )
    numbers_expander(chart, key=key)


def numbers_expander(chart: Chart, *, key: str) -> None:
    """Offer a chart's numbers as a table and as files.

    Args:
        chart: Whose numbers.
        key: Unique on the page and constant over runs.
    """
    with st.expander("Numbers and files", key=f"{key}_numbers", on_change="rerun") as numbers:
        if numbers.open:
            _numbers(chart)
            file_buttons(chart, key=key)


def _numbers(chart: Chart) -> None:
    length = len(next(iter(chart.table.values())))
    shown = {name: list(column[:ROWS]) for name, column in chart.table.items() if set(column) - {"finite", None}}
    formats = {name: THREE_DIGITS for name, column in shown.items() if any(isinstance(v, REAL) for v in column)}
    st.dataframe(shown, hide_index=True, height=260, column_config=formats)
    if length > ROWS:
        st.caption(f"The first {ROWS:,} of {length:,} rows. The CSV file has all of them.")
