"""Layers as rows of words."""

import math
from dataclasses import replace

import numpy as np

from gruviz.diagnosis.numbers import LayerNumbers
from gruviz.diagnosis.report.table import COLUMNS, hears, layer_table
from tests.diagnosis.made import layer_run


def test_a_row_has_the_numbers_of_its_layer():
    numbers = LayerNumbers.of(layer_run("gru"))
    head, row = layer_table([replace(numbers, dead=(0,), latched=(1, 2))])
    assert head == COLUMNS
    assert row[:2] == ("rnn", "GRU")
    assert row[2] == f"{numbers.horizon} of 6"
    assert f"z {numbers.gates['z'].mean:.2f}" in row[3]
    assert row[5] == "1 dead, 2 latched of 4"


def test_a_layer_without_gates_idle_units_or_gradient():
    head, row = layer_table([LayerNumbers.of(layer_run("rnn", gradient=False))])
    assert head == ("layer", "cell", "hears (steps)", "state norm")
    assert row[:3] == ("rnn", "RNN", "no gradient")
    assert layer_table([]) == []


def test_a_state_that_overflows():
    with np.errstate(all="ignore"):
        numbers = LayerNumbers.of(layer_run("irnn", scale=1e160, T=9))
    assert hears(numbers) == "no number"
    assert layer_table([numbers])[1][3].endswith("→ ∞")


def test_gates_that_are_no_numbers():
    numbers = LayerNumbers.of(layer_run("gru"))
    gates = {gate: use._replace(mean=math.nan) for gate, use in numbers.gates.items()}
    assert layer_table([replace(numbers, gates=gates)])[1][3] == "no number"
