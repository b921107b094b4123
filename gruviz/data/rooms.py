"""Rooms and microphones that a sound could have come through: echo, noise, more or less of the high tones."""

import numpy as np

from gruviz.arrays import Array

NOISES = (60.0, 40.0, 30.0, 20.0, 12.0)
"""Decibels of the sound over the white noise that is mixed into it; one is drawn."""
TILTS, ECHOES, STRETCHES = (-0.2, 0.8), (0.0, 0.06), (0.85, 1.18)
"""Drawn from these ranges: what is subtracted of the sample before, how strong the echo is, and how much faster it is
played, which moves all frequencies as a smaller or larger mouth does."""
ECHO_SECONDS = 0.2
FADING = 0.05
"""Seconds in which an echo falls to 1/e."""


def in_a_room(rng: np.random.Generator, samples: Array, rate: float) -> tuple[Array, float]:
    """A word as another mouth, room and microphone might give it, with a quarter of a second around it.

    Args:
        rng: Source of all randomness.
        samples: The word, (N,).
        rate: Samples per second.

    Returns:
        What is heard, and how many samples of it make a second.
    """
    sound = np.pad(samples, round(rate / 4))
    sound = convolved(convolved(sound, np.array([1, -rng.uniform(*TILTS)])), echo(rng, rate))
    level = np.sqrt(np.square(samples).mean() / 10 ** (rng.choice(NOISES) / 10))
    return sound + level * rng.standard_normal(len(sound)), rate * rng.uniform(*STRETCHES)


def echo(rng: np.random.Generator, rate: float) -> Array:
    """What a click becomes: itself, then noise that dies away within a fifth of a second."""
    seconds = np.arange(round(rate * ECHO_SECONDS)) / rate
    answer = rng.uniform(*ECHOES) * rng.standard_normal(len(seconds)) * np.exp(-seconds / FADING)
    answer[0] = 1
    return answer


def convolved(sound: Array, answer: Array) -> Array:
    """A sound through a filter, by way of their spectra: (N + M − 1,) of (N,) and (M,)."""
    size = len(sound) + len(answer) - 1
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(answer, size), size)
