"""Translate a number: the decoder's choices word by word, where it looks, and how far its gradient reaches."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.attribution import follow_answer
from gruviz.arrays import Array
from gruviz.engine.norms import euclidean
from gruviz.engine.recording import record
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Network, Pass, run, run_decoder
from gruviz.tasks import NO_TARGET, Translation
from gruviz.tasks.metrics import softmax
from gruviz.tasks.number_words import LARGEST, NumberWords, english
from gruviz.tasks.translation import END, LONGEST
from gruviz.validation import InvalidValue, check_integer

LONGEST_CHECK = 5_000
"""Numbers that `share_right` translates at most."""


@dataclass(frozen=True, eq=False)
class NumberTranslation:
    """One network's translation of one number.

    Args:
        number: Which.
        source: The English words in the order in which they were read.
        words: What the network says, with its end if that came.
        truth: What it should say, with its end.
        chances: Probability of each word of the task's vocabulary at each of `words`, (R, K).
        attention: Weights over the source words at each of `words`, (R, T); None without attention.
        source_reach: ‖∂ log p(last word) / ∂x_t‖ of each source word, (T,).
        state_reach: ‖∂ log p(last word) / ∂s‖ from before the first source word to the last one said, (T+R+1,).
    """

    number: int
    source: NumberWords
    words: NumberWords
    truth: NumberWords
    chances: Array
    attention: Array | None
    source_reach: Array
    state_reach: Array

    @property
    def is_right(self) -> bool:
        """Whether every word is."""
        return self.words == self.truth


def translate(model: TrainedModel, number: int, *, member: int = 0) -> NumberTranslation:
    """Let one network translate a number, taking the likeliest word each time.

    Args:
        model: Of the task translation.
        number: From 1 to 99,999; `parse_number` reads what someone types.
        member: Which of its E networks.
    """
    task = _translation(model)
    check_integer("number", number, 1, LARGEST)
    network = model.network.member(check_integer("member", member, 0, model.weights.seeds - 1))
    sentence = english(number)
    source = sentence[::-1] if task.reverse else sentence
    inputs = task.sentences([sentence])
    words = _until_end(task, decode(network, inputs)[:, 0, 0])
    passed = run(network, inputs, words[:, None])
    last_word = np.full((len(words), 1), NO_TARGET)
    last_word[-1] = words[-1]
    flows = follow_answer(passed, last_word)
    first = len(inputs) - len(source)
    return NumberTranslation(
        number=number,
        source=source,
        words=tuple(task.vocabulary[word] for word in words),
        truth=(*task.tongue.say(number), END),
        chances=softmax(passed.outputs)[:, 0, 0],
        attention=None if passed.attention is None else passed.attention[:, 0, 0, first:],
        source_reach=flows.encoder.input_norms[first:, 0, 0],
        state_reach=euclidean(flows.gradients[first:, 0, 0].astype(np.float64)),
    )


def decode(network: Network, inputs: Array) -> NDArray[np.int64]:
    """The likeliest word, each read before the next, for every network and sentence, (R, E, B)."""
    assert network.decoder is not None
    encoder = record(network.weights.cell, network.weights, inputs)
    state, (seeds, batch, _) = encoder.state[-1], encoder.state[-1].shape
    words = np.full((1, seeds, batch), NO_TARGET)  # before the first there is none
    for _ in range(LONGEST[1]):
        previous = (words[-1][..., None] == np.arange(network.decoder.input_size)).astype(inputs.dtype)
        step: Pass = run_decoder(network, encoder, previous[None], state)
        assert step.decoder is not None
        state = step.decoder.state[-1]
        words = np.concatenate([words, step.outputs.argmax(-1)])
    return words[1:]


def share_right(model: TrainedModel, numbers: NDArray[np.int64]) -> Array:
    """Share of some numbers that each network translates without a mistake, by itself, (E,)."""
    return are_right(model, numbers).mean(-1)


def are_right(model: TrainedModel, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of some numbers each network translates without a mistake, by itself, (E, B)."""
    task = _translation(model)
    check_integer("numbers", len(numbers), 1, LONGEST_CHECK)
    inputs, targets = task.pairs(numbers)
    right = (decode(model.network, inputs) == targets[:, None]) | (targets == NO_TARGET)[:, None]
    return right.all(0)


def _until_end(task: Translation, words: NDArray[np.int64]) -> NDArray[np.int64]:
    """The words up to the first end, or all where it never comes."""
    ends = np.flatnonzero(words == task.vocabulary.index(END))
    return words[: ends[0] + 1] if len(ends) else words


def _translation(model: TrainedModel) -> Translation:
    if not isinstance(model.kind, Translation):
        raise InvalidValue("task", model.kind.key, "translation")
    return model.kind
