"""The laboratory's views of a network beside a fresh start; large layers are thinned."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz.ui.controls.laboratory import VIEW_TITLES
from gruviz.ui.your_network.controls import TABLE
from gruviz.ui.your_network.diagnosis import diagnosis_of
from gruviz.ui.your_network.settings import settings_from
from gruviz.ui.your_network.views import CHARTS, DRAWN, PAIRS, flows_of, has_room, left_out, steps_in_pairs, thinned
from tests.ui.your_network.made import checkpoint

SHORT = settings_from(TABLE.defaults | {"seq_len": 6}, None, is_example=True)


@pytest.fixture(scope="module")
def flows():
    return flows_of(diagnosis_of("x", checkpoint(layers=2), SHORT), 0)


@pytest.mark.parametrize("view", list(VIEW_TITLES))
def test_every_question_is_answered_of_both(flows, view):
    charts = CHARTS[view](flows, list(flows)[1:])
    said = " ".join(f"{chart.title} {chart.summary}" for chart in charts)
    assert "GRU as it is" in said
    assert "fresh from PyTorch" in said


def test_a_map_has_room_for_so_many_units():
    found = checkpoint(cell="rnn", inputs=1, units=2 * DRAWN + 1)
    flow = next(iter(flows_of(diagnosis_of("x", found, replace(SHORT, seq_len=5)), 0).values()))
    few = thinned(flow).recording
    assert few.states["h"].shape[-1] <= DRAWN
    assert np.array_equal(few.states["h"], flow.recording.states["h"][..., ::3])
    assert left_out("gates", flow.recording) == "Of 257 units, one in 3 is drawn."
    assert has_room("gates", flow.recording)
    assert not has_room("matrix", flow.recording)


def test_of_a_large_layer_the_last_pairs_of_steps_are_drawn():
    found = checkpoint(cell="rnn", inputs=1, units=200)
    recording = diagnosis_of("x", found, replace(SHORT, seq_len=400)).report.runs[0].recording
    steps = steps_in_pairs(recording)
    assert steps**2 * (200**2 + 100 * 200) <= PAIRS < (steps + 1) ** 2 * (200**2 + 100 * 200)
    assert left_out("matrix", recording) == f"The last {steps} of 400 steps are drawn."
    few = diagnosis_of("x", checkpoint(), SHORT).report.runs[0].recording
    assert steps_in_pairs(few) == 6
    assert not left_out("matrix", few)
