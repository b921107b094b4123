"""How the cells did on the synthetic tasks, from a training that was run beforehand: read from a small shipped file."""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from gruviz.paths import ASSETS

FILE = ASSETS / "scoreboard.json"


@dataclass(frozen=True)
class Score:
    """One learner on one task.

    Args:
        task: Registry key.
        cell: Registry key.
        label: Cell and start in words.
        length: T.
        seeds: Networks trained.
        solved: How many of them are at or beyond the task's bar when training ends.
        updates: Median number of updates from which on those have been there; None if none is.
        limit: Updates at most; training ends earlier once every seed is at or beyond the bar at once.
        metric: Median over seeds at the end.
    """

    task: str
    cell: str
    label: str
    length: int
    seeds: int
    solved: int
    updates: float | None
    limit: int
    metric: float


@dataclass(frozen=True)
class Scoreboard:
    """All scores, and how they were made.

    Args:
        made: Date, as year-month-day.
        version: Of this package.
        settings: What all trainings had in common.
        scores: One for each learner and task.
    """

    made: str
    version: str
    settings: dict[str, Any]
    scores: tuple[Score, ...]

    def of(self, cells: Collection[str]) -> "Scoreboard":
        """The scores of some cells alone."""
        return replace(self, scores=tuple(score for score in self.scores if score.cell in cells))


def write_scoreboard(board: Scoreboard, file: Path = FILE) -> None:
    """Write the shipped file."""
    file.write_text(json.dumps(asdict(board), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@cache
def load_scoreboard(file: Path = FILE) -> Scoreboard:
    """Read the shipped file."""
    board = json.loads(file.read_text(encoding="utf-8"))
    scores: Sequence[dict[str, Any]] = board.pop("scores")
    return Scoreboard(**board, scores=tuple(Score(**score) for score in scores))


def tasks_solved(board: Scoreboard, cell: str) -> int:
    """How many tasks most seeds of a cell solved from at least one of its starts."""
    return len({score.task for score in board.scores if score.cell == cell and 2 * score.solved > score.seeds})
