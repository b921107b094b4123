"""A live figure about cutting backpropagation: what is remembered across the cut, and what can be learned from."""

import numpy as np

from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.engine.recording import record
from gruviz.engine.records import Recording
from gruviz.experiments.run import Run, run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.truncation import measure_truncation, truncation_chart
from gruviz.figures.lesson.words import fate
from gruviz.lesson.backward import solved
from gruviz.lesson.demonstration import Demonstration
from gruviz.lesson.measures import Measure, measure_runs, suffix_of
from gruviz.paths import ASSETS
from gruviz.wording import share

CUT_SCORES = ASSETS / "truncated.json"
"""Trainings with their backpropagation cut, made by `python -m scripts.truncated`."""


def cut(experiment: Experiment) -> Demonstration:
    """Trace of the first input across a cut in the middle, and the gradient that ends there.

    `echo_…` is the trace left at the end, `kept_…` the gradient left at the first step without the cut, `cut_…` with
    it; `cut_step` is where it is cut. `cut_adding` and `cut_first_symbol` say how many networks learned a task although
    their backpropagation was cut, of those that were trained beforehand, `whole_…` how many did without the cut.
    """
    runs = run_experiment(experiment)
    run = runs[0]
    step = experiment_cut(run.flow.recording.seq_len)
    shown = measure_truncation(run.flow, silenced(run), step)
    suffix, trace, reached = suffix_of(run), float(shown.echo.band.median[-1]), float(shown.reached[0])
    measures = measure_runs(experiment, runs) | {
        f"echo_{suffix}": Measure(trace, share(trace), "y"),
        f"trace_{suffix}": Measure(trace, fate(trace, "the trace"), "y"),
        f"cut_{suffix}": Measure(reached, share(reached)),
        "cut_step": Measure(float(step), f"{step}"),
    }
    return Demonstration(truncation_chart(shown), measures | _trained())


def experiment_cut(seq_len: int) -> int:
    """The step in the middle of a run through which nothing goes back."""
    return seq_len - seq_len // 2 + 1


def silenced(run: Run) -> Recording:
    """A run of these weights on this sequence without its first input."""
    recording = run.flow.recording
    silent = np.array(recording.inputs)
    silent[0] = 0
    return record(run.cell, recording.weights, silent)


def _trained() -> dict[str, Measure]:
    """How many networks learned with a cut, and how many of the same start without one."""
    measures = {}
    whole = {(score.task, score.label): score for score in load_scoreboard().scores}
    for score in load_scoreboard(CUT_SCORES).scores:
        measures[f"cut_{score.task}"] = solved(score)
        measures[f"whole_{score.task}"] = solved(whole[score.task, score.label])
    return measures
