"""Home's controls: how the GRU treats its memory, how long the way is, how strong the feedback."""

from typing import Any

from gruviz.experiments.settings import Experiment
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import write_query
from gruviz.ui.controls.kinds import Choice, Control, Values, always
from gruviz.ui.controls.table import Table

SLIDERS = ("update_bias", "seq_len", "gain")
"""Those that set what is run."""
SCALES = {"log": "Powers of ten", "linear": "Linear"}


def _slider(name: str, **changes: Any) -> Control:
    """A slider of the laboratory, which stands alone here."""
    return laboratory.TABLE.row(name, group="", when=always, **changes)


TABLE = Table(
    "home",
    (
        _slider(
            "update_bias",
            label="How firmly the GRU holds its memory",
            help="The bias of its update gate. Far below 0 the gate stays shut and the memory is kept; above 0 it "
            "opens and the memory is overwritten. 0 is where PyTorch starts it.",
            ends=("holds on to it", "overwrites it"),
            format="gate bias {}",
        ),
        _slider(
            "seq_len",
            label="Steps the signal goes back",
            default=25,
            high=200,
            help="How many steps, one for each word, lie between the beginning and the error.",
            format="{} steps",
        ),
        _slider(
            "gain",
            label="Strength of the feedback",
            low=0.5,
            help="A factor on all weights from the memory to itself, in the RNN and in the GRU that is set; "
            "1 is where PyTorch starts them.",
            format="× {}",
        ),
        Choice(
            name="scale",
            label="Scale",
            help="Powers of ten show how small a small signal is; the linear scale shows how little that is.",
            default="log",
            options=SCALES,
            elsewhere=True,
        ),
    ),
    swept=SLIDERS,
)


def experiment_from(values: Values) -> Experiment:
    """An RNN and a GRU that is set, each beside the same cell as PyTorch starts it."""
    return Experiment(**{name: values[name] for name in SLIDERS})


def laboratory_query(values: Values) -> dict[str, str]:
    """The query with which the laboratory draws the same runs."""
    settings = {name: values[name] for name in SLIDERS}
    return {"inputs": "noise"} | write_query(laboratory.CONTROLS, {**laboratory.TABLE.defaults, **settings})
