"""Number pairs: the words of both languages, and the numbers that are drawn."""

import numpy as np
import pytest

from gruviz.tasks import NO_TARGET, Translation
from gruviz.tasks.number_words import TONGUES, english
from gruviz.tasks.translation import END, ENGLISH, TRAINED, VOCABULARY, drawn_numbers
from gruviz.validation import GruvizError


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("language", TONGUES)
def test_a_pair_is_a_number_in_two_languages(reverse, language):
    task = Translation(reverse=reverse, language=language)
    numbers = np.array([7, 71, 99_999, 80_000, 101])
    inputs, targets = task.pairs(numbers)
    for b, number in enumerate(numbers.tolist()):
        source = [ENGLISH[row.argmax()] for row in inputs[:, b] if row.any()]
        assert tuple(source[::-1] if reverse else source) == english(number)
        assert not inputs[: 8 - len(source), b].any()
        said = [VOCABULARY[language][word] for word in targets[:, b] if word != NO_TARGET]
        assert said == [*TONGUES[language].say(number), END]


def test_the_numbers_of_the_translation():
    numbers = drawn_numbers()
    assert len(set(numbers.tolist())) == len(numbers) == 4500
    assert (numbers.min() >= 1, numbers.max() <= 99_999) == (True, True)
    assert np.mean(numbers < 1000) > 0.1
    for key, tongue in TONGUES.items():
        right = [tongue.word_for_word(n) == tongue.say(n) for n in numbers[TRAINED:].tolist()]
        assert Translation(language=key).baselines(8) == {"word for word": np.mean(right)}


def test_no_target_is_asked_of_a_decoder_beyond_its_end():
    _, targets = Translation().pairs(np.array([1]))
    said = [VOCABULARY["french"].index(word) for word in ("un", END)]
    assert targets[:, 0].tolist() == said + [NO_TARGET] * 10


def test_a_language_that_there_is_not_is_refused():
    with pytest.raises(GruvizError, match="french, german") as caught:
        Translation(language="latin")
    assert caught.value.field == "language"
