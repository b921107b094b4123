"""How far back a network still gets the verb right: is or are, where nearer nouns say something else."""

import random
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.attribution import follow_answer
from gruviz.applications.language import language_of
from gruviz.arrays import Array
from gruviz.data.english import Agreement, agreement, english_text
from gruviz.engine.decay import HORIZON_SHARE
from gruviz.engine.recording import record
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Pass, run
from gruviz.tasks import Language
from gruviz.tasks.base import one_hot
from gruviz.tasks.language import ORDER, parts
from gruviz.tasks.metrics import log_softmax
from gruviz.tasks.ngrams import ngram_chances

DISTANCES = (0, *range(3, 14))
"""Words between noun and verb. The grammar says nothing of one or two words about a noun."""
EACH = 40
"""Sentences of each distance, half of them about one, half about many."""
SEED = 1_000_003
"""Of the sentences: no text to learn from begins with it."""
FAR = 9
"""Words between noun and verb from which on a sentence is long enough to follow the gradient back."""
CHUNK = 60
"""Sentences that are read at once; all are made as long as the longest by what stands before them."""


class VerbScores(NamedTuple):
    """How often a network gets the verb right, and how far back the gradient of its choice reaches."""

    right: Array
    """Share of sentences by distance, (N,); the median of E networks."""
    reach: float
    """Characters back within which the gradient of log p keeps `HORIZON_SHARE` of its norm all the way, the median."""
    words: float
    """The same in words, at the mean length of a word in these sentences."""


@lru_cache(maxsize=1)
def sentences() -> tuple[Agreement, ...]:
    """Beginnings of sentences, by distance; between noun and verb the last noun is always of the other number."""
    rng, found = random.Random(SEED), dict[tuple[int, bool], list[Agreement]]()
    wanted = {(words, many) for words in DISTANCES for many in (False, True)}
    while wanted:
        drawn = agreement(rng)
        slot = drawn.words, drawn.many
        if slot in wanted and (drawn.fooled or not drawn.words):
            kept = found.setdefault(slot, [])
            kept.append(drawn)
            if len(kept) == EACH // 2:
                wanted.remove(slot)
    return tuple(each for words in DISTANCES for many in (False, True) for each in found[words, many])


def parting(asked: Agreement) -> tuple[str, str]:
    """The text up to where the two forms of the verb part, and the right character there."""
    right, wrong = f"{asked.right} ", f"{asked.wrong} "
    common = len([*takewhile(lambda pair: pair[0] == pair[1], zip(right, wrong, strict=False))])
    return asked.before + right[:common], right[common]


def verb_scores(model: TrainedModel, asked: Sequence[Agreement]) -> VerbScores:
    """Let networks choose between the two forms of each verb: which whole word do they find likelier?

    Args:
        model: Of the task language.
        asked: Sentences of several distances.
    """
    ordered = sorted(asked, key=lambda one: len(one.before))
    chunks = [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]
    right = np.concatenate([_gets_right(model, chunk) for chunk in chunks])
    far = [one for one in ordered if one.words >= FAR][:: len(chunks)]
    reach = _reach(model, far) if far else float("nan")
    return VerbScores(_by_distance(ordered, right), reach, reach / word_length(asked))


def counted_scores(task: Language, asked: Sequence[Agreement]) -> Array:
    """The same choice by counting which character follows which four, (N,)."""
    training, _ = parts(task)
    seen = ORDER - 1
    pieces = [f"{one.before[-seen:]}{form} " for one in asked for form in (one.right, one.wrong)]
    codes = task.encode("".join(pieces))
    bits = -np.log2(ngram_chances(training, codes, ORDER, task.output_size))
    ends = np.cumsum([len(piece) for piece in pieces])
    costs = [bits[end - len(piece) : end - seen].sum() for piece, end in zip(pieces, ends, strict=True)]
    return _by_distance(asked, (np.array(costs[::2]) < costs[1::2])[:, None])


def distances(asked: Sequence[Agreement]) -> list[int]:
    """Words between noun and verb that there are sentences for, rising."""
    return sorted(Counter(one.words for one in asked))


def word_length(asked: Sequence[Agreement]) -> float:
    """Characters of a word with the space behind it, on average."""
    texts = [one.before for one in asked]
    return sum(map(len, texts)) / sum(len(text.split()) for text in texts)


def _read(model: TrainedModel, texts: Sequence[str]) -> Pass:
    """Texts of any length, with as much before them as makes them equal; there is a whole line before each."""
    task, longest = language_of(model), max(map(len, texts)) + 1
    lead = english_text().text[-longest:-1] + "\n"
    codes = np.stack([task.encode((lead + text)[-longest:]) for text in texts], axis=1)
    return run(model.network, one_hot(codes, task.input_size), np.zeros((1, len(texts)), np.int64))


def _gets_right(model: TrainedModel, asked: Sequence[Agreement]) -> NDArray[np.bool_]:
    """Which of the two forms each network finds likelier, with the space behind it, (B, E)."""
    passed = _read(model, [one.before for one in asked])
    right, wrong = (_cost(model, passed, [getattr(one, form) for one in asked]) for form in ("right", "wrong"))
    return right < wrong


def _cost(model: TrainedModel, passed: Pass, words: Sequence[str]) -> Array:
    """Nats that words cost, each with a space behind it, right after what was read, (B, E)."""
    task, network = language_of(model), passed.network
    longest = max(map(len, words)) + 1
    codes = np.stack([task.encode(f"{word} ".ljust(longest)) for word in words], axis=1)
    inputs = one_hot(codes[:-1], task.input_size)
    going = record(network.weights.cell, network.weights, inputs, initial_state=passed.encoder.state[-1])
    outputs = np.concatenate([passed.outputs, network.read(going.states["h"][1:])])
    chances = np.take_along_axis(log_softmax(outputs), codes[:, None, :, None], -1)[..., 0]
    counts = np.arange(longest)[:, None] <= [len(word) for word in words]
    cost: Array = -np.where(counts[:, None], chances, 0).sum(0).T
    return cost


def _reach(model: TrainedModel, asked: Sequence[Agreement]) -> float:
    """How far back the gradient is heard of log p of the right character where the two forms part."""
    texts, right = zip(*map(parting, asked), strict=True)
    passed = _read(model, texts)
    norms = follow_answer(passed, language_of(model).encode("".join(right))[None]).encoder.norms["state"]
    heard = norms >= HORIZON_SHARE * norms[-1]
    return float(np.median(np.logical_and.accumulate(heard[::-1]).sum(0) - 1))


def _by_distance(asked: Sequence[Agreement], right: NDArray[np.bool_]) -> Array:
    words = np.array([one.words for one in asked])
    return np.stack([np.median(right[words == distance].mean(0)) for distance in distances(asked)])
