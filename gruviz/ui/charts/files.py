"""The files that a chart is given away as, and what they are called."""

import csv
import html
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from gruviz.figures.drawing.chart import Chart

LONGEST = 100
"""Characters of a file's name, its ending apart."""


def file_buttons(chart: Chart, *, key: str) -> None:
    """Offer a chart as numbers and as a page that draws alone.

    Args:
        chart: Its table and figure.
        key: Unique on the page.
    """
    settings = dict(st.query_params.to_dict())
    name = file_name(key, settings)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "CSV",
            lambda: table_csv(chart.table, settings),
            f"{name}.csv",
            "text/csv",
            key=f"{key}_csv",
            on_click="ignore",
        )
        st.download_button(
            "Interactive HTML",
            lambda: chart_html(chart),
            f"{name}.html",
            "text/html",
            key=f"{key}_html",
            on_click="ignore",
        )


def file_name(key: str, settings: Mapping[str, str]) -> str:
    """What a chart's files are called, without ending: the figure, and every setting that is not the usual one."""
    parts = [f"gruviz_{key.removesuffix('_0')}", *(f"{name}-{value}" for name, value in settings.items())]
    return re.sub(r"[^\w.,-]+", "-", "_".join(parts))[:LONGEST].rstrip("-_.,")


def table_csv(table: Mapping[str, Sequence[Any]], settings: Mapping[str, str]) -> bytes:
    """A chart's table as CSV in UTF-8, numbers with all their digits.

    It begins with the mark by which Excel knows the encoding. The last column, the same in every row, is the query of
    the link that opens this picture again.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    query = urlencode(settings) or "defaults"
    writer.writerow([*table, "settings"])
    writer.writerows([*row, query] for row in zip(*table.values(), strict=True))
    return text.getvalue().encode("utf-8-sig")


def chart_html(chart: Chart) -> str:
    """A chart as a page of its own that needs no network."""
    page: str = chart.styled().to_html(include_plotlyjs=True)
    return page.replace("<head>", f'<head><meta charset="utf-8" /><title>{html.escape(chart.title)}</title>', 1)
