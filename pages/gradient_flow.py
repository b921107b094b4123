"""The laboratory: make any cell vanish, hold or explode, and see which way the gradient took."""

import streamlit as st

from gruviz.ui.assets import prose
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.checks import check_expander, script_expander
from gruviz.ui.charts.views import View, draw
from gruviz.ui.controls.laboratory import CONTROLS, KEEP, PRESETS, experiment_from
from gruviz.ui.controls.own_cell import cells_expander, own_card
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.upload import uploaded_text
from gruviz.ui.page import page, stop_with
from gruviz.ui.progress import progress_line
from gruviz.ui.share import share_popover
from gruviz.validation import GruvizError

with page("gradient_flow", "Gradient flow"):
    panel = Panel("gradient_flow", CONTROLS, PRESETS)
    panel.report()
    panel.draw_presets("Presets", "Each sets all controls but the view and the seed.", keep=KEEP)
    with st.container(horizontal=True, gap="medium"):
        panel.draw("view", "theory", "state")
    with st.sidebar:
        panel.draw_groups()
        uploaded = uploaded_text(panel)
        share_popover(panel)

    values = panel.values
    try:
        experiment = experiment_from(values, uploaded=uploaded)
        sizes = {"input_size": experiment.make_inputs().shape[2], "hidden_size": experiment.hidden_size}
        own_card(panel, experiment.cells, **sizes, here="gradient_flow")
        theory = {name: name in values["theory"] for name in ("bound", "mean_field")}
        with progress_line() as on_run:
            drawn = draw(View(values["view"], experiment, values["state"], **theory, on_run=on_run))
    except GruvizError as error:
        stop_with(error)

    for i, picture in enumerate(drawn):
        chart_card(picture, key=f"gradient_flow_{values['view']}_{i}")
    st.markdown(prose("gradient_flow")[values["view"]])
    cells_expander(experiment.cells, **sizes)
    check_expander(experiment)
    script_expander(experiment)
