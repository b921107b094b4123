"""What the wearable screen plays: the window as it was measured, true beliefs, and the best rule's own answer."""

import numpy as np

from gruviz.data.recorded import UNITS
from gruviz.models.shipped import application_models
from gruviz.networks.network import run
from gruviz.tasks import Wearable
from gruviz.tasks.rules import five_statistics, linear
from gruviz.ui.applications.class_cards import held_out
from gruviz.ui.applications.wearable.screen import _scene

TASK, PLACE = Wearable(), 11
MODELS = application_models("wearable")


def scene():
    inputs, truth = held_out(TASK, 50, PLACE)
    return _scene(MODELS, PLACE, inputs, truth), inputs, truth


def test_the_end_of_the_bars_is_what_the_networks_answer():
    played, inputs, truth = scene()
    for network in played["networks"]:
        answer = run(MODELS[network["label"]].network, inputs, np.array([[truth]])).outputs[-1, 0, 0]
        assert np.argmax(network["beliefs"][-1]) == answer.argmax()
        np.testing.assert_allclose(np.sum(network["beliefs"], axis=1), 1, atol=0.005)


def test_the_rule_answers_for_this_window():
    played, _, _ = scene()
    training, out = TASK.split(50)
    known, asked = five_statistics(training.inputs), five_statistics(out.inputs[:, [PLACE]])
    assert played["rule"]["name"] == "linear on five statistics"
    assert played["rule"]["answer"] == linear(known, training.targets[0].astype(int), asked)[0]


def test_traces_have_units_and_the_words_tell_who_is_right():
    played, _, truth = scene()
    assert [channel["unit"] for channel in played["channels"]] == list(UNITS)
    assert np.shape(played["traces"]) == (6, 50)
    assert TASK.classes[truth] in played["alt"]
    right = [network["label"] for network in played["networks"] if np.argmax(network["beliefs"][-1]) == truth]
    said = played["alt"].rpartition(": ")[2]
    assert all((label in said) == (label in right) for label in MODELS)
