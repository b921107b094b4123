"""How the synthetic words are chosen, and read from the synthesizer; the synthesizer itself is not needed."""

from collections import Counter

import numpy as np

from gruviz.data.recorded import held_out_voices, synthetic_words
from gruviz.data.sound import read_wav, wav_of
from scripts.speech import ACCENTS, SPEAKERS, streamed, to_be_judged_on, to_learn_from


def test_the_files_hold_the_clips_that_the_script_asks_for():
    learned, judged = list(to_learn_from()), list(to_be_judged_on())
    assert [clip.digit for clip in learned] == synthetic_words().classes.tolist()
    assert [f"{clip.accent}+{clip.speaker}" for clip in judged[::10]] == list(held_out_voices())
    counts = Counter(clip.accent for clip in learned)
    assert set(counts) == set(ACCENTS)
    assert max(counts.values()) - min(counts.values()) <= 10, "every accent is as frequent"
    assert len({(clip.speaker, clip.accent) for clip in learned}) == 4 * len(SPEAKERS.split())
    assert len({clip.pitch for clip in learned}) > 40


def test_a_stream_that_does_not_know_its_length_is_read_to_its_end():
    samples = np.sin(np.arange(500) / 7) / 2
    whole = wav_of(samples, 22_050)
    endless = whole[:4] + b"\xff\xff\xff\x7f" + whole[8:40] + b"\xff\xff\xff\x7f" + whole[44:]
    found, rate = read_wav(streamed(endless))
    assert rate == 22_050
    np.testing.assert_allclose(found, samples, atol=1e-4)
