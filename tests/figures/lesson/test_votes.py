"""The votes of a class beside a run: every vote one dot, on the axis of the question, and nothing jumps."""

from collections import Counter

import numpy as np
import pytest

from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.frame import Asked, framed
from gruviz.figures.lesson.prediction import veiled
from gruviz.figures.lesson.votes import FIRST, SECOND, Votes, spread_words, tallied, with_votes
from gruviz.lesson import demonstrate

DECADES = [10.0**power for power in range(-12, 1)]
STEPS = [1.0, 2.0, 3.0, 5.0, 8.0, 12.0]
RUN = Experiment(seq_len=12, seeds=3)
CHARTS = {
    "y": framed(demonstrate("decay", RUN).chart, Asked("y", DECADES[0], 1.0, even=False)),
    "x": framed(demonstrate("weights", RUN).chart, Asked("x", 1.0, 12.0, even=False)),
    "y, to the left": framed(demonstrate("echo", RUN).chart, Asked("y", DECADES[0], 1.0, even=False)),
}


def words(place):
    return f"so much as {place:g}"


def drawn(chart, axis, name):
    """(place, distance from the middle line) of the dots of a round."""
    across = "x" if axis == "y" else "y"
    traces = [trace for trace in chart.figure.data if trace.name == name and trace.mode == "markers"]
    return [point for trace in traces for point in zip(trace[axis], trace[across], strict=True)]


@pytest.mark.parametrize("name", CHARTS)
def test_every_vote_is_a_dot_at_its_place_and_each_round_has_a_side(name):
    axis, places = name[0], STEPS if name[0] == "x" else DECADES
    votes = Votes([places[1]] * 3 + [places[4]], [places[4]] * 5)
    plain = CHARTS[name]
    chart = with_votes(plain, axis, votes, places, words)
    first, second = drawn(chart, axis, FIRST), drawn(chart, axis, SECOND)
    assert Counter(place for place, _ in first) == Counter(votes.first)
    assert Counter(place for place, _ in second) == Counter(votes.second)
    assert max(across for _, across in first) < 0 < min(across for _, across in second)
    strip = chart.figure.layout["xaxis9" if axis == "y" else "yaxis9"]
    low, high = strip.range
    assert all(low < across < high for _, across in first + second)
    assert len(set(first)) == len(first), "no dot hides another"


@pytest.mark.parametrize("name", CHARTS)
def test_run_and_question_keep_their_axis_and_lie_beside_the_votes(name):
    axis, places = name[0], STEPS if name[0] == "x" else DECADES
    plain = CHARTS[name]
    chart = with_votes(plain, axis, Votes(places[:2], ()), places, words, measured=places[1])
    for before, after in ((plain.figure.layout[f"{letter}axis"], f"{letter}axis") for letter in "xy"):
        assert list(before.range) == list(chart.figure.layout[after].range)
    across = "x" if axis == "y" else "y"
    run, strip = (chart.figure.layout[f"{across}axis{number}"].domain for number in ("", 9))
    assert run[1] <= strip[0] or strip[1] <= run[0]
    assert chart.figure.layout[f"{axis}axis"].anchor == f"{across}9", "the labels stand at the votes"
    [line] = chart.figure.layout.shapes[len(plain.figure.layout.shapes or ()) :]
    assert line[f"{axis}0"] == line[f"{axis}1"] == places[1]
    chart.styled()  # Plotly takes it
    assert len(plain.figure.data) < len(chart.figure.data), "the shared chart is left alone"


def test_without_votes_the_chart_stays_and_before_the_run_the_votes_tell_nothing_of_it():
    plain = veiled(CHARTS["y"], asked="y")
    assert with_votes(plain, "y", Votes(), DECADES, words) is plain
    shown = with_votes(plain, "y", Votes([1e-3]), DECADES, words)
    assert not shown.figure.layout.shapes
    assert [trace.name for trace in shown.figure.data if trace.name] == [FIRST]


def test_two_hundred_votes_stay_within_and_are_counted():
    rng = np.random.default_rng(0)
    votes = Votes(rng.choice(DECADES, 200).tolist(), [DECADES[3]] * 200)
    chart = with_votes(CHARTS["y"], "y", votes, DECADES, words)
    numbers = {text for trace in chart.figure.data if trace.mode == "text" for text in trace.text}
    assert numbers == {"200", str(max(Counter(votes.first).values()))}
    low, high = chart.figure.layout.xaxis9.range
    dots = [across for name in (FIRST, SECOND) for _, across in drawn(chart, "y", name)]
    assert len(dots) == 400
    assert low < min(dots) <= max(dots) < high


def test_a_vote_between_two_places_counts_for_the_nearer_one():
    assert [place.first for place in tallied(Votes([2e-2, 4e-2]), [1e-2, 1e-1], log=True)] == [1, 1]
    assert [place.first for place in tallied(Votes([2e-2, 4e-2]), [1e-2, 1e-1])] == [2, 0]
    assert [place.first for place in tallied(Votes([0.0]), [1e-2, 1e-1], log=True)] == [1, 0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([1.0], "First vote: 1 vote, for so much as 1."),
        ([1.0, 1.0], "First vote: 2 votes, all for so much as 1."),
        ([1.0, 2.0, 2.0], "First vote: 3 votes, most of them, 2, for so much as 2."),
        ([1.0, 2.0], "First vote: 2 votes, most, 1 each, for so much as 1 and so much as 2."),
        ([1.0, 2.0, 3.0, 5.0], "First vote: 4 votes, with no answer ahead."),
    ],
)
def test_what_is_said_of_the_votes_is_true_of_ties_and_of_one(given, said):
    assert spread_words(Votes(given), tallied(Votes(given), STEPS), words) == said
