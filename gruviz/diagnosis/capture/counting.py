"""How many steps of each sequence count: those before the padding."""

from collections.abc import Sequence

import numpy as np

from gruviz.arrays import Array
from gruviz.diagnosis.capture.reading import Reading


def lengths_that_count(
    reading: Reading, directs: Sequence[Array], given: tuple[int, ...] | None
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Steps of each sequence that count, and what there is to say about them.

    Padding that was not packed is read like everything else. A person says where it begins; or else nothing reads what
    the layer gives there, so that no gradient comes back from it: from other steps in one sequence than in another.

    Args:
        reading: What a module read.
        directs: What is read directly from each state of each layer, (T+1, B, ·).
        given: What a person said, if it is about this reading; of the sequences that are looked at.
    """
    if reading.is_packed or reading.found.directions > 1 or given is not None:
        return given or reading.lengths, ()
    steps = max(reading.lengths)
    last = np.max([_last_read(direct) for direct in directs], axis=0)
    if len({*last.tolist()} - {0}) < 2 or reading.is_half:
        return reading.lengths, ()
    lengths = np.where(last > 0, last, steps)
    short = int((lengths < steps).sum())
    said = (
        f"Nothing reads the last steps of {short} of {len(lengths)} sequences: they count up to the last that is read."
    )
    return tuple(lengths.tolist()), (said,)


def fits(reading: Reading, lengths: tuple[int, ...]) -> bool:
    """Whether what a person said about lengths can be about this reading."""
    allowed = range(1, max(reading.lengths) + 1)
    whole = len(lengths) == reading.given and all(length in allowed for length in lengths)
    return whole and not reading.is_packed


def _last_read(direct: Array) -> Array:
    """The last step at which anything reads each sequence, 0 for none, (B,)."""
    read = (direct != 0).any(-1)
    return np.where(read.any(0), len(read) - 1 - read[::-1].argmax(0), 0)
