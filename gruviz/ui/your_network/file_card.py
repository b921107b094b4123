"""What was found in the file, and how to put a guess right."""

from collections.abc import Callable, Mapping

import streamlit as st

from gruviz.checkpoints import Checkpoint, FoundLayer, Reading
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal
from gruviz.ui.your_network.brought import Brought
from gruviz.ui.your_network.chosen import chosen_stack, found_words, kind_of, stacks
from gruviz.wording import counted

NAMED = 6
"""Arrays that are not used, named one by one at most."""


def file_card(panel: Panel, network: Brought) -> None:
    """Say what was found, by what it was recognised, and offer other readings of it."""
    checkpoint = network.checkpoint
    with st.container(border=True, key=panel.key("file_card")):
        st.markdown(f"**What is in the file**, {literal(network.name)} ({literal(checkpoint.format)})")
        modules = stacks(checkpoint)
        stack = chosen_stack(checkpoint, panel.values["module"], panel.values["reading"])
        st.markdown(literal(found_words(stack)))
        st.caption(literal(f"{stack[0].how} {_rest(checkpoint)}"))
        with st.container(horizontal=True, gap="small", key=panel.key("corrections")):
            _select(panel, "module", "Module", {name: name or "the network" for name in modules}, stack[0].name)
            for label, said in ASPECTS.items():
                _aspect(panel, stack[0], label, said)


def _z(reading: Reading) -> str:
    return ("writes" if not reading.z_keeps else "keeps") if "z" in reading.gates else ""


def _reset(reading: Reading) -> str:
    return {"gru": "before the product", "gru_reset_after": "after the product"}.get(reading.cell, "")


ASPECTS: Mapping[str, Callable[[Reading], str]] = {
    "Cell": kind_of,
    "Order of the gates": lambda reading: ", ".join(reading.gates),
    "z near 1": _z,
    "Reset acts": _reset,
}
"""What a file may leave open, by label: what a reading says of it."""


def _aspect(panel: Panel, layer: FoundLayer, label: str, said: Callable[[Reading], str]) -> None:
    """Offer the readings that differ from the present one in one aspect alone."""
    others = [other for name, other in ASPECTS.items() if name != label]
    now = layer.reading
    alike = [one for one in layer.choices if all(other(one) == other(now) for other in others)]
    options = {one.key: said(one) for one in alike}
    if len(options) > 1:
        _select(panel, "reading", label, options, now.key)


def _select(panel: Panel, name: str, label: str, options: Mapping[str, str], chosen: str) -> None:
    """A list whose choice goes into the control `name`, if there is a choice."""
    if len(options) < 2:
        return
    key = panel.key(f"{name}_box_{label}")
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    with st.container(width=150):
        st.selectbox(
            label,
            list(options),
            format_func=lambda one: options[one],
            key=key,
            on_change=_take,
            args=(panel, name, key),
        )


def _take(panel: Panel, name: str, key: str) -> None:
    panel.set(name, st.session_state[key])


def _rest(checkpoint: Checkpoint) -> str:
    """What else is in the file."""
    embedding, others = checkpoint.embedding, list(checkpoint.others)
    words = ""
    if embedding is not None:
        words = f"Its embedding has {counted(len(embedding), 'row')} of {counted(embedding.shape[1], 'number')}. "
        others = [one for one in others if one.shape != embedding.shape]
    named = [f"{one.name} ({' × '.join(map(str, one.shape))})" for one in others[:NAMED]]
    more = f" and {len(others) - NAMED:,} more" if len(others) > NAMED else ""
    return f"{words}Not run: {', '.join(named)}{more}." if named else words
