"""Below the picture: a question and its charts, the same in Python, and what there is to read."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from gruviz.maps.shipped import finished_map
from gruviz.ui.charts.card import chart_card
from gruviz.ui.controls.panel import Panel
from gruviz.ui.prose import prose
from gruviz.ui.trainability.charts import Drawn, charts_of, measured_for
from gruviz.ui.trainability.gather import known
from gruviz.ui.trainability.guess import is_shown
from gruviz.ui.trainability.picture import map_key
from gruviz.ui.trainability.run import MapRun, tell_failures, watch
from gruviz.ui.trainability.script import script_of
from gruviz.ui.trainability.shown import Maps, budget_of


def below(panel: Panel, maps: Maps, look: Callable[[], Maps]) -> None:
    """Draw it; what would give the answer away only once the answer is shown.

    Args:
        panel: The page's controls.
        maps: As gathered in this run of the page.
        look: Gathers them once more.
    """
    if is_shown(map_key(maps)):
        _question(panel, maps, look)
    with st.expander("The same map in Python", key=panel.key("script"), on_change="rerun") as box:
        if box.open:
            st.markdown("In a script or a notebook. What is found is kept in a file: a sweep that is stopped goes on.")
            st.code(script_of(maps), language="python")
    st.markdown(prose("trainability")["text"])


def _question(panel: Panel, maps: Maps, look: Callable[[], Maps]) -> None:
    """A question about the map, and the charts that answer it."""
    question = panel.values["question"]
    st.subheader("Look closer", anchor=False)
    panel.draw("question")
    st.markdown(prose("trainability")[question])
    plans = [plan for one in maps if (plan := measured_for(question, one))]
    runs = [MapRun.measurement(plan) for plan in plans if finished_map(plan) is None]
    for run in runs:
        run.ensure()
    watch(runs, partial(_charts, panel, question), maps, look)
    tell_failures(panel.key("question_again"), runs)


def _charts(panel: Panel, question: str, maps: Maps) -> None:
    wanted = [(one, measured_for(question, one)) for one in maps]
    drawn = tuple(Drawn.of(one, known(plan) if plan else None) for one, plan in wanted)
    charts = charts_of(question, drawn, budget_of(maps, panel.values["budget"]))
    if not charts:
        st.caption("Nothing is there to draw yet.")
    for i, chart in enumerate(charts):
        chart_card(chart, key=panel.key(f"{question}_{i}"), compares=False)
