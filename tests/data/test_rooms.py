"""Simulated rooms against a plain convolution and the levels that they promise."""

import numpy as np

from gruviz.data.rooms import ECHO_SECONDS, NOISES, STRETCHES, convolved, echo, in_a_room


def test_a_filter_by_its_spectrum_is_a_plain_convolution():
    rng = np.random.default_rng(0)
    sound, answer = rng.standard_normal(300), rng.standard_normal(41)
    np.testing.assert_allclose(convolved(sound, answer), np.convolve(sound, answer), atol=1e-12)


def test_an_echo_is_the_click_and_what_dies_away():
    answer = echo(np.random.default_rng(0), 8000)
    assert (len(answer), answer[0]) == (round(8000 * ECHO_SECONDS), 1)
    early, late = answer[1:400], answer[-400:]
    assert np.square(late).mean() < 0.01 * np.square(early).mean()


def test_a_room_is_drawn_by_its_seed_and_leaves_the_word_recognisable():
    word = np.sin(np.arange(4000) / 3) * np.hanning(4000)
    for seed in range(5):
        sound, rate = in_a_room(np.random.default_rng(seed), word, 8000)
        again, _ = in_a_room(np.random.default_rng(seed), word, 8000)
        np.testing.assert_array_equal(sound, again)
        assert STRETCHES[0] <= rate / 8000 <= STRETCHES[1]
        quiet, loud = np.square(sound[:1900]).mean(), np.square(sound[2000:6000]).mean()
        assert 10 * np.log10(loud / quiet) > min(NOISES) - 8
