"""Train the models that the applications ship: python -m scripts.applications [rules|times] [name … or name/network …].

Without a name it makes all of them, which takes about an hour on one core. First the learning rate of every network is
chosen among `RATES`, by its score on a part of the training data that is set apart for this; then it learns from all of
the training data, once with every seed, and is judged on what is held out. Every model is rounded to half precision, as
in its file, before it is judged. What was measured goes into assets/models/applications.json, and the model of the seed
in the middle into a file. With "rules" only the rules beside the networks are computed again, with "times" only how
long a training takes is measured again.
"""

import os
import sys
from datetime import date

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy and PyTorch are loaded

import fcntl  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterable  # noqa: E402
from dataclasses import fields, replace  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402

from gruviz import Learner, TrainConfig, TrainedModel, load_model, save_model, train  # noqa: E402
from gruviz.applications.choosing import best_rate, rehearsal  # noqa: E402
from gruviz.applications.offered import OFFERED, WITHOUT_MEMORY, label_of  # noqa: E402
from gruviz.applications.results import judge, middle  # noqa: E402
from gruviz.applications.verbs import sentences, verb_scores  # noqa: E402
from gruviz.models.shipped import APPLICATIONS_RECORD, FOLDER  # noqa: E402
from gruviz.tasks import find_task  # noqa: E402

EXTRA = {"balancing": {"without memory": WITHOUT_MEMORY}}
"""Models beside those of the three cells, by application and label."""
RATES = (0.003, 0.01, 0.02)
"""Learning rates that are tried."""
TURNS = {"wearable": 2, "digits_by_pixel": 2}
"""Trainings with each rate where one is not enough: a part of two people says little, and over 196 steps luck a lot."""
BY_NETWORK = ("rates", "validation", "measured", "shipped", "files", "verbs")
"""What the record has for each network."""
TIMED = 25
"""Updates whose time is taken."""
SEEDS = range(5)
"""Each draws its own weights and its own order of the sequences, the same for all cells."""
FEWER = {"language": 3}
"""How many seeds, and one in how many updates where rates are tried, of what takes minutes to learn."""


def main() -> None:
    """Make the named applications, by default all, or one network of one, as in "speech/GRU"."""
    FOLDER.mkdir(exist_ok=True)
    arguments = sys.argv[1:]
    only = [each for each in arguments if each in PARTS]
    for argument in [each for each in arguments if each not in PARTS] or OFFERED:
        name, _, label = argument.partition("/")
        made = PARTS[only[0]](name) if only else make(name, label)
        with APPLICATIONS_RECORD.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # several may run side by side
            record = json.load(file)
            record[name] = joined(name, record.get(name, {}), made)
            record = {each: record[each] for each in OFFERED if each in record}
            file.seek(0)
            file.truncate()
            file.write(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def joined(name: str, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """A record with what was made anew; what is said of other networks stays."""
    networks = {key: old.get(key, {}) | new[key] for key in BY_NETWORK if key in new}
    ordered = {
        key: {label: each[label] for label in networks_of(name) if label in each} for key, each in networks.items()
    }
    return old | new | ordered


def networks_of(name: str) -> dict[str, TrainConfig]:
    """The trainings of an application, of one network each, by label."""
    config = OFFERED[name]
    return {label_of(learner): replace(config, learners=(learner,)) for learner in config.learners} | EXTRA.get(
        name, {}
    )


def make(name: str, label: str) -> dict[str, object]:
    """Choose, train and write the models of one application, or one of them; return what is recorded of them."""
    config = OFFERED[name]
    runs = {each: run for each, run in networks_of(name).items() if label in ("", each)}
    turns = range(TURNS.get(name, 1))
    tried = {each: replace(run, steps=run.steps // FEWER.get(name, 1)) for each, run in runs.items()}
    validation = {label: rate_scores(label, each, turns) for label, each in tried.items()}
    rates = {label: float(best_rate(scores, config_metric(config))) for label, scores in validation.items()}
    made = {label: make_one(name, label, with_rate(each, rates[label])) for label, each in runs.items()}
    settings = [field.name for field in fields(config) if field.name not in ("task", "learners")]
    return (
        {
            "date": date.today().isoformat(),
            "task": described(config),
            "settings": {setting: getattr(config, setting) for setting in settings},
            "versions": {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__},
            "rates": rates,
            "validation": validation,
            "turns": list(turns),
            "rehearsed": config.steps // FEWER.get(name, 1),
            "seeds": list(seeds_of(name)),
            "metric": config_metric(config),
            "measured": {label: scores for label, (scores, _, _) in made.items()},
            "shipped": {label: seed for label, (_, seed, _) in made.items()},
            "files": {label: file for label, (_, _, file) in made.items()},
        }
        | (verbs(name, made) if name == "language" else {})
        | rules(name)
        | times(name)
    )


def verbs(name: str, labels: Iterable[str]) -> dict[str, object]:
    """How often the written networks get the verb right, by words between, and how far their gradient is heard."""
    files = {label: FOLDER / f"{name}_{label.lower()}.npz" for label in labels}
    found = {label: verb_scores(load_model(file), sentences()) for label, file in files.items()}
    return {
        "verbs": {
            label: {"right": scores.right.round(4).tolist(), "reach": scores.reach, "words": round(scores.words, 3)}
            for label, scores in found.items()
        }
    }


def rate_scores(label: str, config: TrainConfig, turns: Iterable[int]) -> dict[str, list[float]]:
    """What a network reaches on validation parts, by learning rate; the turn is the seed as well."""
    scores = {}
    for rate in RATES:
        tries = [
            replace(with_rate(config, rate), task=rehearsal(find_task(config.task), turn), seed=turn) for turn in turns
        ]
        scores[f"{rate:g}"] = [score(trained(label, each)) for each in tries]
        print(f"{label:16} rate {rate:g}: {scores[f'{rate:g}']}", flush=True)
    return scores


def make_one(name: str, label: str, config: TrainConfig) -> tuple[list[float], int, str]:
    """Train one network with all seeds and write the one in the middle: scores, its seed and its file."""
    seeds = seeds_of(name)
    models = [trained(label, replace(config, seed=seed)) for seed in seeds]
    scores = [score(model) for model in models]
    kept = middle(scores)
    file = f"{name}_{label.lower().replace(' ', '_')}.npz"
    save_model(models[kept], FOLDER / file, half=True)
    rate = config.learners[0].learning_rate
    print(f"{name:22} {label:16} rate {rate:g}: {config_metric(config)} {scores}, seed {seeds[kept]} kept", flush=True)
    return scores, seeds[kept], file


def seeds_of(name: str) -> range:
    """The seeds by which the networks of an application are trained."""
    return range(FEWER.get(name, len(SEEDS)))


def trained(label: str, config: TrainConfig) -> TrainedModel:
    """The model that a training ends with, as its file will give it back."""
    *_, last = train(replace(config, report_every=1000))
    return TrainedModel(config.task, label, config.length, last.weights, *last.readout, last.decoder).rounded()


def with_rate(config: TrainConfig, rate: float) -> TrainConfig:
    """The same training of its one network with another learning rate."""
    learner: Learner = replace(config.learners[0], learning_rate=rate)
    return replace(config, learners=(learner,))


def score(model: TrainedModel) -> float:
    """The metric on what its task holds out."""
    return round(float(judge(model)[0]), 4)


def rules(name: str) -> dict[str, object]:
    """What the rules beside the networks reach."""
    config = OFFERED[name]
    values = {rule: round(value, 4) for rule, value in find_task(config.task).baselines(config.length).items()}
    print(f"{name:22} {values}", flush=True)
    return {"baselines": values}


def times(name: str) -> dict[str, object]:
    """Seconds of one core that a training of all three networks takes, from its first updates."""
    config = replace(OFFERED[name], steps=TIMED, report_every=TIMED)
    events = train(config)
    for _ in config.learners:
        next(events)  # before any update: data and networks are there
    before = time.process_time()
    for _ in events:
        pass
    seconds = (time.process_time() - before) * OFFERED[name].steps / TIMED
    print(f"{name:22} {seconds:.0f} s", flush=True)
    return {"seconds": round(seconds)}


PARTS = {"rules": rules, "times": times}
"""What can be computed again by itself."""


def config_metric(config: TrainConfig) -> str:
    """Key of what is measured."""
    return find_task(config.task).metric


def described(config: TrainConfig) -> dict[str, Any]:
    """The task, without the alphabet of a text."""
    task = find_task(config.task)
    return {"key": task.key} | {name: value for name, value in task.settings.items() if name != "alphabet"}


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    main()
