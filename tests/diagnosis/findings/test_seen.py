from dataclasses import replace

import pytest

from tests.diagnosis.layers import layer, seen

RUN = layer(seq_len=4)


@pytest.mark.parametrize(
    ("place", "subject"),
    [
        ({"name": ""}, "The layer"),
        ({"name": "rnn"}, "The layer rnn"),
        ({"name": "rnn", "layer": 1, "layers": 2}, "Layer 2 of rnn"),
        ({"name": "", "layer": 1, "layers": 2}, "Layer 2"),
        ({"name": "rnn", "layer": 1, "layers": 2, "direction": 1, "directions": 2}, "Layer 2 of rnn (backward)"),
    ],
)
def test_a_layer_begins_a_sentence(place, subject):
    assert seen(replace(RUN, **place)).subject == subject


def test_the_lag_to_start_for_is_what_is_needed_or_all_there_is():
    assert seen(RUN).lag == 4
    assert seen(RUN, needed_lag=3).lag == 3


def test_a_run_breaks_where_half_of_its_sequences_do():
    assert not seen(RUN).breaks
    assert seen(layer("irnn", seq_len=300, scheme="orthogonal", gain=30.0)).breaks


def test_a_layer_within_a_sentence_needs_no_comma():
    assert seen(RUN).name == "rnn"
    place = {"layer": 1, "layers": 2, "direction": 1, "directions": 2}
    assert seen(replace(RUN, **place)).name == "layer 2 of rnn (backward)"
