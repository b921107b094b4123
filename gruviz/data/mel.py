"""Sound → mel-frequency cepstral coefficients: what a network hears of a word.

A recording is brought to 8 kHz, its silence is cut off, and every 16 ms a frame of 32 ms is taken through a Hann
window, its power spectrum, 26 triangular filters that are equally far apart in mel, the logarithm and a cosine
transform, of which 13 coefficients are kept (Davis and Mermelstein 1980, doi:10.1109/TASSP.1980.1163420). The mean of
each coefficient over the clip is subtracted, so that neither how loud somebody speaks nor the colour of the microphone
counts (Atal 1974, doi:10.1121/1.1914702).
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.validation import InvalidValue

RATE = 8000
"""Samples per second that are heard."""
FRAME, HOP = 256, 128
"""Samples of a frame, and from one to the next: 32 and 16 ms."""
BANDS, COEFFICIENTS = 26, 13
LOWEST, HIGHEST = 80.0, 3900.0
"""Hz: the ends of the outermost filters."""
RANGE = 1e-4
"""What is weaker than so much of the loudest band of the clip counts as so much, so that noise counts little."""
DECIBELS = 10 * np.log10(RANGE)
"""The same in decibels: −40."""
AUDIBLE = 1e-3
"""A frame with less than so much of the power of the loudest is silence: 30 dB."""
KEPT = 2
"""Frames of silence that stay before and after a word."""
PAUSE = 40
"""More frames of silence than a word has within it: two thirds of a second."""
SHORTEST = 6
"""Frames of the shortest word: a tenth of a second."""


class Heard(NamedTuple):
    """A word as the networks get it.

    Args:
        decibels: Power of each band in each frame relative to the loudest, from −40 to 0, (T, 26).
        frames: Coefficients, each with mean 0 over the clip, (T, 13).
    """

    decibels: Array
    frames: Array


def word_in(samples: Array, rate: float) -> Array:
    """The word in a recording: 8,000 samples a second, without the silence around it, its loudest sample ±0.9.

    Args:
        samples: Sound pressure in any unit, (N,).
        rate: How many of them make a second.

    Raises:
        GruvizError: If there is nothing to hear.
    """
    return levelled(spoken_part(resampled(samples, rate)))


def heard(word: Array) -> Heard:
    """A word as a network hears it; every sample counts, so it has to be cut out before."""
    power = mel_power(word)
    return Heard(10 * np.log10(power / power.max()), coefficients(power))


def resampled(samples: Array, rate: float) -> Array:
    """The same sound at 8,000 samples a second, what lies above 4 kHz or between the samples left out.

    The spectrum of the whole is cut or prolonged with zeros, as if the recording began again after its end.
    """
    count = round(len(samples) * RATE / rate)
    if not count:
        raise _nothing()
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return np.fft.irfft(spectrum, count) * (count / len(samples))


def spoken_part(samples: Array) -> Array:
    """What lies between the first and the last frame that is not silence, and two frames around it.

    Silence is 30 dB below the loudest frame or less; in a noisy room, up to 9 dB above the four quietest frames. Of
    what is more than two thirds of a second apart only the part with most power is kept: the word, and not the click
    of a button.
    """
    steady = samples - samples.mean() if len(samples) else samples
    if len(steady) < FRAME or not np.abs(steady).max() > 1e-6:
        raise _nothing()
    power = np.square(framed(steady)).mean(1)
    noise = min(8 * np.sort(power)[:4].mean(), power.max() / 10)
    audible = np.flatnonzero(power >= max(AUDIBLE * power.max(), noise))
    parts = np.split(audible, np.flatnonzero(np.diff(audible) > PAUSE) + 1)
    said = max(parts, key=lambda frames: power[frames].sum())
    if said[-1] - said[0] + 1 < SHORTEST:
        raise InvalidValue("sound", "too short", "a word", "This is too short for a word: say one digit, once.")
    first, last = max(said[0] - KEPT, 0), min(said[-1] + KEPT, len(power) - 1)
    return steady[first * HOP : last * HOP + FRAME]


def levelled(samples: Array) -> Array:
    """The same sound as loud as all others: its largest sample is 0.9 or −0.9."""
    return samples * (0.9 / np.abs(samples).max())


def framed(samples: Array) -> Array:
    """Overlapping stretches of a sound, (T, 256); an incomplete one at the end is left out."""
    return np.lib.stride_tricks.sliding_window_view(samples, FRAME)[::HOP]


def power_spectrum(frames: Array) -> Array:
    """Power of each frame at 129 frequencies from 0 to 4,000 Hz, through a Hann window, (T, 129).

    By Parseval its sum, all but the first and the last frequency counted twice, is that of the windowed squares.
    """
    spectrum = np.fft.rfft(frames * _window(), axis=1)
    return np.square(np.abs(spectrum)) / FRAME


def mel_power(samples: Array) -> Array:
    """Power in each band, at most 40 dB below the loudest of the clip, (T, 26)."""
    power = power_spectrum(framed(samples)) @ filters().T
    return np.maximum(power, RANGE * power.max())


def coefficients(power: Array) -> Array:
    """The first 13 of a cosine transform of the logarithms, less their means over the clip, (T, 13)."""
    cepstrum = np.log(power) @ cosines().T
    return cepstrum - cepstrum.mean(0)


def in_mel(hertz: Array) -> Array:
    """Pitch as it is perceived: 2595 log₁₀(1 + f / 700 Hz) (O'Shaughnessy 1987)."""
    return 2595 * np.log10(1 + hertz / 700)


def in_hertz(mel: Array) -> Array:
    """The other way round."""
    return 700 * (10 ** (mel / 2595) - 1)


@cache
def centres() -> Array:
    """Where each filter is open, and both ends: Hz, (28,)."""
    low, high = in_mel(np.array([LOWEST, HIGHEST]))
    return in_hertz(np.linspace(float(low), float(high), BANDS + 2))


@cache
def filters() -> Array:
    """Share of each frequency that each band lets pass, (26, 129): triangles from one centre to the next but one."""
    low, middle, high = (centres()[i : BANDS + i, None] for i in range(3))
    hertz = np.arange(FRAME // 2 + 1) * (RATE / FRAME)
    return np.maximum(0, np.minimum((hertz - low) / (middle - low), (high - hertz) / (high - middle)))


@cache
def cosines() -> Array:
    """The first 13 rows of the orthonormal cosine transform (type II) of 26 numbers, (13, 26)."""
    rows: Array = np.sqrt(2 / BANDS) * np.cos(np.pi * np.outer(np.arange(COEFFICIENTS), np.arange(BANDS) + 0.5) / BANDS)
    rows[0] = np.sqrt(1 / BANDS)
    return rows


@cache
def _window() -> Array:
    """Hann's, periodic."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)


def _nothing() -> InvalidValue:
    return InvalidValue("sound", "silent", "something to hear", "There is nothing to hear in this recording.")
