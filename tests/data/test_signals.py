"""What a cell reads: signals by formula, text by character, tables by column."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.data.signals import (
    SIGNALS,
    TEXT_LIMIT,
    WIDTH,
    constant,
    impulse,
    noise,
    one_hot,
    series,
    sine,
    sunspots,
)
from gruviz.validation import InvalidValue, TooLarge


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("seq_len", [1, 2, 500])
def test_signals_are_time_major_finite_and_repeatable(name, seq_len):
    signal = SIGNALS[name](seq_len, 3)
    assert signal.shape == (seq_len, 1, 1 if name == "sunspots" else WIDTH)
    assert signal.dtype == np.float64
    assert np.isfinite(signal).all()
    np.testing.assert_array_equal(SIGNALS[name](seq_len, 3), signal)


def test_noise_is_standard_normal_and_its_seeds_differ():
    signal = noise(5000, 0)
    assert abs(signal.mean()) < 0.02
    assert abs(signal.std() - 1) < 0.02
    assert abs(np.corrcoef(noise(5000, 0).ravel(), noise(5000, 1).ravel())[0, 1]) < 0.02


def test_a_longer_noise_begins_with_the_shorter():
    np.testing.assert_array_equal(noise(50, 2)[:20], noise(20, 2))


def test_impulse_constant_and_sine_by_hand():
    assert impulse(3, 0)[:, 0].tolist() == [[1] * WIDTH, [0] * WIDTH, [0] * WIDTH]
    assert (constant(3, 0) == 1).all()
    wave = sine(40, 0)[:, 0]
    np.testing.assert_allclose(wave[20:], wave[:20], atol=1e-12)
    np.testing.assert_allclose(wave[:, 0], np.sin(2 * np.pi * np.arange(40) / 20))
    np.testing.assert_allclose(wave[5, 2], np.sin(2 * np.pi * (5 / 20 - 2 / WIDTH)))


def test_sunspots_are_the_end_of_a_standardised_record():
    whole = sunspots(10_000, 0)
    assert len(whole) == 3120
    assert whole.mean() == pytest.approx(0, abs=1e-12)
    assert whole.std() == pytest.approx(1)
    np.testing.assert_array_equal(sunspots(7, 0), whole[-7:])


def test_text_has_a_channel_for_each_character_in_order_of_appearance():
    codes = one_hot("abca", 10)[:, 0]
    assert codes.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert one_hot("abca", 2).shape == (2, 1, 3)


@given(st.text(min_size=1, max_size=40))
def test_any_text_can_be_read_back_from_its_channels(text):
    codes = one_hot(text, len(text))[:, 0]
    alphabet = "".join(dict.fromkeys(text))
    assert (codes.sum(1) == 1).all()
    assert "".join(alphabet[int(i)] for i in codes.argmax(1)) == text


def test_text_that_is_refused():
    with pytest.raises(InvalidValue, match="^Write at least one character"):
        one_hot("", 5)
    with pytest.raises(TooLarge, match="^text = '2,001 characters' is not possible: at most 2,000 characters"):
        one_hot("x" * (TEXT_LIMIT + 1), 5)
    assert one_hot("x" * TEXT_LIMIT, 5).shape == (5, 1, 1)


def test_each_column_of_a_table_is_standardised_over_all_its_rows():
    signal = series(((1.0, 5.0), (2.0, 5.0), (3.0, 5.0)), 2)[:, 0]
    np.testing.assert_allclose(signal, [[-np.sqrt(1.5), 0], [0, 0]])
