"""The table of interventions: add one by its numbers, take one away."""

from dataclasses import replace

import streamlit as st

from gruviz.closeup.interventions import Cut, Intervention, Interventions, Reset
from gruviz.engine.cells import Cell
from gruviz.engine.cells.names import glyph
from gruviz.engine.records import Clamp
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError, InvalidValue

RESET, CUT = "Reset the state", "Cut the gradient"
UNBOUNDED = 4.0
"""Largest value offered for a gate whose range has no end."""


def interfere_expander(panel: Panel, cell: Cell, seq_len: int, hidden_size: int) -> None:
    """Offer to hold gates, reset the state and cut the gradient; list what is done already, each with its removal."""
    if "hold" in panel.hidden:
        return
    present = Interventions.parse(panel.values["hold"])
    keeps = panel.values["z"] == "keep"
    with st.expander("Interfere: hold a gate, reset the state, cut the gradient", key=panel.key("interfere")):
        _list(panel, present, keeps=keeps)
        kinds = {**{gate: f"Hold {glyph(gate)}" for gate in cell.gate_names}, RESET: RESET, CUT: CUT}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kind = st.selectbox(
                "What to do",
                list(kinds),
                format_func=lambda one: kinds[one],
                key=panel.key("do"),
                help="A held gate is a constant: no gradient passes through it. A reset replaces the state by zeros. A "
                "cut only stops the gradient, as truncated backpropagation does.",
            )
            units = ""
            intervention: Intervention
            if kind in cell.gate_names:
                intervention, units = _hold(panel, cell, kind, seq_len, keeps=keeps)
            else:
                intervention = _at(panel, kind, seq_len)
            if st.button("Add", key=panel.key("do_add")):
                _add(panel, present, intervention, units, (cell, seq_len, hidden_size))


def _list(panel: Panel, present: Interventions, *, keeps: bool) -> None:
    for i, words in enumerate(present.words(keeps=keeps)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(literal(words))
            rest = Interventions(present.all[:i] + present.all[i + 1 :])
            st.button(
                "Remove", key=panel.key(f"do_remove_{i}"), on_click=panel.set, args=("hold", rest.text), type="tertiary"
            )
    if len(present.all) > 1:
        st.button("Remove all", key=panel.key("do_clear"), on_click=panel.set, args=("hold", ""))


def _hold(panel: Panel, cell: Cell, gate: str, seq_len: int, *, keeps: bool) -> tuple[Clamp, str]:
    low, high = (max(-UNBOUNDED, min(float(limit), UNBOUNDED)) for limit in cell.gate_ranges[gate])
    value = st.slider(
        "Hold at",
        low,
        high,
        0.0,
        step=0.05,
        key=panel.key(f"do_value_{gate}"),
        help="The value that the gate has instead of its own.",
    )
    first = _step(panel, "From step", "do_first", 1, seq_len)
    last = _step(panel, "To step", "do_last", seq_len, seq_len)
    units = st.text_input(
        "Units", key=panel.key("do_units"), placeholder="all", help="Numbers of units, such as 3, 7; empty is all."
    )
    value = round(1 - value if keeps and gate == "z" else value, 6)
    return Clamp(gate, value, min(first, last), max(first, last)), units


def _at(panel: Panel, kind: str, seq_len: int) -> Intervention:
    step = _step(panel, "At step", "do_at", min(panel.values["step"], seq_len), seq_len)
    return Reset(step) if kind == RESET else Cut(step)


def _step(panel: Panel, label: str, name: str, value: int, seq_len: int) -> int:
    help_text = f"A step of this run, 1 to {seq_len}."
    return st.number_input(label, 1, seq_len, value, key=panel.key(f"{name}_{seq_len}"), help=help_text)


def _add(panel: Panel, present: Interventions, new: Intervention, units: str, run: tuple[Cell, int, int]) -> None:
    """Add an intervention, checked against the run: its cell, T and H."""
    try:
        if isinstance(new, Clamp) and units.strip():
            new = replace(new, units=_units(units))
        more = present.plus(new, *run)
    except GruvizError as error:
        st.error(literal(in_words(error)))
        return
    panel.set("hold", more.text)
    st.rerun()


def _units(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdecimal() and len(part) < 5 for part in parts):
        allowed = "whole numbers joined by commas, such as 3, 7"
        raise InvalidValue("units", text, allowed, f"Units are {allowed}.")
    return tuple(dict.fromkeys(int(part) for part in parts))
