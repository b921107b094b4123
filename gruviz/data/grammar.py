"""Text made by choices of known chances, so that what it costs at least is known exactly.

A grammar replaces symbols by parts, from left to right, until only text is left. What it makes can be read back: the
chances of the next character follow from every way in which the text so far can have been made.

Reference:
    Jelinek & Lafferty 1991, Computational Linguistics 17(3): chances of what a grammar begins with.
"""

import math
import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

Parts = tuple[str, ...]
"""Symbols and pieces of text, in order."""
Stack = tuple[str, "Stack"] | None
"""What is still to come: the next symbol or piece of text, and what follows it."""


class Way(NamedTuple):
    """One of the things that a symbol may become."""

    chance: float
    parts: Parts


class Step(NamedTuple):
    """A symbol that was replaced."""

    symbol: str
    at: int
    """Characters of text before it."""
    bits: float
    """−log2 of the chance of what it became."""


@dataclass(frozen=True, eq=False)
class Grammar:
    """Symbols and what may become of them.

    Args:
        rules: By symbol the ways that it may go, whose chances sum to 1. A part that is no key is text as it stands.
            No symbol may begin with itself, neither at once nor after some steps.
    """

    rules: Mapping[str, Sequence[Way]]

    @cached_property
    def _sums(self) -> Mapping[str, list[float]]:
        return {symbol: [*accumulate(way.chance for way in ways)] for symbol, ways in self.rules.items()}

    def make(self, symbol: str, rng: random.Random) -> tuple[str, list[Step]]:
        """Draw what a symbol becomes: the text, and every choice on the way."""
        stack, pieces, steps, length = [symbol], [""], list[Step](), 0
        while stack:
            part = stack.pop()
            ways = self.rules.get(part)
            if ways is None:
                pieces.append(part)
                length += len(part)
                continue
            way = ways[min(bisect(self._sums[part], rng.random()), len(ways) - 1)]
            steps.append(Step(part, length, -math.log2(way.chance)))
            stack.extend(reversed(way.parts))
        return "".join(pieces), steps

    @cached_property
    def _cost(self) -> Mapping[str, tuple[float, float]]:
        """By symbol the bits and the characters that it comes to on average."""
        found: dict[str, tuple[float, float]] = {}

        def cost(part: str) -> tuple[float, float]:
            if part not in self.rules:
                return 0.0, float(len(part))
            if part not in found:
                bits = characters = 0.0
                for chance, parts in self.rules[part]:
                    costs = [cost(each) for each in parts]
                    bits += chance * (sum(each[0] for each in costs) - math.log2(chance))
                    characters += chance * sum(each[1] for each in costs)
                found[part] = bits, characters
            return found[part]

        return {symbol: cost(symbol) for symbol in self.rules}

    def rate(self, symbol: str) -> float:
        """Bits per character of an endless row of what a symbol becomes.

        It is the entropy where no two rows of choices make the same text; no symbol may come back within itself.
        """
        bits, characters = self._cost[symbol]
        return bits / characters


class Reader:
    """All ways in which a text can have been made so far, and their chances.

    Args:
        grammar: What it was made by.
        symbol: What it is a row of, without end.
    """

    def __init__(self, grammar: Grammar, symbol: str) -> None:
        self._grammar, self._symbol = grammar, symbol
        self._ways = self._opened({None: 1.0})

    def chances(self) -> dict[str, float]:
        """Of every character that can come next; they sum to 1."""
        sums: dict[str, float] = defaultdict(float)
        for stack, chance in self._ways.items():
            assert stack is not None
            sums[stack[0][0]] += chance
        return dict(sums)

    def read(self, character: str) -> float:
        """Read one character on; its chance, which is 0 where the grammar could not go on like this.

        After a character of chance 0 there is nothing left that could come next.
        """
        rest: dict[Stack, float] = defaultdict(float)
        for stack, chance in self._ways.items():
            assert stack is not None
            text, below = stack
            if text[0] == character:
                rest[(text[1:], below) if len(text) > 1 else below] += chance
        total = sum(rest.values())
        self._ways = self._opened({stack: chance / total for stack, chance in rest.items()})
        return total

    def _opened(self, ways: Mapping[Stack, float]) -> dict[Stack, float]:
        """The same ways, each as far as its next character."""
        opened: dict[Stack, float] = defaultdict(float)
        waiting = list(ways.items())
        while waiting:
            stack, chance = waiting.pop()
            if stack is None:
                waiting.append(((self._symbol, None), chance))
            elif stack[0] in self._grammar.rules:
                for way in self._grammar.rules[stack[0]]:
                    waiting.append((_on_top(way.parts, stack[1]), chance * way.chance))
            elif stack[0]:
                opened[stack] += chance
            else:
                waiting.append((stack[1], chance))
        return dict(opened)


def _on_top(parts: Parts, below: Stack) -> Stack:
    for part in reversed(parts):
        below = (part, below)
    return below


def surprises(grammar: Grammar, symbol: str, text: str) -> Iterator[float]:
    """Bits that each character of a row of what a symbol becomes costs at least, knowing all before it."""
    reader = Reader(grammar, symbol)
    for character in text:
        chance = reader.read(character)
        yield -math.log2(chance) if chance else math.inf
