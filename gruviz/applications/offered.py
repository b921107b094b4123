"""The trainings that the applications offer: about a minute for three cells on one core, most of them less."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gruviz.engine.cells import find_cell
from gruviz.models.shipped import applications_record
from gruviz.tasks import Balancing, Digits, Forecasting, Language, Speech, Task, Translation, Wearable
from gruviz.training.settings import Learner, TrainConfig

CELLS = ("rnn", "gru", "lstm")


def label_of(learner: Learner) -> str:
    """What a network is called where every cell has one start only."""
    return find_cell(learner.cell).title


def _rate(application: str, label: str) -> float:
    """The learning rate that was chosen for a network; before that, the usual one."""
    rates = applications_record().get(application, {}).get("rates", {})
    return float(rates.get(label, Learner.learning_rate))


def _offer(task: Task, **settings: Any) -> TrainConfig:
    usual: dict[str, Any] = {"length": task.default_length, "steps": task.default_steps, "report_every": 25}
    return TrainConfig(task, tuple(map(Learner, CELLS)), schedule="one cycle", **(usual | settings))


def _with_chosen_rates(application: str, config: TrainConfig) -> TrainConfig:
    rates = (_rate(application, label_of(learner)) for learner in config.learners)
    learners = (replace(learner, learning_rate=rate) for learner, rate in zip(config.learners, rates, strict=True))
    return replace(config, learners=tuple(learners))


_SETTINGS: Mapping[str, TrainConfig] = {
    "language": _offer(Language(), hidden_size=128, steps=4000, report_every=100),
    "language_python": _offer(Language(source="python"), hidden_size=128, batch_size=16, steps=1000, report_every=50),
    "translation": _offer(Translation(), hidden_size=96, batch_size=64),
    "translation_attention": _offer(Translation(attention=True, reverse=False), hidden_size=64, batch_size=64),
    "translation_german": _offer(Translation(language="german"), hidden_size=96, batch_size=64),
    "translation_german_attention": _offer(
        Translation(attention=True, reverse=False, language="german"), hidden_size=64, batch_size=64
    ),
    "speech": _offer(Speech(), hidden_size=64, batch_size=64),
    "speech_recorded": _offer(Speech("recorded"), hidden_size=64, batch_size=64),
    "forecasting": _offer(Forecasting(), hidden_size=32),
    "digits": _offer(Digits(), hidden_size=64, batch_size=64),
    "digits_by_pixel": _offer(Digits("pixel"), hidden_size=64, steps=800, report_every=100),
    "balancing": _offer(Balancing(), hidden_size=32),
    "wearable": _offer(Wearable(), hidden_size=64, batch_size=64),
}
OFFERED: Mapping[str, TrainConfig] = {name: _with_chosen_rates(name, config) for name, config in _SETTINGS.items()}
"""By name: settings that were measured to work, the same for all cells but for the learning rate, which
`python -m scripts.applications` chooses for each on a part of its training data."""

WITHOUT_MEMORY = replace(
    OFFERED["balancing"],
    learners=(Learner("rnn", _rate("balancing", "without memory")),),
    length=1,
    batch_size=256,
)
"""Balancing from single frames: a layer of tanh units that never sees its own state."""

LABELS = {
    "language": "Language",
    "language_python": "Language, Python's reference",
    "translation": "Translation",
    "translation_attention": "Translation with attention",
    "translation_german": "Translation into German",
    "translation_german_attention": "Translation into German with attention",
    "speech": "Speech",
    "speech_recorded": "Recorded speech",
    "forecasting": "Forecasting",
    "digits": "Digits by row",
    "digits_by_pixel": "Digits by pixel",
    "balancing": "Balancing",
    "wearable": "Wearable sensors",
}
"""Keys as in `OFFERED`."""
