"""Clips as CSV: written in the units of the source, read as a model reads them."""

import numpy as np
import pytest

from gruviz.applications.speech import COEFFICIENTS, clip_from_csv, clip_to_csv, held_out_place
from gruviz.data.recorded import spoken_digits
from gruviz.tasks import Speech
from gruviz.validation import GruvizError


def rows(count, columns=COEFFICIENTS, value="0.0"):
    return "\n".join([",".join(f"c{i}" for i in range(columns)), *[",".join([value] * columns)] * count]).encode()


def test_a_held_out_clip_comes_back_as_the_task_shows_it():
    held_out = Speech().split(40).held_out
    for clip in (0, 7, 599):
        place = held_out_place(clip)
        assert spoken_digits().classes[place] == held_out.targets[0, clip]
        found = clip_from_csv(clip_to_csv(place).encode(), 40)
        assert (found.shape, found.dtype) == ((40, 1, 13), np.float32)
        np.testing.assert_allclose(found[:, 0], held_out.inputs[:, clip], atol=1e-3)


@pytest.mark.parametrize("length", [10, 92])
def test_the_end_of_a_clip_counts_and_silence_goes_before(length):
    frames = spoken_digits().sequences[3]
    found = clip_from_csv(clip_to_csv(3).encode(), length)[:, 0]
    count = min(length, len(frames))
    np.testing.assert_allclose(found[-count:], frames[-count:], atol=1e-3)
    assert not found[:-count].any()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (rows(5, 12), "^This file has 12 columns of numbers. A clip has 13 coefficients.$"),
        (rows(3), "^This file has 3 rows. A clip has from 4 to 500, one for each frame.$"),
        (rows(501), "^This file has 501 rows. A clip has from 4 to 500"),
        (rows(4, value="1e6"), r"^Coefficient \d+ of frame 1 is 1e\+06, far from those of speech.$"),
    ],
    ids=["columns", "few", "many", "far"],
)
def test_what_is_no_clip_is_refused(content, message):
    with pytest.raises(GruvizError, match=message):
        clip_from_csv(content, 40)
