"""Below the first screen: all findings and figures, downloads, and how to follow the real loss."""

import streamlit as st

from gruviz.diagnosis.report.page import as_page
from gruviz.ui.charts.card import chart_card
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal
from gruviz.ui.prose import prose, sections
from gruviz.ui.your_network.diagnosis import Diagnosis
from gruviz.ui.your_network.example import example_losses


def figures(panel: Panel, diagnosis: Diagnosis) -> None:
    """Every figure of the report but the gradient, which stands on the first screen."""
    charts = [(name, chart) for name, chart in diagnosis.report.charts.items() if name != "decay"]
    for pair in (charts[i : i + 2] for i in range(0, len(charts), 2)):
        for column, (name, chart) in zip(st.columns(2, gap="medium"), pair, strict=False):
            with column:
                chart_card(chart, key=panel.key(f"figure_{name}"), compares=False)


def losses(panel: Panel) -> None:
    """How the example's training went, beside two that differ in one number."""
    st.subheader("How its training went, and what one sign would have changed", anchor=False)
    st.markdown(prose("your_network")["example"])
    chart_card(example_losses(), key=panel.key("losses"), compares=False)


def downloads(panel: Panel, diagnosis: Diagnosis) -> None:
    """The report as one page and as text."""
    report = diagnosis.report
    with st.container(horizontal=True, key=panel.key("downloads")):
        for label, make, name, kind in (
            ("The report as a page", lambda: as_page(report, interactive=True), "report.html", "text/html"),
            ("The report as text", lambda: str(report), "report.txt", "text/plain"),
        ):
            st.download_button(label, make, name, kind, key=panel.key(name), on_click="ignore")
    st.caption(literal(" ".join(map(_sentence, report.all_notes))))


def _sentence(note: str) -> str:
    """A note from its capital letter on, but for a symbol, such as z."""
    return note if note[1:2] == " " else f"{note[:1].upper()}{note[1:]}"


def text() -> None:
    """What is measured, and what to write to follow the real loss."""
    st.markdown(prose("your_network")["text"])
    st.code(sections("your_network")["code"], language="python", wrap_lines=True)
