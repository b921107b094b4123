"""Mistakes in translations, against the words of every number and those that the networks really make."""

import numpy as np
import pytest

from gruviz.applications.mistakes import FURTHER, further_numbers, number_of, wrong_words
from gruviz.tasks.number_words import TONGUES
from gruviz.tasks.translation import END, drawn_numbers


@pytest.mark.parametrize("language", TONGUES)
def test_the_words_of_a_number_are_read_back(language):
    for number in (*range(1, 1200), *range(1200, 100_000, 97), 80_000, 99_999):
        assert number_of((*TONGUES[language].say(number), END), language) == number


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ((), "french"),
        ((END,), "german"),
        (("un",), "french"),  # does not come to an end
        (("quatre", "vingts", "mille", END), "french"),
        (("mille", "mille", END), "french"),
        (("un", "mille", END), "french"),
        (("zwanzig", "ein", END), "german"),
        (("ein", END), "german"),
    ],
)
def test_what_is_no_number_is_read_as_none(said, language):
    assert number_of(said, language) is None


def test_wrong_words_are_those_out_of_place():
    truth = ("ein", "und", "zwanzig", "tausend", END)
    assert wrong_words(truth, truth) == (False,) * 5
    assert wrong_words(("zwei", "und", "zwanzig", "tausend", END), truth) == (True, False, False, False, False)
    assert wrong_words(("ein", "tausend", END), truth) == (False, False, False)
    assert wrong_words((), truth) == ()


def test_further_numbers_were_never_learned_from_nor_held_out():
    further = further_numbers()
    assert len(np.unique(further)) == len(further) == FURTHER
    assert not np.isin(further, drawn_numbers()).any()
    assert (further.min() >= 1, further.max() <= 99_999) == (True, True)
