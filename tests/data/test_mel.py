"""Features of sound against closed forms: pure tones, Parseval, an orthonormal transform, and what must not matter."""

import numpy as np
import pytest

from gruviz.data import mel
from gruviz.validation import GruvizError


def tone(hertz, seconds=0.5, rate=mel.RATE):
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate + 0.3)


def chirp():
    """Half a second from 300 to 1,500 Hz that swells and fades."""
    time = np.arange(4000) / mel.RATE
    return np.sin(2 * np.pi * (300 * time + 1200 * time**2)) * np.sin(2 * np.pi * time) ** 2


@pytest.mark.parametrize("band", range(0, mel.BANDS, 5))
def test_a_pure_tone_is_loudest_in_the_band_around_it(band):
    decibels = mel.heard(tone(mel.centres()[band + 1])).decibels
    assert set(decibels.argmax(1)) == {band}
    assert (decibels.min(), decibels.max()) == (pytest.approx(mel.DECIBELS), 0)


def test_the_power_of_all_frequencies_is_that_of_the_windowed_samples():
    frames = np.random.default_rng(0).standard_normal((5, mel.FRAME))
    power = mel.power_spectrum(frames)
    both_sides = power[:, 0] + 2 * power[:, 1:-1].sum(1) + power[:, -1]
    window = np.sin(np.pi * np.arange(mel.FRAME) / mel.FRAME) ** 2
    np.testing.assert_allclose(both_sides, np.square(frames * window).sum(1))


def test_the_cosines_are_orthonormal_and_the_first_is_the_mean():
    np.testing.assert_allclose(mel.cosines() @ mel.cosines().T, np.eye(mel.COEFFICIENTS), atol=1e-12)
    levels = np.random.default_rng(0).standard_normal(mel.BANDS)
    assert mel.cosines()[0] @ levels == pytest.approx(levels.mean() * np.sqrt(mel.BANDS))


def test_neighbouring_filters_share_a_frequency_fully_between_the_outermost_centres():
    hertz = np.arange(129) * mel.RATE / mel.FRAME
    inside = (hertz >= mel.centres()[1]) & (hertz <= mel.centres()[-2])
    np.testing.assert_allclose(mel.filters().sum(0)[inside], 1)
    assert (mel.filters().max(1) > 0.3).all(), "no band without a frequency"


def test_mel_is_a_thousand_at_a_thousand_hertz_and_comes_back():
    assert mel.in_mel(np.array(1000.0)) == pytest.approx(1000, abs=0.1)
    np.testing.assert_allclose(mel.in_hertz(mel.in_mel(np.array([80.0, 3900.0]))), [80, 3900])


@pytest.mark.parametrize("rate", [8000, 11_025, 16_000, 22_050, 44_100, 48_000])
def test_a_tone_is_the_same_tone_at_another_rate(rate):
    found = mel.resampled(tone(500, seconds=1, rate=rate), rate)
    np.testing.assert_allclose(found, tone(500, seconds=1), atol=1e-9)


def test_what_is_too_high_is_left_out():
    assert np.abs(mel.resampled(tone(9000, seconds=1, rate=44_100), 44_100)).max() < 1e-9


def test_silence_is_cut_off_and_loudness_does_not_matter():
    word = mel.word_in(np.pad(chirp(), mel.HOP * 8), mel.RATE)
    late = np.pad(chirp(), (mel.HOP * 40, mel.HOP * 25))
    np.testing.assert_allclose(mel.word_in(late / 50, mel.RATE), word, atol=1e-2)
    assert np.abs(word).max() == pytest.approx(0.9)
    assert len(word) <= len(chirp()) + 4 * mel.HOP


def test_a_click_long_before_the_word_is_not_part_of_it():
    late = np.pad(chirp(), (mel.HOP * 60, mel.HOP * 8))
    alone = mel.word_in(late, mel.RATE)
    late[mel.HOP * 4 : mel.HOP * 5] = 0.5
    np.testing.assert_allclose(mel.word_in(late, mel.RATE), alone, atol=0.03)


def test_in_a_noisy_room_the_word_is_still_found():
    noise = 0.01 * np.random.default_rng(0).standard_normal(30 * 1000)
    noise[10_000:14_000] += chirp()
    found = len(mel.word_in(noise, mel.RATE)) / mel.RATE
    assert 0.3 < found < 0.6


def test_loudness_and_an_even_colour_leave_the_coefficients_alone():
    frames = mel.heard(chirp()).frames
    np.testing.assert_allclose(mel.heard(chirp() / 7).frames, frames, atol=1e-9)
    np.testing.assert_allclose(frames.mean(0), 0, atol=1e-12)
    power = np.random.default_rng(0).uniform(1, 2, (9, mel.BANDS))
    colour = np.geomspace(1, 30, mel.BANDS)
    np.testing.assert_allclose(mel.coefficients(power * colour), mel.coefficients(power), atol=1e-12)


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        (np.zeros(8000), "nothing to hear"),
        (np.full(8000, 0.3), "nothing to hear"),
        (np.zeros(0), "nothing to hear"),
        (np.ones(20), "nothing to hear"),
        (np.pad(tone(440, seconds=0.03), 3000), "too short for a word"),
    ],
    ids=["silence", "constant", "empty", "a few samples", "a click"],
)
def test_where_there_is_no_word_it_is_said(samples, message):
    with pytest.raises(GruvizError, match=message):
        mel.word_in(samples, mel.RATE)
