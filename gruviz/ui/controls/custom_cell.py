"""Cells on the pages: the controls that compose a custom one, and a description of any."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from gruviz.engine.cells import CELLS, OWN, Cell, Design, find_cell
from gruviz.engine.cells.equations import path_latex
from gruviz.ui.controls.kinds import Choice, Control, Toggle, Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES
from gruviz.ui.prose import linked

CUSTOM_LABEL = "Custom cell"
SPACE, BREAK = r"\, ", r"\allowbreak "


def custom_controls(is_chosen: Callable[[Values], bool]) -> tuple[Control, ...]:
    """The four choices of a design, drawn while a custom cell is chosen; they start as a GRU's."""
    return (
        Choice(
            name="own_reset",
            label="Reset gate",
            help="Lets the candidate look away from the state: before the product with U, as in the textbook, or after "
            "it, as in PyTorch.",
            default="before",
            options={"none": "None", "before": "Before U", "after": "After U"},
            group=CUSTOM_LABEL,
            when=is_chosen,
        ),
        Choice(
            name="own_update",
            label="Update gate",
            help="Decides how much is written. None: the candidate replaces the state. Shared: one gate resets and "
            "updates, as in the MGU. Input only: the gate does not see the state, as in the minGRU.",
            default="independent",
            options={"none": "None", "independent": "Independent", "coupled": "Shared", "input": "Input only"},
            group=CUSTOM_LABEL,
            when=is_chosen,
        ),
        Choice(
            name="own_candidate",
            label="Candidate",
            help="tanh keeps the state within ±1; ReLU does not, and passes a gradient either whole or not at all.",
            default="tanh",
            options={"tanh": "tanh", "relu": "ReLU"},
            group=CUSTOM_LABEL,
            when=is_chosen,
        ),
        Toggle(
            name="own_bias",
            label="State bias c",
            help="A bias beside U h, as PyTorch has one. After a reset gate it makes a difference; elsewhere it adds "
            "to b.",
            default=False,
            group=CUSTOM_LABEL,
            when=is_chosen,
        ),
    )


NAME = "own_name"
"""Of the control that names a custom cell, where a page has one."""
PARTS = ("own_reset", "own_update", "own_candidate", "own_bias")
"""Names of the four controls, in the order of `Design`."""


def custom_design(values: Values) -> Design:
    """The design that the four controls hold, with the name that a person gave it where there is a field for one.

    Raises:
        GruvizError: If its parts do not go together.
    """
    reset, update, candidate, bias = (values[name] for name in PARTS)
    return Design(reset, update, candidate, state_bias=bias, name=values.get(NAME, ""))


def cell_keys(cells: Iterable[str], values: Values) -> tuple[str, ...]:
    """Registry keys of chosen cells; `OWN` becomes the key of the design that the four controls hold.

    Raises:
        GruvizError: If its parts do not go together.
    """
    return tuple(custom_design(values).key if cell == OWN else cell for cell in cells)


def has_block(cells: Sequence[str], values: Values, block: str) -> bool:
    """Whether any cell has an "update_block" or "forget_block"; `OWN` is the design that the four controls hold."""
    custom = block == "update_block" and values["own_update"] != "none"
    return any(custom if cell == OWN else getattr(CELLS[cell], block) for cell in cells)


LINKS: Mapping[str, Mapping[str, str]] = {
    "gradient_flow": {"cells": "gru", "variants": OWN, "inputs": "noise"},
    "train": {"learners": "gru", "more": OWN},
    "inside_the_cell": {"cell": OWN, "inputs": "noise"},
    "compare": {"cells": f"rnn,gru,lstm,{OWN}"},
}
"""Query with which each page shows the custom cell, beside a GRU at least where it shows several."""


class Size(NamedTuple):
    """Size of a layer: D inputs and H hidden units."""

    inputs: int
    units: int


def custom_card(panel: Panel, cells: Iterable[str], size: Size, *, here: str) -> None:
    """What a custom cell is made of, if one is among the cells, and links that take it to other pages.

    Args:
        panel: Holds the four controls.
        cells: Keys of the cells on the page.
        size: With which its parameters are counted.
        here: Key of this page.
    """
    custom = next((cell for cell in cells if cell.startswith(f"{OWN}_")), None)
    if custom is None:
        return
    parts = {name: str(panel.controls[name].encode(panel.values[name])) for name in PARTS}
    with st.container(border=True, key=panel.key("own")):
        cell_notes(find_cell(custom), size)
        for other in [page for page in LINKS if page != here]:
            script, label = PAGES[other]
            st.page_link(script, label=f"This cell in **{label}** →", query_params={**LINKS[other], **parts})


def cells_expander(cells: Sequence[str], size: Size) -> None:
    """Offer the equations, sizes and sources of the cells drawn."""
    with st.expander("The cells: equations, parameters, sources", key="cells", on_change="rerun") as box:
        if box.open:
            for cell in cells:
                cell_notes(find_cell(cell), size)


def cell_notes(cell: Cell, size: Size) -> None:
    """Title, equations beside the Jacobian by path, number of parameters and source of a cell."""
    st.markdown(f"**{literal(cell.title)}**{_namesake(cell)}")
    with st.container(key=f"equations_{cell.key}"):
        step, jacobian = st.columns([4, 5])
        step.markdown(formula_lines(equation.latex for equation in cell.equations))
        jacobian.markdown(formula_lines(_jacobian(cell)))
    st.markdown(f"{_parameters(cell, size)} {linked(literal(cell.reference))}.")


def _namesake(cell: Cell) -> str:
    twins = [other.title for other in CELLS.values() if other is not cell and other.equations == cell.equations]
    return f": the same as the {literal(twins[0])}" if twins else ""


def _jacobian(cell: Cell) -> list[str]:
    """Each path's Jacobian, below their sum where the state is one vector."""
    names = [rf"J_{{\text{{{path}}}}}" for path in cell.paths]
    parts = [f"{name} = {path_latex(formula)}" for name, formula in zip(names, cell.paths.values(), strict=True)]
    if len(cell.state_names) > 1:
        return parts
    return [rf"\partial h_t / \partial h_{{t-1}} = {' + '.join(names)}", *parts]


def formula_lines(formulas: Iterable[str]) -> str:
    """A formula to a line, which breaks between factors where the page is narrow, as a displayed one could not."""
    return "  \n".join(f"${formula.replace(SPACE, SPACE + BREAK)}$" for formula in formulas)


def _parameters(cell: Cell, size: Size) -> str:
    count, gru = (kind.parameter_count(*size) for kind in (cell, CELLS["gru"]))
    compared = "" if cell.key == "gru" else f"; a GRU has {gru:,}"
    inputs = "1 input" if size.inputs == 1 else f"{size.inputs} inputs"
    return f"{count:,} parameters with {inputs} and {size.units} hidden units{compared}."
