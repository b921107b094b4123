"""What Keras says about its layers, as data."""

import json

import pytest

from gruviz.checkpoints.keras_settings import caveat, settings_of


def test_layers_are_found_in_the_order_of_the_network():
    def layer(kind, name, **settings):
        return {"class_name": kind, "config": {"name": name, **settings}}

    wrapped = layer("Bidirectional", "b", layer=layer("GRU", "forward_b", units=4))
    model = layer("Sequential", "s", layers=[layer("Embedding", "e"), wrapped, layer("LSTM", "a")])
    found = settings_of(json.dumps(model))
    assert [*found] == ["s", "e", "b", "forward_b", "a"]
    assert (found["forward_b"]["class_name"], found["forward_b"]["units"]) == ("GRU", 4)


@pytest.mark.parametrize("text", ["", "no JSON", "[" * 10_000, "3", json.dumps({"config": 3}), "[" * 40 + "]" * 40])
def test_what_cannot_be_read_is_left_out(text):
    assert settings_of(text) == {}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"class_name": "GRU", "recurrent_activation": "hard_sigmoid"}, "Its gates use hard_sigmoid"),
        ({"class_name": "LSTM", "activation": "relu"}, "It uses relu"),
        ({"class_name": "SimpleRNN", "activation": "relu"}, ""),
        ({"class_name": "SimpleRNN", "activation": "<b>"}, "It uses b "),
        ({"class_name": "LSTM", "activation": "tanh", "recurrent_activation": "sigmoid"}, ""),
        ({"class_name": "LSTM", "activation": {"class_name": "x"}}, ""),
    ],
)
def test_what_our_cells_do_not_compute_is_said(settings, words):
    assert caveat(settings).startswith(words)
    assert bool(caveat(settings)) == bool(words)
