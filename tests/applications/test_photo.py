"""Digits in photographs that are made here: held-out digits, enlarged and put on paper of all kinds."""

import numpy as np
import pytest

from gruviz.applications.beliefs import beliefs
from gruviz.applications.digits import drawn_input
from gruviz.applications.photo import ink_in_photo
from gruviz.models.shipped import application_models
from gruviz.tasks import Digits
from gruviz.validation import GruvizError

COUNT = 6
TIMES = 7
"""Pixels of the photograph for one of the data."""


def smooth(picture):
    """A held-out digit enlarged, with edges as a lens draws them."""
    large = np.kron(picture, np.ones((TIMES, TIMES)))
    for axis in (0, 1):
        large = np.mean([np.roll(large, by, axis) for by in range(-4, 5)], axis=0)
    return large


def photo(picture, kind, seed):
    """(240, 320) from 0 to 1."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((240, 320))
    ink[25 : 25 + 28 * TIMES, 60 : 60 + 28 * TIMES] = smooth(picture)
    rows, columns = np.mgrid[0:240, 0:320]
    paper, depth = np.full((240, 320), 0.92), 0.7
    if kind == "shade":  # paper in the dark corner is darker than ink in the light one
        paper = 0.95 - 0.75 * (rows / 240 + columns / 320) / 2
        depth = 0.65 * paper / 0.95
    if kind == "blue":  # a ball pen is brighter than black ink
        depth = 0.35
    if kind == "chalk":
        paper, depth = np.full((240, 320), 0.12), -0.7
    if kind == "table":
        paper[:, :25] = 0.25
    shown = paper - depth * ink + rng.normal(0, 0.012, ink.shape)
    return np.clip(shown, 0, 1)


@pytest.mark.parametrize("kind", ["plain", "shade", "blue", "chalk", "table"])
def test_a_photographed_digit_is_read_as_the_digit_that_it_shows(kind):
    model, task = application_models("digits")["GRU"], Digits()
    inputs, _ = task.split(28).held_out
    found = [ink_in_photo(photo(inputs[:, i], kind, i)) for i in range(COUNT)]
    read = np.concatenate([drawn_input(model, one) for one in found], axis=1)
    as_before = beliefs(model, inputs[:, :COUNT])[-1, 0].argmax(-1)
    said = beliefs(model, read)[-1, 0].argmax(-1)
    assert (said == as_before).mean() >= 0.9
    overlap = [np.corrcoef(read[:, i].ravel(), inputs[:, i].ravel())[0, 1] for i in range(COUNT)]
    assert np.median(overlap) > 0.75


def test_a_thin_line_is_as_thick_as_the_data_are():
    page = np.full((200, 200), 0.9)
    page[30:170, 100:102] = 0.2
    ink = ink_in_photo(page)
    assert 0.06 < ink.shape[1] / ink.shape[0] < 0.14


NOTHING = {
    "plain paper": np.full((100, 120), 0.8),
    "noise": 0.8 + np.random.default_rng(0).normal(0, 0.01, (100, 120)),
    "shade alone": np.linspace(0.2, 0.9, 120)[None].repeat(100, 0),
    "tiny": np.zeros((5, 5)),
    "no numbers": np.full((100, 100), np.nan),
}


@pytest.mark.parametrize("picture", NOTHING.values(), ids=NOTHING.keys())
def test_where_no_digit_is_there_is_a_sentence(picture):
    with pytest.raises(GruvizError):
        ink_in_photo(picture)
