"""The record of a sweep: what is swept, its stops, and what the pictures show at each."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gruviz.sweeps.packing import pack, unpack

Frame = Mapping[str, Any]
"""What a picture shows: mappings, lists, arrays of numbers, texts."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """A picture, or several, at every stop of one control.

    Args:
        control: Name of what is swept.
        stops: Its values, upwards.
        frames: For each stop, the frame of each picture by its key.
    """

    control: str
    stops: tuple[float, ...]
    frames: tuple[Mapping[str, Frame], ...]

    def to_json(self) -> str:
        """The sweep as compact JSON; numbers with a fraction keep 4 significant digits."""
        table, places = pack(self.frames)
        content = {"control": self.control, "stops": self.stops, "table": table, "frames": places}
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "Sweep":
        """Read what `to_json` has written."""
        content = json.loads(text)
        frames = unpack(content["table"], content["frames"])
        return cls(content["control"], tuple(content["stops"]), tuple(frames))


def sweep(control: str, stops: Iterable[float], frames_at: Callable[[float], Mapping[str, Frame]]) -> Sweep:
    """Compute the pictures at every stop.

    Args:
        control: Name of what is swept.
        stops: Its values, upwards.
        frames_at: The frame of each picture by its key, at a value. Of a frame's "layout" only that is kept which is
            not the same at all stops.
    """
    values = tuple(stops)
    frames = [frames_at(value) for value in values]
    changing = {key: list(_changing([frame[key].get("layout", {}) for frame in frames])) for key in frames[0]}
    return Sweep(
        control,
        values,
        tuple(
            {key: {**frame, "layout": changing[key][i]} if "layout" in frame else frame for key, frame in at.items()}
            for i, at in enumerate(frames)
        ),
    )


def _changing(layouts: list[Frame]) -> Iterator[dict[str, Any]]:
    """Each of the mappings without what all of them have alike."""
    names = {name: None for layout in layouts for name in layout}
    inner = {name: [layout.get(name) for layout in layouts] for name in names}
    kept: dict[str, list[Any]] = {}
    for name, parts in inner.items():
        mappings = [part for part in parts if isinstance(part, Mapping)]
        if len(mappings) == len(parts):
            deeper = list(_changing(mappings))
            if any(deeper):
                kept[name] = deeper
        elif any(not _equal(part, parts[0]) for part in parts):
            kept[name] = parts
    for i in range(len(layouts)):
        yield {name: parts[i] for name, parts in kept.items()}


def _equal(one: Any, other: Any) -> bool:
    _, [place, other_place] = pack([one, other])
    return place == other_place
