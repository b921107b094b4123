"""Which layers read which."""

import numpy as np

from gruviz.checkpoints.found_layer import FoundLayer
from gruviz.checkpoints.reading import Reading, Rows
from gruviz.checkpoints.stacks import stacks_of, width


def layer(name, reads, gives, *, layer=0, direction=0):
    rows = Rows(np.zeros((gives, reads)), np.zeros((gives, gives)))
    return FoundLayer(name, layer, direction, rows, Reading("rnn", ("h",)), "", ())


def names(stacks):
    return ["".join(dict.fromkeys(one.name for one in stack)) for stack in stacks]


def test_layers_of_a_module_are_sorted_and_modules_stay_apart():
    layers = [layer("a", 8, 4, layer=1), layer("b", 4, 4), layer("a", 3, 4, direction=1), layer("a", 3, 4)]
    stacks = stacks_of(layers)
    assert [[(one.name, one.layer, one.direction) for one in stack] for stack in stacks] == [
        [("a", 0, 0), ("a", 0, 1), ("a", 1, 0)],
        [("b", 0, 0)],
    ]
    assert width(stacks[0]) == 4
    assert width(stacks[0][:2]) == 8


def test_modules_of_one_layer_are_chained_by_size():
    layers = [layer("a", 5, 4), layer("b", 4, 2), layer("c", 3, 5)]
    assert names(stacks_of(layers, chained=True, ordered=False)) == ["cab"]
    assert names(stacks_of(layers, chained=True)) == ["ab", "c"]
    assert names(stacks_of(layers)) == ["a", "b", "c"]


def test_above_a_layer_that_only_reads_backwards_none_is_put():
    assert names(stacks_of([layer("a", 3, 4, direction=1), layer("b", 4, 2)], chained=True)) == ["a", "b"]
