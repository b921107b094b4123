"""The comparison's controls, and how their values become what is counted, run and measured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gruviz.comparison.costs import Stack
from gruviz.comparison.speed import INPUT_SIZE, SpeedConfig
from gruviz.engine.cells import OWN
from gruviz.engine.cells.design import NAME_LIMIT, named
from gruviz.experiments.settings import Experiment
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.cell_kinds import KINDS, OFFERED
from gruviz.ui.controls.custom_cell import CUSTOM_LABEL, NAME, Size, cell_keys, custom_controls, custom_design
from gruviz.ui.controls.grouped import GroupedChoices
from gruviz.ui.controls.kinds import Choice, Choices, Control, Number, Slider, Text, Values
from gruviz.ui.controls.table import Table
from gruviz.validation import InvalidValue

CLAIM_TITLES = {
    "parameters": "Parameters",
    "computation": "Computation",
    "speed": "Speed",
    "simplicity": "Simplicity",
    "benchmarks": "Benchmarks",
    "memory": "Long memory",
    "carry": "Carry or write",
    "gates": "Gates today",
}
"""The claims, in the order of the text."""
DRAWN = ("parameters", "computation", "simplicity", "memory")
"""Those whose charts have the chosen cells."""
CHOOSERS = dict.fromkeys(DRAWN, "cells") | {"speed": "engine"}
"""By claim that a custom cell can be put to, the control that holds the cells."""
SETTINGS = ("Size", "Run", "Measurement")
"""Groups of what is not about the choice of cells."""
SIZES = ("16", "32", "64", "128", "256")


def _in(*views: str) -> Callable[[Values], bool]:
    return lambda values: values["view"] in views


@dataclass(frozen=True, kw_only=True)
class Name(Text):
    """What a person calls a cell: a line of letters, digits, spaces and hyphens."""

    @property
    def takes(self) -> str:
        return f"at most {self.limit} letters, digits, spaces and hyphens"

    def parse(self, raw: str) -> str:
        if raw != self.tidy(raw):
            raise InvalidValue(self.name, raw, self.takes)
        return raw

    def tidy(self, value: Any) -> str:
        """What of it may be a name; that of another cell would not tell them apart."""
        name = named(str(value))
        return self.default if name.casefold() in TAKEN else name

    def widget(self, key: str) -> None:
        st.text_input(self.label, key=key, help=self.help, max_chars=self.limit)


def has_custom(values: Values) -> bool:
    """Whether the chosen claim draws a custom cell, or measures others by it."""
    view = values["view"]
    chosen = view in CHOOSERS and OWN in values[CHOOSERS[view]]
    return chosen or (view == "parameters" and values["budget"] == OWN)


def _run_row(name: str, **changes: Any) -> Control:
    """A row of the laboratory, for the claims that rest on runs."""
    return laboratory.TABLE.row(name, group="Run", **{"when": _RUN} | changes)


_COUNTED = _in("parameters", "computation")
_RUN = _in("memory", "carry", "gates")
_MEASURED = _in("speed")
TAKEN = {title.casefold() for title in OFFERED.values()}

CONTROLS: tuple[Control, ...] = (
    Choice(
        name="view",
        label="Claim",
        help="Which claim to look into. Each card has its verdict.",
        default="parameters",
        options=CLAIM_TITLES,
    ),
    GroupedChoices(
        name="cells",
        label="Cells",
        help="Which cells to draw. The verdicts are about RNN, GRU and LSTM, drawn or not.",
        default=["rnn", "gru", "lstm"],
        options=OFFERED,
        groups=KINDS,
        group="Cells",
        when=_in(*DRAWN, "benchmarks"),
    ),
    *custom_controls(has_custom),
    Name(
        name=NAME,
        label="Name",
        help="What charts and tables call your cell.",
        default="My cell",
        limit=NAME_LIMIT,
        group=CUSTOM_LABEL,
        when=has_custom,
    ),
    Number(
        name="input_size",
        label="Inputs D",
        help="Numbers read at each step.",
        default=32,
        low=1,
        high=10_000,
        group="Size",
        when=_COUNTED,
    ),
    Number(
        name="units",
        label="Hidden units H",
        help="Size of the hidden state of each layer.",
        default=64,
        low=1,
        high=10_000,
        group="Size",
        when=_COUNTED,
    ),
    Slider(
        name="layers",
        label="Layers",
        help="How many are stacked; all but the first read the hidden state of the one below.",
        default=1,
        low=1,
        high=8,
        step=1,
        group="Size",
        when=_COUNTED,
    ),
    Choice(
        name="biases",
        label="Biases",
        help="Textbooks write one bias for each block of weights; PyTorch adds two, one beside W and one beside U.",
        default="one",
        options={"one": "One", "two": "Two, as PyTorch"},
        group="Size",
        when=_in("parameters"),
    ),
    Choice(
        name="budget",
        label="Same budget as",
        help="The lower chart gives every cell as many parameters as this one has with H units.",
        default="lstm",
        options=OFFERED,
        listed=True,
        group="Size",
        when=_in("parameters"),
    ),
    _run_row(
        "seq_len",
        help="How far back the gradient is followed; longer memories cannot be distinguished.",
        default=100,
        low=10,
        step=10,
        when=_in("memory", "carry"),
    ),
    _run_row("hidden_size"),
    _run_row(
        "seeds", help="Networks with different random weights; the marks are medians, the bars quartiles over them."
    ),
    _run_row("seed"),
    Choices(
        name="sizes",
        label="Hidden units",
        help="Each H to measure.",
        default=["16", "32", "64", "128"],
        options={size: size for size in SIZES},
        group="Measurement",
        when=_MEASURED,
    ),
    GroupedChoices(
        name="engine",
        label="Cells of our engine",
        help="Run beside PyTorch's nn.RNN, nn.GRU and nn.LSTM, one of your own if you like.",
        default=["rnn", "gru", "lstm"],
        options=OFFERED,
        groups=KINDS,
        group="Cells",
        when=_MEASURED,
    ),
    Slider(
        name="steps",
        label="Sequence length (steps)",
        help="T of every sequence.",
        default=50,
        low=10,
        high=200,
        step=10,
        group="Measurement",
        when=_MEASURED,
    ),
    Slider(
        name="batch_size",
        label="Sequences",
        help="B, how many run together.",
        default=32,
        low=1,
        high=64,
        step=1,
        group="Measurement",
        when=_MEASURED,
    ),
    Slider(
        name="rounds",
        label="Rounds",
        help="In each, everyone runs once at every size, in turn; ratios are taken within a round.",
        default=15,
        low=3,
        high=51,
        step=2,
        group="Measurement",
        when=_MEASURED,
    ),
)


TABLE = Table("compare", CONTROLS)
MATTER = {
    "parameters": ("units", "budget"),
    "computation": ("units", "layers"),
    "memory": ("seq_len", "hidden_size"),
    "carry": ("seq_len", "hidden_size"),
    "gates": ("hidden_size", "seeds"),
}
"""By claim, the two controls that change most; the others wait under "Settings"."""


def others(values: Values) -> list[str]:
    """Names of the controls of the chosen claim that wait under "Settings"."""
    matter = MATTER.get(values["view"], ())
    return [one.name for one in CONTROLS if one.group in SETTINGS and one.name not in matter and one.when(values)]


def custom_keys(values: Values) -> list[str]:
    """The key of the custom cell, if the chosen claim draws it or measures others by it.

    Raises:
        GruvizError: If its parts do not go together; so do the functions below, if the settings make nothing.
    """
    return [custom_design(values).key] if has_custom(values) else []


def card_size(values: Values) -> Size:
    """D and H with which the card of a custom cell counts: those of the chosen claim, the largest if it has several.

    A claim without sizes has those of the counted stack.
    """
    view = values["view"]
    if view == "memory":
        return laboratory.size_of(experiment_from(values, ["gru"]))
    if view == "speed":
        return Size(INPUT_SIZE, max(speed_config_from(values).hidden_sizes))
    return Size(values["input_size"], values["units"])


def stack_from(values: Values) -> Stack:
    """The layers that are counted."""
    return Stack(values["input_size"], values["layers"], values["biases"])


def chosen_cells(values: Values) -> tuple[str, ...]:
    """Registry keys of the cells to draw."""
    return cell_keys(values["cells"], values)


def experiment_from(values: Values, cells: Sequence[str]) -> Experiment:
    """The runs in which the memory of some cells is measured, from PyTorch's start."""
    settings = {name: values[name] for name in ("seq_len", "hidden_size", "seeds", "seed")}
    return Experiment(cells=tuple(cells), reference=False, **settings)


def speed_config_from(values: Values) -> SpeedConfig:
    """The measurement of speed."""
    if not values["sizes"]:
        raise InvalidValue("sizes", "none", "at least one size", "Choose at least one number of hidden units.")
    return SpeedConfig(
        cells=cell_keys(values["engine"], values),
        hidden_sizes=tuple(int(size) for size in values["sizes"]),
        seq_len=values["steps"],
        batch_size=values["batch_size"],
        rounds=values["rounds"],
    )
