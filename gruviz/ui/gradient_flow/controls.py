"""The column of controls beside the picture: three open groups with previews, and the rest under "Advanced"."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.experiments.settings import Experiment
from gruviz.ui.controls.custom_cell import PARTS, has_block
from gruviz.ui.controls.laboratory import ADVANCED, chosen_cells
from gruviz.ui.controls.own_numbers import OwnNumbers, own_numbers
from gruviz.ui.controls.panel import Panel
from gruviz.ui.gradient_flow.chips import cell_chips
from gruviz.ui.gradient_flow.parts import part
from gruviz.ui.gradient_flow.previews import eigenvalues_preview, gate_preview, input_preview
from gruviz.ui.share import share_row

GATES = {
    "update_bias": ("update_block", "update gate"),
    "forget_bias": ("forget_block", "forget gate"),
}
"""By control of a gate's bias: which block of a cell it sets, and what that is called."""


@dataclass(frozen=True)
class Column:
    """What the column leaves to be filled once the settings are known to make an experiment.

    Args:
        numbers: The person's own.
        places: Where the previews go, by the control that they stand beside.
    """

    numbers: OwnNumbers
    places: dict[str, DeltaGenerator]

    def fill(self, panel: Panel, experiment: Experiment) -> None:
        """Draw the previews."""
        with self.places["gain"]:
            eigenvalues_preview(panel, experiment)
        for name, (block, _) in GATES.items():
            with self.places[name]:
                gate_preview(panel, experiment, block)
        with self.places["inputs"]:
            input_preview(panel, experiment)


def controls_column(panel: Panel) -> Column:
    """Draw the controls."""
    topics = [f"moved:{panel.key(name)}" for name in panel.table.swept]
    settings = {name: panel.values[name] for name in panel.table.swept}
    part("handle", {"label": "Controls", "topics": topics, "settings": settings}, key=panel.key("handle"))
    with st.container(key=panel.key("controls"), gap="small"):
        _cells(panel)
        places = _start(panel)
        numbers, places["inputs"] = _input(panel)
        _advanced(panel)
        share_row(panel)
    return Column(numbers, places)


def _cells(panel: Panel) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown("**Which cells**", width="content")
        if panel.draws("variants"):  # above the chips: it stays where it is while they become more
            with st.popover("More cells", key=panel.key("more_cells")):
                panel.draw("variants", *PARTS)
    cell_chips(panel)
    panel.draw("reference")


def _start(panel: Panel) -> dict[str, DeltaGenerator]:
    st.markdown("**How they start**")
    settings, place = _beside()
    with settings:
        panel.draw("gain", "scheme")
    places = {"gain": place}
    for name in GATES:
        settings, places[name] = _beside()
        with settings, st.container(key=panel.key(f"{name}_place")):  # as high with the slider as without
            if panel.draws(name) or name in panel.locked:
                panel.draw(name)
            elif name not in panel.hidden:
                st.caption(_why_not(panel, name))
    return places


def _why_not(panel: Panel, name: str) -> str:
    block, gate = GATES[name]
    if has_block(chosen_cells(panel.values), panel.values, block):
        return f"The bias of the {gate} follows from the chrono start."
    return f"None of these cells has {'an' if gate[0] in 'aeiou' else 'a'} {gate}."


def _input(panel: Panel) -> tuple[OwnNumbers, DeltaGenerator]:
    st.markdown("**What they read**")
    settings, place = _beside()
    with settings:
        panel.draw("inputs")
    left, right = st.columns(2, gap="small")
    with left:
        panel.draw("seq_len")
    with right:
        panel.draw("scale")
    panel.draw("text", "table")
    return own_numbers(panel), place


def _beside() -> tuple[DeltaGenerator, DeltaGenerator]:
    """A column for controls, and one for what they mean."""
    settings, place = st.columns([5, 3], gap="small", vertical_alignment="center")
    return settings, place


def _advanced(panel: Panel) -> None:
    """The rest, closed until something in it is set otherwise than at the start, as by a link or an experiment."""
    names = [name for name, control in panel.controls.items() if control.group == ADVANCED]
    if not any(map(panel.draws, names)):
        return
    key, seen = panel.key("advanced"), panel.key("advanced_seen")
    changed = {name for name in names if panel.values[name] != panel.controls[name].default}
    if not changed <= st.session_state.get(seen, set()):
        st.session_state[key] = True
    st.session_state[seen] = changed
    with st.expander(ADVANCED, key=key, on_change="rerun"):
        panel.draw(*names)
