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
from tests.applications.untrained import untrained


def test_there_are_as_many_sentences_about_one_as_about_many_at_every_distance():
    asked = sentences()
    assert set(Counter((one.words, one.many) for one in asked).values()) == {EACH // 2}
    assert distances(asked) == list(DISTANCES)
    assert all(one.fooled or not one.words for one in asked)
    read = english_text().text[:300_000]
    assert not [one for one in asked if one.words > 5 and one.before in read], "none of the long ones was learned from"


def test_the_forms_part_at_their_first_difference():
    assert parting(Agreement("The key ", "was", "were", 0, False, False)) == ("The key w", "a", "e")
    assert parting(Agreement("The keys ", "need", "needs", 0, True, False)) == ("The keys need", " ", "s")


def test_a_network_chooses_by_what_it_expects_where_the_forms_part():
    model = untrained(Language())
    asked = [one for one in sentences() if one.words in (0, 3, FAR)][::3]
    found = verb_scores(model, asked)
    longest = sorted(len(parting(one)[0]) for one in asked)
    right = {words: [] for words in distances(asked)}
    ordered = sorted(asked, key=lambda one: len(one.before))
    room = max(longest) + 1  # they are few enough to be read at once
    reaches = []
    for one in ordered:
        before, good, bad = parting(one)
        lead = english_text().text[-room:-1] + "\n"
        codes = model.kind.encode((lead + before)[-room:])
        passed = run(model.network, one_hot(codes, model.kind.input_size)[:, None], codes[-1:, None])
        outputs = passed.outputs[0, :, 0]
        places = model.kind.encode(good + bad)
        right[one.words].append(outputs[:, places[0]] > outputs[:, places[1]])
    wanted = [np.median(np.mean(each, axis=0)) for each in right.values()]
    np.testing.assert_allclose(found.right, wanted)
    far = [one for one in ordered if one.words >= FAR]
    longest_far = max(len(parting(one)[0]) for one in far) + 1
    for one in far:
        before, good, _ = parting(one)
        text = ((english_text().text[-longest_far:-1] + "\n") + before)[-longest_far:] + good
        norms = follow_character(model, text, len(text) - 1).encoder.norms["state"][..., 0]
        for column in norms.T:
            kept = column[::-1] >= 0.01 * column[-1]
            reaches.append(len(kept) - 1 if kept.all() else int(np.argmin(kept)) - 1)
    assert found.reach == np.median(reaches)
    assert found.words == found.reach / word_length(asked)


def test_counting_is_fooled_by_the_nearer_noun():
    near, *far = counted_scores(Language(), sentences())
    assert near > 0.6
    assert np.mean(far) < 0.5
