"""What a network reads: ids, noise, text, a table; and how much of it."""

import re
from dataclasses import replace

import numpy as np
import pytest

from gruviz.diagnosis.feeds import SEQUENCES
from gruviz.ui.your_network.controls import TABLE
from gruviz.ui.your_network.feed import FEWEST, MOST_UNITS, STATES, WORK, affordable, feed
from gruviz.ui.your_network.settings import settings_from
from gruviz.validation import GruvizError
from tests.ui.your_network.made import arrays, checkpoint

PLAIN = settings_from(TABLE.defaults, None, is_example=True)
EMBEDDED, BARE = checkpoint(rows=5), checkpoint()


def fed(found, **settings):
    return feed(found, found.stacks[0], replace(PLAIN, **settings))


def test_random_ids_are_rows_of_the_embedding():
    made = fed(EMBEDDED, seq_len=7)
    table = arrays(rows=5)["emb.weight"].astype(np.float64)
    assert made.inputs.shape == (7, SEQUENCES, 3)
    assert all((table == row).all(1).any() for row in made.inputs.reshape(-1, 3))
    assert made.words == "It reads 16 sequences of 7 steps of random ids, through its embedding of 5 rows."
    assert not np.array_equal(made.inputs, fed(EMBEDDED, seq_len=7, seed=1).inputs)


def test_without_an_embedding_it_reads_noise():
    made = fed(BARE, seq_len=400)
    assert abs(made.inputs.std() - 1) < 0.02
    assert np.array_equal(made.inputs, fed(EMBEDDED, inputs="noise", seq_len=400).inputs)
    assert np.allclose(fed(BARE, scale=2.5, seq_len=400).inputs, 2.5 * made.inputs)


def test_text_is_read_by_the_vocabulary_in_its_order():
    table = arrays(rows=5)["emb.weight"].astype(np.float64)
    made = fed(EMBEDDED, inputs="text", text="cab", vocabulary="abc")
    assert np.array_equal(made.inputs[:, 0], table[[2, 0, 1]])
    one_hot = fed(BARE, inputs="text", text="cab", vocabulary="")
    assert np.array_equal(one_hot.inputs[:, 0], np.eye(3)[[2, 0, 1]])


def test_a_long_text_is_read_in_pieces():
    text = "abc" * 20
    made = fed(EMBEDDED, inputs="text", text=text, vocabulary="", seq_len=10)
    assert made.inputs.shape == (10, SEQUENCES, 3)
    table = arrays(rows=5)["emb.weight"].astype(np.float64)
    whole = table[["abc".index(sign) for sign in text]]
    assert np.array_equal(made.inputs[:, 0], whole[:10])
    assert np.array_equal(made.inputs[:, -1], whole[-10:])


def test_a_table_is_read_as_it_is():
    rows = tuple((float(i), 2.0 * i, 100.0) for i in range(6))
    assert np.array_equal(fed(BARE, inputs="table", rows=rows).inputs[:, 0], np.array(rows))


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"inputs": "text", "text": ""}, "Write at least one character."),
        ({"inputs": "text", "text": "aqa!", "vocabulary": "ab"}, "The vocabulary lacks “q!”"),
        ({"inputs": "text", "text": "abcd"}, "reads 3 numbers at every step, and the vocabulary has 4 characters."),
        ({"inputs": "table", "rows": ((1.0,), (2.0,))}, "reads 3 numbers at every step, and the table has 1 column."),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(settings, sentence):
    with pytest.raises(GruvizError, match=re.escape(sentence)):
        fed(BARE, **({"vocabulary": ""} | settings))


def test_more_characters_than_rows_of_the_embedding():
    with pytest.raises(GruvizError, match="The embedding has 5 rows, and the vocabulary has 6 characters"):
        fed(EMBEDDED, inputs="text", text="abcdef", vocabulary="")


class Layer:
    """So much of a layer as its costs depend on."""

    def __init__(self, units):
        self.hidden_size = units
        self.rows = type("Rows", (), {"W": np.empty((4 * units, 1)), "U": np.empty((4 * units, units))})


@pytest.mark.parametrize("units", [1, 24, 256, 1024])
@pytest.mark.parametrize("wanted", [5, 80, 500])
def test_a_run_stays_affordable(units, wanted):
    steps, count = affordable([Layer(units)] * 2, wanted)
    assert min(wanted, FEWEST) <= steps <= wanted
    assert 1 <= count <= SEQUENCES
    if steps > FEWEST:
        assert steps * count * 2 * 4 * units * (units + 1) <= WORK
        assert steps * count * 2 * units <= STATES


def test_a_larger_layer_is_refused():
    with pytest.raises(GruvizError, match=r"A layer has 1,025 units; this page runs at most 1,024\."):
        affordable([Layer(MOST_UNITS + 1)], 10)


def test_what_is_shortened_is_said():
    found = checkpoint(units=512, cell="lstm", inputs=2)
    assert "The network is large, so that 113 steps are read, not 500." in fed(found, seq_len=500).words
