"""The figure of a cut: where it lies, what it changes, and the trainings that were run with it."""

import pytest

from gruviz import Experiment, gradient_flow, run_experiment
from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.engine.backpropagation import truncation_cuts
from gruviz.lesson import demonstrate
from gruviz.lesson.truncation import CUT_SCORES, experiment_cut

SMALL = Experiment(cells=("gru",), reference=False, seq_len=9, hidden_size=4, seeds=3, update_bias=-2.0)


@pytest.mark.parametrize("T", [2, 5, 50, 499])
def test_it_is_cut_where_training_would_cut_after_half_of_the_steps(T):
    assert experiment_cut(T) == truncation_cuts(T // 2, T)[0]


def test_the_trace_is_that_of_a_run_without_a_cut_and_the_gradient_is_not():
    shown, echo = demonstrate("cut", SMALL).measures, demonstrate("echo", SMALL).measures
    [run] = run_experiment(SMALL)
    assert shown["echo_gru"] == echo["echo_gru"]
    assert shown["kept_gru"].value == run.flow.decay().kept > 0
    cut = gradient_flow(run.flow.recording, cuts=[int(shown["cut_step"].value)])
    assert shown["cut_gru"].value == cut.decay().kept == 0


def test_the_shipped_trainings_were_cut_in_the_middle_and_else_as_the_scoreboards():
    cut, whole = load_scoreboard(CUT_SCORES), load_scoreboard()
    assert cut.settings == whole.settings | {"truncation": 25}
    beside = {(score.task, score.label): score for score in whole.scores}
    for score in cut.scores:
        other = beside[score.task, score.label]
        assert score.length == other.length == 2 * cut.settings["truncation"]
        assert (score.seeds, score.limit) == (other.seeds, other.limit)
    shown = demonstrate("cut", SMALL).measures
    assert {name: shown[name].text for name in shown if name.startswith(("cut_a", "cut_f", "whole"))} == {
        "cut_adding": "5 of 5",
        "whole_adding": "5 of 5",
        "cut_first_symbol": "0 of 5",
        "whole_first_symbol": "5 of 5",
    }
