"""Every step's chart before and after the reveal, over all that its controls reach."""

import json

import numpy as np
import pytest

from gruviz.lesson.steps import TRAINED
from gruviz.ui.walkthrough.controls import experiment_of
from gruviz.ui.walkthrough.figure import demonstration_at, rendering_at, steps_of
from gruviz.ui.walkthrough.lesson import load_lesson
from scripts.lesson_words import grid

RUN = {key: step for key, step in load_lesson().items() if step.figure != TRAINED}
every_run = pytest.mark.parametrize("step", RUN.values(), ids=RUN)


def drawn(step, demonstration, **more):
    figure = json.loads(rendering_at(step, demonstration, **{"guess": None} | more).json)
    return {name: axis for name, axis in figure["layout"].items() if name.startswith(("xaxis", "yaxis"))}


LEAVES = ": leaves the chart"


def place(value, axis):
    return np.log10(value) if axis.get("type") == "log" else value


@every_run
def test_blank_guess_and_run_share_their_ranges_and_the_run_lies_within(step):
    for values in list(grid(step, 2))[:: 2 if len(step.controls) > 1 else 1]:
        demonstration = demonstration_at(step, values)
        places = step.question.scale.places(steps_of(demonstration)) if step.question.scale else [None]
        blank, run = (drawn(step, demonstration, revealed=revealed) for revealed in (False, True))
        assert all(axis["range"] for axis in run.values())
        for guess in (places[0], places[-1]):
            for revealed in (False, True):
                guessed = drawn(step, demonstration, guess=guess, revealed=revealed)
                assert {name: axis["range"] for name, axis in guessed.items()} == {
                    name: axis["range"] for name, axis in run.items()
                }
        assert {name: axis["range"] for name, axis in blank.items()} == {
            name: axis["range"] for name, axis in run.items()
        }
        check_ink(demonstration.chart.figure, run)


def check_ink(figure, axes):
    """All that is drawn lies within, but for what is beyond the powers of ten that charts have: 48 below, 32 above.

    A line that is marked where it leaves the chart may go on below.
    """
    leaving = {str(trace.name).removesuffix(LEAVES) for trace in figure.data if str(trace.name).endswith(LEAVES)}
    for trace in figure.data:
        if trace.hoverinfo == "skip":
            continue
        for letter in "xy":
            axis = axes[f"{trace[f'{letter}axis'] or letter}"[0] + "axis"]
            low, high = sorted(axis["range"])
            for value in trace[letter]:
                if (
                    isinstance(value, str)
                    or value is None
                    or not np.isfinite(value)
                    or 0 < abs(value) < 1e-48
                    or value > 1e32
                ):
                    continue
                assert place(value, axis) <= high, (trace.name, letter, value, axis["range"])
                assert low <= place(value, axis) or trace.name in leaving, (trace.name, letter, value, axis["range"])


def test_where_a_share_is_asked_for_the_axis_runs_evenly_from_0_to_100_per_cent():
    step = RUN["bias"]
    axis = drawn(step, demonstration_at(step, {}), revealed=False)["yaxis"]
    assert axis["type"] == "linear"
    assert axis["showticklabels"] is not False
    assert axis["range"][0] < 0
    assert 1 < axis["range"][1] < 1.2


def test_the_hump_of_the_best_bias_is_seen():
    """At the step's own settings it is at least a seventh of the height."""
    step = RUN["carry"]
    demonstration = demonstration_at(step, {})
    low, high = drawn(step, demonstration, revealed=True)["yaxis"]["range"]
    heard = [demonstration.measures[f"heard_m{-bias}"].value for bias in range(-8, 0)]
    assert np.log10(max(heard) / heard[0]) > (high - low) / 7
    assert drawn(step, demonstration, revealed=True)["xaxis"]["range"][0] < -8
    assert experiment_of(step, {}).seq_len == 50
