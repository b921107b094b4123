"""Reasons to believe a chart: finite differences, and a script that needs nothing of ours."""

from dataclasses import replace

import streamlit as st

from gruviz.engine.finite_differences import RESOLUTION, check_gradient
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.export import pytorch_script
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError
from gruviz.wording import power


def check_expander(experiment: Experiment) -> None:
    """Offer to compare the drawn gradient with finite differences at a few steps."""
    with st.expander("Check it: finite differences", key="check", on_change="rerun") as box:
        if not box.open:
            return
        st.markdown(
            "Each element of the state is nudged up and down, the rest of the sequence is run again, and the change "
            "of the loss is compared with the gradient of the first seed, in float64."
        )
        try:
            rows = _differences(experiment)
        except GruvizError as error:
            st.error(literal(str(error)))
            return
        st.dataframe(rows, hide_index=True)
        st.caption(f"Differences cannot see a gradient below about {power(RESOLUTION)}.")


def script_expander(experiment: Experiment) -> None:
    """Offer a PyTorch script that prints the same numbers by autograd."""
    with st.expander("Export: the same numbers from plain PyTorch", key="script", on_change="rerun") as box:
        if not box.open:
            return
        script = pytorch_script(experiment)
        st.markdown("It needs numpy and torch, and prints the median ratio of every step as CSV.")
        st.download_button("Python script", script, "gradient_norms.py", "text/x-python", on_click="ignore")
        st.code(script, language="python", height=400)


def _differences(experiment: Experiment) -> dict[str, list[str]]:
    single = replace(experiment, seeds=1, precision="float64")
    table: dict[str, list[str]] = {name: [] for name in ("run", "steps back", "drawn", "measured", "error")}
    for run in run_experiment(single):
        steps = run.flow.recording.seq_len
        lags = [lag for lag in (0, 1, 5, 10, 20, 50, 100, 200) if lag < steps] + [steps]
        for difference in check_gradient(run.flow, [steps - lag for lag in lags]):
            table["run"].append(run.label)
            table["steps back"].append(str(steps - difference.step))
            table["drawn"].append(power(difference.drawn))
            table["measured"].append(power(difference.measured) if difference.resolved else "too small to measure")
            table["error"].append(f"{difference.error:.1e}" if difference.resolved else "–")
    return table
