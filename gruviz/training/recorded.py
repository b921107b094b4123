"""Trainings that are shipped as recordings: made by `python -m scripts.trainings`, and played without a worker."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gruviz.paths import ASSETS
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.trace import Trace

FOLDER = ASSETS / "trainings"


@dataclass(frozen=True)
class RecordedTraining:
    """One file.

    Args:
        name: Of the file, without its ending.
        config: What ran.
        date: On which.
        versions: Of Python and the packages that made the numbers.
        machine: Kind of processor and system.
        seconds: Of one core that it took there.
        trace: What it left.
    """

    name: str
    config: TrainConfig
    date: str
    versions: Mapping[str, str]
    machine: str
    seconds: float
    trace: Trace

    def write(self, folder: Path = FOLDER) -> None:
        """Write the file."""
        record = vars(self) | {"config": asdict(self.config), "trace": self.trace.as_json()}
        folder.mkdir(exist_ok=True)
        text = json.dumps(record, separators=(",", ":"), allow_nan=False)
        (folder / f"{self.name}.json").write_text(text + "\n", encoding="utf-8")


def read_training(path: Path) -> RecordedTraining:
    """Read a file that `RecordedTraining.write` has written."""
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    settings = record["config"]
    learners = tuple(Learner(**learner) for learner in settings["learners"])
    config = TrainConfig(**settings | {"learners": learners})
    return RecordedTraining(**record | {"config": config, "trace": Trace.from_json(record["trace"])})


@cache
def recorded_trainings() -> Mapping[TrainConfig, RecordedTraining]:
    """Every shipped recording by what ran."""
    recordings = map(read_training, sorted(FOLDER.glob("*.json")))
    return {recording.config: recording for recording in recordings}
