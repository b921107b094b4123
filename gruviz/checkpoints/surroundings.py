"""What stands around the recurrent layers of a network: an embedding below, a readout above."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints.stacks import Stack, width
from gruviz.checkpoints.stored import LARGEST, Stored, numbers

EMBEDDING = re.compile(r"(?i)emb|wte|token|lookup|vocab")
READOUT = re.compile(r"(?i)fc|out|lin|dense|head|dec|class|proj|logit|pred|final|score")


@dataclass(frozen=True, eq=False)
class Readout:
    """A linear layer that reads the uppermost states.

    Args:
        name: As people may see it.
        W: (K, H), or (K, 2H) where it reads both directions.
        b: (K,); None for none.
    """

    name: str
    W: Array
    b: Array | None


def embedding_of(others: Sequence[Stored], stack: Stack) -> Array | None:
    """A table (V, D) by its name, whose rows are as long as what the lowest layer reads; at least in float32."""
    for one in others:
        fits = len(one.shape) == 2 and one.shape[1] == stack[0].input_size
        if fits and one.array is not None and EMBEDDING.search(one.name):
            return one.array.astype(np.float64 if one.array.itemsize == 8 else np.float32)
    return None


def readout_of(others: Sequence[Stored], stack: Stack) -> Readout | None:
    """The one matrix that reads as many numbers as the stack gives, by its name where several do."""
    size = width(stack)
    fits = [one for one in others if one.array is not None and len(one.shape) == 2 and size in one.shape]
    fits = [one for one in fits if one.array is not None and one.array.size <= LARGEST]
    named = [one for one in fits if READOUT.search(one.name)]
    if len(named or fits) != 1:
        return None
    one = (named or fits)[0]
    W = numbers(one)
    folder = re.split(r"[./]", one.name)[:-1]
    transposed = W.shape[1] != size or one.name.endswith(("kernel", "kernel:0", "/vars/0"))
    W = W.T if transposed else W
    beside = [
        bias
        for bias in others
        if bias.array is not None and bias.shape == (len(W),) and re.split(r"[./]", bias.name)[:-1] == folder
    ]
    return Readout(one.shown, W, numbers(beside[0]) if beside else None)
