"""The grammar of English: its texts, what they cost, and verbs that agree."""

import random
import re
from itertools import accumulate

import pytest

from gruviz.data.english import STORY, agreement, english, english_text, plural, third_person
from gruviz.data.grammar import surprises


def test_every_symbol_leads_on_to_others_that_there_are_with_chances_that_sum_to_one():
    rules = english().rules
    for symbol, ways in rules.items():
        assert sum(way.chance for way in ways) == pytest.approx(1), symbol
        assert all(way.chance > 0 for way in ways)
    used = {part for ways in rules.values() for way in ways for part in way.parts}
    assert STORY not in used
    assert not [part for part in used - set(rules) if re.search(r"<|\d|_|\*", part)], "a symbol without a rule"


def test_no_text_is_made_in_two_ways_so_that_its_bits_are_those_of_the_choices():
    made = english_text(6_000, seed=5)
    costs = [*surprises(english(), STORY, made.text)]
    assert sum(costs) == pytest.approx(made.bits[-1], abs=1e-6)
    cut = len(made.text) // 2
    assert made.cost_from(cut) == pytest.approx(sum(costs[cut:]) / (len(made.text) - cut))
    assert made.cost_from(0) == pytest.approx(made.bits[-1] / len(made.text))


def test_a_long_text_costs_what_the_grammar_says():
    made = english_text()
    assert made.bits[-1] / len(made.text) == pytest.approx(english().rate(STORY), rel=0.01)
    assert 300_000 <= 0.9 * len(made.text) < 300_100
    assert english_text(2_000, seed=1) == english_text(2_000, seed=1) != english_text(2_000, seed=2)


def test_brackets_and_quotation_marks_are_closed():
    text = english_text(50_000).text
    for sentence in re.split(r"(?<=\.)[ \n]", text):
        assert sentence.count('"') % 2 == 0, sentence
        depth = [*accumulate({"(": 1, ")": -1}.get(letter, 0) for letter in sentence)]
        assert min(depth, default=0) >= 0, sentence
        assert not depth or depth[-1] == 0, sentence


def test_a_verb_agrees_with_its_own_noun_and_not_with_the_nearer_one():
    rng, forms = random.Random(2), {"is": "are", "was": "were", "has": "have"}
    seen = set()
    for _ in range(300):
        one = agreement(rng)
        sg, pl = (one.wrong, one.right) if one.many else (one.right, one.wrong)
        assert forms.get(sg) == pl or sg == third_person(pl)
        words = one.before.split()
        assert one.before[0].isupper()
        assert one.before.endswith(" ")
        noun = words[len(words) - one.words - 1]
        assert (noun in PLURALS) == one.many, one
        if one.fooled:
            assert one.words
            assert (words[-1] in PLURALS) != one.many, one
        seen.add(one.words)
    assert {0, 3, 4, 5, 6, 7} <= seen
    assert seen.isdisjoint({1, 2})


PLURALS = {
    plural(word)
    for way in english().rules.items()
    if way[0].startswith("noun") and way[0].endswith("one")
    for each in way[1]
    for word in each.parts
}


@pytest.mark.parametrize(
    ("word", "many"), [("key", "keys"), ("bench", "benches"), ("goose", "geese"), ("child", "children")]
)
def test_plurals(word, many):
    assert plural(word) == many
