"""What Keras says about its layers beside their weights: JSON, of which nothing is executed."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

KINDS = {"LSTM", "GRU", "SimpleRNN", "LSTMCell", "GRUCell", "SimpleRNNCell", "CuDNNLSTM", "CuDNNGRU"}
DEPTH = 24

Settings = Mapping[str, Any]


def settings_of(text: str) -> dict[str, Settings]:
    """Settings of every recurrent layer, and of what wraps one, by name, in the order of the network.

    Whatever cannot be read is left out.
    """
    try:
        return dict(_named(json.loads(text)))
    except (ValueError, RecursionError):
        return {}


def _named(value: Any, depth: int = 0) -> Iterator[tuple[str, Settings]]:
    if depth > DEPTH or not isinstance(value, dict | list):
        return
    if isinstance(value, list):
        for part in value:
            yield from _named(part, depth + 1)
        return
    config = value.get("config")
    if isinstance(config, dict) and isinstance(config.get("name"), str):
        yield config["name"], {**config, "class_name": value.get("class_name")}
    for part in value.values():
        yield from _named(part, depth + 1)


def caveat(settings: Settings) -> str:
    """A sentence on what makes a layer compute something else than our cell does; "" for nothing."""
    gates, candidate = settings.get("recurrent_activation", "sigmoid"), settings.get("activation", "tanh")
    if gates != "sigmoid" and isinstance(gates, str):
        return f"Its gates use {_plain(gates)} and are computed with a sigmoid here, so its numbers differ."
    usual = ("tanh", "relu") if settings.get("class_name") == "SimpleRNN" else ("tanh",)
    if candidate not in usual and isinstance(candidate, str):
        return f"It uses {_plain(candidate)} and is computed with tanh here, so its numbers differ."
    return ""


def _plain(name: str) -> str:
    return "".join(sign for sign in name[:40] if sign.isalnum() or sign == "_")
