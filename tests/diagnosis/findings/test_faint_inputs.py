from dataclasses import replace

import numpy as np
import pytest

from gruviz.diagnosis.findings.drives import drives_of
from gruviz.diagnosis.findings.faint_inputs import LEAST, faint_inputs
from gruviz.engine.initialisation import init_weights
from gruviz.wording import share
from tests.diagnosis.layers import layer, noise, run_of, seen

CELLS = ("rnn", "gru_reset_after", "lstm")


@pytest.mark.parametrize("cell", CELLS)
def test_inputs_of_a_thousandth_are_told_with_their_part(cell):
    run = layer(cell, scale=1e-4)
    drives = [drives_of(run, block) for block in run.recording.weights.blocks]
    part = max(drive.inputs / max(drive.state, drive.bias) for drive in drives)
    found = faint_inputs(seen(run))
    assert part < LEAST
    assert f"they add only {share(part)} of what" in found.title


@pytest.mark.parametrize("cell", CELLS)
def test_small_and_rare_inputs_are_not(cell):
    assert faint_inputs(seen(layer(cell, scale=0.02, size=16))) is None
    rare = (np.random.default_rng(0).random((20, 4, 3)) < 0.02).astype(float)
    assert faint_inputs(seen(run_of(init_weights(cell, input_size=3, hidden_size=16), rare))) is None


def test_weights_that_have_grown_are_not_a_fault_of_the_inputs():
    weights = layer("rnn").recording.weights
    grown = replace(weights, U=500 * weights.U)
    drives = drives_of(run_of(grown, noise(20)), "h")
    assert drives.inputs < LEAST * drives.state
    assert faint_inputs(seen(run_of(grown, noise(20)))) is None


def test_what_lies_above_another_layer_is_not_its_inputs():
    weights = layer().recording.weights
    assert faint_inputs(seen(run_of(weights, noise(20, scale=1e-4), layer=1, layers=2))) is None
