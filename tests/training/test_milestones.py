"""Captions come from true events only: made-up histories in which each must, or must not, appear."""

import numpy as np
import pytest

from gruviz.training.milestones import STAYS, milestones
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.trace import trace_of
from tests.figures.learners import learner

LENGTH, REPORTS = 10, 11
BASELINE = 1 / 5 / 12 + 4 / 5 / 6
"""Of the adding problem over 10 steps."""
OPEN, SHUT = [1.0] * (LENGTH + 1), [*[1e-6] * LENGTH, 1.0]
CELLS = {"rnn": "RNN", "gru": "GRU", "lstm": "LSTM", "mgu": "MGU"}


def story(*learners, ended=True, **settings):
    """The captions of learners given as cell, rows of ratios and errors relative to a guess without memory."""
    cells = [cell for cell, *_ in learners]
    config = TrainConfig(learners=tuple(map(Learner, cells)), length=LENGTH, steps=10 * (REPORTS - 1), **settings)
    learned = [
        learner(
            CELLS[cell],
            "gru",
            steps=10 * np.arange(len(errors)),
            loss=np.ones(len(errors)) if len(errors) == REPORTS else [*[1.0] * (len(errors) - 1), np.nan],
            metric=BASELINE * np.array(errors),
            ratio=ratios[: len(errors)],
        )
        for cell, ratios, errors in learners
    ]
    return {one.update: one for one in milestones(config, trace_of(config, learned), ended=ended)}


def opens(*rows):
    """Ratios of a road that is open in these reports."""
    return [OPEN if row in rows else SHUT for row in range(REPORTS)]


def errors(*moves):
    """Relative errors that take a value from a report on."""
    values = np.ones(REPORTS)
    for row, value in moves:
        values[row:] = value
    return list(values)


ROAD = opens(*range(3, REPORTS))
LEARNS = errors((5, 0.4), (6, 0.05))


def test_the_road_opens_before_the_error_moves():
    told = story(("gru", ROAD, LEARNS))
    assert sorted(told) == [0, 30, 50, 60]
    assert told[0].text == "Before any training: the GRU hears 0 steps back."
    assert told[30].text == "Update 30: the GRU's signal reaches the first step. Its error has not moved yet."
    assert told[50].text == (
        "Update 50: the GRU's error is half that of a guess without memory. The road was open 20 updates before the "
        "error moved."
    )
    assert told[60].text == "Update 60: the GRU has solved it."
    assert {one.learner for one in told.values()} - {None} == {"GRU"}


def test_an_error_that_has_begun_to_fall_is_not_called_unmoved():
    told = story(("gru", ROAD, errors((2, 0.7), (5, 0.4))))
    assert told[30].text.endswith("reaches the first step. Its error has not halved yet.")


def test_an_error_that_moves_first_says_how_far_the_signal_reaches_and_claims_no_road():
    told = story(("gru", opens(*range(7, REPORTS)), LEARNS))
    assert told[50].text.endswith("guess without memory. So far its signal reaches 0 steps back.")
    assert told[70].text == "Update 70: the GRU's signal reaches the first step. Its error had halved before."
    assert not any("The road was open" in one.text for one in told.values())


@pytest.mark.parametrize("rows", [(3, 4, 5), (3, 5, 6, 7, 9, 10), ()])
def test_a_road_that_does_not_stay_open_is_not_open(rows):
    assert STAYS == 30
    told = story(("rnn", opens(*rows), errors()))
    assert sorted(told) == [0, 100]
    how = "flickered at the first step and never stayed" if rows else "never reached the first step: it came 0 steps"
    assert told[100].text.startswith(f"Update 100: the RNN's signal {how}")
    assert told[100].text.endswith("its error is still that of a guess without memory.")


def test_never_is_said_at_the_end_only():
    assert sorted(story(("rnn", opens(), errors()), ended=False)) == [0]
    moving = story(("rnn", opens(), errors((9, 0.7))))[100].text
    assert moving.endswith("its error has hardly fallen.")
    almost = story(("rnn", opens(), errors((5, 0.3))))[100].text
    assert almost.endswith("its error has fallen, but not far enough to count as solved.")


def test_a_road_that_is_open_from_the_start():
    told = story(("gru", opens(*range(REPORTS)), LEARNS))
    assert told[0].text == "Before any training: the signal of the GRU reaches the first step."
    assert told[50].text.endswith("The road was open from the start.")
    both = story(("gru", opens(*range(REPORTS)), LEARNS), ("rnn", opens(), errors()))
    assert both[0].text == (
        "Before any training: the signal of the GRU reaches the first step; the RNN hears 0 steps back."
    )
    early = story(("gru", opens(*range(REPORTS)), errors()[:2]), ended=False)
    assert early[0].text == "Before any training: the signal of the GRU reaches the first step."


def test_those_who_tie_are_told_of_together():
    told = story(("gru", ROAD, LEARNS), ("lstm", ROAD, LEARNS))
    assert told[60].text == "Update 60: the GRU and the LSTM have solved it."
    assert told[60].learner is None
    assert told[0].text == "Before any training: none of them hears more than 0 steps back."


def test_a_cut_is_named_and_that_it_did_not_matter():
    cut = [[*[0.0] * 6, *[1.0] * 5]] * REPORTS
    told = story(("gru", cut, LEARNS), truncation=5)
    assert told[50].text.endswith("No signal went back more than 5 steps.")
    assert told[100].text == (
        "Update 100: no gradient went back more than 5 steps, and yet the GRU solved a task over 10 steps: the weights "
        "are the same at every step, so that what is learned near the answer is done farther back as well."
    )
    fails = story(("gru", cut, errors()), truncation=5)[100].text
    assert fails.startswith("Update 100: the GRU's signal was cut after 5 steps; ")
    assert "yet" not in fails


def test_a_signal_that_grows_and_a_learner_that_stops():
    grown = [[3e4, 3e4, *[1.0] * (LENGTH - 1)]] * REPORTS
    told = story(("rnn", grown[:5], errors()[:5]), ("gru", ROAD, LEARNS))
    assert "The RNN's signal grows on its way back: 32,000 times as strong" in told[0].text
    assert told[40].text == "Update 40: the RNN stopped: its numbers became too large or NaN."
    assert 100 not in told, "nothing more is to be said of it"
    weak = [[3.0, 3.0, *[1.0] * (LENGTH - 1)]] * REPORTS
    assert not any("grows" in one.text for one in story(("rnn", weak, errors())).values())


def test_many_who_never_solve_it_are_told_in_one_sentence():
    cells = ["rnn", "lstm", "gru", "mgu"]
    told = story(*[(cell, opens(), errors()) for cell in cells])
    assert told[100].text == "Update 100: the RNN, the LSTM, the GRU and the MGU have not solved it in 100 updates."
