"""Recurrent layers by the names and shapes that Keras gives their weights, version 2 and 3."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from gruviz.arrays import Array
from gruviz.checkpoints.found_layer import Candidate, FoundLayer, not_finite
from gruviz.checkpoints.keras_settings import Settings, caveat, settings_of
from gruviz.checkpoints.reading import KERAS, TITLES, Reading, Rows, readings
from gruviz.checkpoints.stored import Found, numbers, shape_text, shown

RECURRENT = re.compile(r"(?P<cell>.*?)(?P<vars>/vars/1|(?:^|/)recurrent_kernel(?P<end>:0)?)", re.DOTALL)
"""The recurrent weights: second of a cell's numbered ones, or by name."""
CELL = re.compile(r"(?:.*_)?cells?(?:_\d+)?")
SIDE = re.compile(r"(?:forward|backward)_.*")
ROOTS = ("model_weights", "layers", "_layer_checkpoint_dependencies")
"""Folders that say nothing about a layer."""


@dataclass(frozen=True)
class Place:
    """Where a cell's arrays lie.

    Args:
        module: Folders of the layer, which both directions share.
        title: Its name.
        own: The name of the layer in this direction, as the settings have it.
        direction: 0 forward, 1 backward.
        names: Kernel, recurrent kernel and, if there is one, bias.
    """

    module: str
    title: str
    own: str
    direction: int
    names: tuple[str, ...]


def keras_layers(found: Found, texts: Mapping[str, str]) -> Iterator[Candidate]:
    """Every layer with the names of the arrays that it takes, in the order of the network as far as it is known."""
    settings = settings_of(texts.get("config", ""))
    called = _strings(texts.get("names", "{}"))
    order = {name: rank for rank, name in enumerate([*settings] or _strings(texts.get("order", "[]")))}
    places = [_place(found, name, called) for name in found if _is_recurrent(found, name)]
    places.sort(key=lambda place: (_rank(place, order), _natural(place.module), place.direction))
    titles = Counter(title for title, _ in {(place.title, place.module) for place in places})
    heights: dict[tuple[str, int], int] = {}
    for place in places:
        key = place.module, place.direction
        name = shown(place.title if titles[place.title] == 1 else place.module)
        heights[key] = heights.get(key, -1) + 1
        yield Candidate(partial(_layer, found, place, name, heights[key], settings.get(place.own, {})), place.names)


def _is_recurrent(found: Found, name: str) -> bool:
    match = RECURRENT.fullmatch(name)
    if not match or len(found[name].shape) != 2:
        return False
    if match["vars"] != "/vars/1":
        return _beside(name, "kernel") in found
    kernel = found.get(_beside(name, "0"))
    units, columns = found[name].shape
    fits = kernel is not None and len(kernel.shape) == 2 and kernel.shape[1] == columns and units > 0
    return (
        fits and CELL.fullmatch(match["cell"].split("/")[-1]) is not None and columns in (units, 3 * units, 4 * units)
    )


def _beside(name: str, what: str) -> str:
    """The name of another array of the same cell."""
    folder, _, last = name.rpartition("/")
    end = ":0" if last.endswith(":0") else ""
    return f"{folder}{folder and '/'}{what}{end}"


def _place(found: Found, name: str, called: Mapping[str, str]) -> Place:
    numbered = name.endswith("/vars/1")
    names = [_beside(name, "0" if numbered else "kernel"), name, _beside(name, "2" if numbered else "bias")]
    folders = name.removesuffix("/vars/1").split("/")[: None if numbered else -1]
    while len(folders) > 1 and CELL.fullmatch(folders[-1]):
        folders.pop()
    inner = "/".join(folders)
    side = folders.pop() if len(folders) > 1 and SIDE.fullmatch(folders[-1]) else ""
    module = "/".join(folders)
    title = called.get(module) or next((folder for folder in reversed(folders) if folder not in ROOTS), "")
    return Place(
        module=module,
        title=title,
        own=called.get(inner, side or title) if numbered else side or title,
        direction=int(side.startswith("backward")),
        names=tuple(one for one in names if one in found),
    )


def _layer(found: Found, place: Place, name: str, height: int, settings: Settings) -> FoundLayer:
    arrays = [numbers(found[name]) for name in place.names]
    kernel, recurrent, bias = arrays[0], arrays[1], arrays[2] if len(arrays) > 2 else None
    rows = Rows(kernel.T, recurrent.T, *_biases(bias))
    rows.check(name or "this layer")
    reading = _reading(rows, bias, settings)
    return FoundLayer(
        name=name,
        layer=height,
        direction=1 - place.direction
        if settings.get("go_backwards") is True and not place.direction
        else place.direction,
        rows=rows,
        reading=reading,
        how=_how(rows, bias, reading, settings),
        choices=readings(rows.blocks),
        trouble=not_finite({shown(name): array for name, array in zip(place.names, arrays, strict=True)}),
    )


def _biases(bias: Array | None) -> tuple[Array | None, Array | None]:
    """That of the input's product and that of the state's."""
    if bias is None or bias.ndim == 1:
        return bias, None
    return bias[0], bias[1] if len(bias) == 2 else bias[:0]


def _reading(rows: Rows, bias: Array | None, settings: Settings) -> Reading:
    if rows.blocks == 1:
        return Reading("irnn" if settings.get("activation") == "relu" else "rnn", KERAS["rnn"])
    if rows.blocks == 4:
        return Reading("lstm", KERAS["lstm"])
    after = bias.ndim == 2 if bias is not None else settings.get("reset_after", True) is not False
    return Reading("gru_reset_after" if after else "gru", KERAS["gru"], z_keeps=True)


def _how(rows: Rows, bias: Array | None, reading: Reading, settings: Settings) -> str:
    times = "as many columns as" if rows.blocks == 1 else f"{rows.blocks} times as many columns as"
    said = f"{TITLES[rows.blocks]}: named as Keras does, and its recurrent kernel has {times} rows"
    if rows.blocks == 1 and not settings:
        said += "; tanh is assumed, since the file doesn't say"
    if rows.blocks == 3 and bias is not None:
        when = "after" if bias.ndim == 2 else "before"
        said += f"; a bias of {shape_text(bias.shape)} means that the reset comes {when} the product"
    elif rows.blocks == 3 and not settings:
        said += "; that the reset comes after the product is assumed, since there is no bias to tell"
    return f"{said}. {caveat(settings)}".rstrip()


def _rank(place: Place, order: Mapping[str, int]) -> int:
    return next((order[name] for name in (place.title, place.own) if name in order), len(order))


def _natural(name: str) -> list[Any]:
    """For sorting gru_2 before gru_10, and gru before gru_1."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def _strings(text: str) -> Any:
    return json.loads(text)
