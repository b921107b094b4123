"""Texts that a grammar makes, against every text that a small one can make."""

import math
import random
from itertools import product

import pytest

from gruviz.data.grammar import Grammar, Reader, Way, surprises

SMALL = Grammar(
    {
        "<s>": [Way(0.7, ("<who>", " ", "<does>", ".")), Way(0.3, ("<who>", ".", "<gap>"))],
        "<who>": [Way(0.5, ("a",)), Way(0.25, ("an", "<more>")), Way(0.25, ("b", "<more>"))],
        "<more>": [Way(0.4, ()), Way(0.6, ("t",))],
        "<does>": [Way(0.9, ("is",)), Way(0.1, ("<who>",))],
        "<gap>": [Way(0.5, ()), Way(0.5, ("!",))],
    }
)


def every(part):
    """All that a symbol can become, with its chance, by trying every way."""
    if part not in SMALL.rules:
        return [(part, 1.0)]
    return [
        ("".join(text for text, _ in pieces), way.chance * math.prod(chance for _, chance in pieces))
        for way in SMALL.rules[part]
        for pieces in product(*map(every, way.parts))
    ]


def test_the_rate_is_the_entropy_of_all_that_can_be_made():
    made = every("<s>")
    assert len({text for text, _ in made}) == len(made), "no text in two ways"
    assert sum(chance for _, chance in made) == pytest.approx(1)
    entropy = -sum(chance * math.log2(chance) for _, chance in made)
    assert SMALL.rate("<s>") == pytest.approx(entropy / sum(chance * len(text) for text, chance in made))


def test_the_chance_of_a_next_character_is_that_of_all_texts_that_go_on_so():
    """Rows of two, of which the first is known: more than any prefix here has characters."""
    rows = [(one + other, p * q) for one, p in every("<s>") for other, q in every("<s>")]
    for prefix in ("", "a", "an", "a ", "ant i", "b.", "b.!", "a is.a", "at"):
        goes_on = [(text, chance) for text, chance in rows if text.startswith(prefix) and len(text) > len(prefix)]
        total = sum(chance for _, chance in goes_on)
        reader = Reader(SMALL, "<s>")
        reached = math.prod(map(reader.read, prefix))
        assert reached == pytest.approx(total)
        if not total:
            assert not reader.chances()
            continue
        told = reader.chances()
        assert sum(told.values()) == pytest.approx(1)
        for character in set("".join(text for text, _ in rows)):
            wanted = sum(chance for text, chance in goes_on if text[len(prefix)] == character) / total
            assert told.get(character, 0.0) == pytest.approx(wanted), (prefix, character)


def test_what_is_made_costs_the_bits_of_its_choices_and_comes_as_often_as_they_say():
    rng, counts, draws = random.Random(3), dict.fromkeys([text for text, _ in every("<s>")], 0), 4000
    for _ in range(draws):
        text, steps = SMALL.make("<s>", rng)
        counts[text] += 1
        assert sum(step.bits for step in steps) == pytest.approx(-math.log2(dict(every("<s>"))[text]))
        assert sum(surprises(SMALL, "<s>", text)) <= sum(step.bits for step in steps) + 1e-9
    for text, chance in every("<s>"):
        assert abs(counts[text] / draws - chance) < 5 * math.sqrt(chance * (1 - chance) / draws), text


def test_what_it_could_not_make_is_infinitely_surprising():
    assert [*surprises(SMALL, "<s>", "ax")][1] == math.inf
