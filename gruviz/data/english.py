"""A small grammar of English: people, animals, things and places, and verbs that agree with the right one of them.

At most one thing is said about every noun, which may name another noun, and so on: the verb comes many words after the
noun that it agrees with, and right after one that it does not. Brackets and quotation marks are closed in the end. No
text can be made in two ways, so that the bits of the choices are what it costs.
"""

import random
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from gruviz.data.grammar import Grammar, Way, surprises

SINGULAR, PLURAL = "one", "many"
NUMBERS = SINGULAR, PLURAL
STORY = "<story>"
"""The symbol of one sentence and the space after it; a text is a row of them."""
LENGTH = 333_333
"""Characters of the text that comes with the package: 300,000 to learn from and a tenth held out."""
MORE = (0.84, 0.46, 0.4, 0.36, 0.0)
"""Chance that something is said about a noun, by how many nouns of its chain stand before it."""
OBJECT = 2
"""Nouns that count as standing before an object, whose chain is shorter for that."""
MANY = 0.5
"""Chance that a noun is one of many."""
MANY_ROOMS = 0.4
"""The same of the places that others are in."""

_NOUNS: Mapping[str, str] = {
    "person": "baker gardener teacher sailor child woman",
    "animal": "cat dog goose horse",
    "thing": "lamp coat clock umbrella",
    "key": "key",
    "letter": "letter",
    "book": "book song",
    "container": "cabinet drawer chest",
    "surface": "table bench",
    "room": "hall kitchen garden",
    "place": "market school castle village",
}
_IRREGULAR: Mapping[str, str] = {"child": "children", "woman": "women", "goose": "geese"}
_SUBJECTS: Mapping[str, float] = {
    "person": 0.28,
    "animal": 0.16,
    "thing": 0.18,
    "key": 0.12,
    "letter": 0.1,
    "book": 0.08,
    "container": 0.04,
    "place": 0.04,
}
"""How often each kind of noun is what a sentence is about."""
_ADJECTIVES: Mapping[str, str] = {"person": "old young kind", "animal": "old little hungry", "book": "old new long"}
_OTHER_ADJECTIVES = "old new little"
_SAID: Mapping[str, Sequence[str]] = {
    "person": ("with *thing", "next to *person", "from *place"),
    "animal": ("of *person", "under *surface", "that followed *person"),
    "thing": ("on *surface", "in *container", "that +person lost"),
    "key": ("to *container", "to *room", "that +person lost"),
    "letter": ("from *person", "to *person", "about *animal"),
    "book": ("about *animal", "about *person"),
    "container": ("in *room", "with *thing"),
    "surface": ("in *room", "with *thing"),
    "room": ("of *place", "with *surface"),
    "place": ("near *place", "with *surface"),
}
"""What may be said about a noun. A star stands before a kind of noun about which more may be said, + before others."""
_STATES: Mapping[str, Sequence[str]] = {
    "person": ("tired", "happy", "late", "in *room", "looking for *thing"),
    "animal": ("asleep", "hungry", "in *room", "under *surface"),
    "letter": ("very long", "in *container", "for *person"),
    "book": ("sad", "beautiful", "very long"),
    "place": ("empty", "closed", "very old"),
}
"""What one can be, by kind of noun."""
_OTHER_STATES = ("very old", "in *room", "under *surface", "too heavy for *person")
_BEEN: Mapping[str, Sequence[str]] = {
    "person": ("lost *key", "found *thing", "been in *place"),
    "animal": ("been in *room", "followed *person"),
    "place": ("been empty for years", "been closed"),
}
"""What one can have done, or what can have been done."""
_OTHER_BEEN = ("been found by *person", "been lost for years", "been sold")
_VERBS: Mapping[str, Sequence[str]] = {
    "person": ("want *thing", "know *person", "need *key", "feed *animal", "read *letter", "sing in *room"),
    "animal": ("sleep in *room", "follow *person", "like *place"),
    "place": ("open at nine", "belong to *person"),
}
"""What one can do."""
_OTHER_VERBS = ("belong to *person", "come from *place", "please *person")
_PAST = ("opened *container", "found *key", "laughed")
_STILL = (("", 0.8), ("still ", 0.1), ("always ", 0.1))
_NAMES = ("Anna", "Omar", "Lena", "Ravi", "Rosa", "Tom")
_SAYS = ("said", "answered", "whispered")
_OPENINGS = ("In the morning", "At night", "On Sunday")
_ASIDES = ("nobody knows why", "so people say")
_TAILS = (", and nobody knows why", ", as everybody knows")
_BE: Mapping[str, tuple[str, str]] = {SINGULAR: ("is", "was"), PLURAL: ("are", "were")}
_HAVE: Mapping[str, str] = {SINGULAR: "has", PLURAL: "have"}


def plural(noun: str) -> str:
    """One of many."""
    return _IRREGULAR.get(noun, noun + ("es" if noun.endswith("ch") else "s"))


def third_person(verb: str) -> str:
    """What one of them does."""
    return f"{verb}s"


def _even(ways: Iterable[Sequence[str]], share: float = 1.0) -> list[Way]:
    """Ways of the same chance, which together have a share."""
    listed = [tuple(way) for way in ways]
    return [Way(share / len(listed), way) for way in listed]


def _weighed(*ways: tuple[float, Sequence[str]]) -> list[Way]:
    return [Way(chance, tuple(parts)) for chance, parts in ways if chance]


def _phrase(words: str, depth: int) -> list[str]:
    """ "from *place": the words as they stand, the nouns as symbols; depth counts the nouns before them."""
    parts: list[str] = []
    for i, word in enumerate(words.split()):
        space = " " if i else ""
        if word[0] == "*":
            parts += [space, f"any {word[1:]} {depth}"]
        elif word[0] == "+":
            parts += [space, f"any {word[1:]} {len(MORE) - 1}"]
        else:
            parts.append(space + word)
    return [part for part in parts if part]


Rules = dict[str, list[Way]]


def _nouns() -> Rules:
    """Nouns with what stands before them and what is said about them, in both numbers."""
    rules: Rules = {}
    for kind, nouns in _NOUNS.items():
        rules[f"noun {kind} {SINGULAR}"] = _even([noun] for noun in nouns.split())
        rules[f"noun {kind} {PLURAL}"] = _even([plural(noun)] for noun in nouns.split())
        rules[f"adjective {kind}"] = _weighed((0.7, ())) + _even(
            ([f"{a} "] for a in _ADJECTIVES.get(kind, _OTHER_ADJECTIVES).split()), 0.3
        )
        for depth, chance in enumerate(MORE):
            said = [[" ", *_phrase(words, depth + 1)] for words in _SAID[kind]] if chance else []
            rules[f"more {kind} {depth}"] = _weighed((1 - chance, ())) + (_even(said, chance) if chance else [])
            numbers = {number: f"{kind} {number} {depth}" for number in NUMBERS}
            many = MANY_ROOMS if kind in ("room", "place") else MANY
            rules[f"any {kind} {depth}"] = _weighed(
                (1 - many, [f"the {numbers[SINGULAR]}"]), (many, [f"the {numbers[PLURAL]}"])
            )
            for number, name in numbers.items():
                for the in ("the", "The"):
                    parts = [f"{the} of", f"adjective {kind}", f"noun {kind} {number}", f"more {kind} {depth}"]
                    rules[f"{the} {name}"] = _weighed((1.0, parts))
    return rules


def _articles() -> Rules:
    """What stands before a noun; of none of it can the number be told."""
    rules: Rules = {"<name>": _even([name] for name in _NAMES)}
    for the, our in (("the", "our"), ("The", "Our")):
        rules[f"{the} of"] = _weighed((0.8, [f"{the} "]), (0.1, [f"{our} "]), (0.1, ["<name>", "'s "]))
    return rules


def _doings() -> Rules:
    """What is said to be, to have happened or to be done, by kind of noun and number."""
    rules: Rules = {"<still>": _weighed(*((chance, [word] if word else []) for word, chance in _STILL))}
    for kind in _NOUNS:
        rules[f"state {kind}"] = _even(_phrase(words, OBJECT) for words in _STATES.get(kind, _OTHER_STATES))
        rules[f"been {kind}"] = _even(_phrase(words, OBJECT) for words in _BEEN.get(kind, _OTHER_BEEN))
        for number in NUMBERS:
            rules[f"does {kind} {number}"] = _predicate(kind, number)
            rules[f"also {kind} {number}"] = _weighed((0.72, ()), (0.28, [" and ", f"does {kind} {number}"]))
    return rules


def _predicate(kind: str, number: str) -> list[Way]:
    now, then = _BE[number]
    past = 0.04 if kind == "person" else 0.0
    return [
        Way(0.36, (now, " ", "<still>", f"state {kind}")),
        Way(0.24, (then, " ", "<still>", f"state {kind}")),
        Way(0.2, (_HAVE[number], " ", f"been {kind}")),
        *_even(_verbs(kind, number), 0.2 - past),
        *(_even((_phrase(words, OBJECT) for words in _PAST), past) if past else []),
    ]


def _verbs(kind: str, number: str) -> Iterable[list[str]]:
    for words in _VERBS.get(kind, _OTHER_VERBS):
        verb, _, rest = words.partition(" ")
        yield [third_person(verb) if number == SINGULAR else verb, " ", *_phrase(rest, OBJECT)]


def _clauses() -> Rules:
    """Somebody or something, and what it is or does; with a capital, without, and short."""
    rules: Rules = {}
    for the, they in (("the", ("she", "he", "they")), ("The", ("She", "He", "They"))):
        who = [
            (
                share * of_number,
                [f"{the} {kind} {number} 0", "<aside>", " ", f"does {kind} {number}", f"also {kind} {number}"],
            )
            for kind, share in _SUBJECTS.items()
            for number, of_number in ((SINGULAR, 1 - MANY), (PLURAL, MANY))
        ]
        some = [(0.03, word, number) for word, number in zip(they, (SINGULAR, SINGULAR, PLURAL), strict=True)]
        others = [(chance, [word, " ", f"does person {number}"]) for chance, word, number in some]
        named = (0.07, ["<name>", " ", f"does person {SINGULAR}"])
        rules[f"{the} clause"] = _weighed(*((0.84 * chance, parts) for chance, parts in who), *others, named)
    rules["<aside>"] = _weighed((0.94, ())) + _even(([f" ({words})"] for words in _ASIDES), 0.06)
    return rules


def _sentences() -> Rules:
    quoted = ['"', "The clause", '," ', "<says>", " ", "<speaker>", "."]
    things = [(_BE[number][0], f"the {kind} {number} 1") for number in NUMBERS for kind in _SUBJECTS]
    asked = [['"Where ', verb, " ", thing, '?" asked ', "<speaker>", "."] for verb, thing in things]
    return {
        "<says>": _even([word] for word in _SAYS),
        "<speaker>": _weighed((0.7, ["<name>"]), (0.3, [f"any person {len(MORE) - 1}"])),
        "<end>": [
            *_weighed((0.76, ["."]), (0.07, [", and ", "the clause", "."]), (0.09, [" (", "the clause", ")."])),
            *_even(([f"{words}."] for words in _TAILS), 0.08),
        ],
        "<sentence>": [
            *_weighed((0.7, ["The clause", "<end>"]), (0.13, quoted)),
            *_even(asked, 0.05),
            *_even((["Here ", verb, " ", thing, "."] for verb, thing in things), 0.05),
            *_even(([f"{words}, ", "the clause", "."] for words in _OPENINGS), 0.07),
        ],
        STORY: _weighed((0.86, ["<sentence>", " "]), (0.14, ["<sentence>", "\n"])),
    }


@cache
def english() -> Grammar:
    """The grammar; of the symbol `STORY` a text is made."""
    return Grammar(_nouns() | _articles() | _doings() | _clauses() | _sentences())


class MadeText(NamedTuple):
    """A text, sentence after sentence, and what it cost."""

    text: str
    starts: tuple[int, ...]
    """Characters before each sentence, and before the one that would be next."""
    bits: tuple[float, ...]
    """What those cost."""

    def cost_from(self, at: int) -> float:
        """Bits that a character from a place on costs on average, to a reader who knows grammar and all before it."""
        following = bisect_left(self.starts, at)
        start, end = self.starts[max(0, following - 1)], self.starts[following]
        rest = sum(list(surprises(english(), STORY, self.text[start:end]))[at - start :])
        return (self.bits[-1] - self.bits[following] + rest) / (len(self.text) - at)


@lru_cache(maxsize=4)
def english_text(least: int = LENGTH, seed: int = 0) -> MadeText:
    """Whole sentences, at least so many characters; the same seed makes the same text.

    Args:
        least: Characters.
        seed: Of all choices.
    """
    rng, sentences, costs, length = random.Random(seed), list[str](), list[float](), 0
    while length < least:
        sentence, steps = english().make(STORY, rng)
        sentences.append(sentence)
        costs.append(sum(step.bits for step in steps))
        length += len(sentence)
    starts = accumulate(map(len, sentences), initial=0)
    return MadeText("".join(sentences), tuple(starts), tuple(accumulate(costs, initial=0.0)))


class Agreement(NamedTuple):
    """The beginning of a sentence, up to the verb."""

    before: str
    """With the space before the verb."""
    right: str
    wrong: str
    """The same verb for the other number."""
    words: int
    """That stand between the noun and its verb."""
    many: bool
    """Whether the noun is one of many."""
    fooled: bool
    """Whether the last word before the verb is a noun of the other number."""


def agreement(rng: random.Random) -> Agreement:
    """Draw what a sentence is about, as the grammar does, and a verb in the present or "was"."""
    kind = rng.choices([*_SUBJECTS], [*_SUBJECTS.values()])[0]
    number, other = (PLURAL, SINGULAR) if rng.random() < MANY else (SINGULAR, PLURAL)
    text, steps = english().make(f"The {kind} {number} 0", rng)
    said = text[next(step.at for step in steps if step.symbol.startswith("more")) :]
    last = [step for step in steps if step.symbol.startswith("noun")][-1]
    ways = zip(*(english().rules[f"does {kind} {each}"] for each in (number, other)), strict=True)
    verbs = [(way.chance, way.parts[0], twin.parts[0]) for way, twin in ways if way.parts[0] != twin.parts[0]]
    _, right, wrong = rng.choices(verbs, [chance for chance, _, _ in verbs])[0]
    fooled = last.symbol.endswith(other) and " " not in text[last.at :]
    return Agreement(f"{text} ", right, wrong, len(said.split()), number == PLURAL, fooled)
