"""Sound files against the standard library and against arithmetic; what is none is refused in a sentence."""

import io
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.data.sound import LONGEST, SOUND_LIMIT, compressed, expanded, read_wav, wav_of
from gruviz.validation import GruvizError

SAMPLES = np.sin(np.arange(900) / 9) * np.linspace(0, 1, 900)


def written(samples, *, width, channels=1, rate=16_000):
    """By the standard library, each sample a whole number of so many bytes."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((channels, width, rate, 0, "NONE", ""))
        whole = np.round(samples * (2 ** (8 * width - 1) - 1)).astype(np.int64) + (128 if width == 1 else 0)
        writer.writeframes(b"".join(int(one).to_bytes(width, "little", signed=width > 1) for one in whole))
    return file.getvalue()


@pytest.mark.parametrize(("width", "step"), [(1, 2e-2), (2, 1e-4), (3, 1e-6), (4, 1e-8)])
def test_whole_numbers_of_any_size_are_read(width, step):
    samples, rate = read_wav(written(SAMPLES, width=width))
    assert rate == 16_000
    np.testing.assert_allclose(samples, SAMPLES, atol=step)


def test_channels_are_averaged():
    both = np.column_stack([SAMPLES, -SAMPLES / 3]).ravel()
    np.testing.assert_allclose(read_wav(written(both, width=2, channels=2))[0], SAMPLES / 3, atol=1e-4)


def test_what_is_written_is_read_again():
    samples, rate = read_wav(wav_of(SAMPLES * 2, 8000))
    assert rate == 8000
    np.testing.assert_allclose(samples, np.clip(SAMPLES * 2, -1, 1), atol=1e-4)


def test_one_byte_keeps_small_samples_finely():
    samples = np.concatenate([-np.geomspace(1, 1e-3, 300), [0.0], np.geomspace(1e-3, 1, 300)])
    found = expanded(compressed(samples))
    assert np.abs(found / np.where(samples, samples, 1) - 1)[samples != 0].max() < 0.12
    assert np.abs(found / np.where(samples, samples, 1) - 1)[np.abs(samples) > 0.05].max() < 0.025
    assert found[300] == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "This is no WAV file"),
        (b"ID3" + bytes(2000), "This is no WAV file"),
        (written(SAMPLES, width=2)[:40], "This is no WAV file"),
        (bytes(SOUND_LIMIT + 1), "longer than 10 seconds"),
        (written(np.zeros(160_100), width=1), "lasts 10 seconds. At most 10"),
        (written(SAMPLES, width=2, rate=4000), "has 4,000 samples a second"),
    ],
    ids=["empty", "an MP3", "broken off", "large", "long", "slow"],
)
def test_what_cannot_be_read_is_named(content, message):
    with pytest.raises(GruvizError, match=message):
        read_wav(content)
    assert LONGEST == 10


@given(content=st.binary(max_size=200), head=st.sampled_from([b"", written(SAMPLES, width=2)[:44]]))
def test_no_bytes_end_in_anything_but_a_message(content, head):
    try:
        samples, _ = read_wav(head + content)
    except GruvizError:
        return
    assert np.abs(samples).max(initial=0) <= 1
