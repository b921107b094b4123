"""Sound as files have it: WAV, and eight bits a sample by the µ-law."""

import io
import wave

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.validation import InvalidValue, TooLarge

MU = 255
LONGEST = 10.0
"""Seconds of a recording that is read."""
SOUND_LIMIT = 4_000_000
"""Bytes of a file: ten seconds at 48 kHz in stereo with 32 bits a sample, and some words around them."""
RATES = 8_000, 192_000
"""Samples per second that a recording may have."""


def compressed(samples: Array) -> NDArray[np.uint8]:
    """Samples from −1 to 1 as one byte each, finer where they are small: the continuous µ-law (ITU-T G.711)."""
    curved = np.sign(samples) * np.log1p(MU * np.abs(samples)) / np.log1p(MU)
    return np.round(curved * 127 + 128).astype(np.uint8)


def expanded(codes: NDArray[np.uint8]) -> Array:
    """The samples again, each within 2.2% of itself or 1/5,800."""
    curved = (codes.astype(np.float64) - 128) / 127
    return np.sign(curved) * np.expm1(np.abs(curved) * np.log1p(MU)) / MU


def wav_of(samples: Array, rate: int) -> bytes:
    """A WAV file, 16 bits a sample, one channel; samples beyond ±1 are cut."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def read_wav(content: bytes) -> tuple[Array, int]:
    """Samples from −1 to 1, all channels averaged, and how many make a second.

    Raises:
        GruvizError: If it is no WAV file of whole numbers, or too long.
    """
    if len(content) > SOUND_LIMIT:
        raise TooLarge("sound", f"{len(content):,} bytes", "", f"The recording is longer than {LONGEST:g} seconds.")
    try:
        with wave.open(io.BytesIO(content), "rb") as reader:
            channels, width, rate, count = reader.getparams()[:4]
            raw = reader.readframes(count)
    except (wave.Error, EOFError, OSError, ValueError, RuntimeError, ZeroDivisionError):
        raise _no_wav() from None
    if not RATES[0] <= rate <= RATES[1]:
        sentence = f"This recording has {rate:,} samples a second. From {RATES[0]:,} to {RATES[1]:,} can be read."
        raise InvalidValue("sound", rate, "a usual rate", sentence)
    samples = _numbers(raw, width)
    samples = samples[: len(samples) // channels * channels].reshape(-1, channels).mean(1)
    if len(samples) > LONGEST * rate:
        seconds = len(samples) / rate
        sentence = f"This recording lasts {seconds:.0f} seconds. At most {LONGEST:g} can be read: say one digit."
        raise TooLarge("sound", f"{seconds:.1f} s", f"at most {LONGEST:g} s", sentence)
    return samples, rate


def _numbers(raw: bytes, width: int) -> Array:
    """Little-endian samples of one to four bytes; those of one byte have no sign."""
    raw = raw[: len(raw) // width * width]
    if width == 1:
        return np.frombuffer(raw, np.uint8).astype(np.float64) / 128 - 1
    padded = np.zeros((len(raw) // width, 4), np.uint8)  # the lowest bytes of 32 bits stay 0
    padded[:, 4 - width :] = np.frombuffer(raw, np.uint8).reshape(-1, width)
    return padded.view("<i4")[:, 0] / 2**31


def _no_wav() -> InvalidValue:
    sentence = "This is no WAV file of whole numbers (PCM). Save the recording as WAV, 16 bits."
    return InvalidValue("sound", "another format", "WAV", sentence)
