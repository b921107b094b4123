"""Inside the cell: its controls and presets."""

from collections.abc import Callable, Mapping
from typing import Any

from gruviz.engine.cells import OWN
from gruviz.models.shipped import CELLS_TRAINED, TASKS_LEARNED
from gruviz.tasks import TASKS
from gruviz.ui.controls.cell_kinds import OFFERED
from gruviz.ui.controls.custom_cell import custom_controls, has_block
from gruviz.ui.controls.inputs import INPUTS
from gruviz.ui.controls.kinds import Choice, Control, Number, Slider, Values
from gruviz.ui.controls.laboratory import TABLE as LABORATORY
from gruviz.ui.controls.table import Table
from gruviz.ui.inside.control_kinds import Drawing, Pins, Plan, Tape, Unit

STEPS, UNITS = 200, 32
"""Longest run and largest network that this page makes and sends to the browser."""


def may_reset_after(values: Values) -> bool:
    """Whether the page offers both forms of the reset."""
    return bool(values["cell"] == "gru") and not is_brought(values)


def is_trained(values: Values) -> bool:
    """Whether the network has been trained; that is offered for some cells only."""
    return values["weights"] != "fresh" and values["cell"] in CELLS_TRAINED


def is_brought(values: Values) -> bool:
    """Whether network and sequence come from another page of this session."""
    return is_trained(values) and bool(values["weights"] == BROUGHT)


def may_type(values: Values) -> bool:
    """Whether the network reads symbols, which a person may type in place of its task's."""
    return _from_collection(values) and values["feed"] == "task" and bool(TASKS[values["weights"]].symbols)


def _from_collection(values: Values) -> bool:
    return is_trained(values) and not is_brought(values)


def _is_made_here(values: Values) -> bool:
    """Whether the sequence is made by this page: neither brought along nor typed."""
    return not is_brought(values) and not (may_type(values) and values["tape"])


def _is_fresh(values: Values) -> bool:
    return not is_trained(values)


def _reads(kind: str) -> Callable[[Values], bool]:
    return lambda values: _is_fresh(values) and values["inputs"] == kind


def _reads_table(values: Values) -> bool:
    return _reads("table")(values) or (_from_collection(values) and bool(values["feed"] == "table"))


def _biased(block: str) -> Callable[[Values], bool]:
    return lambda values: _is_fresh(values) and not values["chrono"] and has_block([values["cell"]], values, block)


BROUGHT = "brought"
WAVE = ".".join(str(80 * (i < 8) - 60 * (24 <= i < 30)) for i in range(50))

CONTROLS: tuple[Control, ...] = (
    Choice(
        name="cell",
        label="Cell",
        help="The cell that is drawn and followed. Keep the weights and change the cell to see how a plain RNN and an "
        "LSTM solve the same task.",
        default="gru",
        options={key: title for key, title in OFFERED.items() if key != "gru_reset_after"},
        listed=True,
        group="Cell",
    ),
    *custom_controls(lambda values: values["cell"] == OWN),
    Choice(
        name="reset",
        label="Reset gate acts",
        help="Before the product with U, as in Cho et al. 2014, or after it, as in PyTorch and cuDNN. These are two "
        "different cells, not two ways of writing: with the same weights their states differ.",
        default="before",
        options={"before": "before U", "after": "after U"},
        when=may_reset_after,
    ),
    Choice(
        name="z",
        label="Update gate z near 1",
        help="Papers disagree on the sign of z. Formula, weights, numbers and colours change together; the network and "
        "its states stay the same.",
        default="write",
        options={"write": "writes (Chung 2014)", "keep": "keeps (PyTorch)"},
        when=lambda values: has_block([values["cell"]], values, "update_block"),
    ),
    Choice(
        name="weights",
        label="Weights",
        help="Those of a network that has learned a task, shipped with GRUViz, or fresh random ones; or a network of "
        "an application, of Train or of your own, with what it reads there: open “Look inside” on that page and bring "
        "it along.",
        default="flip_flop",
        options={"fresh": "Fresh"}
        | {task: f"Trained: {TASKS[task].title.lower()}" for task in TASKS_LEARNED}
        | {BROUGHT: "Brought from another page"},
        listed=True,
        group="Cell",
        when=lambda values: values["cell"] in CELLS_TRAINED,
    ),
    Slider(
        name="hidden_size",
        label="Hidden units",
        help="Size H of the hidden state.",
        default=16,
        low=2,
        high=UNITS,
        step=1,
        group="Cell",
        when=_is_fresh,
    ),
    LABORATORY.row("scheme", when=_is_fresh),
    LABORATORY.row("gain", when=_is_fresh),
    LABORATORY.row("update_bias", default=-2.0, when=_biased("update_block")),
    LABORATORY.row("forget_bias", default=1.0, when=_biased("forget_block")),
    LABORATORY.row("chrono", when=_is_fresh),
    LABORATORY.row("inputs", default="text", options=INPUTS | {"drawn": "My own drawing"}, when=_is_fresh),
    Choice(
        name="feed",
        label="Reads",
        help="A sequence of the task it was trained on, another one for each random seed, or numbers of your own, one "
        "column for each input of the task, as they are.",
        default="task",
        options={"task": "A sequence of its task", "table": "My own numbers"},
        group="Input",
        when=_from_collection,
    ),
    LABORATORY.row("text", default="The cat, which had eaten the fish, was full.", when=_reads("text")),
    LABORATORY.row("table", when=_reads_table),
    *(LABORATORY.row(name) for name in ("file", "column", "missing")),
    Drawing(
        name="drawn",
        label="Drawing",
        help="A signal drawn with mouse, finger or keyboard.",
        default=WAVE,
        elsewhere=True,
    ),
    Slider(
        name="seq_len",
        label="Steps",
        help="A shorter text, table or drawing is run to its end.",
        default=50,
        low=2,
        high=STEPS,
        step=1,
        group="Input",
        when=_is_made_here,
    ),
    LABORATORY.row("scale", when=_is_fresh),
    LABORATORY.row("seed", group="Input", when=_is_made_here),
    Tape(name="tape", label="Tape", help="Symbols typed for the network.", default="", longest=STEPS, elsewhere=True),
    Plan(
        name="hold", label="Interventions", help="Gates held, states reset, gradients cut.", default="", elsewhere=True
    ),
    Number(name="step", label="Step", help="Where the cursor stands.", default=13, low=1, high=STEPS, elsewhere=True),
    Unit(name="unit", label="Unit", help="Which unit is followed.", default="auto", elsewhere=True),
    Pins(name="pins", label="Pinned units", help="Units drawn beside it.", default=[], elsewhere=True),
    Choice(
        name="way",
        label="Direction",
        help="Forward the state and gates, backward the gradient.",
        default="forward",
        options={"forward": "Forward", "backward": "Backward"},
        elsewhere=True,
    ),
    Choice(
        name="form",
        label="Over time",
        help="What is drawn over time: the unit that is followed, or all of them.",
        default="lines",
        options={"lines": "One unit", "heat": "All units"},
        elsewhere=True,
    ),
    Choice(
        name="sort",
        label="Sort units by",
        help="Their number, or how long they remember.",
        default="index",
        options={"index": "number", "memory": "memory"},
        elsewhere=True,
    ),
    Choice(
        name="speed",
        label="Speed",
        help="Of playing; 1 is four steps a second forward, and eight backward.",
        default="1",
        options={speed: f"{speed}×" for speed in ("0.25", "0.5", "1", "2", "4")},
        elsewhere=True,
    ),
)

NOISE: dict[str, Any] = {"weights": "fresh", "inputs": "noise"}

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "A switch that remembers": {},
    "Miss a command": {"hold": "z=0@25-25", "step": 25},  # the S that comes last
    "Forget on purpose": {"seed": 1, "hold": "reset@30", "step": 30},  # of seed 1 the last command is R
    "With an RNN": {"cell": "rnn", "step": 14},
    "My sentence": {"weights": "fresh"},
    "Fresh from PyTorch": NOISE | {"reset": "after", "update_bias": 0.0, "way": "backward", "step": 50},
    "Hold z shut": NOISE | {"update_bias": 0.0, "hold": "z=0@10-40", "way": "backward", "step": 41},
    "Cut, not small": NOISE | {"hold": "cut@20", "way": "backward", "step": 21},
    "An LSTM that adds": {"cell": "lstm", "weights": "adding", "step": 50},
}

TABLE = Table(
    "inside",
    CONTROLS,
    PRESETS,
    excluded=("seed", "text", "table", "file", "column", "missing", "drawn"),
    preset_help="Each sets all controls but what you have typed or drawn, and but the seed unless it needs one of its "
    "own.",
)
