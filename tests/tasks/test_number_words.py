"""Number words both ways, against num2words."""

import re

import pytest
from num2words import num2words

from gruviz.tasks.number_words import TONGUES, english, french, german, parse_number
from gruviz.tasks.translation import ENGLISH, LONGEST, VOCABULARY
from gruviz.validation import GruvizError

SAMPLE = [*range(1, 2200), *range(2200, 99_999, 37), *range(9_990, 10_130), *range(79_900, 81_200, 3), 99_999]


def words(text):
    return tuple(re.sub("[-,]", " ", text).split())


def test_english_french_and_german_are_those_of_num2words():
    for number in SAMPLE:
        assert "".join(german(number)) == num2words(number, lang="de"), number
        assert english(number) == words(num2words(number, lang="en_GB")), number
        assert french(number) == words(num2words(number, lang="fr")), number


def test_english_words_are_read_back_however_they_are_typed():
    for number in SAMPLE[::5]:
        said = num2words(number, lang="en_GB")
        for typed in (said, said.upper(), " ".join(english(number)), str(number), f"{number:,}"):
            assert parse_number(typed) == number, typed
        assert parse_number(said.replace(" and ", " ")) == number


NONE = ("", "   ", "0", "zero", "100000", "one million", "-5", "1.5", "forty forty", "hundred", "two two", "²", "\0")
NONSENSE = ("thousand one", "vingt", "😀", "9" * 5000, "twenty eleven", "one hundred thousand", "٤٢", "0x10")


@pytest.mark.parametrize("typed", [*NONE, *NONSENSE])
def test_what_is_no_number_is_refused_by_name(typed):
    with pytest.raises(GruvizError, match="from 1 to 99,999") as caught:
        parse_number(typed)
    assert caught.value.field == "number"
    assert len(str(caught.value)) < 300


def test_every_word_is_in_the_vocabulary_and_no_sentence_is_too_long():
    for number in range(1, 100_000, 7):
        assert set(english(number)) <= set(ENGLISH)
        assert len(english(number)) <= LONGEST[0]
        for key, tongue in TONGUES.items():
            assert set(tongue.say(number)) <= set(VOCABULARY[key])
            assert len(tongue.say(number)) < LONGEST[1]
    for vocabulary in (ENGLISH, *VOCABULARY.values()):
        assert len(set(vocabulary)) == len(vocabulary)


def test_german_is_made_of_the_parts_that_are_heard():
    assert german(21_974) == ("ein", "und", "zwanzig", "tausend", "neun", "hundert", "vier", "und", "siebzig")
    assert german(1) == ("eins",)
    assert german(1101) == ("ein", "tausend", "ein", "hundert", "eins")


def test_a_dictionary_translates_what_is_regular_only():
    into_french, into_german = (TONGUES[key].word_for_word for key in ("french", "german"))
    assert into_french(2345) == french(2345)
    assert into_french(71) == ("soixante", "dix", "un")
    assert into_french(101) == ("un", "cent", "un")
    assert into_german(12_305) == german(12_305)
    assert into_german(21) == ("zwanzig", "ein")
