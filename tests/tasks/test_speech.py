"""Spoken digits: whole clips that end together, 600 of them held out."""

import numpy as np

from gruviz.data.recorded import spoken_digits
from gruviz.tasks import Speech


def clips_of(batch):
    """The frames of each sequence without the silence before it, and its class."""
    for sequence, number in zip(batch.inputs.swapaxes(0, 1), batch.targets[0], strict=True):
        first = int(np.flatnonzero(sequence.any(1))[0])
        yield sequence[first:].astype(np.float32).tobytes(), int(number)


def test_every_clip_is_in_one_part_with_its_digit():
    recorded, longest = spoken_digits(), Speech.lengths[1]
    clips = {}
    for frames, number in zip(recorded.sequences, recorded.classes.tolist(), strict=True):
        assert len(frames) <= longest
        clips[np.ascontiguousarray(frames, np.float32).tobytes()] = number
    training, held_out = Speech().split(longest)
    assert (training.inputs.shape[1], held_out.inputs.shape[1]) == (2400, 600)
    found = [*clips_of(training), *clips_of(held_out)]
    assert len(found) == len(recorded.sequences)
    assert dict(found) == clips


def test_of_a_longer_clip_the_end_is_read():
    whole, short = (Speech().split(length).held_out.inputs for length in (92, 10))
    np.testing.assert_array_equal(short, whole[-10:])
