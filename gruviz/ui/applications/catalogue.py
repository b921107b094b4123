"""The applications: what each asks, the module that shows it, and which trained networks its switches call for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Task
from gruviz.ui.applications.balancing import screen as balancing
from gruviz.ui.applications.digits import screen as digits
from gruviz.ui.applications.forecasting import own as own_series
from gruviz.ui.applications.forecasting import screen as forecasting
from gruviz.ui.applications.language import screen as language
from gruviz.ui.applications.language.own_text import own_corpus
from gruviz.ui.applications.speech import screen as speech
from gruviz.ui.applications.translation import screen as translation
from gruviz.ui.applications.wearable import screen as wearable
from gruviz.ui.applications.wearable.own import own_sequences
from gruviz.ui.controls.kinds import Control, Values
from gruviz.ui.controls.panel import Panel


class Module(Protocol):
    """What the module of an application has; its controls are on the page only while the application is open."""

    CONTROLS: tuple[Control, ...]

    def stage(self, models: Mapping[str, TrainedModel], panel: Panel) -> None:
        """Draw the first screen: the thing itself, tried with all models, by label, and its controls."""

    def details(self, models: Mapping[str, TrainedModel], panel: Panel) -> None:
        """Draw what stands further below: what the answer hangs on, and the inside."""


@dataclass(frozen=True)
class Application:
    """One of the applications.

    Args:
        key: Value of the control `application`, and prefix of its own controls' names.
        title: A word or two.
        question: What a person would ask of it; the heading of its tile and of its page.
        module: Which shows it.
        offer: From the page's values to the key in `OFFERED` of the networks that its own switches call for.
    """

    key: str
    title: str
    question: str
    module: Module
    offer: Callable[[Values], str]


def _always(key: str) -> Callable[[Values], str]:
    return lambda values: key


_ALL = (
    Application("digits", "Digits", "Can it read your handwriting?", digits, digits.offer),
    Application("balancing", "Balancing", "Can it keep its balance in the dark?", balancing, _always("balancing")),
    Application("language", "Language", "Can it finish your sentence?", language, language.offer),
    Application("translation", "Translation", "Can it translate 80,000?", translation, translation.offer),
    Application("speech", "Speech", "Can it hear which digit you say?", speech, speech.offer),
    Application(
        "forecasting", "Forecasting", "Can it foresee a year of sunspots?", forecasting, _always("forecasting")
    ),
    Application("wearable", "Wearable", "Can it tell what your arm is doing?", wearable, _always("wearable")),
)
APPLICATIONS: Mapping[str, Application] = {application.key: application for application in _ALL}
"""By key, in the order of the gallery."""

OWN_DATA: Mapping[str, Callable[[Panel], Task | None]] = {
    "language": own_corpus,
    "forecasting": own_series.own_series,
    "wearable": own_sequences,
}
"""Where a person may bring data to learn from: draws the upload, and returns the task, or None without a file."""

ABOUT: Mapping[str, Callable[[Task], str]] = {"forecasting": own_series.about}
"""Where the introduction depends on whose data it is."""
