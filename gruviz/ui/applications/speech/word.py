"""A word on the screen: what it is, and all that the browser needs to play it."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.offered import OFFERED
from gruviz.applications.speech import answers, chances
from gruviz.arrays import Array, in_base64
from gruviz.data import mel
from gruviz.data.sound import wav_of
from gruviz.figures.drawing.palette import GREY, cell_color, cell_symbol
from gruviz.models.shipped import applications_record
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Speech
from gruviz.tasks.examples import padded, rule_answers, rule_says
from gruviz.tasks.speech import WORDS, in_units
from gruviz.ui.caching import shared

TICKS = (200, 500, 1000, 2000, 3500)
"""Hz that are written beside a spectrogram."""
RULE = "best rule"
"""What the rule is called where there is little room."""


@dataclass(frozen=True, eq=False)
class Word:
    """A word that the networks read.

    Args:
        name: Which one; the same name is the same word.
        headline: Who says what.
        frames: What the networks get, (T, 13).
        truth: Which digit it is; None where nobody has said so.
        samples: Its sound, 8,000 a second, if there is one.
        place: Index among the held-out words, if it is one of them.
    """

    name: str
    headline: str
    frames: Array
    truth: int | None
    samples: Array | None = None
    place: int | None = None


def of_sound(name: str, headline: str, samples: Array, truth: int | None, place: int | None = None) -> Word:
    """A word of which there is the sound, cut out of it already."""
    return Word(name, headline, in_units(mel.heard(samples).frames), truth, samples, place)


def packed(word: Word, models: Mapping[str, TrainedModel], offer: str, *, asks: str, note: str) -> dict[str, Any]:
    """What the component shows of a word.

    Args:
        word: Which.
        models: By label.
        offer: Their key in `OFFERED`.
        asks: The question above the names of the digits, which are buttons then; "" without one.
        note: A sentence below.
    """
    picture = _spectrogram(word.samples) if word.samples is not None else _coefficients(word.frames)
    networks = [_network(label, model, word) for label, model in models.items()]
    rule, said = rule_of(word, offer)
    wrong = int((~right_by_rule(offer)).sum())
    return picture | {
        "name": word.name,
        "headline": word.headline,
        "note": f"{note} The best rule: {rule}.",
        "asks": asks,
        "truth": word.truth,
        "others": word.place is not None,
        "words": list(WORDS),
        "networks": networks,
        "rule": {"label": RULE, "full": rule, "color": GREY, "mark": "line", "answer": said, "wrong": wrong},
    }


def rule_of(word: Word, offer: str) -> tuple[str, int]:
    """The best rule and its answer."""
    config, rule = OFFERED[offer], best_rule(offer)
    assert isinstance(config.task, Speech)
    asked = padded([word.frames], config.length)
    return rule, int(rule_says(config.task, rule, asked)[0])


def best_rule(offer: str) -> str:
    """Name of the rule that names most of the held-out words right."""
    return str(next(iter(applications_record()[offer]["baselines"])))


def right(offer: str, models: Mapping[str, TrainedModel]) -> dict[str, NDArray[np.bool_]]:
    """Which held-out words each network and the best rule name right."""
    return {label: _right(model) for label, model in models.items()} | {RULE: right_by_rule(offer)}


@shared(16)
def _right(model: TrainedModel) -> NDArray[np.bool_]:
    inputs, targets = model.kind.held_out(np.random.default_rng(0), 100_000, model.length)
    return answers(model, inputs) == targets[0]


@shared(2)
def right_by_rule(offer: str) -> NDArray[np.bool_]:
    """Which held-out words the best rule names right."""
    config = OFFERED[offer]
    assert isinstance(config.task, Speech)
    truth = config.task.split(config.length).held_out.targets[0]
    return rule_answers(config.task, best_rule(offer), config.length) == truth


def _network(label: str, model: TrainedModel, word: Word) -> dict[str, Any]:
    levels = np.rint(255 * chances(model, word.frames)).astype(np.uint8)
    cell, wrong = model.weights.cell, int((~_right(model)).sum())
    return {
        "label": label,
        "color": cell_color(cell),
        "mark": cell_symbol(cell),
        "chances": in_base64(levels),
        "wrong": wrong,
    }


def _spectrogram(samples: Array) -> dict[str, Any]:
    """Power in 26 bands of pitch over time, −40 to 0 dB as 0 to 255."""
    decibels = mel.heard(samples).decibels
    levels = np.rint(255 * (1 + decibels / -mel.DECIBELS)).astype(np.uint8)
    step, frame = mel.HOP / mel.RATE, mel.FRAME / mel.RATE
    seconds = len(samples) / mel.RATE
    low, high = mel.in_mel(mel.centres()[[0, -1]])
    loudest = mel.centres()[1:-1][decibels.max(0).argmax()]
    return {
        "levels": in_base64(levels),
        "columns": len(levels),
        "rows": mel.BANDS,
        "start": (frame - step) / 2,
        "step": step,
        "first": frame,
        "span": seconds,
        "across": "time (s)",
        "upwards": "frequency (Hz)",
        "ticks": [[(float(mel.in_mel(np.array(hertz))) - low) / (high - low), f"{hertz:,}"] for hertz in TICKS],
        "sound": "data:audio/wav;base64," + b64encode(wav_of(samples, mel.RATE)).decode(),
        "alt": f"Spectrogram of the word, {seconds:.2f} seconds, {len(levels)} frames: time from left to right, "
        f"frequency upwards. It is loudest near {loudest:,.0f} Hz. Drag to move the cursor.",
    }


def _coefficients(frames: Array) -> dict[str, Any]:
    """Coefficients over time, −3 to 3 standard deviations as 0 to 255."""
    rows = frames.shape[1]
    levels = np.rint(255 * np.clip((frames + 3) / 6, 0, 1)).astype(np.uint8)
    return {
        "levels": in_base64(levels),
        "columns": len(levels),
        "rows": rows,
        "start": 0,
        "step": 1,
        "first": 1,
        "span": len(levels),
        "across": "frame",
        "upwards": "coefficient",
        "ticks": [[(k - 0.5) / rows, str(k)] for k in (1, 5, 9, 13)],
        "sound": "",
        "alt": f"{len(levels)} frames from left to right, 13 coefficients upwards, the brighter the larger. "
        "Drag to move the cursor.",
    }
