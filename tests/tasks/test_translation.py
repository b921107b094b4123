"""Number pairs: the words of both languages, and the numbers that are drawn."""

import numpy as np
import pytest

from gruviz.tasks import NO_TARGET, Translation
from gruviz.tasks.number_words import english, french, word_for_word
from gruviz.tasks.translation import END, ENGLISH, FRENCH, TRAINED, drawn_numbers


@pytest.mark.parametrize("reverse", [False, True])
def test_a_pair_is_a_number_in_two_languages(reverse):
    task = Translation(reverse=reverse)
    numbers = np.array([7, 71, 99_999, 80_000, 101])
    inputs, targets = task.pairs(numbers)
    for b, number in enumerate(numbers.tolist()):
        source = [ENGLISH[row.argmax()] for row in inputs[:, b] if row.any()]
        assert tuple(source[::-1] if reverse else source) == english(number)
        assert not inputs[: 8 - len(source), b].any()
        said = [FRENCH[word] for word in targets[:, b] if word != NO_TARGET]
        assert said == [*french(number), END]


def test_the_numbers_of_the_translation():
    numbers = drawn_numbers()
    assert len(set(numbers.tolist())) == len(numbers) == 4500
    assert (numbers.min() >= 1, numbers.max() <= 99_999) == (True, True)
    assert np.mean(numbers < 1000) > 0.1
    right = [word_for_word(n) == french(n) for n in numbers[TRAINED:].tolist()]
    assert Translation().baselines(8) == {"word for word": np.mean(right)}


def test_no_target_is_asked_of_a_decoder_beyond_its_end():
    _, targets = Translation().pairs(np.array([1]))
    assert targets[:, 0].tolist() == [FRENCH.index("un"), FRENCH.index(END)] + [NO_TARGET] * 10
