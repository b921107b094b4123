"""What the moving sketches of the gallery show: of most applications a few true numbers, small enough to be sent."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from gruviz.applications.beliefs import beliefs
from gruviz.applications.forecasting import forecast
from gruviz.applications.language import next_characters
from gruviz.applications.offered import OFFERED
from gruviz.applications.speech import chances
from gruviz.applications.translation import translate
from gruviz.arrays import Array
from gruviz.data.mel import DECIBELS, heard
from gruviz.data.recorded import monthly_sunspots, synthetic_sounds
from gruviz.models.shipped import application_models
from gruviz.tasks import Classification, Forecasting
from gruviz.tasks.balancing import attempt
from gruviz.tasks.speech import WORDS, in_units
from gruviz.ui.applications.class_cards import held_out

SHOWN = "GRU"
"""Whose answers move in a sketch of one network."""
TICKS = 400
"""Steps of the simulated cart."""
PAST = 72
"""Months before the forecast."""


class Glimpse(NamedTuple):
    """What a sketch shows.

    Args:
        note: In a few words, what it is and where it comes from; stands in the sketch.
        alt: A sentence for those who do not see it.
        data: For the code that draws it.
    """

    note: str
    alt: str
    data: Mapping[str, Any]


def _digits() -> Glimpse:
    task = OFFERED["digits"].task
    assert isinstance(task, Classification)
    inputs, truth = held_out(task, 28, 7)
    ink = np.rint(15 * np.clip(inputs[:, 0], 0, 1)).astype(int)
    chances = {label: _chances("digits", label, inputs, truth) for label in ("RNN", "GRU", "LSTM")}
    data = {"ink": ["".join(f"{level:x}" for level in row) for row in ink], "chances": chances, "answer": str(truth)}
    ends = ", ".join(f"{label} {chance[-1]:.0%}" for label, chance in chances.items())
    alt = f"A handwritten {truth} is read row by row. In the end its chance is {ends}."
    return Glimpse(f"chance of {truth}, row by row", alt, data)


def _balancing() -> Glimpse:
    network = application_models("balancing")[SHOWN].network
    rollout = attempt(network, 0.7, attempts=1, steps=TICKS)
    states, seen = rollout.states[:, 0, 0], rollout.frames[:, 0, 0, 3]
    data = {
        "place": states[:, 0].round(3).tolist(),
        "angle": states[:, 2].round(3).tolist(),
        "seen": "".join("1" if one else "0" for one in seen),
    }
    alt = f"A pole on a cart sways; the picture goes dark whenever the {SHOWN} that pushes the cart sees nothing."
    return Glimpse(f"{SHOWN}, a simulation", alt, data)


def _language() -> Glimpse:
    before, forms = "The keys to the old cabinet in the hall ", ("are", "is")
    likely = {one.character: one.probability for one in next_characters(application_models("language")[SHOWN], before)}
    first, second = (likely.get(form[0], 0.0) for form in forms)
    share = first / (first + second)
    data = {"words": before.split(), "noun": 1, "forms": forms, "chances": [round(share, 3), round(1 - share, 3)]}
    alt = (
        f"“{before}…” is typed; the verb has to agree with “keys”, seven words before it. Of “are” and “is” the "
        f"{SHOWN} expects “are” with {share:.0%}."
    )
    return Glimpse(f"{SHOWN}: are or is?", alt, data)


def _translation() -> Glimpse:
    one = translate(application_models("translation_attention")[SHOWN], 80_000)
    assert one.attention is not None
    spoken = [word for word in one.words if word != "."]
    data = {"source": list(one.source), "words": spoken, "weights": one.attention[: len(spoken)].round(2).tolist()}
    alt = f"“{' '.join(one.source)}” becomes “{' '.join(spoken)}”, word by word; arcs show where each word looks."
    return Glimpse(f"{SHOWN} with attention", alt, data)


def _speech() -> Glimpse:
    spoken, place = synthetic_sounds(), 27
    sound, truth = heard(spoken.sounds[place]), int(spoken.classes[place])
    believed = chances(application_models("speech")[SHOWN], in_units(sound.frames))[1:, truth]
    said, levels = WORDS[truth], np.rint(15 * (1 - sound.decibels / DECIBELS)).astype(int)
    data = {"levels": ["".join(f"{one:x}" for one in frame) for frame in levels], "chance": believed.round(2).tolist()}
    alt = f"A cursor sweeps over the sound of “{said}”; the {SHOWN} grows surer of what was said."
    return Glimpse(f"{SHOWN}: chance of “{said}”", alt, data | {"answer": said})


def _forecasting() -> Glimpse:
    models = application_models("forecasting")
    task = next(iter(models.values())).kind
    assert isinstance(task, Forecasting)
    origin = len(task.series) - 20 * 12
    said = {label: forecast(model, np.array([origin])).networks[0, 0] for label, model in models.items()}
    curves = {label: curve.round(1).tolist() for label, curve in said.items()}
    data = {
        "past": task.series[origin - PAST : origin].round(1).tolist(),
        "truth": task.series[origin : origin + task.horizon].round(1).tolist(),
        "said": curves,
    }
    month = monthly_sunspots()[0][origin]
    alt = f"The monthly number of sunspots, and what three networks say of the year from {month} on, beside the truth."
    return Glimpse(f"a year from {month}", alt, data)


def _wearable() -> Glimpse:
    task, length = OFFERED["wearable"].task, OFFERED["wearable"].length
    assert isinstance(task, Classification)
    inputs, truth = held_out(task, length, 26)
    doing = task.classes[truth]
    data = {"traces": inputs[:, 0].T.round(2).tolist(), "chance": _chances("wearable", SHOWN, inputs, truth)}
    alt = f"Six traces of a smartwatch during {doing}; the {SHOWN} weighs what its wearer is doing."
    return Glimpse(f"{SHOWN}: chance of {doing}", alt, data)


def _chances(offer: str, label: str, inputs: Array, truth: int) -> list[float]:
    """Of the right class, after each step."""
    believed: list[float] = beliefs(application_models(offer)[label], inputs)[:, 0, 0, truth].round(2).tolist()
    return believed


GLIMPSES: Mapping[str, Callable[[], Glimpse]] = {
    "digits": _digits,
    "balancing": _balancing,
    "language": _language,
    "translation": _translation,
    "speech": _speech,
    "forecasting": _forecasting,
    "wearable": _wearable,
}
"""By application."""
