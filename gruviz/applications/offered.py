"""The trainings that the applications offer: about a minute for three cells on one core, most of them less."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gruviz.tasks import Balancing, Digits, Forecasting, Language, Speech, Task, Translation, Wearable
from gruviz.training.settings import Learner, TrainConfig

CELLS = ("rnn", "gru", "lstm")


def _offer(task: Task, **settings: Any) -> TrainConfig:
    usual: dict[str, Any] = {"length": task.default_length, "steps": task.default_steps, "report_every": 25}
    return TrainConfig(task, tuple(map(Learner, CELLS)), schedule="one cycle", **(usual | settings))


OFFERED: Mapping[str, TrainConfig] = {
    "language": _offer(Language(), hidden_size=128, batch_size=16, steps=1000, report_every=50),
    "translation": _offer(Translation(), hidden_size=96, batch_size=64),
    "translation_attention": _offer(Translation(attention=True, reverse=False), hidden_size=64, batch_size=64),
    "speech": _offer(Speech(), hidden_size=64, batch_size=64),
    "forecasting": _offer(Forecasting(), hidden_size=32),
    "digits": _offer(Digits(), hidden_size=64, batch_size=64),
    "digits_by_pixel": _offer(Digits("pixel"), hidden_size=64, steps=800, report_every=100),
    "balancing": _offer(Balancing(), hidden_size=32),
    "wearable": _offer(Wearable(), hidden_size=64, batch_size=64),
}
"""By name: settings that were measured to work, the same for all cells; `python -m scripts.applications` runs them."""

WITHOUT_MEMORY = replace(OFFERED["balancing"], learners=(Learner("rnn"),), length=1, batch_size=256)
"""Balancing from single frames: a layer of tanh units that never sees its own state."""

LABELS = {
    "language": "Language",
    "translation": "Translation",
    "translation_attention": "Translation with attention",
    "speech": "Speech",
    "forecasting": "Forecasting",
    "digits": "Digits by row",
    "digits_by_pixel": "Digits by pixel",
    "balancing": "Balancing",
    "wearable": "Wearable sensors",
}
"""Keys as in `OFFERED`."""
