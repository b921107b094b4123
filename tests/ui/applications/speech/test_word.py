"""What the browser gets of a word: numbers that are those of features, networks and rule."""

from base64 import b64decode

import numpy as np
import pytest

from gruviz.applications.speech import chances
from gruviz.data import mel
from gruviz.data.recorded import synthetic_sounds
from gruviz.data.sound import read_wav
from gruviz.models.shipped import application_models
from gruviz.tasks import Speech
from gruviz.ui.applications.speech.word import RULE, Word, of_sound, packed, right, rule_of

MODELS = application_models("speech")


def unpacked(text, columns):
    return np.frombuffer(b64decode(text), np.uint8).reshape(columns, -1)


def test_sound_picture_and_networks_are_of_one_word():
    sound = synthetic_sounds().sounds[7]
    word = of_sound("7", "“seven”", sound, 7, 7)
    data = packed(word, MODELS, "speech", asks="", note="")
    samples, rate = read_wav(b64decode(data["sound"].split(",")[1]))
    assert (rate, len(samples)) == (mel.RATE, round(data["span"] * mel.RATE))
    np.testing.assert_allclose(samples, sound, atol=1e-4)
    levels = unpacked(data["levels"], data["columns"])
    np.testing.assert_allclose(levels / 255 * 40 - 40, mel.heard(sound).decibels, atol=0.1)
    for network in data["networks"]:
        found = unpacked(network["chances"], data["columns"] + 1) / 255
        np.testing.assert_allclose(found, chances(MODELS[network["label"]], word.frames), atol=1 / 500)
    last = data["first"] + (data["columns"] - 1) * data["step"]
    assert last == pytest.approx(data["span"]), "the last frame ends with the sound"


def test_those_that_are_wrong_are_counted_as_they_are_found():
    word = of_sound("7", "", synthetic_sounds().sounds[7], 7, 7)
    data, marks = packed(word, MODELS, "speech", asks="", note=""), right("speech", MODELS)
    counted = {each["label"]: each["wrong"] for each in [*data["networks"], data["rule"]]}
    assert counted == {label: int((~mark).sum()) for label, mark in marks.items()}
    assert list(marks)[-1] == RULE
    assert marks[RULE][7] == (rule_of(word, "speech")[1] == 7)


def test_recorded_clips_have_a_picture_and_no_sound():
    inputs = Speech("recorded").split(40).held_out.inputs[:, 0]
    data = packed(
        Word("1", "", inputs, 4, place=0), application_models("speech_recorded"), "speech_recorded", asks="", note=""
    )
    assert data["sound"] == ""
    assert data["span"] == data["columns"] == 40
    assert unpacked(data["levels"], 40).shape == (40, 13)
