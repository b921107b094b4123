"""The diagram of a cell alone, as a picture on other pages: a small network's run plays through it once."""

from dataclasses import replace

import streamlit as st

from gruviz.closeup.follow import Closeup, follow
from gruviz.experiments.settings import Experiment
from gruviz.ui.caching import shared
from gruviz.ui.charts.component import component
from gruviz.ui.inside.scene import pack_scene

STEPS, UNITS = 12, 8
"""Of the run whose numbers stand in the diagram."""


def cell_picture(experiment: Experiment, *, key: str, height: int) -> None:
    """Draw the first cell of an experiment, started as there, and say what its numbers are of.

    Args:
        experiment: Whose cell and start.
        key: Unique on the page and constant over runs.
        height: Pixels that it will take, as a rule: kept free before it is there.

    Raises:
        GruvizError: If the cell cannot be run so.
    """
    small = replace(experiment, cells=experiment.cells[:1], reference=False, seeds=1, seq_len=STEPS, hidden_size=UNITS)
    component("cell", key=key, height=height, data=_scene(small))
    st.caption(f"The places are schematic, the numbers those of an untrained network of {UNITS} units.")


@shared(32)
def _scene(experiment: Experiment) -> bytes:
    start = {"serial": 1, "at": {"step": experiment.seq_len}}
    return pack_scene(follow(Closeup(experiment)), keeps=False, start=start, may_intervene=False)
