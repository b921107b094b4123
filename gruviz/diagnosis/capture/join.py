"""Which calls of a module went on from each other."""

from collections.abc import Sequence

import numpy as np

from gruviz.arrays import Mask
from gruviz.diagnosis.capture.beside import beside
from gruviz.diagnosis.capture.calls import Call
from gruviz.diagnosis.capture.reading import Reading, Seam, in_float64
from gruviz.validation import MEMORY_LIMIT

MOST_BYTES = MEMORY_LIMIT
"""For the states, gates and gradients of a module; of a batch that needs more, the first sequences are looked at."""
_NUMBERS = 32
"""How many of them there are for each unit and step at the worst moment, as measured."""


def readings_of(calls: Sequence[Call], *, heard: bool = False) -> list[Reading]:
    """Calls of one module, in order, joined where one goes on from another; the single ones are put side by side.

    Args:
        calls: Of the module.
        heard: Whether to leave out those to which no gradient came back, if others have some.
    """
    chains: list[list[Call]] = []
    for call in calls:
        chain = next((chain for chain in reversed(chains) if _goes_on(chain[-1], call)), None)
        if chain is None:
            chains.append([call])
        else:
            chain.append(call)
    if heard:
        chains = [chain for chain in chains if any(call.is_heard for call in chain)] or chains
    return [_reading(chain) for chain in _side_by_side(chains)]


def _side_by_side(chains: list[list[Call]]) -> list[list[Call]]:
    """In the place of the first of several calls that stand alone, with the same weights and without masks, all."""
    found: dict[int, list[list[Call]]] = {}
    for chain in chains:
        alone = len(chain) == 1 and chain[0].draws is None
        found.setdefault(id(chain[0].parameters if alone else chain), []).append(chain)
    return [[beside([call for (call,) in group])] if len(group) > 1 else group[0] for group in found.values()]


def _reading(chain: list[Call]) -> Reading:
    firsts = np.cumsum([1, *(call.steps for call in chain)]).tolist()
    steps = firsts[-1] - 1
    ends = chain[0].layout.lengths if len(chain) == 1 else None  # only sequences of one length go on
    ends = ends or (steps,) * chain[0].batch_size
    most = _that_fit(chain[0], steps)
    pairs = zip(firsts[1:-1], chain[:-1], chain[1:], strict=True)
    return Reading(tuple(chain), ends[:most], tuple(_seam(*pair, most) for pair in pairs))


def _that_fit(call: Call, steps: int) -> int:
    """How many of a call's sequences can be followed in the memory there is, at least one."""
    units = sum(parameters.hidden_size for parameters in call.parameters)
    return int(min(call.batch_size, max(1, MOST_BYTES // (8 * (steps + 1) * units * _NUMBERS))))


def _seam(step: int, before: Call, after: Call, most: int) -> Seam:
    assert after.initial is not None
    initial = tuple(in_float64(part, most) for part in after.initial)
    return Seam(step, initial, _kept(before, after)[:most], linked=after.follows is before)


def _goes_on(before: Call, after: Call) -> bool:
    """Whether a call took up the state that another had ended with, of some of its sequences at least."""
    same = before.found.directions == 1 and before.parameters is after.parameters
    whole = all(len(set(call.layout.lengths or (0,))) == 1 for call in (before, after))
    if not (same and whole and before.batch_size == after.batch_size) or after.initial is None:
        return False
    if after.follows is not None:
        return after.follows is before
    return bool((_kept(before, after) & (after.initial[0] != 0).any(-1).any(0).numpy()).any())


def _kept(before: Call, after: Call) -> Mask:
    """Which sequences began with the very state that the call before had ended with, (B,)."""
    assert after.initial is not None
    pairs = zip(before.final, after.initial, strict=True)
    same = [((end == begin) | (end.isnan() & begin.isnan())).all(-1).all(0).numpy() for end, begin in pairs]
    return np.logical_and.reduce(same)
