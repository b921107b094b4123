"""Recurrent layers by shapes alone, where no library's names say what is what: a guess, and called one."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import permutations

from gruviz.arrays import Array
from gruviz.checkpoints.found_layer import Candidate, FoundLayer, not_finite
from gruviz.checkpoints.reading import CELLS, GATES, TITLES, Reading, Rows, readings
from gruviz.checkpoints.stored import Found, Stored, numbers, shape_text, shown

RECURRENT = re.compile(r"(?i)h2h|hh|hid|rec|state|(?:^|[._/])(?:w_?h|u)(?:$|[._/]|_)|_h(?:$|[._/])")
"""What people call the weights from the state."""
MOST = 40
"""Matrices of a module among which pairs are looked for."""
NOT = re.compile(r"(?i)attn|attention|in_proj|qkv|conv|norm")


def guessed_layers(found: Found) -> Iterator[Candidate]:
    """Pairs of matrices in one module of which one has 1, 3 or 4 times as many rows as columns, and the other as many.

    A square one counts only if its name speaks of a state.
    """
    usable = [one for one in found.values() if one.array is not None and not NOT.search(one.name)]
    taken: set[str] = set()
    for depth in (1, 2):
        for module, members in _modules(usable, depth).items():
            members = [one for one in members if one.name not in taken]
            pair = _pair(members, module, named=depth > 1)
            if pair:
                names = tuple(one.name for one in (*pair, *_biases(members, pair)))
                taken.update(names)
                yield Candidate(partial(_layer, found, module, names), names)


def _modules(arrays: Sequence[Stored], depth: int) -> dict[str, list[Stored]]:
    """Arrays by what stands before the last, or the last two, parts of their names."""
    modules: dict[str, list[Stored]] = {}
    for one in arrays:
        parts = re.split(r"[./]", one.name)
        if len(parts) >= depth:
            modules.setdefault(".".join(parts[:-depth]), []).append(one)
    return modules


def _pair(members: Sequence[Stored], module: str, *, named: bool) -> tuple[Stored, Stored] | None:
    """The matrices from the input and from the state, where there is one way to take two for them.

    Args:
        members: Arrays of a module.
        module: Its name.
        named: Whether the name must speak of a state, since matrices of other layers stand beside them.
    """
    matrices = [one for one in members if len(one.shape) == 2 and min(one.shape) > 0]
    if len(matrices) > MOST:
        return None
    pairs = [(W, U) for W, U in permutations(matrices, 2) if _is_recurrent(U, module) and _beside(W, U)]
    speaking = [(W, U) for W, U in pairs if _speaks(U, module) and not _speaks(W, module)]
    if len(speaking) == 1:
        return speaking[0]
    return pairs[0] if pairs and len(matrices) == 2 and not named else None


def _speaks(one: Stored, module: str) -> bool:
    """Whether the part of its name that is its own speaks of a state."""
    return bool(RECURRENT.search(one.name[len(module) :]))


def _is_recurrent(one: Stored, module: str) -> bool:
    short, long = sorted(one.shape)
    return long in (3 * short, 4 * short) or (long == short and _speaks(one, module))


def _beside(W: Stored, U: Stored) -> bool:
    """Whether both have the same side for the gates."""
    rows, columns = U.shape
    return (rows >= columns and W.shape[0] == rows) or (columns >= rows and W.shape[1] == columns)


def _biases(members: Sequence[Stored], pair: tuple[Stored, Stored]) -> list[Stored]:
    """Up to two, that of the input's matrix first."""
    rows = max(pair[1].shape)
    biases = [one for one in members if one.shape == (rows,)]
    return sorted(biases, key=lambda one: bool(RECURRENT.search(one.name)))[:2]


def _layer(found: Found, module: str, names: tuple[str, ...]) -> FoundLayer:
    arrays: list[Array] = [numbers(found[name]) for name in names]
    if arrays[1].shape[0] < arrays[1].shape[1] or (arrays[0].shape[0] != len(arrays[1])):
        arrays[:2] = [array.T for array in arrays[:2]]
    rows = Rows(*arrays)
    title = shown(module)
    rows.check(title or "this layer")
    reading = Reading(CELLS[rows.blocks][0], GATES[rows.blocks], z_keeps=rows.blocks == 3)
    recurrent = found[names[1]]
    order = "tanh is assumed" if rows.blocks == 1 else "the order of its gates is taken to be PyTorch's"
    said = f"a guess from the shapes alone, {shape_text(recurrent.shape)} numbers in {recurrent.shown}; {order}"
    how = f"{TITLES[rows.blocks]}: {said}."
    trouble = not_finite({shown(name): array for name, array in zip(names, arrays, strict=True)})
    return FoundLayer(title, 0, 0, rows, reading, how, readings(rows.blocks, guessed=True), trouble, is_guess=True)
