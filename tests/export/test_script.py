"""The exported experiment prints our numbers, found by torch.autograd, and holds nothing that it does not use."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from gruviz import CELLS, SCHEMES
from gruviz.engine.gradients import LOSSES
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import INPUTS, Experiment
from gruviz.export import pytorch_script
from tests.export.scripts import (
    HOSTILE,
    TABLE,
    check_imports,
    check_layout,
    names_in,
    outputs,
    run_python,
    saved,
    settings_comment,
)

SMALL = Experiment(seq_len=12, hidden_size=6, seeds=3, seed=11)
ALL = replace(SMALL, cells=tuple(CELLS))
OWN = ("own_after_input_relu_bias", "own_before_coupled_tanh_bias", "own_none_none_tanh")

CASES = {
    "the default": Experiment(),
    "every cell as PyTorch starts it": replace(ALL, seeds=2),
    "every cell, orthogonal, with a gain and gate biases": replace(
        ALL, scheme="orthogonal", gain=1.25, update_bias=-1.5, forget_bias=2.5
    ),
    "gaussian and chrono": replace(ALL, scheme="gaussian", gain=0.1 + 0.2, chrono=True, seeds=4),
    "only chrono, without a bias inside a reset": replace(SMALL, cells=("lstm", "gru"), chrono=True, reference=False),
    "only a gate bias": replace(SMALL, cells=("lstm", "rnn"), forget_bias=-0.75),
    "every cell on the identity": replace(ALL, scheme="identity", gain=0.9, reference=False),
    "custom cells": replace(SMALL, cells=("gru", *OWN), update_bias=-1.0),
    "blocks without U": replace(SMALL, cells=("mingru", OWN[0]), scheme="orthogonal", chrono=True),
    "no recurrence at all": replace(ALL, gain=0.0),
    "a loss at every step": replace(ALL, loss="every", chrono=True),
    "a text": replace(SMALL, inputs="text", text="to be or not to be", scale=2.5),
    "a short text": replace(ALL, inputs="text", text="ab\n", chrono=True),
    "a long text": replace(SMALL, inputs="text", text="All work and no play makes Jack a dull boy.\n" * 9),
    "a hostile text": replace(SMALL, inputs="text", text=HOSTILE, seq_len=80),
    "a table": replace(SMALL, inputs="table", table=TABLE, scale=0.5),
    "a table as it is": replace(SMALL, inputs="raw", table=TABLE, scale=0.5),
    "sunspots": replace(SMALL, inputs="sunspots", scale=1.5),
    "an impulse": replace(SMALL, inputs="impulse", scale=3.0),
    "a sine": replace(SMALL, inputs="sine"),
    "a constant": replace(SMALL, inputs="constant", scale=0.0),
    "single precision": replace(ALL, precision="float32", gain=1.5, scheme="orthogonal"),
    "an underflow": replace(SMALL, gain=1e-9, seq_len=40),
    "an underflow of squares": replace(SMALL, cells=("rnn", "lstm"), precision="float32", seq_len=110, reference=False),
    "an overflow of squares": replace(
        SMALL, cells=("irnn",), scheme="identity", gain=4.0, seq_len=400, reference=False
    ),
    "numbers of NumPy's types": replace(SMALL, seeds=np.int64(2), seed=np.int64(5), gain=np.float64(1.5)),
}

CHAOS = replace(SMALL, hidden_size=32, gain=4.0, scheme="orthogonal", scale=0.0, seq_len=500, precision="float32")
every_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """What the script of every case prints."""
    experiments = CASES | {"chaos": CHAOS}
    return dict(zip(experiments, outputs(tmp_path_factory, map(pytorch_script, experiments.values())), strict=True))


@every_case
def test_the_script_prints_our_numbers(name, printed):
    experiment = CASES[name]
    header, *rows = csv.reader(io.StringIO(printed[name]))
    runs = run_experiment(experiment)
    steps = runs[0].flow.recording.seq_len
    assert header == ["steps_before_loss", *(run.label for run in runs)]
    assert [int(row[0]) for row in rows] == list(range(steps + 1))
    found = np.array([[float(cell) for cell in row[1:]] for row in rows])
    ours = np.stack([run.flow.ratio().median[::-1] for run in runs], axis=1)
    # Below these the elements themselves lose digits.
    smallest, rtol = (1e-300, 1e-9) if experiment.precision == "float64" else (1e-36, 1e-3)
    np.testing.assert_allclose(found[ours > smallest], ours[ours > smallest], rtol=rtol)
    assert (found[ours <= smallest] <= 2 * smallest).all()
    assert (found[0] == 1).all() or experiment.precision == "float32"


def test_an_overflow_is_one_here_and_there(printed):
    """Chaos lets no two implementations agree on its digits, only on that it overflows."""
    ours = run_experiment(CHAOS)[0].flow.ratio().median
    found = [float(row[1]) for row in list(csv.reader(io.StringIO(printed["chaos"])))[1:]]
    assert ours[0] == found[-1] == np.inf
    assert found[0] == pytest.approx(1)


def test_the_cases_cover_every_choice():
    chosen = CASES.values()
    assert {experiment.inputs for experiment in chosen} == set(INPUTS)
    assert {experiment.scheme for experiment in chosen} == set(SCHEMES)
    assert {experiment.loss for experiment in chosen} == set(LOSSES)


def test_the_script_runs_by_itself_whatever_the_console_speaks(tmp_path):
    path = saved(tmp_path, pytorch_script(replace(SMALL, update_bias=-2.0)))
    output = run_python(tmp_path, path, PYTHONIOENCODING="ascii")
    assert output.startswith("steps_before_loss,RNN,GRU set to hold (gate bias −2),GRU\n0,1")


@every_case
def test_the_script_needs_only_numpy_and_torch(name):
    check_imports(pytorch_script(CASES[name]))


def test_equal_settings_give_the_same_script():
    assert pytorch_script(ALL) == pytorch_script(replace(ALL))
    assert pytorch_script(ALL) != pytorch_script(replace(ALL, seed=12))


def test_a_text_or_table_that_is_not_read_is_not_in_the_script():
    assert pytorch_script(replace(SMALL, text=HOSTILE, table=TABLE)) == pytorch_script(SMALL)


def test_a_comment_states_the_settings():
    script = pytorch_script(CASES["gaussian and chrono"])
    comments = settings_comment(script)
    for stated in ("seed=11", "scheme='gaussian'", "chrono=True", f"gain={0.1 + 0.2!r}", "cells=('rnn', 'gru'"):
        assert stated in comments


def test_the_script_holds_only_what_it_uses():
    script = pytorch_script(Experiment())
    assert len(script.splitlines()) <= 92
    assert not names_in(script) & {
        "lstm",
        "orthogonal",
        "gaussian",
        "start",
        "STATES",
        "INPUT_ONLY",
        "TEXT",
        "DATA",
        "c",
    }


@every_case
def test_the_script_is_formatted(name, tmp_path):
    check_layout(pytorch_script(CASES[name]), tmp_path)
