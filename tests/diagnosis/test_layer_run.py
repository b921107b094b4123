from dataclasses import replace

import pytest

from tests.diagnosis.layers import layer


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (("encoder.rnn", 0, 0, 1, 1), "encoder.rnn"),
        (("encoder.rnn", 1, 0, 2, 1), "layer 2 of encoder.rnn"),
        (("encoder.rnn", 1, 1, 2, 2), "layer 2 of encoder.rnn, backward"),
        (("rnn", 0, 0, 1, 2), "rnn, forward"),
        (("", 0, 0, 1, 1), "the layer"),
        (("", 2, 0, 3, 1), "layer 3"),
    ],
)
def test_a_layer_is_called_as_people_count(place, title):
    name, index, direction, layers, directions = place
    run = replace(layer(), name=name, layer=index, direction=direction, layers=layers, directions=directions)
    assert run.title == title


def test_the_longest_sequence_says_how_long_a_run_is():
    run = layer(seq_len=9)
    assert run.seq_len == 9
    assert replace(run, lengths=(3, 5)).seq_len == 5
    assert replace(run, lengths=()).seq_len == 0


def test_padding_begins_behind_each_sequence():
    run = replace(layer(seq_len=3, batch=3), lengths=(3, 1, 0))
    assert run.before_padding.tolist() == [[True, True, False], [True, False, False], [True, False, False]]
    assert run.states_before_padding.sum(0).tolist() == [4, 2, 1]
