"""A cell of one's own: its parts beside the diagram that they change, its numbers, and links that take it along."""

import streamlit as st

from gruviz.closeup.follow import Closeup, CloseupRun, follow
from gruviz.engine.cells import OWN
from gruviz.experiments.settings import Experiment
from gruviz.ui.caching import shared
from gruviz.ui.charts.component import component
from gruviz.ui.compare.chosen import said_instead
from gruviz.ui.compare.controls import CHOOSERS, card_size, has_custom
from gruviz.ui.controls.custom_cell import NAME, PARTS, custom_card, custom_design
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.scene import pack_scene

STEPS, UNITS = 12, 8
"""Of the run whose numbers stand in the diagram."""
HEIGHT = 350


def builder(panel: Panel) -> None:
    """Draw the builder while the chosen claim has a custom cell."""
    if not has_custom(panel.values):
        return
    with st.container(border=True, key=panel.key("builder")):
        parts, picture = st.columns([38, 62], gap="medium")
        with parts:
            panel.draw(NAME, *PARTS)
            _remove(panel)
        with picture, said_instead(repeats=True):
            key = custom_design(panel.values).key
            run = _run(key)
            component("cell", key=panel.key("diagram"), height=HEIGHT, data=diagram(run))
            st.caption(
                "The places are schematic. Thickness, colours and numbers are those of an untrained network of "
                f"{UNITS} units that reads {STEPS} steps of noise."
            )
            custom_card(panel, [key], card_size(panel.values), here="compare")


def diagram(run: CloseupRun) -> bytes:
    """What the component draws: the run, played once from its first step to its last."""
    length = run.flow.recording.seq_len
    start = {"serial": 1, "at": {"step": length}}
    return pack_scene(run, keeps=False, start=start, may_intervene=False)


def _remove(panel: Panel) -> None:
    chooser = CHOOSERS.get(panel.values["view"])
    if chooser is None or not panel.draws(chooser) or OWN not in panel.values[chooser]:
        return
    left = [cell for cell in panel.values[chooser] if cell != OWN]
    st.button("Take it out again", key=panel.key("unbuild"), on_click=panel.set, args=(chooser, left))


@shared(32)
def _run(cell: str) -> CloseupRun:
    return follow(Closeup(Experiment((cell,), reference=False, seq_len=STEPS, hidden_size=UNITS, seeds=1)))
