"""Inside the cell: its controls, its presets, and how they become a close-up."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from gruviz.closeup.follow import Closeup
from gruviz.closeup.interventions import Interventions
from gruviz.closeup.reading import Reading
from gruviz.data.tables import parse_table
from gruviz.engine.cells import CELLS, OWN
from gruviz.experiments.settings import Experiment
from gruviz.models.shipped import CELLS_TRAINED, TASKS_LEARNED, collection_key
from gruviz.tasks import TASKS
from gruviz.ui.controls.kinds import Choice, Control, Number, Slider, Values
from gruviz.ui.controls.laboratory import INPUTS, lab_row
from gruviz.ui.controls.own_cell import OWN_LABEL, has_block, own_controls, own_design
from gruviz.ui.controls.series import SERIES, load_series
from gruviz.ui.inside.control_kinds import Drawing, Pins, Plan, Unit, points_of
from gruviz.validation import check_choice

STEPS, UNITS = 200, 32
"""Longest run and largest network that this page makes and sends to the browser."""


def cell_key(values: Values) -> str:
    """The registry key, once the form of the reset is chosen or the own cell composed.

    Raises:
        GruvizError: If the parts of one's own cell do not go together.
    """
    if values["cell"] == OWN:
        return own_design(values).key
    return "gru_reset_after" if _may_reset_after(values) and values["reset"] == "after" else values["cell"]


def _may_reset_after(values: Values) -> bool:
    return bool(values["cell"] == "gru") and not is_brought(values)


def is_trained(values: Values) -> bool:
    """Whether the network has learned something before; only some cells have."""
    return values["weights"] != "fresh" and values["cell"] in CELLS_TRAINED


def is_brought(values: Values) -> bool:
    """Whether network and sequence come from another page of this session."""
    return is_trained(values) and bool(values["weights"] == BROUGHT)


def _from_collection(values: Values) -> bool:
    return is_trained(values) and not is_brought(values)


def _is_made_here(values: Values) -> bool:
    return not is_brought(values)


def _is_fresh(values: Values) -> bool:
    return not is_trained(values)


def _reads(kind: str) -> Callable[[Values], bool]:
    return lambda given: _is_fresh(given) and given["inputs"] == kind


def _reads_table(given: Values) -> bool:
    return _reads("table")(given) or (_from_collection(given) and bool(given["feed"] == "table"))


def _biased(block: str) -> Callable[[Values], bool]:
    return lambda given: _is_fresh(given) and not given["chrono"] and has_block([given["cell"]], given, block)


BROUGHT = "brought"
WAVE = ".".join(str(80 * (i < 8) - 60 * (24 <= i < 30)) for i in range(50))

CONTROLS: tuple[Control, ...] = (
    Choice(
        name="cell",
        label="Cell",
        help="The cell that is drawn and followed.",
        default="gru",
        options={key: cell.title for key, cell in CELLS.items() if key != "gru_reset_after"} | {OWN: OWN_LABEL},
        listed=True,
        group="Cell",
    ),
    *own_controls(lambda given: given["cell"] == OWN),
    Choice(
        name="reset",
        label="Reset gate acts",
        help="Before the product with U, as in Cho et al. 2014, or after it, as in PyTorch and cuDNN. These are two "
        "different cells, not two ways of writing: with the same weights their states differ.",
        default="before",
        options={"before": "before U", "after": "after U"},
        group="Cell",
        when=_may_reset_after,
    ),
    Choice(
        name="z",
        label="Update gate z near 1",
        help="Papers disagree on the sign of z. Formula, weights, numbers and colours change together; the network and "
        "its states stay the same.",
        default="write",
        options={"write": "writes (Chung 2014)", "keep": "keeps (PyTorch)"},
        group="Cell",
        when=lambda given: has_block([given["cell"]], given, "update_block"),
    ),
    Choice(
        name="weights",
        label="Weights",
        help="Those of a network that has learned a task, shipped with GRUViz, or freshly drawn ones; or a network of "
        "an application with what it reads there: open “Look inside” on that page and bring it along.",
        default="flip_flop",
        options={"fresh": "Fresh"}
        | {task: f"Trained: {TASKS[task].title.lower()}" for task in TASKS_LEARNED}
        | {BROUGHT: "Brought from Applications"},
        listed=True,
        group="Cell",
        when=lambda given: given["cell"] in CELLS_TRAINED,
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
    lab_row("scheme", when=_is_fresh),
    lab_row("gain", when=_is_fresh),
    lab_row("update_bias", default=-2.0, when=_biased("update_block")),
    lab_row("forget_bias", default=1.0, when=_biased("forget_block")),
    lab_row("chrono", when=_is_fresh),
    lab_row("inputs", default="text", options=INPUTS | {"drawn": "My own drawing"}, when=_is_fresh),
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
    lab_row("text", default="The cat, which had eaten the fish, was full.", when=_reads("text")),
    lab_row("table", when=_reads_table),
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
    lab_row("scale", when=_is_fresh),
    lab_row("seed", group="Input", when=_is_made_here),
    Plan(
        name="hold", label="Interventions", help="Gates held, states reset, gradients cut.", default="", elsewhere=True
    ),
    Number(name="step", label="Step", help="Where the cursor stands.", default=12, low=1, high=STEPS, elsewhere=True),
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
        help="Heatmaps of all units, or lines of a few.",
        default="heat",
        options={"heat": "Heatmaps", "lines": "Lines"},
        elsewhere=True,
    ),
    Choice(
        name="sort",
        label="Units in order of",
        help="Their index, or how long they remember.",
        default="index",
        options={"index": "Index", "memory": "Memory"},
        elsewhere=True,
    ),
    Choice(
        name="speed",
        label="Speed",
        help="Of playing; 1 is four steps a second.",
        default="1",
        options={speed: f"{speed}×" for speed in ("0.25", "0.5", "1", "2", "4")},
        elsewhere=True,
    ),
)

CURSOR = ("step", "unit", "pins", "way", "form", "sort", "speed")
"""Controls that live in the browser and are told to Python once the cursor rests."""

NOISE: dict[str, Any] = {"weights": "fresh", "inputs": "noise"}

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "A switch that remembers": {},
    "My sentence": {"weights": "fresh"},
    "Fresh from the library": NOISE | {"update_bias": 0.0, "way": "backward", "step": 50},
    "Hold z shut": NOISE | {"update_bias": 0.0, "hold": "z=0@10-40", "form": "lines", "way": "backward", "step": 41},
    "Cut, not small": NOISE | {"hold": "cut@20", "way": "backward", "step": 21},
    "Forget on purpose": {"hold": "reset@30", "form": "lines", "step": 30},
    "An LSTM that adds": {"cell": "lstm", "weights": "adding"},
}
KEEP = ("seed", "text", "table", "drawn")
"""Controls that a preset leaves alone."""


def closeup_from(
    values: Values, *, uploaded: str | None = None, brought: Mapping[str, Reading] | None = None
) -> Closeup:
    """Turn the controls' values into a close-up.

    Args:
        values: Of all controls.
        uploaded: A file's text, in place of typed numbers.
        brought: What other pages have brought, by cell.

    Raises:
        GruvizError: If the settings do not make one.
    """
    if is_brought(values):
        reading = (brought or {})[check_choice("cell", cell_key(values), brought or {})]
        experiment = Experiment(cells=(reading.recording.cell,), reference=False, seeds=1)
        return Closeup(experiment, Interventions.parse(values["hold"]), reading=reading)
    names = {field.name for field in fields(Experiment)} & values.keys()
    settings = {name: values[name] for name in names} | {"text": "", "table": ()}
    settings |= _trained_inputs(values, uploaded) if is_trained(values) else _fresh_inputs(values, uploaded)
    experiment = Experiment(cells=(cell_key(values),), reference=False, seeds=1, **settings)
    model = collection_key(values["weights"], cell_key(values)) if is_trained(values) else None
    return Closeup(experiment, Interventions.parse(values["hold"]), model)


def _fresh_inputs(values: Values, uploaded: str | None) -> dict[str, Any]:
    inputs = values["inputs"]
    if inputs in SERIES:
        return {"inputs": "table", "table": load_series(inputs)}
    if inputs == "table":
        return {"table": parse_table(uploaded if uploaded is not None else values["table"])}
    if inputs == "drawn":
        return {"inputs": "raw", "table": tuple((point / 100,) for point in points_of(values["drawn"]))}
    return {"text": values["text"]} if inputs == "text" else {}


def _trained_inputs(values: Values, uploaded: str | None) -> dict[str, Any]:
    """What a trained network needs no setting for is left as a library has it."""
    plain = {name: getattr(Experiment, name) for name in ("scheme", "gain", "update_bias", "forget_bias", "chrono")}
    plain |= {"inputs": "noise", "scale": 1.0, "hidden_size": 16}
    if values["feed"] == "task":
        return plain
    return plain | {"inputs": "raw", "table": parse_table(uploaded if uploaded is not None else values["table"])}


def cursor_from(values: Values) -> dict[str, Any]:
    """Where the cursor stands, as the browser reads it."""
    return {name: values[name] for name in CURSOR} | {"speed": float(values["speed"])}


def told_cursor(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the browser says of the cursor, checked like an address, since it comes from outside.

    Raises:
        GruvizError: If a value is not allowed.
    """
    speed, unit = told.get("speed"), told.get("unit")
    raw = {name: str(told.get(name)) for name in CURSOR} | {
        "unit": "mean" if unit is None else str(unit),
        "pins": ",".join(map(str, told.get("pins") or ())),
        "speed": f"{speed:g}" if isinstance(speed, (int, float)) else str(speed),
    }
    return {control.name: control.parse(raw[control.name]) for control in CONTROLS if control.name in raw}
