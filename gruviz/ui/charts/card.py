"""The card every chart is shown in: finding, figure, summary, numbers, files."""

import csv
import io
from typing import Any

import numpy as np
import streamlit as st

from gruviz.ui.charts.component import plot
from gruviz.ui.charts.views import Rendering
from gruviz.ui.markdown import literal

ROWS = 1000
"""Rows of the table on the page; the file has all of them."""


def chart_card(drawn: Rendering, *, key: str) -> None:
    """Draw a chart with its words and numbers.

    Args:
        drawn: The chart.
        key: Unique on the page and constant over runs.
    """
    chart = drawn.chart
    st.header(chart.title, anchor=False)
    plot(drawn.json, key=f"{key}_plot", alt=f"{chart.title}. {chart.summary}", height=chart.height)
    st.markdown(literal(chart.summary))
    numbers_expander(drawn, key=key)


def numbers_expander(drawn: Rendering, *, key: str) -> None:
    """Offer a chart's numbers as a table and as files."""
    with st.expander("Numbers and files", key=f"{key}_numbers", on_change="rerun") as numbers:
        if numbers.open:
            _numbers(drawn, key)


def _numbers(drawn: Rendering, key: str) -> None:
    chart = drawn.chart
    length = len(next(iter(chart.table.values())))
    st.dataframe({name: _shown(column) for name, column in chart.table.items()}, hide_index=True, height=260)
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


def _shown(column: Any) -> list[Any]:
    """Numbers as text with three digits: a table of 1e-13 would otherwise read 0."""
    return [f"{v:.3g}" if isinstance(v, (float, np.floating)) else v for v in column[:ROWS]]
