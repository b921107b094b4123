"""The home page's three sliders."""

from gruviz.experiments.settings import Experiment
from gruviz.ui.controls.kinds import Control, Slider, Values

CONTROLS: tuple[Control, ...] = (
    Slider(
        name="seq_len",
        label="Sequence length (steps)",
        help="How many steps lie between the first state and the loss.",
        default=50,
        low=5,
        high=200,
        step=5,
    ),
    Slider(
        name="gain",
        label="Recurrent gain",
        help="Multiplies the recurrent weights of both cells; 1 is the library default.",
        default=1.0,
        low=0.5,
        high=4.0,
        step=0.05,
    ),
    Slider(
        name="update_bias",
        label="GRU update-gate bias b_z",
        help="0 is the library default. Below 0 the gate keeps the state, above 0 it overwrites it.",
        default=-4.0,
        low=-8.0,
        high=4.0,
        step=0.25,
    ),
)


def experiment_from(values: Values) -> Experiment:
    """The honest first picture: a default RNN, a GRU biased to keep, and the default GRU."""
    return Experiment(**values)
