"""What is said of spoken words: chances by the engine, the rule as it was judged, and how far it carries."""

import numpy as np
import pytest

from gruviz.applications.beliefs import beliefs
from gruviz.applications.speech import answers, chances, transfer
from gruviz.data.recorded import synthetic_sounds
from gruviz.models.shipped import application_models, applications_record
from gruviz.tasks import Speech
from gruviz.tasks.examples import padded, rule_answers, rule_says
from gruviz.tasks.metrics import softmax
from tests.applications.untrained import untrained

FRAMES = np.random.default_rng(0).standard_normal((12, 13)).astype(np.float32)


def test_a_short_word_begins_after_zeros_as_in_training():
    model = application_models("speech")["GRU"]
    found, whole = chances(model, FRAMES), beliefs(model, padded([FRAMES], model.length))[:, 0, 0]
    np.testing.assert_array_equal(found, whole[-len(FRAMES) - 1 :])


def test_a_long_word_is_read_whole_from_an_empty_state():
    model = application_models("speech")["LSTM"]
    frames = np.tile(FRAMES, (8, 1))
    found = chances(model, frames)
    assert found.shape == (97, 10)
    np.testing.assert_allclose(found[0], softmax(model.network.readout_b[0]), rtol=1e-6)
    np.testing.assert_array_equal(found[1:], beliefs(model, frames[:, None])[:, 0, 0])


def test_answers_are_those_after_the_last_step():
    model = untrained(Speech(), "gru")
    inputs = padded([FRAMES, FRAMES[:5], FRAMES[3:]], 12)
    wanted = [int(beliefs(model, inputs[:, [i]])[-1, 0, 0].argmax()) for i in range(3)]
    assert answers(model, inputs).tolist() == wanted


@pytest.mark.parametrize("offer", ["speech", "speech_recorded"])
def test_the_rule_answers_as_well_as_it_was_judged(offer):
    record = applications_record()[offer]
    task, length, rule = Speech(record["task"]["source"]), record["settings"]["length"], next(iter(record["baselines"]))
    held_out = task.split(length).held_out
    said = rule_answers(task, rule, length)
    assert (said == held_out.targets[0]).mean() == pytest.approx(record["baselines"][rule], abs=1e-3)
    np.testing.assert_array_equal(rule_says(task, rule, held_out.inputs[:, :3]), said[:3])


def test_how_far_it_carries_adds_up_to_what_was_measured():
    record, model = applications_record()["speech"], application_models("speech")["GRU"]
    found = transfer(model)
    share = sum(voice.startswith("en-029") for voice in synthetic_sounds().voices) / 300
    assert share == pytest.approx(1 / 3)
    shipped = record["measured"]["GRU"][record["seeds"].index(record["shipped"]["GRU"])]
    assert found.known * (1 - share) + found.unheard * share == pytest.approx(shipped, abs=1e-3)
    assert 0.5 < found.rooms <= 1
