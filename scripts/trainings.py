"""Record the trainings that the page Train plays at once: python -m scripts.trainings [NAME …].

Without names, all presets of the page, the default among them. It takes a few minutes of one core. Everything runs in a
worker as the server has them, so that the same training made there gives the same numbers on the same platform.
"""

import datetime
import importlib.metadata
import pickle
import platform
import resource
import sys

from gruviz import __version__
from gruviz.jobs.worker import Worker
from gruviz.server_runs import work
from gruviz.training.history import TrainingEvent, histories
from gruviz.training.recorded import RecordedTraining
from gruviz.training.settings import TrainConfig
from gruviz.training.trace import trace_of
from gruviz.ui.train.controls import TABLE, config_from


def main(names: list[str]) -> None:
    """Record the presets of these names."""
    for label in TABLE.presets:
        name = file_name(label)
        if not names or name in names:
            recording = record_training(name, config_from(TABLE.defaults | TABLE.preset(label)))
            recording.write()
            print(f"{name}: {recording.seconds:.0f} s")


def file_name(label: str) -> str:
    """A preset's label as the name of a file."""
    return "_".join("".join(c if c.isalnum() else " " for c in label.lower()).split())


def record_training(name: str, config: TrainConfig) -> RecordedTraining:
    """Train, and keep what the picture needs."""
    start, events = busy(), run_in_worker(config)
    seconds = busy() - start
    versions = {package: importlib.metadata.version(package) for package in ("numpy", "torch")}
    return RecordedTraining(
        name=name,
        config=config,
        date=datetime.date.today().isoformat(),
        versions={"gruviz": __version__, "python": platform.python_version()} | versions,
        machine=f"{platform.machine()}, {platform.system()}",
        seconds=round(seconds, 1),
        trace=trace_of(config, histories(config, events)),
    )


def busy() -> float:
    """Seconds of a core that child processes which have ended have used: what else the machine did does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_in_worker(config: TrainConfig) -> list[TrainingEvent]:
    """What a training reports, in the process in which the server would make it."""
    worker, events = Worker(), []

    def keep(event: object) -> bool:
        if isinstance(event, TrainingEvent):
            events.append(event)
        return True

    wrong = worker.run(pickle.dumps((work, config)), keep)
    worker.close()
    worker.discard()  # waits for its end
    if wrong:
        raise RuntimeError(wrong)
    return events


if __name__ == "__main__":
    main(sys.argv[1:])
