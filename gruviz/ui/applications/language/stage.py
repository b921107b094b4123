"""The first screen of Language as the browser gets it: who goes on from the text, and what it costs them."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np

from gruviz.applications.language import reach_of_all
from gruviz.applications.results import judge
from gruviz.arrays import Array, frozen, in_base64
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.models.shipped import application_models, applications_record
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Language
from gruviz.tasks.language import ORDER, parts, training_part
from gruviz.tasks.ngrams import ngram_counts
from gruviz.ui.applications.language.tints import tint_levels
from gruviz.ui.caching import shared
from gruviz.ui.components import component

RULE = f"{ORDER}-gram"
NAMES = {" ": "␣", "\n": "⏎", "\t": "⇥"}
"""How characters that cannot be seen are written."""
BEGINNINGS = {
    "english": (
        "The keys to the old cabinet in the hall ",
        "The dog that followed the children ",
        '"Where are the letters from the old teacher',
        "The songs about the baker next to the singers ",
        "Anna is looking for the lamp (the ",
    ),
    "python": ('The "with" statement wraps the execution of ', "If the argument is an (un", "Return a new list "),
}
"""Of sentences, by source; they end where a network has to know what came long before."""
CACHED = 64
"""Results of each kind that the server remembers, for as many models and settings."""


def visible(character: str) -> str:
    """A character so that it can be seen."""
    return NAMES.get(character, character)


def task_of(models: Mapping[str, TrainedModel]) -> Language:
    """What the models have learned."""
    task = next(iter(models.values())).kind
    assert isinstance(task, Language)
    return task


@shared(16)
def beginnings(task: Language) -> tuple[str, ...]:
    """Beginnings of sentences that are typed by themselves; of the person's own text some that it holds out."""
    if not task.corpus:
        return BEGINNINGS[task.source]
    held_out = task.corpus[len(training_part(task.corpus)) :]
    words = [" ".join(held_out[place:].split()[1:9]) for place in range(0, len(held_out), 1 + len(held_out) // 3)]
    return tuple(f"{each} " for each in words if len(each) > 1) or (task.corpus[:40],)


def shown_text(models: Mapping[str, TrainedModel], text: str) -> str:
    """The person's text, or what stands for it while there is none."""
    return text or beginnings(task_of(models))[0]


def send_rule(task: Language, *, key: str) -> str:
    """Bring what the rule has counted to the browser, once; the name under which a component finds it."""
    data = rule_counts(task)
    component("language_rule", key=key, data=data)
    return str(data["name"])


@shared(8)
def rule_counts(task: Language) -> dict[str, Any]:
    """What the rule has counted, and a name that no other has; see assets/components/language/rule.js."""
    training, _ = parts(task)
    grams, counts = ngram_counts(training, ORDER, task.output_size)
    packed = {
        "order": ORDER,
        "size": task.output_size,
        "grams": in_base64(grams.astype(np.uint8)),
        "counts": in_base64(counts.astype("<u4")),
        "tail": training[len(training) - ORDER + 1 :].tolist(),
    }
    return {"name": blake2b(repr(packed).encode(), digest_size=8).hexdigest(), "counts": packed}


def lines(models: Mapping[str, TrainedModel]) -> list[dict[str, str]]:
    """Who goes on: the networks, then the rule that counts."""
    rule = {"label": RULE, "color": GREY, "what": f"Counts which letter has followed which {ORDER - 1} others"}
    return [*({"label": label, "color": cell_color(m.weights.cell), "what": ""} for label, m in models.items()), rule]


def questions(models: Mapping[str, TrainedModel]) -> dict[str, Any]:
    """Bits per character as questions: of letters by themselves, the rule, the networks, and the floor."""
    task = task_of(models)
    rules = task.baselines(task.default_length)
    networks = {label: held_out_bits(model) for label, model in models.items()}
    rows = [
        ("Blind guess", float(np.log2(task.output_size)), GREY),
        ("By frequency", rules["single characters"], GREY),
        (RULE, rules[RULE], GREY),
        *((label, bits, cell_color(models[label].weights.cell)) for label, bits in networks.items()),
    ]
    rows.sort(key=lambda row: -row[1])
    note = "A bit is a fair yes-or-no question."
    if task.floor is not None:
        rows.append(("The grammar", task.floor, GREY))
        note += " The grammar made this text: in the long run nobody can need fewer."
    return {
        "heading": "Questions it takes to guess the next letter of the held-out text, on average:",
        "rows": [{"name": name, "bits": round(bits, 4), "color": color} for name, bits, color in rows],
        "note": note,
    }


class Told(NamedTuple):
    """What was recorded when a network was made that comes with the package."""

    record: Mapping[str, Any]
    """Of all networks of its offer."""
    label: str


def record_of(model: TrainedModel) -> Told | None:
    """The record of a shipped network; None of another."""
    for offer in ("language", "language_python"):
        for label, shipped in application_models(offer).items():
            if shipped is model:
                return Told(applications_record()[offer], label)
    return None


@shared(CACHED)
def held_out_bits(model: TrainedModel) -> float:
    """Bits per character of the first of its networks on the held-out text; as recorded if it is shipped."""
    told = record_of(model)
    if told is None:
        return float(judge(model)[0])
    record, label = told
    return float(record["measured"][label][record["seeds"].index(record["shipped"][label])])


def gradients(models: Mapping[str, TrainedModel], text: str) -> dict[str, Any] | None:
    """How much each letter of a text depends on every one before it, as tints; None where there are none before."""
    if len(text) < 2:
        return None
    levels = tint_levels({label: reaches(model, text) for label, model in models.items()})
    return {"text": text, "levels": list(levels.values())}


@shared(CACHED)
def reaches(model: TrainedModel, text: str) -> Array:
    """How much each character before one changes its log-probability, for every one, (T-1, T-1)."""
    return frozen(np.median(reach_of_all(model, text), axis=-1))
