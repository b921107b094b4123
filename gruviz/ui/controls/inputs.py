"""What cells read: recorded series, signals, a text, numbers of the person's own."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from plotly import data as plotly_data

from gruviz.data.columns import read_columns
from gruviz.data.signals import TEXT_LIMIT
from gruviz.data.tables import TABLE_LIMIT
from gruviz.experiments.settings import Experiment
from gruviz.ui.controls.kinds import Choice, Control, Slider, Text, Values
from gruviz.ui.controls.reading import reading_controls
from gruviz.ui.controls.upload import file_control
from gruviz.validation import check_choice


class Series(NamedTuple):
    """A recorded series.

    Args:
        title: What it is, for the list of inputs.
        load: Returns its rows, one per step.
    """

    title: str
    load: Callable[[], list[tuple[float, ...]]]


def _stocks() -> list[tuple[float, ...]]:
    table = plotly_data.stocks().drop(columns="date")
    return [tuple(map(float, row)) for row in table.to_numpy()]


SERIES: Mapping[str, Series] = {"stocks": Series("Share prices of 6 companies, weekly 2018–2019", _stocks)}
"""By key."""


@cache
def load_series(name: str) -> tuple[tuple[float, ...], ...]:
    """Rows of a series, one per step."""
    return tuple(SERIES[check_choice("series", name, SERIES)].load())


INPUTS = {
    "noise": "Noise, 8 channels",
    "sunspots": "Sunspots, monthly 1749–2008",
    **{name: series.title for name, series in SERIES.items()},
    "impulse": "Impulse at the first step",
    "sine": "Sine, period 20 steps",
    "constant": "Constant",
    "text": "Text, one character per step",
    "table": "My own numbers (CSV)",
}
"""Titles by key."""

TEXT = "The cat, which had eaten the fish that the boy bought at the market by the river, was full."


def _reads(kind: str) -> Callable[[Values], bool]:
    return lambda values: values["inputs"] == kind


INPUT_ROWS: tuple[Control, ...] = (
    Choice(
        name="inputs",
        label="Input",
        help="What the cells read, step by step. Each column of a series or table is brought to mean 0 and variance 1.",
        default="noise",
        options=INPUTS,
        listed=True,
        group="Input",
    ),
    Text(
        name="text",
        label="Text",
        help=f"One character per step, one channel per different character; at most {TEXT_LIMIT:,} characters.",
        default=TEXT,
        limit=TEXT_LIMIT,
        group="Input",
        when=_reads("text"),
    ),
    Text(
        name="table",
        label="Numbers",
        help="One row per step; columns separated by comma, semicolon, tab or spaces; a header row and a date column "
        "are recognised. Nothing is stored.",
        default="",
        limit=TABLE_LIMIT,
        height=140,
        group="Input",
        when=_reads("table"),
    ),
    file_control("file"),
    *reading_controls(),
    Slider(
        name="scale",
        label="Input scale",
        help="Multiplies the inputs. Loud inputs push tanh to its ends, where it is flat, and a flat tanh passes no "
        "gradient.",
        default=1.0,
        low=0.0,
        high=5.0,
        step=0.1,
        group="Input",
    ),
)
"""What is read, in the group "Input"."""


def input_settings(values: Values, uploaded: str | None = None) -> dict[str, Any]:
    """An experiment's input, text and table; `uploaded` is a file's text, in place of typed numbers.

    Raises:
        GruvizError: If the numbers make no table.
    """
    inputs = values["inputs"]
    if inputs in SERIES:
        return {"inputs": "table", "text": "", "table": load_series(inputs)}
    if inputs == "table":
        return {"inputs": "table", "text": "", "table": typed_table(values, uploaded)}
    return {"inputs": inputs, "text": values["text"] if inputs == "text" else "", "table": ()}


def typed_table(values: Values, uploaded: str | None) -> tuple[tuple[float, ...], ...]:
    """Numbers of an uploaded file, or else those that were typed; raises GruvizError."""
    text = values["table"] if uploaded is None else uploaded
    return read_columns(text, column=values["column"], with_sentinels=not values["missing"]).rows


def length_note(values: Values, experiment: Experiment) -> str:
    """How the run compares with what was to be read, where the input is the person's own; empty if they agree."""
    steps, wanted = len(experiment.make_inputs()), values["seq_len"]
    parts = {"text": (len(experiment.text), "characters"), "table": (len(experiment.table), "rows")}
    total, noun = parts.get(values["inputs"], (steps, ""))
    if total > steps:
        return f"The first {steps} of {total:,} {noun} are read. “Sequence length” sets how many."
    if steps < wanted and noun:
        return f"There are {steps} {noun}, so the run has {steps} steps, not the {wanted} of “Sequence length”."
    return ""
