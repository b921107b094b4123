"""How far back a network gets the verb right, one sentence at a time and by hand."""

from collections import Counter

import numpy as np

from gruviz.applications.language import follow_character
from gruviz.applications.verbs import (
    DISTANCES,
    EACH,
    FAR,
    counted_scores,
    distances,
    parting,
    sentences,
    verb_scores,
    word_length,
)
from gruviz.data.english import Agreement, english_text
from gruviz.networks.network import run
from gruviz.tasks import Language
from gruviz.tasks.base import one_hot
from tests.applications.untrained import log_softmax, untrained


def test_there_are_as_many_sentences_about_one_as_about_many_at_every_distance():
    asked = sentences()
    assert set(Counter((one.words, one.many) for one in asked).values()) == {EACH // 2}
    assert distances(asked) == list(DISTANCES)
    assert all(one.fooled or not one.words for one in asked)
    read = english_text().text[:300_000]
    assert not [one for one in asked if one.words > 5 and one.before in read], "none of the long ones was learned from"


def test_the_forms_part_at_their_first_difference():
    assert parting(Agreement("The key ", "was", "were", 0, False, False)) == ("The key w", "a")
    assert parting(Agreement("The keys ", "need", "needs", 0, True, False)) == ("The keys need", " ")


def spelled(model, text, word):
    """Nats that a word costs after a text, one letter after the other, (E,)."""
    cost = np.zeros(model.weights.seeds)
    for place, letter in enumerate(f"{word} "):
        codes = model.kind.encode(text + word[:place])
        passed = run(model.network, one_hot(codes, model.kind.input_size)[:, None], codes[-1:, None])
        cost -= log_softmax(passed.outputs[0, :, 0])[:, model.kind.encode(letter)[0]]
    return cost


def test_a_network_chooses_the_form_that_costs_it_less():
    model = untrained(Language())
    asked = [one for one in sentences() if one.words in (0, 3, FAR)][::12]  # few enough to be read at once
    found = verb_scores(model, asked)
    ordered = sorted(asked, key=lambda one: len(one.before))
    room = max(len(one.before) for one in asked) + 1
    right = {words: [] for words in distances(asked)}
    for one in ordered:
        text = (english_text().text[-room:-1] + "\n" + one.before)[-room:]
        right[one.words].append(spelled(model, text, one.right) < spelled(model, text, one.wrong))
    np.testing.assert_allclose(found.right, [np.median(np.mean(each, axis=0)) for each in right.values()])


def test_the_gradient_is_heard_as_far_as_a_hundredth_of_it_comes():
    model = untrained(Language())
    far = sorted([one for one in sentences() if one.words == FAR][::10], key=lambda one: len(one.before))
    found = verb_scores(model, far)
    room = max(len(parting(one)[0]) for one in far) + 1
    reaches = []
    for one in far:
        before, good = parting(one)
        text = (english_text().text[-room:-1] + "\n" + before)[-room:] + good
        norms = follow_character(model, text, len(text) - 1).encoder.norms["state"][..., 0]
        for column in norms.T:
            kept = column[::-1] >= 0.01 * column[-1]
            reaches.append(len(kept) - 1 if kept.all() else int(np.argmin(kept)) - 1)
    assert found.reach == np.median(reaches)
    assert found.words == found.reach / word_length(far)


def test_counting_is_fooled_by_the_nearer_noun():
    near, *far = counted_scores(Language(), sentences())
    assert near > 0.7
    assert np.mean(far) < 0.4
