"""What the browser draws of Home: the engine's single runs, and words that follow them in every setting."""

import json
from itertools import product

import numpy as np
import pytest

from gruviz import gradient_flow, init_weights, record
from gruviz.data.signals import SIGNALS
from gruviz.ui.home.controls import SLIDERS, TABLE
from gruviz.ui.home.light import chart_of, frame_of
from gruviz.wording import left

VALUES = TABLE.defaults


def ratio(cell, steps, **start):
    """The run of one lane, made by hand."""
    weights = init_weights(cell, input_size=8, hidden_size=32, seeds=16, seed=0, **start)
    return gradient_flow(record(cell, weights, SIGNALS["noise"](steps, 0))).ratio()


@pytest.mark.parametrize(("steps", "gain", "bias"), [(25, 1.0, -4.0), (40, 4.0, 2.5), (5, 0.5, 0.0)])
def test_lanes_are_runs_of_the_engine(steps, gain, bias):
    frame = frame_of({**VALUES, "seq_len": steps, "gain": gain, "update_bias": bias})
    lanes = {lane["key"]: lane for lane in frame["lanes"]}
    truth = {
        "rnn": ratio("rnn", steps, gain=gain),
        "fresh": ratio("gru", steps),
        "set": ratio("gru", steps, gain=gain, update_bias=bias),
    }
    assert list(lanes) == list(truth)
    for key, band in truth.items():
        np.testing.assert_allclose(lanes[key]["median"], band.median, rtol=1e-3)
        np.testing.assert_allclose(lanes[key]["lower"], band.lower, rtol=1e-2)
        np.testing.assert_allclose(lanes[key]["upper"], band.upper, rtol=1e-2)
        factors = [float(factor) for factor in lanes[key]["factors"]]
        np.testing.assert_allclose(factors, band.median[:-1] / band.median[1:], atol=0.0051)
        assert float(lanes[key]["rate"]) == pytest.approx(band.median[0] ** (1 / steps), abs=0.0051)
    assert (frame["steps"], frame["gain"], frame["bias"]) == (steps, gain, bias)


CORNERS = [*product(*((TABLE.by_name[name].low, TABLE.by_name[name].high) for name in SLIDERS))]


@pytest.mark.parametrize("corner", CORNERS, ids=str)
def test_words_and_ranges_fit_the_numbers_at_every_corner(corner):
    frame = frame_of({**VALUES, **dict(zip(SLIDERS, corner, strict=True))})
    json.dumps(frame, allow_nan=False)
    floor, ceiling = frame["range"]["log"]
    for lane in frame["lanes"]:
        assert 10.0 ** (floor - 0.1) <= min(lane["median"]) <= max(lane["median"]) <= 10.0 ** (ceiling + 0.1)
        assert left(lane["median"][0]).removeprefix("1 in ") in frame["alt"]
        assert lane["name"] in frame["alt"]
    assert frame["alt"].startswith(frame["title"])
    assert frame["note"] in frame["summary"]
    powers = [tick["power"] for tick in frame["ticks"]]
    assert 0 in powers
    assert floor <= min(powers) < max(powers) <= ceiling or max(powers) == 0


def test_what_the_gru_is_called_follows_its_bias():
    labels = {bias: frame_of({**VALUES, "update_bias": bias})["lanes"][2]["label"] for bias in (-4.0, 0.0, 4.0)}
    assert labels == {-4.0: "GRU, set to hold", 0.0: "GRU, gate not set", 4.0: "GRU, set to overwrite"}


def test_the_gate_that_is_named_is_that_of_the_run():
    weights = init_weights("gru", input_size=8, hidden_size=32, seeds=16, seed=0, update_bias=-2.0)
    gate = record("gru", weights, SIGNALS["noise"](25, 0)).gates["z"].mean()
    assert frame_of({**VALUES, "update_bias": -2.0})["lanes"][2]["note"] == f"gate bias −2, gate ≈ {gate:.2g}"


def test_the_chart_has_the_same_words_and_all_numbers():
    chart, frame = chart_of(VALUES), frame_of(VALUES)
    assert (chart.title, chart.summary) == (frame["title"], frame["summary"])
    for lane in frame["lanes"]:
        np.testing.assert_allclose(chart.table[f"{lane['label']}: median"], lane["median"], rtol=1e-3)
