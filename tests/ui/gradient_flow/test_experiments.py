"""What an experiment says to look at is so, whatever the seed; and said otherwise where it is not."""

from dataclasses import replace

import pytest

from gruviz.experiments.run import run_experiment
from gruviz.ui.controls.laboratory import TABLE, experiment_from
from gruviz.ui.gradient_flow.experiments import CARDS
from gruviz.wording import left as in_words

NAMES = {  # of the numbers that a line gives: cell, and whether it is PyTorch's start
    "Textbook": [("gru", False), ("gru", True), ("rnn", False)],
    "Fresh from PyTorch": [("rnn", False), ("gru_reset_after", False), ("lstm", False)],
    "Orthogonal weights": [("rnn", False), ("rnn", True)],
    "Explosion": [("rnn", False), ("gru", False)],
    "Chrono start": [("gru", False), ("lstm", False), ("gru", True), ("lstm", True)],
    "Loud input": [("rnn", False)],
    "Float32": [],
    "Identity start": [("irnn", False), ("rnn", False)],
    "Every cell": [],
    "A cell of your own": [("own_none_input_tanh", False), ("gru", False)],
}


def _in_order(line, ratios):
    """Whether a line gives these numbers one after the other."""
    places = [line.index(in_words(ratio)) for ratio in ratios]
    return places == sorted(places)


CLAIMS = {  # that go beyond the numbers
    "Explosion": lambda left, line: left["rnn", False] > 100 and "rises" in line,
    "Orthogonal weights": lambda left, line: left["rnn", True] < left["rnn", False] < 0.01 and "next to" in line,
    "Float32": lambda left, line: left["rnn", False] == 0 and "it is zero" in line,
    "Every cell": lambda left, line: (
        line.index(in_words(max(left.values()))) < line.index(in_words(min(left.values())))
    ),
}


def kept(experiment):
    return {(run.cell, run.is_reference): run.flow.decay().kept for run in run_experiment(experiment)}


@pytest.mark.parametrize("seed", [1, 23])
@pytest.mark.parametrize("name", CARDS)
def test_a_line_gives_the_numbers_of_its_run(name, seed):
    experiment = replace(experiment_from(TABLE.defaults | TABLE.preset(name)), seed=seed)
    left, line = kept(experiment), CARDS[name].look(experiment)
    assert _in_order(line, [left[run] for run in NAMES[name]])
    assert line.startswith("Look ")
    assert CLAIMS.get(name, lambda left, line: True)(left, line)
    if name == "Loud input":
        assert in_words(kept(replace(experiment, scale=1.0))["rnn", False]) in line


def test_a_run_in_which_it_is_not_so_is_not_said_to():
    def line(name, **changes):
        return CARDS[name].look(replace(experiment_from(TABLE.defaults | TABLE.preset(name)), **changes))

    assert "rises" not in line("Explosion", gain=0.5)
    assert "zero" not in line("Float32", seq_len=20)
    assert "next to nothing" not in line("Orthogonal weights", seq_len=5)
