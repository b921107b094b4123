"""The card every chart is shown in: finding, figure, summary, numbers, files."""

import csv
import io
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from gruviz.figures.drawing.chart import Chart
from gruviz.ui.charts.component import plot
from gruviz.ui.charts.views import Rendering, View, draw
from gruviz.ui.markdown import literal
from gruviz.ui.progress import progress_line

ROWS = 1000
"""Rows of the table on the page; the file has all of them."""


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


def chart_card(chart: Chart | Rendering, *, key: str) -> None:
    """Draw a chart with its words and numbers.

    Args:
        chart: As a `Rendering` where it is shown more than once.
        key: Unique on the page and constant over runs.
    """
    rendering = chart if isinstance(chart, Rendering) else Rendering.of(chart)
    chart = rendering.chart
    st.header(chart.title, anchor=False)
    plot(rendering.json, key=f"{key}_plot", alt=f"{chart.title}. {chart.summary}", height=chart.height)
    st.markdown(literal(chart.summary))
    numbers_expander(chart, key=key)


def numbers_expander(chart: Chart, *, key: str) -> None:
    """Offer a chart's numbers as a table and as files."""
    with st.expander("Numbers and files", key=f"{key}_numbers", on_change="rerun") as numbers:
        if numbers.open:
            _numbers(chart, key)


def _numbers(chart: Chart, key: str) -> None:
    length = len(next(iter(chart.table.values())))
    st.dataframe({name: _rounded(column) for name, column in chart.table.items()}, hide_index=True, height=260)
    if length > ROWS:
        st.caption(f"The first {ROWS:,} of {length:,} rows. The CSV file has all of them.")
    with st.container(horizontal=True):
        st.download_button(
            "CSV", lambda: table_csv(chart.table), "gruviz.csv", "text/csv", key=f"{key}_csv", on_click="ignore"
        )
        st.download_button(
            "Interactive HTML",
            lambda: chart.styled().to_html(include_plotlyjs=True),
            "gruviz.html",
            "text/html",
            key=f"{key}_html",
            on_click="ignore",
        )
        st.caption("The camera in the chart's toolbar saves an image (SVG).")


def table_csv(table: Any) -> str:
    """A chart's table as CSV, numbers with all their digits."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))
    return text.getvalue()


def _rounded(column: Any) -> list[Any]:
    """Numbers as text with three digits: a table of 1e-13 would otherwise read 0."""
    return [f"{v:.3g}" if isinstance(v, (float, np.floating)) else v for v in column[:ROWS]]
