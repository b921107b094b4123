"""The controls of the page Trainability, and its four maps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gruviz.maps.axis import SETTINGS
from gruviz.maps.presets import STOPS
from gruviz.tasks import TASKS
from gruviz.ui.controls.kinds import Choice, Choices, Control, Number, Slider
from gruviz.ui.controls.laboratory import TABLE as LABORATORY
from gruviz.ui.controls.table import Table
from gruviz.ui.train.controls import RATES
from gruviz.validation import InvalidValue

LENGTHS = STOPS
"""Stops of the slider through the length."""
USUAL = "usual"
UPDATES = {USUAL: "300; adding 400", "50": "50", "100": "100", "200": "200", "600": "600", "1000": "1,000"}
GRIDS = {"all": "All", "half": "Every second", "few": "Nine"}
QUESTIONS = {
    "tells": "Does the gradient tell?",
    "time": "Does more time help?",
    "trained": "How many learned?",
    "gradient": "What was left before?",
    "lyapunov": "Calm or chaotic?",
    "verdict": "In one word?",
}
VIEWS = {"before": "Before training", "after": "After training", "both": "Both"}
LARGEST = 10_000
"""More updates than any map has: after all of them."""


@dataclass(frozen=True, kw_only=True)
class SquareControl(Control):
    """The square that is looked at, as its two values, "1.4,-2" in the address; none by default."""

    @property
    def takes(self) -> str:
        """Two numbers."""
        return "two numbers with a comma between them, such as 1.4,−2"

    def parse(self, raw: str) -> tuple[float, float] | None:
        """Read the two values."""
        if not raw:
            return None
        try:
            x, y = (float(part) for part in raw.split(","))
        except ValueError as error:
            raise InvalidValue(self.name, raw, self.takes) from error
        if abs(x) > LARGEST or abs(y) > LARGEST or x != x or y != y:
            raise InvalidValue(self.name, raw, self.takes)
        return x, y

    def encode(self, value: Any) -> str:
        """The two values."""
        return "" if value is None else f"{value[0]:.15g},{value[1]:.15g}"

    def tidy(self, value: Any) -> Any:
        """The two values as a pair."""
        return None if value is None else (float(value[0]), float(value[1]))


def _settings() -> dict[str, str]:
    return {key: setting.title for key, setting in SETTINGS.items()}


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="cell",
        label="Cell",
        help="One kind of cell at a time; each square is one start of it, with orthogonal recurrent weights.",
        default="gru",
        options={"gru": "GRU", "rnn": "RNN", "lstm": "LSTM"},
        group="The map",
    ),
    Choice(
        name="across",
        label="From left to right",
        help="The setting that changes from column to column.",
        default="gain",
        options=_settings(),
        listed=True,
        group="The map",
    ),
    Choice(
        name="up",
        label="From below upwards",
        help="The setting that changes from row to row.",
        default="update_bias",
        options=_settings(),
        listed=True,
        group="The map",
    ),
    Choice(
        name="grid",
        label="Squares",
        help="Fewer squares fill sooner. Nine: the two ends and the middle of both settings.",
        default="all",
        options=GRIDS,
        group="The map",
    ),
    Choices(
        name="tasks",
        label="Tasks",
        help="One map for each; two stand side by side.",
        default=["first_symbol", "adding"],
        options={key: TASKS[key].title for key in ("first_symbol", *(key for key in TASKS if key != "first_symbol"))},
        group="Training",
    ),
    Choice(
        name="rate",
        label="Learning rate",
        help="Of Adam, the same for every square. Another rate, another map.",
        default="0.01",
        options=RATES,
        group="Training",
    ),
    Choice(
        name="updates",
        label="Updates, at most",
        help="How long each network trains, with 32 sequences an update. The slider below the picture asks about less.",
        default=USUAL,
        options=UPDATES,
        listed=True,
        group="Training",
    ),
    Slider(
        name="seeds",
        label="Networks in a square",
        help="They differ in their random start only. Fewer than five would say little.",
        default=5,
        low=5,
        high=10,
        step=1,
        group="Training",
    ),
    LABORATORY.row("hidden_size", low=8, high=64, step=8, group="Training"),
    LABORATORY.row("seed", help="Same settings and seed, same map.", group="Training"),
    Choice(
        name="length",
        label="Length",
        help="Steps of a sequence: how far back the network has to remember.",
        default="50",
        options={str(length): str(length) for length in LENGTHS},
        elsewhere=True,
    ),
    Number(
        name="budget",
        label="Updates so far",
        help="After how many updates the map is looked at; more than there are is after all of them.",
        default=LARGEST,
        low=0,
        high=LARGEST,
        elsewhere=True,
    ),
    SquareControl(name="square", label="Square", help="The square that is looked at.", default=None, elsewhere=True),
    Choice(
        name="view",
        label="Shown",
        help="What is known before training, what became of it, or both.",
        default="both",
        options=VIEWS,
        elsewhere=True,
    ),
    Choice(
        name="question",
        label="Question",
        help="Six questions about the same map. Only the one that is chosen is computed.",
        default="tells",
        options=QUESTIONS,
    ),
)

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "GRU: gain and update gate": {},
    "RNN: gain and input": {"cell": "rnn", "up": "scale", "tasks": ["first_symbol"]},
    "LSTM: gain and forget gate": {"cell": "lstm", "up": "forget_bias", "tasks": ["first_symbol"]},
    "GRU: length and update gate": {"across": "length", "tasks": ["first_symbol"]},
}
ASKS: Mapping[str, str] = {
    "GRU: gain and update gate": "Where can a GRU learn?",
    "RNN: gain and input": "How loud may the input be?",
    "LSTM: gain and forget gate": "How far must an LSTM’s gate open?",
    "GRU: length and update gate": "Which gate for which length?",
}
"""The question of each map, by the name of its preset."""
LOOKED_AT = ("length", "budget", "square", "view", "question")
"""What is looked at of a map; another map begins anew with it."""

TABLE = Table(
    "trainability",
    CONTROLS,
    PRESETS,
    excluded=("seed", *LOOKED_AT),
    preset_help="Each sets the map and its training; the seed stays.",
)
