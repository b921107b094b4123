"""The gradient-flow laboratory: its controls and presets, and how they become an experiment."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from gruviz.engine.cells import CELLS, OWN, STANDARD, VARIANTS
from gruviz.experiments.settings import Experiment
from gruviz.ui.controls.custom_cell import CUSTOM_LABEL, Size, cell_keys, custom_controls, has_block
from gruviz.ui.controls.inputs import INPUT_ROWS, input_settings
from gruviz.ui.controls.kinds import Choice, Choices, Control, Number, Slider, Toggle, Values
from gruviz.ui.controls.table import Table

VIEW_TITLES = {
    "decay": "Decay",
    "paths": "Paths",
    "steps": "One step",
    "weights": "Weight gradient",
    "matrix": "Loss × source",
    "gates": "Gates and states",
}


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
        label="View",
        help="What to draw of the same runs. Only the chosen view is computed.",
        default="decay",
        options=VIEW_TITLES,
    ),
    Choices(
        name="cells",
        label="Cells",
        help="All get the same inputs, seeds and weight distribution.",
        default=["rnn", "gru"],
        options={key: CELLS[key].title for key in STANDARD},
        group="Cells",
    ),
    Choices(
        name="variants",
        label="More cells",
        help="Variants from the literature, and a cell that you compose yourself.",
        default=[],
        options={OWN: CUSTOM_LABEL} | {key: CELLS[key].title for key in VARIANTS},
        listed=True,
        group="Cells",
    ),
    *custom_controls(_has_custom),
    Toggle(
        name="reference",
        label="PyTorch default beside it",
        help="Adds each cell as PyTorch starts it, dashed, wherever your settings differ from that.",
        default=True,
        group="Cells",
    ),
    Slider(
        name="seq_len",
        label="Sequence length (steps)",
        help="How many steps lie between the first state and the loss. A shorter series is run to its end.",
        default=50,
        low=5,
        high=500,
        step=5,
        group="Cells",
    ),
    Slider(
        name="hidden_size",
        label="Hidden units",
        help="Size H of the hidden state.",
        default=32,
        low=4,
        high=128,
        step=4,
        group="Cells",
    ),
    Slider(
        name="seeds",
        label="Seeds",
        help="Networks with different random weights; the lines are medians, the bands quartiles over them.",
        default=16,
        low=1,
        high=32,
        step=1,
        group="Cells",
    ),
    Choice(
        name="scheme",
        label="Recurrent weights",
        help="Default: uniform in ±1/√H, as in PyTorch. Orthogonal: all singular values equal the gain. "
        "Gaussian: spectral radius equals the gain. Identity: the gain on the diagonal, the start of an IRNN.",
        default="default",
        options={
            "default": "Default",
            "orthogonal": "Orthogonal",
            "gaussian": "Gaussian",
            "identity": "Identity",
        },
        group="Start",
    ),
    Slider(
        name="gain",
        label="Recurrent gain",
        help="Multiplies all recurrent weights U.",
        default=1.0,
        low=0.0,
        high=4.0,
        step=0.05,
        group="Start",
    ),
    Slider(
        name="update_bias",
        label="Update-gate bias b_z",
        help="0 is PyTorch's default. Below 0 the gate keeps the state, above 0 it overwrites it.",
        default=-4.0,
        low=-8.0,
        high=4.0,
        step=0.25,
        group="Start",
        when=_has("update_block"),
    ),
    Slider(
        name="forget_bias",
        label="Forget-gate bias b_f",
        help="0 is PyTorch's default. Above 0 an LSTM keeps its cell state, below 0 it forgets it.",
        default=0.0,
        low=-4.0,
        high=8.0,
        step=0.25,
        group="Start",
        when=_has("forget_block"),
    ),
    Toggle(
        name="chrono",
        label="Chrono initialisation",
        help="Spreads the gates' time constants over 1 … T−1 steps, in place of the two biases "
        "(Tallec & Ollivier 2018).",
        default=False,
        group="Start",
    ),
    *INPUT_ROWS,
    Choice(
        name="precision",
        label="Precision",
        help="In float32 small gradients underflow to zero; training usually runs in float32.",
        default="float64",
        options={"float64": "float64", "float32": "float32"},
        group="Measurement",
    ),
    Choice(
        name="loss",
        label="Loss reads",
        help="A lesson: a loss at every step gives a flat profile even to a network that remembers nothing.",
        default="last",
        options={"last": "Last step", "every": "Every step (lesson)"},
        group="Measurement",
    ),
    Number(
        name="seed",
        label="Random seed",
        help="Same settings and seed, same picture, on every computer.",
        default=0,
        low=0,
        high=2**31 - 1,
        group="Measurement",
    ),
    Choices(
        name="theory",
        label="Theory lines",
        help="Dotted: the bound of Pascanu et al. 2013, for cells without gates. Dash-dotted: what the mean "
        "square of the gradient does if no step knows of the one before it; at most about, where a run is chaotic.",
        default=[],
        options={"bound": "Bound", "mean_field": "Mean square"},
        when=lambda values: values["view"] == "decay",
    ),
    Choice(
        name="state",
        label="LSTM state",
        help="The LSTM carries its memory in c; looking at h alone misleads.",
        default="state",
        options={"state": "h and c", "h": "h alone", "c": "c alone"},
        when=lambda values: values["view"] == "decay" and not {"lstm", "lstm_coupled"}.isdisjoint(chosen_cells(values)),
    ),
)

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "Textbook": {"inputs": "noise"},
    "Both vanish (PyTorch default)": {
        "inputs": "noise",
        "cells": ["rnn", "gru_reset_after", "lstm"],
        "update_bias": 0.0,
    },
    "Orthogonal RNN wins": {"inputs": "noise", "scheme": "orthogonal", "update_bias": 0.0},
    "Exploding RNN": {"inputs": "noise", "scheme": "orthogonal", "gain": 2.0, "seq_len": 100},
    "Chrono": {"inputs": "noise", "cells": ["rnn", "gru", "lstm"], "chrono": True, "seq_len": 100},
    "Input drowns the RNN": {"inputs": "noise", "cells": ["rnn"], "scheme": "orthogonal", "scale": 3.0},
    "Float32 underflow": {"inputs": "noise", "precision": "float32", "seq_len": 200},
    "Identity start (IRNN)": {
        "inputs": "noise",
        "cells": ["rnn", "gru"],
        "variants": ["irnn"],
        "scheme": "identity",
        "update_bias": 0.0,
    },
    "Every cell": {
        "inputs": "noise",
        "cells": list(STANDARD),
        "variants": list(VARIANTS),
        "reference": False,
        "update_bias": 0.0,
    },
    "My own cell": {
        "inputs": "noise",
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
    excluded=("view", "seed", "text", "table", "file", "column", "missing"),
    preset_help="Each sets all controls but the view and the seed.",
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
