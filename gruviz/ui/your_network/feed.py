"""What a network of somebody's reads: random ids, noise, a text in its own vocabulary, a table."""

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints import Checkpoint
from gruviz.checkpoints.stacks import Stack
from gruviz.diagnosis.feeds import SEQUENCES, Feed, random_feed, sequences, windows
from gruviz.ui.your_network.settings import Settings
from gruviz.validation import InvalidShape, InvalidValue, TooLarge
from gruviz.wording import counted, quoted, steps

MOST_UNITS = 1024
FEWEST = 20
"""Steps that are read even of the largest network."""
WORK = 1.2e8
"""Products of weights that one run may take, over all steps and sequences."""
STATES = 2e5
"""Numbers of one state that a run may keep."""


def feed(checkpoint: Checkpoint, stack: Stack, settings: Settings) -> Feed:
    """Make what a stack of layers reads.

    Raises:
        GruvizError: If the text or the numbers don't fit what it reads, or it is too large.
    """
    length, count = affordable(stack, settings.seq_len)
    made = _made(settings, checkpoint.embedding_for(stack), stack[0].input_size, length, count)
    short = f" The network is large, so that {steps(length)} are read, not {settings.seq_len}."
    return Feed(settings.scale * made.inputs.astype(np.float64), made.words + short * (length < settings.seq_len))


def affordable(stack: Stack, wanted: int) -> tuple[int, int]:
    """How many steps of how many sequences a stack may read, so that the page answers in about a second.

    Raises:
        GruvizError: If it is too large for even a few.
    """
    units = max(one.hidden_size for one in stack)
    if units > MOST_UNITS:
        said = f"A layer has {units:,} units; this page runs at most {MOST_UNITS:,}. In Python there is no limit."
        raise TooLarge("network", f"{units:,} units", f"at most {MOST_UNITS:,} units", said)
    weights = sum(one.rows.W.size + one.rows.U.size for one in stack)
    whole = sum(one.hidden_size for one in stack)
    count = int(min(SEQUENCES, max(1, WORK / (weights * wanted)), max(1, STATES / (whole * wanted))))
    return min(wanted, max(FEWEST, int(min(WORK / weights, STATES / whole)))), count


def _made(settings: Settings, embedding: Array | None, size: int, length: int, count: int) -> Feed:
    if settings.inputs == "text":
        return _text(settings, embedding, size, length, count)
    if settings.inputs == "table":
        return _table(settings, size, length, count)
    through = embedding if settings.inputs == "random" else None
    return random_feed(through, size, length, count, settings.seed)


def _text(settings: Settings, embedding: Array | None, size: int, length: int, count: int) -> Feed:
    known = "".join(dict.fromkeys(settings.vocabulary)) or "".join(sorted(set(settings.text)))
    if not settings.text:
        raise InvalidValue("text", "", "at least one character", "Write at least one character.")
    if missing := [sign for sign in dict.fromkeys(settings.text) if sign not in known]:
        said = f"The vocabulary lacks {quoted(''.join(missing))}: add it where it stands among your ids."
        raise InvalidValue("text", "".join(missing), "characters of the vocabulary", said)
    table = np.eye(size)[: len(known)] if embedding is None else embedding
    if len(known) > len(table):
        room = (
            f"The network reads {size} numbers at every step"
            if embedding is None
            else f"The embedding has {len(table)} rows"
        )
        said = f"{room}, and the vocabulary has {counted(len(known), 'character')}."
        raise InvalidShape("vocabulary", f"{len(known)} characters", f"at most {len(table)}", said)
    codes = np.array([known.index(sign) for sign in settings.text])
    pieces = windows(codes, length, count)
    through = "one channel for each character" if embedding is None else "through its embedding"
    read = sequences(pieces.shape[1], len(pieces))
    return Feed(table[pieces], f"It reads {read} of your text, {through}.")


def _table(settings: Settings, size: int, length: int, count: int) -> Feed:
    rows = np.array(settings.rows, dtype=np.float64)
    if rows.shape[1] != size:
        reads = f"The network reads {counted(size, 'number')} at every step"
        said = f"{reads}, and the table has {counted(rows.shape[1], 'column')}."
        raise InvalidShape("table", f"{rows.shape[1]} columns", f"{size} columns", said)
    pieces = windows(rows, length, count)
    return Feed(pieces, f"It reads {sequences(pieces.shape[1], len(pieces))} of your numbers, as they are.")
