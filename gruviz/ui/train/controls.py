"""The training page's controls and presets, and how they become a configuration."""

from collections.abc import Mapping
from typing import Any

from gruviz.engine.cells import OWN
from gruviz.tasks import TASKS, find_task
from gruviz.training.settings import Learner, TrainConfig
from gruviz.ui.controls.address import read_query, write_query
from gruviz.ui.controls.custom_cell import Size, custom_controls, custom_design
from gruviz.ui.controls.grouped import GroupedChoices
from gruviz.ui.controls.kinds import Choice, Choices, Control, Slider, Values
from gruviz.ui.controls.laboratory import TABLE as LABORATORY
from gruviz.ui.controls.table import Table
from gruviz.ui.train.learners import LEARNERS, MORE, MORE_BY_KIND, START_ROWS, offered_as, settled, starts
from gruviz.validation import InvalidValue
from gruviz.wording import steps

RATES = {"0.001": "0.001", "0.003": "0.003", "0.01": "0.01", "0.03": "0.03"}


def _rate(name: str, title: str) -> Choice:
    return Choice(
        name=name,
        label=f"Learning rate, {title}",
        help="Of Adam. 0.01 suits most cells here; try others before you say that a cell cannot learn.",
        default="0.01",
        options=RATES,
        group="Learning",
        when=lambda values: any(_rate_of(start) == name for start in starts(values)),
    )


def _rate_of(start: Mapping[str, Any]) -> str:
    """Name of the learning rate that a learner uses; all but the first three cells share one."""
    return f"rate_{start['cell']}" if start["cell"] in ("rnn", "gru", "lstm") else "rate_more"


def _has_custom(values: Values) -> bool:
    return any(start["cell"] == OWN for start in starts(values))


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
    LABORATORY.row(
        "scale",
        help="Multiplies all that the networks read; what is asked of them stays the same. Loud inputs push tanh to "
        "its ends, where it passes hardly any gradient; faint ones have little to say.",
        low=0.1,
        group="Task",
    ),
    Choices(
        name="learners",
        label="Who learns",
        help="All get the same sequences in the same order and start from the same seeds. Told how long: the biases of "
        "the gates are drawn so that units remember for up to as many steps as a sequence has (chrono initialisation). "
        "Forget gate open: its bias starts at 1.",
        default=["rnn", "gru", "lstm"],
        options={key: label for key, (label, _) in LEARNERS.items()},
        group="Learners",
    ),
    GroupedChoices(
        name="more",
        label="More learners",
        help="Variants from the literature; cells whose gates read the input alone, which makes them linear in the "
        "state; and a cell that you compose yourself.",
        default=[],
        options={key: MORE[key][0] for keys in MORE_BY_KIND.values() for key in keys},
        groups=MORE_BY_KIND,
        listed=True,
        group="Learners",
    ),
    *custom_controls(_has_custom),
    *START_ROWS,
    LABORATORY.row(
        "seeds",
        help="Networks of each kind, trained together; the lines are medians, the bands quartiles over them.",
        default=3,
        high=10,
        group="Learners",
    ),
    LABORATORY.row("hidden_size", low=8, high=64, step=8, group="Learners"),
    Slider(
        name="steps",
        label="Updates",
        help="How long to train; 32 sequences each. On the adding problem an LSTM needs about three times a GRU's.",
        default=1000,
        low=50,
        high=2000,
        step=50,
        group="Learning",
    ),
    _rate("rate_rnn", "RNN"),
    _rate("rate_gru", "GRU"),
    _rate("rate_lstm", "LSTM"),
    _rate("rate_more", "more learners"),
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
        label="Report after every",
        help="How often picture and charts get a new column. With 1 update, Pause and Step show one update at a time.",
        default="10",
        options={"1": "1 update", "5": "5", "10": "10", "25": "25"},
        group="Learning",
    ),
    LABORATORY.row("seed", help="Same settings and seed, same training.", group="Learning"),
)

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "The highway": {},
    "An RNN that learns": {
        "task": "first_symbol",
        "learners": ["rnn", "rnn_orthogonal", "gru", "gru_chrono"],
        "seeds": 6,
        "steps": 400,
    },
    "Told how long to remember": {
        "task": "flip_flop",
        "learners": ["gru", "gru_chrono", "lstm_biased", "lstm_chrono"],
        "steps": 300,
    },
    "Ten steps only": {"length": 10},
    "Cut after 10 steps": {"learners": ["gru"], "truncation": "10", "steps": 600},
    "Cousins of the GRU": {
        "learners": ["gru"],
        "more": ["mgu", "gru_no_reset", "gru_no_update", "mingru_chrono"],
        "steps": 400,
    },
    "Build your own": {"learners": ["gru"], "more": [OWN], "own_reset": "none", "own_update": "input"},
}

TABLE = Table("train", CONTROLS, PRESETS, excluded=("seed",), preset_help="Each sets all controls but the seed.")


def config_from(values: Values) -> TrainConfig:
    """Turn the controls' values into a configuration.

    Raises:
        GruvizError: If the settings do not make one.
    """
    low, high = TASKS[values["task"]].lengths
    return TrainConfig(
        task=values["task"],
        learners=tuple(dict.fromkeys(_learner(start, values) for start in starts(values))),  # equal ones are one
        length=min(max(values["length"], low), high),
        hidden_size=values["hidden_size"],
        seeds=values["seeds"],
        steps=values["steps"],
        clip=None if values["clip"] == "off" else float(values["clip"]),
        truncation=None if values["truncation"] == "never" else int(values["truncation"]),
        seed=values["seed"],
        report_every=int(values["report_every"]),
        scale=values["scale"],
    )


def shortened(values: Values) -> str:
    """What to say where a task does not take as many steps as the slider has; nothing where it does."""
    task, length = TASKS[values["task"]], config_from(values).length
    return f"{task.title}: trained with {steps(length)}, the most that it takes." if length < values["length"] else ""


def cells_of(config: TrainConfig) -> list[str]:
    """Keys of the cells that learn."""
    return [learner.cell for learner in config.learners]


def size_of(config: TrainConfig) -> Size:
    """D and H of the cells that learn."""
    return Size(find_task(config.task).input_size, config.hidden_size)


def link_of(config: TrainConfig) -> dict[str, str]:
    """The query of the page's address that shows a training of one learner.

    Raises:
        InvalidValue: If the page has no control for one of its settings.
    """
    [learner], task = config.learners, find_task(config.task)
    values = TABLE.defaults | offered_as(learner)
    values |= {name: getattr(config, name) for name in ("length", "hidden_size", "seeds", "steps", "seed", "scale")}
    values |= {
        "task": task.key,
        "clip": "off" if config.clip is None else f"{config.clip:g}",
        "truncation": "never" if config.truncation is None else str(config.truncation),
        "report_every": str(config.report_every),
        _rate_of({"cell": learner.cell}): f"{learner.learning_rate:g}",
    }
    query = write_query(CONTROLS, values)
    read, problems = read_query(CONTROLS, query)
    if problems or config_from(read) != config:
        sentence = "The page Train has no controls for this training."
        raise InvalidValue("config", config, "a training that the page Train can show", sentence)
    return query


def _learner(start: Mapping[str, Any], values: Values) -> Learner:
    settings = {"cell": custom_design(values).key} if start["cell"] == OWN else {}
    return Learner(**settled(start, values) | settings, learning_rate=float(values[_rate_of(start)]))
