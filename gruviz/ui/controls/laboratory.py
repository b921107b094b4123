"""The gradient-flow laboratory: its controls and presets, and how they become an experiment."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from gruviz.engine.cells import CELLS, LINEAR, OWN, STANDARD, VARIANTS
from gruviz.experiments.settings import Experiment
from gruviz.ui.controls.cell_kinds import MORE_CELLS, OFFERED
from gruviz.ui.controls.custom_cell import Size, cell_keys, custom_controls, has_block
from gruviz.ui.controls.grouped import GroupedChoices
from gruviz.ui.controls.inputs import INPUT_ROWS, input_settings
from gruviz.ui.controls.kinds import Choice, Choices, Control, Number, Slider, Toggle, Values
from gruviz.ui.controls.table import Table

VIEW_TITLES = {
    "decay": "How much is left?",
    "paths": "Which way did it go?",
    "steps": "What does one step do?",
    "weights": "Which steps teach the weights?",
    "matrix": "Who hears whom?",
    "gates": "What did the gates do?",
}
ADVANCED = "Advanced"
"""The group of what is seldom needed."""


def _has(block: str) -> Callable[[Values], bool]:
    return lambda current: not current["chrono"] and has_block(chosen_cells(current), current, block)


def _has_custom(values: Values) -> bool:
    return OWN in values["variants"]


def chosen_cells(values: Values) -> list[str]:
    """Keys of the chosen cells, a custom one still as `OWN`."""
    return [*values["cells"], *values["variants"]]


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="view",
        label="Question",
        help="Six questions about the same runs. Only the one that is chosen is computed.",
        default="decay",
        options=VIEW_TITLES,
    ),
    Choices(
        name="cells",
        label="Cells",
        help="All of them read the same inputs and start from the same kind of random weights.",
        default=["rnn", "gru"],
        options={key: CELLS[key].title for key in STANDARD},
        group="Cells",
    ),
    GroupedChoices(
        name="variants",
        label="More cells",
        help="Variants from the literature; cells whose gates read the input alone, which makes them linear in the "
        "state; and a cell that you put together yourself.",
        default=[],
        options={key: OFFERED[key] for keys in MORE_CELLS.values() for key in keys},
        groups=MORE_CELLS,
        group="Cells",
    ),
    *custom_controls(_has_custom),
    Toggle(
        name="reference",
        label="Compare with PyTorch's start",
        help="Adds each cell as PyTorch starts it, dashed, wherever your settings differ from that.",
        default=True,
        group="Cells",
    ),
    Slider(
        name="seq_len",
        label="Sequence length",
        help="How many steps lie between the first state and the loss. A shorter series is run to its end.",
        default=50,
        low=5,
        high=500,
        step=5,
        group="Input",
    ),
    Slider(
        name="hidden_size",
        label="Hidden units",
        help="How many numbers the cell remembers: the size H of its state.",
        default=32,
        low=4,
        high=128,
        step=4,
        group=ADVANCED,
    ),
    Slider(
        name="seeds",
        label="Random networks",
        help="How many networks are drawn at random. A line is their median; half of them lie within its band.",
        default=16,
        low=1,
        high=32,
        step=1,
        group=ADVANCED,
    ),
    Choice(
        name="scheme",
        label="Recurrent weights U",
        help="How U, through which a cell hears its own last state, is drawn at strength 1. Orthogonal: it turns the "
        "state and changes no length. Gaussian: its largest eigenvalue has size 1. Identity: each unit hears itself "
        "alone, as in an IRNN.",
        default="default",
        options={
            "default": "Uniform, as in PyTorch",
            "orthogonal": "Orthogonal",
            "gaussian": "Gaussian",
            "identity": "Identity",
        },
        group="Start",
        listed=True,
    ),
    Slider(
        name="gain",
        label="Strength of the feedback",
        help="How loudly a cell hears its own last state: multiplies all recurrent weights U.",
        default=1.0,
        low=0.0,
        high=4.0,
        step=0.05,
        group="Start",
    ),
    Slider(
        name="update_bias",
        label="Update gate",
        ends=("holds", "overwrites"),
        help="The bias of the update gate. Far below 0 the gate stays shut and the cell holds what it has; above 0 "
        "it overwrites it at every step. 0 is PyTorch's start.",
        default=-4.0,
        low=-8.0,
        high=4.0,
        step=0.25,
        group="Start",
        when=_has("update_block"),
    ),
    Slider(
        name="forget_bias",
        label="Forget gate",
        ends=("forgets", "holds"),
        help="Is added to the bias of the forget gate. Above 0 a cell holds what it has, below 0 it forgets it. 0 is "
        "PyTorch's start; in an sLSTM its authors', whose biases go from 5 for the first unit to −7 for the last.",
        default=0.0,
        low=-4.0,
        high=8.0,
        step=0.25,
        group="Start",
        when=_has("forget_block"),
    ),
    Toggle(
        name="chrono",
        label="Chrono start: every time span",
        help="Gives some units a short memory and others a long one, from 1 to T−1 steps, in place of the two biases "
        "(Tallec & Ollivier 2018).",
        default=False,
        group=ADVANCED,
    ),
    *INPUT_ROWS,
    Choice(
        name="precision",
        label="Precision of the numbers",
        help="Training usually runs in float32, where a small gradient becomes exactly zero sooner.",
        default="float64",
        options={"float64": "float64", "float32": "float32"},
        group=ADVANCED,
    ),
    Choice(
        name="loss",
        label="Loss at",
        help="With a loss at every step the curve stays up even for a network that remembers nothing: a lesson in "
        "what not to measure.",
        default="last",
        options={"last": "The last step", "every": "Every step"},
        group=ADVANCED,
    ),
    Number(
        name="seed",
        label="Random seed",
        help="Other networks, other noise. The same settings and seed give the same picture on every computer.",
        default=0,
        low=0,
        high=2**31 - 1,
        group=ADVANCED,
    ),
    Choices(
        name="theory",
        label="What theory predicts",
        help="Dotted: no gradient of a cell without gates can lie above it (Pascanu et al. 2013). Dash-dotted: what "
        "the mean square of the gradient does if no step knows of the one before; at most about, where a run is "
        "chaotic.",
        default=[],
        options={"bound": "Upper bound", "mean_field": "Mean square"},
        when=lambda values: values["view"] == "decay",
        group=ADVANCED,
    ),
    Choice(
        name="axis",
        label="Vertical scale",
        help="On a logarithmic scale a constant factor per step is a straight line. On a linear one you see what the "
        "network sees: whatever is far below the rest is nothing.",
        default="log",
        options={"log": "log", "linear": "linear"},
        when=lambda values: values["view"] in ("decay", "paths"),
    ),
    Choice(
        name="state",
        label="LSTM: gradient of",
        help="An LSTM carries its memory in c and shows h. Looking at h alone misleads.",
        default="state",
        options={"state": "h and c", "h": "h alone", "c": "c alone"},
        when=lambda values: values["view"] == "decay" and not {"lstm", "lstm_coupled"}.isdisjoint(chosen_cells(values)),
        group=ADVANCED,
    ),
)

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "Textbook": {},
    "Fresh from PyTorch": {"cells": ["rnn", "gru_reset_after", "lstm"], "update_bias": 0.0},
    "Orthogonal weights": {"scheme": "orthogonal", "update_bias": 0.0},
    "Explosion": {"scheme": "orthogonal", "gain": 2.0, "seq_len": 100},
    "Chrono start": {"cells": ["rnn", "gru", "lstm"], "chrono": True, "seq_len": 100},
    "Loud input": {"cells": ["rnn"], "scheme": "orthogonal", "scale": 3.0, "reference": False},
    "Float32": {"precision": "float32", "seq_len": 200},
    "Identity start": {"cells": ["rnn", "gru"], "variants": ["irnn"], "scheme": "identity", "update_bias": 0.0},
    "Every cell": {"cells": list(STANDARD), "variants": [*VARIANTS, *LINEAR], "reference": False, "update_bias": 0.0},
    "A cell of your own": {
        "cells": ["gru"],
        "variants": [OWN],
        "own_reset": "none",
        "own_update": "input",
        "reference": False,
        "update_bias": 0.0,
    },
}

TABLE = Table(
    "gradient_flow",
    CONTROLS,
    PRESETS,
    excluded=("view", "axis", "seed", "text", "table", "file", "column", "missing"),
    preset_help="Each sets all controls but the question, the vertical scale and the seed.",
    swept=("seq_len", "hidden_size", "seeds", "gain", "update_bias", "forget_bias", "scale"),
)


def experiment_from(values: Values, *, uploaded: str | None = None) -> Experiment:
    """Turn the controls' values into an experiment; `uploaded` is a file's text, in place of typed numbers.

    Raises:
        GruvizError: If the settings do not make an experiment.
    """
    settings = {field.name: values[field.name] for field in fields(Experiment) if field.name in values}
    cells = cell_keys(chosen_cells(values), values)
    return Experiment(**settings | input_settings(values, uploaded) | {"cells": cells})


def size_of(experiment: Experiment) -> Size:
    """D and H of its cells."""
    return Size(experiment.make_inputs().shape[2], experiment.hidden_size)
