"""The home page's three sliders."""

from typing import Any

from gruviz.experiments.settings import Experiment
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import write_query
from gruviz.ui.controls.kinds import Control, Values, always
from gruviz.ui.controls.table import Table


def _slider(name: str, **changes: Any) -> Control:
    """A slider of the laboratory, which stands alone here."""
    return laboratory.TABLE.row(name, group="", when=always, **changes)


TABLE = Table(
    "home",
    (
        _slider("seq_len", high=200, help="How many steps lie between the first state and the loss."),
        _slider("gain", low=0.5, help="Multiplies the recurrent weights of both cells; 1 is PyTorch's default."),
        _slider("update_bias", label="GRU update-gate bias b_z"),
    ),
    swept=("seq_len", "gain", "update_bias"),
)


def experiment_from(values: Values) -> Experiment:
    """The honest first picture: a default RNN, a GRU biased to keep, and the default GRU."""
    return Experiment(**values)


def laboratory_query(values: Values) -> dict[str, str]:
    """The query with which the laboratory draws this very picture."""
    return {"inputs": "noise"} | write_query(laboratory.CONTROLS, {**laboratory.TABLE.defaults, **values})
