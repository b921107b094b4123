"""Train the models that the applications ship: python -m scripts.applications [name …].

Without a name it makes all of them, which takes about half an hour on one core. Every model is rounded to half
precision, as in its file, before it is judged; what was measured goes into assets/models/applications.json. The model
of the first seed is shipped, the others say how much its numbers owe to chance.
"""

import os
import sys
import time
from datetime import date

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch are loaded

import json  # noqa: E402
import platform  # noqa: E402
from dataclasses import fields, replace  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402

from gruviz import Learner, TrainConfig, TrainedModel, save_model, train  # noqa: E402
from gruviz.applications.offered import OFFERED, WITHOUT_MEMORY  # noqa: E402
from gruviz.applications.results import judge  # noqa: E402
from gruviz.models.shipped import APPLICATIONS_RECORD, FOLDER  # noqa: E402
from gruviz.training.history import learner_label  # noqa: E402

EXTRA = {"balancing": {"without memory": WITHOUT_MEMORY}}
"""Models beside those of the three cells, by application and label."""
SEEDS = range(5)
"""Each draws its own weights and its own order of the sequences, the same for all cells."""


def main() -> None:
    """Make the named applications, by default all."""
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    FOLDER.mkdir(exist_ok=True)
    record = json.loads(APPLICATIONS_RECORD.read_text(encoding="utf-8")) if APPLICATIONS_RECORD.exists() else {}
    for name in sys.argv[1:] or OFFERED:
        record[name] = make(name, OFFERED[name])
        APPLICATIONS_RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def make(name: str, config: TrainConfig) -> dict[str, object]:
    """Train and write the models of one application; return what is recorded of them."""
    runs = {learner_label(learner, config.length): replace(config, learners=(learner,)) for learner in config.learners}
    files, seconds, measured = [], {}, {}
    for label, each in (runs | EXTRA.get(name, {})).items():
        start = time.process_time()
        models = [trained(label, replace(each, seed=seed)) for seed in SEEDS]
        seconds[label] = round((time.process_time() - start) / len(SEEDS), 1)
        files.append(f"{name}_{each.learners[0].cell if label in runs else label.replace(' ', '_')}.npz")
        save_model(models[0], FOLDER / files[-1], half=True)
        measured[label] = [round(float(judge(model)[0]), 4) for model in models]
        print(f"{name:22} {label:20} {seconds[label]:6.1f} s   {config.task.metric} {measured[label]}", flush=True)
    task = config.task
    baselines = {rule: round(value, 4) for rule, value in task.baselines(config.length).items()}
    print(f"{name:22} {baselines}", flush=True)
    settings = [field.name for field in fields(config) if field.name != "task"]
    return {
        "date": date.today().isoformat(),
        "task": {"key": task.key} | ({} if task.key == "language" else task.settings),
        "settings": {setting: as_json(getattr(config, setting)) for setting in settings},
        "versions": {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__},
        "files": files,
        "seeds": list(SEEDS),
        "seconds": seconds,
        "metric": config.task.metric,
        "measured": measured,
        "baselines": baselines,
    }


def trained(label: str, config: TrainConfig) -> TrainedModel:
    """The model that a training ends with, as its file will give it back."""
    *_, last = train(replace(config, report_every=1000))
    return TrainedModel(config.task, label, config.length, last.weights, *last.readout, last.decoder).rounded()


def as_json(value: object) -> object:
    """A setting as JSON has it."""
    if isinstance(value, tuple) and value and isinstance(value[0], Learner):
        return [f"{learner.cell}, rate {learner.learning_rate:g}" for learner in value]
    return value


if __name__ == "__main__":
    main()
