"""Recurrent layers by the names that PyTorch gives their parameters."""

import re
from collections.abc import Iterator
from functools import partial

from gruviz.checkpoints.found_layer import Candidate, FoundLayer, not_finite
from gruviz.checkpoints.reading import CELLS, GATES, TITLES, Reading, Rows, readings
from gruviz.checkpoints.stored import Found, numbers, shown

PARAMETER = re.compile(
    r"(?P<module>(?:.*\.)?)(?P<what>weight|bias)_(?P<side>ih|hh|hr)(?P<place>(?:_l\d+)?(?:_reverse)?)"
)
"""Such as "encoder.rnn.weight_hh_l0_reverse"; a Cell's have no place."""
WRAPPED = re.compile(r"(?:^|(?<=\.))(?:module|_orig_mod)(?:\.|$)")
"""What DataParallel and torch.compile put before a name."""
ASSUMED = {
    1: "tanh is assumed, since the file doesn't say whether it was tanh or ReLU",
    3: "rows of r, z, n; z near 1 keeps; reset after the product",
    4: "rows of i, f, g, o",
}


def pytorch_layers(found: Found) -> Iterator[Candidate]:
    """Every layer with the names of the arrays that it takes."""
    for (module, place), names in _groups(found).items():
        if {"weight_ih", "weight_hh"} <= set(names):
            yield Candidate(partial(_layer, found, module, place, names), tuple(names.values()))


def _groups(found: Found) -> dict[tuple[str, str], dict[str, str]]:
    """Names by module and place, each by what it is, such as "weight_hh"."""
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for name in found:
        match = PARAMETER.fullmatch(name)
        if match:
            key = match["module"].removesuffix("."), match["place"]
            groups.setdefault(key, {})[f"{match['what']}_{match['side']}"] = name
    return groups


def _layer(found: Found, module: str, place: str, names: dict[str, str]) -> FoundLayer:
    arrays = {what: numbers(found[name]) for what, name in names.items()}
    title = shown(WRAPPED.sub("", module))
    rows = Rows(
        arrays["weight_ih"],
        arrays["weight_hh"],
        arrays.get("bias_ih"),
        arrays.get("bias_hh"),
        arrays.get("weight_hr"),
    )
    rows.check(title or "this layer")
    reading = Reading(CELLS[rows.blocks][0], GATES[rows.blocks], z_keeps=rows.blocks == 3)
    layer = re.search(r"_l(\d+)", place)
    title, height = _in_a_list(title) if not layer else (title, 0)
    return FoundLayer(
        name=title,
        layer=int(layer[1]) if layer else height,
        direction=int(place.endswith("_reverse")),
        rows=rows,
        reading=reading,
        how=_how(rows, names["weight_hh"]),
        choices=readings(rows.blocks),
        trouble=not_finite({shown(name): arrays[what] for what, name in names.items()}),
    )


def _in_a_list(title: str) -> tuple[str, int]:
    """A Cell that stands in a list is a layer of it: "cells.1" is the second of "cells"."""
    match = re.fullmatch(r"(.+)[.](\d{1,3})", title)
    return (match[1], int(match[2])) if match else (title, 0)


def _how(rows: Rows, name: str) -> str:
    projected = (
        f" It projects {rows.hidden_size} units to {len(rows.projection)}." if rows.projection is not None else ""
    )
    times = "as many rows as" if rows.blocks == 1 else f"{rows.blocks} times as many rows as"
    units = "columns" if rows.projection is None else "units"
    named = f"named as PyTorch does, and {shown(name)} has {times} {units}"
    return f"{TITLES[rows.blocks]}: {named} ({ASSUMED[rows.blocks]}).{projected}"
