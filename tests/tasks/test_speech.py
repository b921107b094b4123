"""Spoken digits: whole clips that end together; of synthetic words no speaker is in both parts."""

import numpy as np
import pytest

from gruviz.data.mel import heard
from gruviz.data.recorded import held_out_voices, spoken_digits, synthetic_sounds, synthetic_words
from gruviz.tasks import Speech
from gruviz.tasks.speech import UNHEARD_ACCENT
from gruviz.validation import GruvizError
from scripts.speech import HELD_OUT, SPEAKERS

RECORDED = Speech("recorded")


def clips_of(batch):
    """The frames of each sequence without the silence before it, and its class."""
    for sequence, number in zip(batch.inputs.swapaxes(0, 1), batch.targets[0], strict=True):
        first = int(np.flatnonzero(sequence.any(1))[0])
        yield sequence[first:].astype(np.float32).tobytes(), int(number)


def test_every_recorded_clip_is_in_one_part_with_its_digit():
    recorded, longest = spoken_digits(), Speech.lengths[1]
    clips = {}
    for frames, number in zip(recorded.sequences, recorded.classes.tolist(), strict=True):
        assert len(frames) <= longest
        clips[np.ascontiguousarray(frames, np.float32).tobytes()] = number
    training, held_out = RECORDED.split(longest)
    assert (training.inputs.shape[1], held_out.inputs.shape[1]) == (2400, 600)
    found = [*clips_of(training), *clips_of(held_out)]
    assert len(found) == len(recorded.sequences)
    assert dict(found) == clips


@pytest.mark.parametrize("task", [Speech(), RECORDED], ids=str)
def test_of_a_longer_clip_the_end_is_read(task):
    whole, short = (task.split(length).held_out.inputs for length in (92, 10))
    np.testing.assert_array_equal(short, whole[-10:])


def test_no_speaker_is_in_both_parts_and_one_accent_is_in_one_only():
    assert not set(HELD_OUT) & set(SPEAKERS.split())
    assert {voice.split("+")[1] for voice in held_out_voices()} == set(HELD_OUT)
    unheard = [voice for voice in held_out_voices() if voice.startswith(UNHEARD_ACCENT)]
    assert len(unheard) == len(HELD_OUT)
    assert len(set(synthetic_words().groups.tolist())) == len(SPEAKERS.split())


def test_every_voice_says_every_digit():
    for classes in (synthetic_words().classes, synthetic_sounds().classes):
        assert (classes.reshape(-1, 10) == np.arange(10)).all()


def test_what_is_held_out_is_computed_from_the_sound_that_is_heard():
    spoken, held_out = synthetic_sounds(), Speech().split(92).held_out
    assert held_out.targets[0].tolist() == spoken.classes.tolist()
    frames = heard(spoken.sounds[17]).frames / synthetic_words().spread
    np.testing.assert_allclose(held_out.inputs[-len(frames) :, 17], frames, atol=1e-5)
    assert not held_out.inputs[: -len(frames), 17].any()


def test_the_words_to_learn_from_are_in_units_of_their_spread():
    frames = np.concatenate(synthetic_words().sequences)
    np.testing.assert_allclose(frames.std(0), 1, atol=0.05)
    np.testing.assert_allclose(frames.mean(0), 0, atol=0.05)
    assert frames.shape[1] == 13


def test_each_source_says_what_it_is():
    assert "by a program" in Speech().text
    assert "same voices are in both parts" in RECORDED.text
    with pytest.raises(GruvizError, match="source"):
        Speech("overheard")
