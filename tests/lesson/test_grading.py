"""Right answers against independent computation: torch autograd over the textbook's equations, plain arithmetic."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gruviz import CELLS, Clamp, Experiment, run_experiment
from gruviz.lesson import Measure, Question, demonstrate, grade
from gruviz.lesson.demonstrations import BIASES
from gruviz.lesson.grading import UNDECIDED, answer_words, orders, right_choice
from gruviz.lesson.questions import Range
from gruviz.validation import InvalidValue
from tests.truth import grads, rerun
from tests.truth import run as run_truth

small = st.builds(
    Experiment,
    cells=st.sampled_from([("rnn", "gru"), ("lstm", "rnn"), ("gru", "lstm")]),
    reference=st.booleans(),
    seq_len=st.integers(2, 8),
    hidden_size=st.integers(2, 5),
    seeds=st.just(3),
    seed=st.integers(0, 99),
    gain=st.sampled_from([0.5, 1.0, 2.0]),
    update_bias=st.sampled_from([-4.0, 0.0, 2.0]),
    forget_bias=st.sampled_from([0.0, 1.0]),
    scheme=st.sampled_from(["default", "orthogonal"]),
)


def true_kept(run, clamps=()):
    """Median share of the gradient left at the initial state, by autograd."""
    recording, ratios = run.flow.recording, []
    for e in range(recording.weights.seeds):
        _, _, states = rerun(recording, e, clamps)
        readout = torch.tensor(np.array(run.flow.gradients[-1, e]))
        first, last = grads((readout * states[-1]).sum(), [states[0], states[-1]])
        ratios.append(np.linalg.norm(first) / np.linalg.norm(last))
    return float(np.median(ratios))


@settings(max_examples=12, deadline=None)
@given(small)
def test_what_is_kept_and_who_keeps_most(experiment):
    shown = demonstrate("decay", experiment)
    truth = {}
    for run in run_experiment(experiment):
        name = f"kept_{run.cell}" + ("_default" if run.is_reference else "")
        truth[name] = true_kept(run)
        assert shown.measures[name].value == pytest.approx(truth[name], rel=1e-9, abs=1e-300)
    for kind, pick in (("largest", max), ("smallest", min)):
        question = Question(kind, "?", choices={name: name for name in truth}, reasons=dict.fromkeys(truth, "no"))
        right = pick(truth, key=lambda name: truth[name])
        assert right_choice(question, shown.measures) == right
        for guess in truth:
            assert (grade(question, guess, shown.measures).mark == "right") == (guess == right)
            assert grade(question, guess, shown.measures).reason == ("" if guess == right else "no")


@settings(max_examples=8, deadline=None)
@given(small.filter(lambda experiment: "gru" in experiment.cells))
def test_gates_held_one_by_one(experiment):
    shown = demonstrate("holds", experiment)
    cell = next(cell for cell in experiment.cells if CELLS[cell].gate_names)
    [run] = [run for run in run_experiment(experiment) if run.cell == cell and not run.is_reference]
    for gate, limits in CELLS[cell].gate_ranges.items():
        for value in (0, 1) if limits == (0, 1) else ():
            truth = true_kept(run, [Clamp(gate, float(value))])
            assert shown.measures[f"kept_{gate}{value}"].value == pytest.approx(truth, rel=1e-9, abs=1e-300)


@settings(max_examples=5, deadline=None)
@given(small.filter(lambda experiment: "gru" in experiment.cells))
def test_what_the_first_input_counts(experiment):
    shown = demonstrate("carry", experiment)
    for bias in BIASES[::5]:
        alone = replace(experiment, cells=("gru",), reference=False, update_bias=bias)
        [run] = run_experiment(alone)
        heard = []
        for e in range(alone.seeds):
            _, inputs, states = rerun(run.flow.recording, e)
            readout = torch.tensor(np.array(run.flow.gradients[-1, e]))
            heard.append(np.linalg.norm(grads((readout * states[-1]).sum(), [inputs])[0][0]))
        name = f"heard_{bias:g}".replace("-", "m")
        assert shown.measures[name].value == pytest.approx(float(np.median(heard)), rel=1e-9)


@settings(max_examples=8, deadline=None)
@given(small)
def test_the_echo_of_the_first_input(experiment):
    shown = demonstrate("echo", experiment)
    for run in run_experiment(experiment):
        left = []
        for e in range(experiment.seeds):
            params, inputs, states = rerun(run.flow.recording, e)
            silent = inputs.detach().clone()
            silent[0] = 0
            others = run_truth(run.flow.recording.weights, params, silent, states[0].detach())
            distance = [float((a - b).detach().norm()) for a, b in zip(states[1:], others[1:], strict=True)]
            left.append(distance[-1] / distance[0])
        name = f"echo_{run.cell}" + ("_default" if run.is_reference else "")
        assert shown.measures[name].value == pytest.approx(float(np.median(left)), rel=1e-7, abs=1e-12)


@given(st.floats(-14, 1), st.floats(-14, 1), st.sampled_from([0.3, 1.0, 2.0]))
def test_a_number_is_scored_by_orders_of_magnitude(guess, truth, tolerance):
    question = Question(
        "number", "?", "x", reasons={"too high": "high", "too low": "low"}, low=-12, high=1, tolerance=tolerance
    )
    result = grade(question, 10**guess, {"x": Measure(10**truth, "so much")})
    off = guess - truth
    near = [abs(abs(off) - limit) < 1e-6 for limit in (tolerance, 2 * tolerance)]
    if not any(near):
        expected = "right" if abs(off) < tolerance else "close" if abs(off) < 2 * tolerance else "wrong"
        assert result.mark == expected
        assert result.reason == ("" if expected == "right" else "high" if off > 0 else "low")
    assert "measured is so much" in result.words


def test_a_reason_belongs_to_its_misconception():
    reasons = {"above 0.1": "you added", "too high": "high", "too low": "low"}
    question = Question("number", "?", "x", reasons=reasons, low=-12, high=1)
    truth = {"x": Measure(1e-6, "1 × 10⁻⁶")}
    assert grade(question, 0.5, truth).reason == "you added"
    assert grade(question, 1e-3, truth).reason == "high"
    assert grade(question, 1e-11, truth).reason == "low"
    assert "6 orders of magnitude too high" in grade(question, 1.0, truth).words


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, -12), (math.nan, -12), (-1.0, -12), (math.inf, 3), (1e-30, -30), (100.0, 2)]
)
def test_what_is_no_number_counts_as_an_end_of_the_axis(value, expected):
    assert orders(value, Question("number", "?", "x", low=-12, high=3)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "right"),
    [(0.0, "below 0.1"), (0.0999, "below 0.1"), (0.1, "0.1 to 10"), (10.0, "above 10"), (math.inf, "above 10")],
)
def test_a_range_holds_its_lower_end(value, right):
    ranges = ("below 0.1", "0.1 to 10", "above 10")
    question = Question("range", "?", "x", dict.fromkeys(ranges, "so"), dict.fromkeys(ranges, "no"))
    assert right_choice(question, {"x": Measure(value, "")}) == right
    assert [value in Range.parse(name) for name in ranges] == [name == right for name in ranges]


def test_a_run_may_leave_the_answer_open():
    question = Question("smallest", "?", choices={"a": "A", "b": "B"}, reasons={"a": "no", "b": "no"})
    never = {"a": Measure(math.inf, "never"), "b": Measure(math.inf, "never")}
    assert grade(question, "a", never).mark == "undecided"
    assert answer_words(question, never) == UNDECIDED
    nan = {"x": Measure(math.nan, "undefined")}
    assert grade(Question("range", "?", "x", {"below 1": "A", "above 1": "B"}), "below 1", nan).mark == "undecided"


def test_what_is_not_measured_or_not_offered_is_refused():
    question = Question("largest", "?", choices={"a": "A", "b": "B"}, reasons={})
    with pytest.raises(InvalidValue, match="measured number = 'b'"):
        grade(question, "a", {"a": Measure(1, "1")})
    with pytest.raises(InvalidValue, match="prediction = 'c'"):
        grade(question, "c", {"a": Measure(1, "1"), "b": Measure(2, "2")})
