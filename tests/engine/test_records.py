"""Clamps and recordings as records, and what a record says of itself."""

from dataclasses import FrozenInstanceError

import pytest

from gruviz import Clamp, gradient_flow, step_jacobians
from tests.runs import Sizes, random_run

SIZE = Sizes()


def test_a_recording_knows_its_sizes():
    recording = random_run("lstm", SIZE)
    assert (recording.cell, recording.seq_len, recording.batch_size) == ("lstm", SIZE.T, SIZE.B)
    with pytest.raises(FrozenInstanceError):
        Clamp("z", 0.5).value = 1.0


def test_a_record_prints_as_one_line():
    recording = random_run("lstm", SIZE)
    assert repr(recording.weights) == "Weights(lstm: E=2, D=2, H=4, float64)"
    assert repr(recording) == "Recording(lstm: T=5, B=3, E=2, D=2, H=4, float64)"
    assert repr(gradient_flow(recording)) == f"GradientFlow(loss last, {recording!r})"
    assert repr(step_jacobians(recording)) == f"StepJacobians(5 steps, {recording!r})"
