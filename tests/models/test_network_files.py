"""Files of models with a decoder, attention, a task with settings, or in half precision."""

import io
import json
from dataclasses import replace

import numpy as np
import pytest

from gruviz.arrays import in_half
from gruviz.models.files import load_model, save_model
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import fresh_network
from gruviz.tasks import APPLICATIONS, Balancing, Digits, Forecasting, Language, Translation
from gruviz.validation import GruvizError

MODELS = {**APPLICATIONS, "attention": Translation(attention=True), "pixels": Digits("pixel"), "seen": Balancing(0.0)}
every_model = pytest.mark.parametrize("task", MODELS.values(), ids=MODELS)
every_cell = pytest.mark.parametrize("cell", ["rnn", "gru_reset_after", "lstm"])


def a_model(task, cell="gru_reset_after"):
    sizes = {"input_size": task.input_size, "hidden_size": 3, "output_size": task.output_size, "seeds": 2}
    made = fresh_network(cell, decodes=task.decodes, attends=task.attends, **sizes)
    return TrainedModel(task, "GRU", task.default_length, made.weights, made.readout_W, made.readout_b, made.decoder)


def saved(model, **settings):
    file = io.BytesIO()
    save_model(model, file, **settings)
    return file.getvalue()


def loaded(body):
    return load_model(io.BytesIO(body))


def arrays_of(model):
    layers = [model.weights] + ([model.decoder] if model.decoder else [])
    each = [getattr(layer, name) for layer in layers for name in ("W", "U", "b", "recurrent_bias")]
    return [array for array in (*each, model.readout_W, model.readout_b) if array is not None]


def changed(body, *, drop=(), about=None, **arrays):
    with np.load(io.BytesIO(body), allow_pickle=False) as archive:
        parts = {name: archive[name] for name in archive.files if name not in drop} | arrays
    if about:
        told = json.loads(parts["about"].tobytes()) | about
        parts["about"] = np.frombuffer(json.dumps(told).encode(), np.uint8)
    file = io.BytesIO()
    np.savez(file, **parts)
    return file.getvalue()


@every_model
@every_cell
def test_what_is_saved_is_what_is_loaded(task, cell):
    model = a_model(task, cell)
    back = loaded(saved(model))
    assert back.kind.key == task.key
    assert back.kind.settings == task.settings
    assert (back.label, back.length) == (model.label, model.length)
    for one, other in zip(arrays_of(back), arrays_of(model), strict=True):
        np.testing.assert_array_equal(one, other)
        assert one.dtype == other.dtype


@every_model
def test_half_precision_takes_half_the_bytes_and_three_digits_stay(task):
    model = a_model(task)
    whole, half = saved(model), saved(model, half=True)
    numbers = sum(array.size for array in arrays_of(model))
    assert len(whole) - len(half) > 1.9 * numbers
    for one, other in zip(arrays_of(loaded(half)), arrays_of(model), strict=True):
        assert one.dtype == np.float32
        np.testing.assert_array_equal(one, other.astype(np.float16).astype(np.float32))
    for one, other in zip(arrays_of(loaded(half)), arrays_of(model.rounded()), strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_is_too_large_for_half_precision_stays():
    numbers = np.array([1e6, 65504.0, -1 / 3, 0.0])
    found = in_half(numbers)
    assert found.tolist() == [1e6, 65504.0, float(np.float16(-1 / 3)), 0.0]
    assert found.dtype == numbers.dtype


def test_a_persons_own_data_are_in_no_file():
    text = "A secret diary. " * 200
    body = saved(a_model(Language(text)))
    assert b"diary" not in body
    assert loaded(body).kind.letters == Language(text).letters
    assert loaded(saved(a_model(Forecasting(tuple(range(300)))))).kind == Forecasting()


BODY = saved(a_model(Translation()))
HOSTILE = {
    "no decoder": (lambda: changed(BODY, drop=[f"decoder_{n}" for n in ("W", "U", "b", "recurrent_bias")]), "file"),
    "half a decoder": (lambda: changed(BODY, drop=["decoder_U"]), "file"),
    "a decoder that hears other words": (lambda: changed(BODY, decoder_W=np.zeros((2, 9, 5))), "decoder.W.shape"),
    "a decoder of another size": (
        lambda: changed(
            BODY,
            decoder_W=np.zeros((2, 6, 27)),
            decoder_U=np.zeros((2, 6, 2)),
            decoder_b=np.zeros((2, 6)),
            decoder_recurrent_bias=np.zeros((2, 2)),
        ),
        "decoder.U.shape",
    ),
    "a decoder of one seed": (
        lambda: changed(
            BODY,
            decoder_W=np.zeros((1, 9, 27)),
            decoder_U=np.zeros((1, 9, 3)),
            decoder_b=np.zeros((1, 9)),
            decoder_recurrent_bias=np.zeros((1, 3)),
        ),
        "decoder.U.shape",
    ),
    "not a number": (lambda: changed(BODY, decoder_b=np.full((2, 9), np.nan)), "weights.b[0, 0]"),
    "attention without room for it": (
        lambda: changed(BODY, about={"settings": {"attention": True}}),
        "readout_W.shape",
    ),
    "a decoder where none belongs": (
        lambda: changed(saved(a_model(Digits())), decoder_W=np.zeros((2, 9, 10))),
        "file",
    ),
    "a setting there is not": (lambda: changed(BODY, about={"settings": {"beams": 3}}), "settings"),
    "a setting that cannot be": (lambda: changed(BODY, about={"settings": {"reverse": 2}}), "reverse"),
    "settings that are a list": (lambda: changed(BODY, about={"settings": ["reverse"]}), "settings"),
    "settings of another task": (lambda: changed(BODY, about={"settings": {"blackout": 0.5}}), "settings"),
    "own data smuggled in": (
        lambda: changed(saved(a_model(Forecasting())), about={"settings": {"values": [1, 2]}}),
        "settings",
    ),
    "an alphabet of another size": (
        lambda: changed(saved(a_model(Language(alphabet="abc"))), about={"settings": {"alphabet": "ab"}}),
        "weights.W.shape",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_model_is_refused_by_name(name):
    make, field = HOSTILE[name]
    with pytest.raises(GruvizError) as caught:
        loaded(make())
    assert caught.value.field == field
    assert len(str(caught.value)) < 400


def test_a_model_whose_decoder_does_not_belong():
    model = a_model(Translation())
    with pytest.raises(GruvizError, match="decoder = 'None' .* weights for the task translation"):
        replace(model, decoder=None)
    with pytest.raises(GruvizError, match="decoder = 'weights' .* None for the task digits"):
        replace(a_model(Digits()), decoder=a_model(Digits()).weights)
