"""The recorded data that come with the package, as arrays. Sources and licences: `assets/data/LICENSES.md`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.data.sound import expanded
from gruviz.paths import ASSETS

FOLDER = ASSETS / "data"
FRAME_SCALE = 24
"""A stored speech feature of so much is one standard deviation."""
WORD_SCALE = 5
"""The same of a synthetic word."""
EXERCISES = (
    "pendulum",
    "abduction",
    "forward elevation",
    "internal rotation",
    "external rotation",
    "trapezius extension",
    "upright row",
)
"""Shoulder exercises of the wearable-sensor recordings, by class (Burns et al. 2018)."""
RATE = 12.5
"""Samples per second of the wearable-sensor recordings."""
UNITS = ("g", "g", "g", "rad/s", "rad/s", "rad/s")
"""In which the channels are measured: at rest acceleration is 1 g, the pull of the earth."""
CHANNELS = ("acceleration x", "acceleration y", "acceleration z", "rotation x", "rotation y", "rotation z")


@dataclass(frozen=True, eq=False)
class LabelledSequences:
    """Sequences of unequal length, each with a class.

    Args:
        sequences: Each (T, D), float32.
        classes: (N,).
        groups: Who it comes from, (N,); 0 for all where that is not known.
        centre: Mean of each of D features in the units of the source; 0 where nothing was subtracted.
        spread: What one unit of `sequences` is in those units, (D,).
    """

    sequences: tuple[Array, ...]
    classes: NDArray[np.int64]
    groups: NDArray[np.int64]
    centre: Array
    spread: Array


@lru_cache(maxsize=1)
def spoken_digits() -> LabelledSequences:
    """3,000 clips of spoken digits as 13 mel-frequency cepstral coefficients a frame, standardised."""
    parts = _archive("fsdd_mfcc_int8.npz")
    frames = parts["q"].astype(np.float32) / FRAME_SCALE
    return LabelledSequences(
        _split(frames, parts["len"]),
        parts["y"].astype(np.int64),
        np.zeros(len(parts["y"]), np.int64),
        parts["mu"],
        parts["sd"] * FRAME_SCALE,
    )


@dataclass(frozen=True, eq=False)
class Spoken:
    """Synthetic words that are held out, with their sound.

    Args:
        sounds: Each (N,), from −1 to 1, 8,000 samples a second.
        classes: Which digit each is, (N,).
        voices: Accent and speaker of each, as espeak-ng has them: "en-gb+m5".
    """

    sounds: tuple[Array, ...]
    classes: NDArray[np.int64]
    voices: tuple[str, ...]


@lru_cache(maxsize=1)
def synthetic_words() -> LabelledSequences:
    """2,520 words to learn from, 13 coefficients a frame, each in its own unit; groups are the speakers."""
    parts = _archive("synthetic_words_int8.npz")
    speakers = [voice.split("+")[1] for voice in parts["voices"].tolist()]
    places = np.array([list(dict.fromkeys(speakers)).index(speaker) for speaker in speakers])
    return LabelledSequences(
        _split(parts["q"].astype(np.float32) / WORD_SCALE, parts["len"]),
        parts["y"].astype(np.int64),
        places[parts["voice"]],
        np.zeros(len(parts["step"])),
        parts["step"] * WORD_SCALE,
    )


@lru_cache(maxsize=1)
def held_out_voices() -> tuple[str, ...]:
    """Accent and speaker of the synthetic words that are held out, ten words each, in their order."""
    return tuple(_archive("synthetic_words_audio.npz", "voices")["voices"].tolist())


@lru_cache(maxsize=1)
def synthetic_sounds() -> Spoken:
    """300 words by speakers who are in none of those to learn from, a third of them in an accent that is not either."""
    parts = _archive("synthetic_words_audio.npz")
    sounds = _split(expanded(parts["sound"]), parts["len"])
    return Spoken(sounds, parts["y"].astype(np.int64), tuple(parts["voices"][parts["voice"]].tolist()))


@lru_cache(maxsize=1)
def exercises() -> LabelledSequences:
    """140 recordings of a smartwatch, acceleration and rotation in 3 axes, 12.5 a second; groups are the 10 people."""
    parts = _archive("spar_12hz_int8.npz")
    movement = (parts["q"] * parts["scale"]).astype(np.float32)
    return LabelledSequences(
        _split(movement, parts["len"]),
        parts["y"].astype(np.int64),
        parts["subject"].astype(np.int64),
        np.zeros(6),
        np.ones(6),
    )


@lru_cache(maxsize=2)
def handwritten_digits(side: int) -> tuple[Array, NDArray[np.int64]]:
    """Pictures from 0 (paper) to 1 (ink), and their digits.

    Args:
        side: 28, for 3,000 pictures, or 14, for 5,000.

    Returns:
        (N, side, side), float32, and (N,).
    """
    parts = _archive({28: "mnist3k_28_4bit.npz", 14: "mnist5k_14.npz"}[side])
    pictures = parts["X"].reshape(-1, side, side).astype(np.float32)
    return pictures / {28: 15, 14: 31}[side], parts["y"].astype(np.int64)


@lru_cache(maxsize=1)
def monthly_sunspots() -> tuple[tuple[str, ...], Array]:
    """Months as "1749-01", and their mean sunspot number, (3120,)."""
    table = np.loadtxt(FOLDER / "sunspots_monthly.csv", delimiter=",", skiprows=1, dtype=str)
    return tuple(table[:, 0].tolist()), table[:, 1].astype(np.float64)


@lru_cache(maxsize=1)
def python_documentation() -> str:
    """The reference texts that come with Python itself (`pydoc_data.topics`); no paragraph twice.

    They differ a little from one version of Python to the next.
    """
    from pydoc_data.topics import topics  # half a megabyte, read only where it is needed

    paragraphs = (paragraph.strip("\n") for text in topics.values() for paragraph in text.split("\n\n"))
    return "\n\n".join(dict.fromkeys(filter(None, paragraphs)))


def _archive(name: str, *parts: str) -> Mapping[str, NDArray[Any]]:
    """The named parts of a file, by default all."""
    with np.load(FOLDER / name, allow_pickle=False) as archive:
        return {part: archive[part] for part in parts or archive.files}


def _split(rows: Array, lengths: NDArray[np.integer[Any]]) -> tuple[Array, ...]:
    return tuple(np.split(rows, np.cumsum(lengths.astype(np.int64))[:-1]))
