"""Results of sweeps in one file, by setting and measure: a sweep goes on from there, and a finer map uses them too.

The file is JSON, and always whole: it is written beside itself and put in its place in one step.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gruviz.maps.plan import Config, Plan, Square
from gruviz.maps.trainability_map import Result, Training
from gruviz.tasks.base import OWN_DATA
from gruviz.validation import InvalidValue

FORMAT = "gruviz map results 1"
LARGEST = 1 << 28
"""Bytes of a file that is read, at most."""
PAUSE, SHARE = 1.0, 0.1
"""Seconds between two writings, at least; and the share of the time that writing may take."""


class ResultsFile:
    """The results in a file, new or there already; several sweeps may keep theirs in one.

    Args:
        path: Of the file; its folder has to exist.
        clock: Seconds, from any time on.

    Raises:
        InvalidValue: If there is a file already and it is another one; it stays as it is.
    """

    def __init__(self, path: str | Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._path, self._clock = Path(path), clock
        self._entries: dict[str, Result] = {}
        self._seen: tuple[int, int] | None = None
        self._next, self._unsaved = -np.inf, False
        self._take_in()
        if not self._path.parent.is_dir():
            raise self._refusal(f"There is no folder {self._path.parent} to keep results in.")

    def known(self, plan: Plan) -> dict[Square, Result]:
        """Results of a plan, by square."""
        keys = {square: _key(plan.measure, plan.config_at(square)) for square in plan.squares()}
        return {square: self._entries[key] for square, key in keys.items() if key in self._entries}

    def add(self, plan: Plan, square: Square, result: Result) -> None:
        """Keep a result; it is written at once, or soon with others if some were written just now."""
        self._entries[_key(plan.measure, plan.config_at(square))] = result
        self._unsaved = True
        if self._clock() >= self._next:
            self.save()

    def save(self) -> None:
        """Write what is not written yet."""
        if not self._unsaved:
            return
        began = self._clock()
        self._take_in()
        results = [f'{{"of":{key},"result":{_dumped(_plain(result))}}}' for key, result in self._entries.items()]
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}-{threading.get_ident()}.part")
        try:
            with part.open("w", encoding="utf-8") as stream:
                stream.write(f'{{"format":{_dumped(FORMAT)},"results":[\n' + ",\n".join(results) + "\n]}\n")
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(self._path)
            self._seen = self._stamp()
        except OSError as error:
            part.unlink(missing_ok=True)
            raise self._refusal(f"Results cannot be kept in {self._path}: {error.strerror}.") from error
        self._unsaved = False
        self._next = self._clock() + max(PAUSE, (self._clock() - began) / SHARE)

    def _take_in(self) -> None:
        """Add what somebody else has written."""
        try:
            stamp = self._stamp()
            if stamp != self._seen:
                self._entries = self._read() | self._entries
                self._seen = stamp
        except OSError as error:
            raise self._refusal(f"{self._path.name} cannot be read: {error.strerror}.") from error

    def _stamp(self) -> tuple[int, int] | None:
        """What changes whenever the file does; None without a file."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _read(self) -> dict[str, Result]:
        """All results by key."""
        if not self._path.exists():
            return {}
        if self._path.stat().st_size > LARGEST:
            raise self._refusal(f"{self._path.name} is too large for a file of map results.")
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            if content["format"] != FORMAT:
                raise ValueError
            return {_dumped(one["of"]): _result(one["result"], _seeds(one["of"])) for one in content["results"]}
        except (ValueError, LookupError, TypeError, RecursionError, OverflowError) as error:
            sentence = f"{self._path.name} is not a file of map results: choose another name, or move it away."
            raise self._refusal(sentence) from error

    def _refusal(self, sentence: str) -> InvalidValue:
        return InvalidValue("file", str(self._path), "a file of map results, or a new one", sentence)


def _key(measure: str, config: Config) -> str:
    """Measure and setting, in full."""
    return _dumped([measure, _spelt(config)])


def _spelt(value: object) -> Any:
    """A setting as JSON has it, each part with the name of its type."""
    if is_dataclass(value) and not isinstance(value, type):
        if any(field.metadata == OWN_DATA for field in fields(value)):
            sentence = "A map of a task with data of your own cannot be kept in a file."
            raise InvalidValue("file", type(value).__name__, "settings of numbers and names", sentence)
        parts = {field.name: _spelt(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__qualname__} | parts
    if isinstance(value, (tuple, list)):
        return [_spelt(one) for one in value]
    return value.item() if isinstance(value, np.generic) else value


def _dumped(value: object) -> str:
    """As JSON, always alike; there are no numbers in it that JSON does not have."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _plain(result: Result) -> Any:
    """A result as JSON has it: every number exactly, infinities as "inf" and "-inf"; looks as rows of 0 and 1."""
    if isinstance(result, Training):
        solved, diverged = (
            ["".join("01"[one] for one in row) for row in rows.astype(int)] for rows in (result.solved, result.diverged)
        )
        return {"updates": result.updates.tolist(), "solved": solved, "diverged": diverged}
    return [value if np.isfinite(value) else str(value) for value in result.tolist()]


def _result(plain: Any, seeds: int) -> Result:
    """A result of so many networks from JSON."""
    if isinstance(plain, Mapping):
        updates = np.array([int(update) for update in plain["updates"]], dtype=np.int64)
        solved, diverged = (_looks(plain[name], (len(updates), seeds)) for name in ("solved", "diverged"))
        if not len(updates) or updates[0] or (np.diff(updates) <= 0).any():
            raise ValueError
        return Training(updates, solved, diverged)
    numbers = np.array([float(value) for value in plain])
    if numbers.shape != (seeds,) or np.isnan(numbers).any():
        raise ValueError
    return numbers


def _looks(rows: Any, shape: tuple[int, int]) -> Any:
    """(N, E) of bool."""
    looks = np.array([["01".index(one) for one in row] for row in rows], dtype=bool)
    if looks.shape != shape:
        raise ValueError
    return looks


def _seeds(of: Any) -> int:
    return int(of[1]["seeds"])
