"""A text for the tests in JavaScript, with what a network and the rule expect of it, as Python computes it."""

import json
from pathlib import Path

import numpy as np

from gruviz.applications.language import next_characters, surprise
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Language
from gruviz.tasks.language import ORDER, parts
from gruviz.tasks.ngrams import ngram_chances
from gruviz.ui.applications.browser_network import browser_network
from gruviz.ui.applications.language.stage import rule_counts
from tests.applications.untrained import TEXT, untrained

READ = TEXT[200:260] + "é" + TEXT[-30:]
"""With a letter that the alphabet lacks, and the end of what is counted in."""


def write_letters(folder: Path) -> None:
    """One network and the rule along a text, as letters.json."""
    task = Language(TEXT)
    model, training = untrained(task), parts(task)[0]
    codes = task.encode(READ)
    chances = [
        [
            float(ngram_chances(training, np.append(codes[at - 4 : at], one), ORDER, task.output_size)[-1])
            for one in range(task.output_size)
        ]
        for at in range(4, len(codes))
    ]
    case = {
        "network": browser_network(model),
        "symbols": codes.tolist(),
        "surprises": surprise(model, READ)[:, 0].tolist(),
        "likeliest": _likeliest(model, READ, 12),
        "rule": rule_counts(task)["counts"],
        "chances": chances,
    }
    folder.joinpath("letters.json").write_text(json.dumps(case, allow_nan=False), encoding="utf-8")


def _likeliest(model: TrainedModel, text: str, count: int) -> list[int]:
    """Symbols with which a network goes on where it always takes the likeliest."""
    start = len(text)
    for _ in range(count):
        text += next_characters(model, text, top=1)[0].character
    return model.kind.encode(text[start:]).tolist()
