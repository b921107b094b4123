"""The search for mistakes, against translations one by one."""

from gruviz.applications.translation import translate
from gruviz.models.shipped import application_models
from gruviz.tasks.number_words import TONGUES
from gruviz.tasks.translation import HELD_OUT, TRAINED, drawn_numbers
from gruviz.ui.applications.translation import search
from gruviz.ui.applications.translation.search import find_wrong, wrong_numbers


def test_what_is_found_is_wrong_and_the_next_press_finds_the_next():
    model = application_models("translation")["RNN"]
    wrong = wrong_numbers(model, further=False)
    assert not any(translate(model, number).is_right for number in wrong[:5])
    assert all(translate(model, n).is_right for n in drawn_numbers()[TRAINED : TRAINED + 20].tolist() if n not in wrong)
    first = find_wrong("The RNN", model, after=0)
    assert first.number == wrong[0]
    assert f"wrong on {len(wrong)} of {HELD_OUT}" in first.sentence
    assert find_wrong("The RNN", model, after=first.number).number == wrong[1]
    assert find_wrong("The RNN", model, after=wrong[-1]).number == wrong[0]


def test_the_dictionary_is_searched_too():
    tongue, found = TONGUES["german"], find_wrong("The dictionary", "german", after=0)
    assert tongue.word_for_word(found.number) != tongue.say(found.number)


def test_others_are_tried_where_all_that_were_held_out_are_right(monkeypatch):
    wrong = {False: (), True: (5, 17)}
    monkeypatch.setattr(search, "wrong_numbers", lambda model, *, further: wrong[further])
    found = find_wrong("The GRU", "german", after=5)
    assert found.number == 17
    assert "5,000 more that no network has learned from it gets 2 wrong" in found.sentence
    wrong[True] = ()
    assert find_wrong("The GRU", "german", after=5).number is None
