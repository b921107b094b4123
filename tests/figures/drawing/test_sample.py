"""What a summary says of medians: true for many runs, and silent for one."""

import re

import numpy as np
import pytest

from gruviz import Experiment, gradient_flow, gradient_matrix, record
from gruviz.comparison.speed import Round, SpeedConfig, timings
from gruviz.figures import (
    carry_by_bias,
    detour_shares,
    gate_holds,
    gradient_decay,
    input_echo,
    loss_source_matrix,
    path_shares,
)
from gruviz.figures.comparison.speed import speed_chart
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.figures.training.learning import learning_chart
from gruviz.figures.training.profile import profile_chart
from gruviz.lesson.demonstrations import DEMONSTRATIONS, demonstrate
from gruviz.tasks import TASKS
from gruviz.ui.charts.views import VIEWS, View
from gruviz.ui.compare.memory import carry_charts, half_life_charts
from tests.figures.learners import LEARNING, learner
from tests.runs import Sizes, random_run

SEVERAL = re.compile(r"\b(medians? (over|of)|means over|quartiles|seeds|networks)\b", re.IGNORECASE)
SHORT = {"seq_len": 12, "hidden_size": 4}
CELLS = ("rnn", "gru", "lstm")
ONE = Sizes(T=8, E=1, B=1)


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (SINGLE, ""),
        (Sample(16), " Medians over 16 networks with different weights."),
        (Sample(1, 8), " Medians over 8 sequences."),
        (Sample(2, 8), " Medians over 2 networks with different weights and 8 sequences."),
    ],
)
def test_the_sentence(sample, words):
    assert sample.words() == words
    assert sample.words("; and more") == words.replace(".", "; and more.")
    assert sample.words(kind="Means") == words.replace("Medians", "Means")


def test_a_recording_says_how_many_runs_it_holds():
    assert Sample.of(random_run("gru", Sizes(E=3, B=2))) == (3, 2)


@pytest.mark.parametrize("draw", [*(VIEWS[view] for view in VIEWS if view != "gates"), half_life_charts, carry_charts])
@pytest.mark.parametrize("seeds", [1, 3])
def test_the_views_speak_of_medians_where_there_are_several_networks(draw, seeds):
    for chart in draw(View(draw, Experiment(seeds=seeds, **SHORT))):
        told = chart.summary.replace("medians over all steps", "")  # of the step's view, whose run has many
        assert bool(SEVERAL.search(told)) == (seeds > 1), chart.summary
        assert seeds == 1 or f"{seeds} networks" in told or f"{seeds} seeds" in told


@pytest.mark.parametrize("figure", [name for name in DEMONSTRATIONS if name != "map"])  # whose networks are trained
def test_so_do_the_figures_of_the_lesson(figure):
    several, one = (
        demonstrate(figure, Experiment(cells=CELLS, seeds=seeds, **SHORT)).chart.summary for seeds in (3, 1)
    )
    assert not SEVERAL.search(one)
    assert figure == "signs" or "Medians over 3 networks with different weights" in several


@pytest.mark.parametrize("size", [ONE, Sizes(T=8, E=3, B=2)])
def test_so_do_the_figures_on_their_own(size):
    run = random_run("gru", size)
    flow = gradient_flow(run)
    inputs = np.array(run.inputs)
    inputs[0] += 1
    moved = record("gru", run.weights, inputs, initial_state=run.state[0])
    figures = [
        gradient_decay({"GRU": flow}),
        path_shares({"GRU": flow}),
        detour_shares({"GRU": flow}),
        input_echo({"GRU": (run, moved)}),
        gate_holds(flow, {("z", 1): flow}),
        carry_by_bias({-2.0: flow}),
    ]
    for figure in figures:
        summary = figure.layout.meta["summary"]
        assert ("over 3 networks with different weights and 2 sequences" in summary) == (size.E > 1)
        assert bool(SEVERAL.search(summary)) == (size.E > 1)
    assert not SEVERAL.search(loss_source_matrix({"GRU": gradient_matrix(run)}).layout.meta["summary"])


def test_a_training_of_one_seed_has_medians_over_sequences_only():
    one = learner(metric=[0.5, 0.01, 0.01])
    assert profile_chart([one], 20).summary.endswith(" Medians over sequences.")
    assert profile_chart([one, LEARNING], 20).summary.endswith(" Medians over sequences and seeds.")
    summary = learning_chart([one], TASKS["adding"], 50, 20).summary
    assert "1 of 1 seeds solved, mean squared error 0.01, after 10 updates." in summary


def test_a_measurement_of_one_round_has_no_quartiles_yet():
    config = SpeedConfig(cells=(), hidden_sizes=(16,), rounds=3)
    rounds = [Round(16, True, (1.0, 2.0, 3.0))]
    assert speed_chart(config, timings(config, rounds)).summary.endswith("one thread; a single round.")
    twice = speed_chart(config, timings(config, rounds * 2)).summary
    assert twice.endswith("medians over 2 rounds, the bars are quartiles, at most 0% of the median apart.")
