"""Finished maps that come with the package: made by `python -m scripts.maps`, and shown without a worker.

What is left of a gradient has two decimals of its power of ten, another number before training three digits. Of a
training there is, for each network, after how many updates it began or ceased to count as solved, and when it stopped,
if it did.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from gruviz.maps.plan import Plan, Square
from gruviz.maps.presets import FINISHED
from gruviz.maps.trainability_map import Map, Result, Training
from gruviz.paths import ASSETS
from gruviz.training.settings import TrainConfig

FOLDER = ASSETS / "maps"
PLACES = {plan: (key, name) for key, finished in FINISHED.items() for name, plan in finished.plans()}
"""In which file a plan's results are, and under which name."""


@dataclass(frozen=True, eq=False)
class ShippedMaps:
    """One file: all maps of one key of `FINISHED`.

    Args:
        key: Of `FINISHED`.
        date: On which they were made.
        versions: Of Python and the packages that made the numbers.
        machine: Kind of processor and system.
        seconds: Of one core that each took there, by name.
        maps: By the names of `Finished.plans`.
    """

    key: str
    date: str
    versions: Mapping[str, str]
    machine: str
    seconds: Mapping[str, float]
    maps: Mapping[str, Map]

    def write(self, folder: Path = FOLDER) -> None:
        """Write the file."""
        maps = {name: _packed(one) for name, one in self.maps.items()}
        folder.mkdir(exist_ok=True)
        text = json.dumps(vars(self) | {"maps": maps}, separators=(",", ":"), allow_nan=False)
        (folder / f"{self.key}.json").write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


def finished_map(plan: Plan) -> Map | None:
    """The finished map of a plan; None if there is none."""
    shipped = shipped_maps(PLACES[plan][0]) if plan in PLACES else None
    return shipped.maps.get(PLACES[plan][1]) if shipped else None


@cache
def shipped_maps(key: str) -> ShippedMaps | None:
    """All maps of one key of `FINISHED`; None if they are not shipped."""
    path = FOLDER / f"{key}.json"
    return read_maps(path) if path.exists() else None


def read_maps(path: Path) -> ShippedMaps:
    """Read a file that `ShippedMaps.write` has written."""
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    plans = dict(FINISHED[record["key"]].plans())
    maps = {name: _unpacked(plans[name], packed) for name, packed in record["maps"].items()}
    return ShippedMaps(**record | {"maps": maps})


def _squares(plan: Plan) -> list[Square]:
    """Row by row from below, each from left to right."""
    return [(column, row) for row in range(len(plan.y.values)) for column in range(len(plan.x.values))]


def _packed(finished: Map) -> dict[str, Any]:
    """The results of a map as JSON has them, with null for a square without one."""
    results = [finished.results.get(square) for square in _squares(finished.plan)]
    if finished.plan.measure == "success":
        return {"trainings": [None if result is None else _changes(result) for result in results]}
    decimals = finished.plan.measure == "gradient"
    return {"numbers": [None if result is None else _digits(result, decimals=decimals) for result in results]}


def _unpacked(plan: Plan, packed: Mapping[str, Any]) -> Map:
    assert isinstance(plan.base, TrainConfig)
    read = _training if plan.measure == "success" else _numbers
    [several] = packed.values()
    pairs = zip(_squares(plan), several, strict=True)
    return Map(plan, {square: read(plan.base, one) for square, one in pairs if one is not None})


def _digits(result: Result, *, decimals: bool) -> list[float | str]:
    """Numbers with two decimals or three digits; infinities, which JSON does not have, as "inf" and "-inf"."""
    assert not isinstance(result, Training)
    form = ".2f" if decimals else ".3g"
    return [float(format(value, form)) + 0 if math.isfinite(value) else str(value) for value in result.tolist()]


def _numbers(config: TrainConfig, digits: Sequence[float | str]) -> Result:
    return np.array([float(digit) for digit in digits])


def _changes(result: Result) -> dict[str, Any]:
    """After how many updates each network began or ceased to count as solved; and what stopped, where something did."""
    assert isinstance(result, Training)
    before = np.vstack([np.zeros_like(result.solved[:1]), result.solved[:-1]])
    changed = [result.updates[column].tolist() for column in (result.solved != before).T]
    if not result.diverged.any():
        return {"changed": changed}
    stopped = [int(result.updates[column.argmax()]) if column.any() else None for column in result.diverged.T]
    return {"changed": changed, "stopped": stopped}


def _training(config: TrainConfig, changes: Mapping[str, Any]) -> Result:
    """The looks again; there are none after the last network has stopped."""
    stopped = [math.inf if one is None else one for one in changes.get("stopped", [None] * config.seeds)]
    last = min(config.steps, max(stopped))
    updates = np.array(sorted({*range(0, int(last) + 1, config.report_every), int(last)}), dtype=np.int64)
    solved = [np.searchsorted(times, updates, side="right") % 2 == 1 for times in changes["changed"]]
    return Training(updates, np.stack(solved, axis=1), updates[:, None] >= np.array(stopped))
