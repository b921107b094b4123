"""The network that the page shows before anybody has brought one: what it was to learn, and how its training went.

`python -m scripts.broken_network` trains it, by plain PyTorch.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from gruviz.checkpoints.checkpoint import Checkpoint, read_checkpoint
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.training.losses import loss_chart
from gruviz.models.shipped import FOLDER
from gruviz.wording import share

MODEL, RECORD = FOLDER / "does_not_learn.safetensors", FOLDER / "does_not_learn.json"
VOCABULARY = "XYabcd"
"""Its symbols, in the order of the rows of its embedding."""
CLASSES = 4
LAG = 64
"""Steps that lie at least between the first of the two symbols that matter and the end."""
STARTS = {"shipped": "bias −6, the file", "default": "bias 0, PyTorch’s start", "mended": "bias +6"}
"""By run of the record, what was added to the bias of the update gate."""


@cache
def example_record() -> Mapping[str, Any]:
    """Settings of the training, and its losses and accuracy by the start of the update gate, `STARTS`."""
    record: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return record


@cache
def example_checkpoint() -> Checkpoint:
    """The shipped file, read as anybody's."""
    return read_checkpoint(MODEL.name, MODEL.read_bytes())


def example_story() -> str:
    """What it was to learn and how that went, in Markdown."""
    record = example_record()
    run = record["runs"]["shipped"]
    return (
        f"**An example that does not learn.** It reads {record['length']} symbols, among them two that matter, and is "
        f"to say in which order X and Y came; the first lies at least {LAG} steps before the end. After "
        f"{record['updates']} updates its loss is {run['losses'][-1]:.2f}, where guessing has {np.log(CLASSES):.2f}, "
        f"and {share(run['accuracy'])} of new answers are right, where guessing has {share(1 / CLASSES)}."
    )


def example_losses() -> Chart:
    """The losses of the three trainings."""
    record = example_record()
    runs = {label: record["runs"][name]["losses"] for name, label in STARTS.items()}
    return loss_chart(runs, every=record["every"], chance=float(np.log(CLASSES)))
