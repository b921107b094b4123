"""The training page's controls, its presets, and how they become a configuration."""

from collections.abc import Mapping
from typing import Any

from gruviz.config import Learner, TrainConfig
from gruviz.tasks import TASKS
from gruviz.ui.controls import Choice, Choices, Control, Number, Slider, Values

LEARNERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "rnn": ("RNN", {"cell": "rnn"}),
    "rnn_orthogonal": ("RNN orthogonal", {"cell": "rnn", "scheme": "orthogonal"}),
    "gru": ("GRU", {"cell": "gru"}),
    "gru_chrono": ("GRU chrono", {"cell": "gru", "chrono": True}),
    "lstm": ("LSTM", {"cell": "lstm"}),
    "lstm_biased": ("LSTM b_f = 1", {"cell": "lstm", "forget_bias": 1.0}),
    "lstm_chrono": ("LSTM chrono", {"cell": "lstm", "chrono": True}),
}
"""Label and settings of every learner that the page offers."""

RATES = {"0.001": "0.001", "0.003": "0.003", "0.01": "0.01", "0.03": "0.03"}


def _rate(cell: str, title: str) -> Choice:
    return Choice(
        name=f"rate_{cell}",
        label=f"Learning rate, {title}",
        help="Of Adam. 0.01 suits most cells here; try others before you say that a cell cannot learn.",
        default="0.01",
        options=RATES,
        group="Learning",
        when=lambda given: any(LEARNERS[name][1]["cell"] == cell for name in given["learners"]),
    )


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="task",
        label="Task",
        help="What the networks learn.",
        default="adding",
        options={key: task.title for key, task in TASKS.items()},
        listed=True,
        group="Task",
    ),
    Slider(
        name="length",
        label="Sequence length (steps)",
        help="How far back the network has to remember. A task that allows less uses what it allows.",
        default=50,
        low=10,
        high=200,
        step=5,
        group="Task",
    ),
    Choices(
        name="learners",
        label="Who learns",
        help="All get the same sequences in the same order and start from the same seeds.",
        default=["rnn", "gru", "lstm"],
        options={key: label for key, (label, _) in LEARNERS.items()},
        group="Learners",
    ),
    Slider(
        name="seeds",
        label="Seeds",
        help="Networks of each kind, trained together; lines are medians over them, bands quartiles.",
        default=3,
        low=1,
        high=10,
        step=1,
        group="Learners",
    ),
    Slider(
        name="hidden_size",
        label="Hidden units",
        help="Size H of the hidden state.",
        default=32,
        low=8,
        high=64,
        step=8,
        group="Learners",
    ),
    Slider(
        name="steps",
        label="Updates",
        help="How long to train; 32 sequences each.",
        default=400,
        low=50,
        high=2000,
        step=50,
        group="Learning",
    ),
    _rate("rnn", "RNN"),
    _rate("gru", "GRU"),
    _rate("lstm", "LSTM"),
    Choice(
        name="clip",
        label="Clip the gradient at",
        help="Scales a gradient whose norm is larger, for each network on its own. Cures explosion, not vanishing.",
        default="1",
        options={"off": "Off", "0.1": "0.1", "1": "1", "10": "10"},
        group="Learning",
    ),
    Choice(
        name="truncation",
        label="Cut backpropagation after",
        help="Truncated backpropagation: beyond so many steps the gradient is exactly zero, which is not the same as "
        "small.",
        default="never",
        options={"never": "Never", "5": "5 steps", "10": "10 steps", "25": "25 steps"},
        group="Learning",
    ),
    Choice(
        name="report_every",
        label="Look after every",
        help="How often the charts get a new column. With 1 update, Pause and Step show one update at a time.",
        default="10",
        options={"1": "1 update", "5": "5", "10": "10", "25": "25"},
        group="Learning",
    ),
    Number(
        name="seed",
        label="Random seed",
        help="Same settings and seed, same training.",
        default=0,
        low=0,
        high=2**31 - 1,
        group="Learning",
    ),
)

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "The highway": {},
    "The RNN's revenge": {"task": "first_symbol", "learners": ["rnn", "rnn_orthogonal", "gru", "gru_chrono"]},
    "Chrono": {"task": "flip_flop", "learners": ["gru", "gru_chrono", "lstm_biased", "lstm_chrono"], "steps": 300},
    "Short enough for an RNN": {"length": 10, "steps": 1000},
    "Cut after 10 steps": {"learners": ["gru"], "truncation": "10"},
}
KEEP = ("seed",)


def config_from(values: Values) -> TrainConfig:
    """Turn the controls' values into a configuration.

    Raises:
        GruvizError: If the settings do not make one.
    """
    low, high = TASKS[values["task"]].lengths
    chosen = (LEARNERS[name][1] for name in values["learners"])
    return TrainConfig(
        task=values["task"],
        learners=tuple(Learner(**start, learning_rate=float(values[f"rate_{start['cell']}"])) for start in chosen),
        length=min(max(values["length"], low), high),
        hidden_size=values["hidden_size"],
        seeds=values["seeds"],
        steps=values["steps"],
        clip=None if values["clip"] == "off" else float(values["clip"]),
        truncation=None if values["truncation"] == "never" else int(values["truncation"]),
        seed=values["seed"],
        report_every=int(values["report_every"]),
    )
