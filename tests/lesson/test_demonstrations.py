"""The measured numbers of the lesson against torch autograd over the textbook's equations, and arithmetic."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from gruviz import CELLS, Clamp, Experiment, run_experiment
from gruviz.lesson import DEMONSTRATIONS, Question, demonstrate, grade
from gruviz.lesson.demonstrations import BIASES
from gruviz.lesson.grading import right_choice
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart
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
        reasons = dict.fromkeys(truth, "no") | {"right": "yes"}
        question = Question(kind, "?", choices={name: name for name in truth}, reasons=reasons)
        right = pick(truth, key=lambda name: truth[name])
        assert right_choice(question, shown.measures) == right
        for guess in truth:
            assert (grade(question, guess, shown.measures).mark == "right") == (guess == right)
            assert grade(question, guess, shown.measures).reason == ("yes" if guess == right else "no")


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
    for bias in (BIASES[0], BIASES[4], BIASES[7]):
        alone = replace(experiment, cells=("gru",), reference=False, update_bias=bias)
        [run] = run_experiment(alone)
        heard = []
        for e in range(alone.seeds):
            _, inputs, states = rerun(run.flow.recording, e)
            readout = torch.tensor(np.array(run.flow.gradients[-1, e]))
            heard.append(np.linalg.norm(grads((readout * states[-1]).sum(), [inputs])[0][0]))
        name = f"heard_{bias:g}".replace("-", "m")
        assert shown.measures[name].value == pytest.approx(float(np.median(heard)), rel=1e-9)
    best = shown.measures["best_bias"].value
    assert shown.measures["heard_best"].value == max(shown.measures[f"heard_m{-bias:.0f}"].value for bias in BIASES)
    assert shown.measures["heard_best"] == shown.measures[f"heard_m{-best:.0f}"]


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


@settings(max_examples=8, deadline=None)
@given(small.filter(lambda experiment: "gru" in experiment.cells))
def test_the_update_gate_under_both_names(experiment):
    measures = demonstrate("signs", experiment).measures
    [run] = [run for run in run_experiment(experiment) if run.cell == "gru" and not run.is_reference]
    write = run.flow.recording.gates["z"].mean()
    assert measures["z_write"].value == pytest.approx(write)
    assert measures["z_keep"].value == pytest.approx(1 - write)
    assert measures["copied_gru"].value == pytest.approx(1 - write)


@settings(max_examples=5, deadline=None)
@given(small)
def test_the_last_steps_that_make_up_nine_tenths_of_the_weight_gradient(experiment):
    measures = demonstrate("weights", experiment).measures
    for run in run_experiment(experiment):
        name = f"{run.cell}_default" if run.is_reference else run.cell
        terms = np.median(np.sqrt(sum(norms**2 for norms in run.flow.weight_norms.values())), axis=1)
        assert measures[f"latest_{name}"].value == pytest.approx(terms[-1])
        for ends, order in (("recent", terms[::-1]), ("early", terms)):
            count = int(measures[f"{ends}_{name}"].value)
            assert sum(order[:count]) >= 0.9 * sum(terms) * (1 - 1e-12)
            assert sum(order[: count - 1]) < 0.9 * sum(terms)
        assert measures[f"portion_{name}"].value == measures[f"recent_{name}"].value / experiment.seq_len


@pytest.mark.parametrize(
    ("figure", "cell", "allowed"),
    [
        ("holds", "rnn", "at least one cell with gates"),
        ("signs", "lstm", "a cell with an update gate"),
        ("carry", "rnn", "a cell with an update gate"),
        ("ways", "mingru", "a cell with a copy whose gate reads the state"),
        ("states", "gru", "a cell with the states h and c"),
    ],
)
def test_a_cell_without_the_gate_is_refused(figure, cell, allowed):
    with pytest.raises(InvalidValue, match=f"cells = '{cell}' is not possible.*{allowed}"):
        demonstrate(figure, Experiment(cells=(cell,), seq_len=4, hidden_size=3, seeds=2))


def test_a_custom_cell_is_demonstrated_too():
    design = "own_before_independent_tanh"
    experiment = Experiment(cells=(design,), reference=False, seq_len=6, hidden_size=3, seeds=2)
    for figure in ("holds", "signs", "carry"):
        assert demonstrate(figure, experiment).measures


def test_starts_are_drawn_without_a_second_cell_that_is_set():
    experiment = Experiment(
        cells=("rnn", "gru"), scheme="orthogonal", reference=True, seq_len=5, hidden_size=3, seeds=2
    )
    shown, all_of_them = demonstrate("starts", experiment), demonstrate("decay", experiment)
    drawn, known = ({name.partition(":")[0] for name in one.chart.table} for one in (shown, all_of_them))
    assert known - drawn == {"GRU (orthogonal)"}
    assert "RNN (orthogonal)" in shown.chart.title
    assert "GRU" in shown.chart.title
    assert shown.measures == all_of_them.measures


def test_an_unknown_figure_is_refused():
    with pytest.raises(InvalidValue, match="figure = 'pie'"):
        demonstrate("pie", Experiment())


def test_every_demonstration_says_what_it_measures():
    assert all(function.__doc__ for function in DEMONSTRATIONS.values())


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_every_demonstration_is_a_chart(name):
    cells = ("rnn", "gru", "lstm")
    check_chart(demonstrate(name, Experiment(cells=cells, seq_len=12, seeds=3, update_bias=-2.0)).chart)
