"""What the browser draws of a translation: the words of all answers, which are wrong, and what each looks at."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gruviz.applications.mistakes import number_of, wrong_words
from gruviz.applications.translation import NumberTranslation
from gruviz.arrays import Array
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Translation
from gruviz.tasks.number_words import NumberWords, Tongue, english
from gruviz.tasks.translation import END

RULE = "Word for word"
"""What the dictionary's answer is called."""


def picture(
    number: int,
    task: Translation,
    models: Mapping[str, TrainedModel],
    translations: Mapping[str, NumberTranslation],
    shown: str,
) -> dict[str, Any]:
    """All answers to one number, that of the rule last.

    Args:
        number: Which.
        task: Of the models.
        models: By label.
        translations: Their answers, by label.
        shown: Label of the one whose words are joined with the English.
    """
    truth = task.tongue.say(number)
    lanes = [_lane(label, models[label], one, task) for label, one in translations.items()]
    lanes.append(_rule(number, task))
    return {
        "number": f"{number:,}",
        "source": english(number),
        "reversed": task.reverse,
        "attends": task.attention,
        "language": task.tongue.title,
        "space": task.tongue.space,
        "truth": truth,
        "lanes": lanes,
        "shown": shown if shown in translations else RULE,
    }


def verdict(said: NumberWords, number: int, language: str) -> str:
    """Whether an answer, its end included, is right; and if not, what it says instead."""
    other = number_of(said, language)
    if other == number:
        return "right"
    if said[-1:] != (END,):
        return "wrong: it never ends"
    return "wrong: no such number" if other is None else f"wrong: this is {other:,}"


def _lane(label: str, model: TrainedModel, one: NumberTranslation, task: Translation) -> dict[str, Any]:
    said, words = one.words, tuple(word for word in one.words if word != END)
    links = None if one.attention is None else one.attention[: len(words)]
    if links is not None and task.reverse:
        links = links[:, ::-1]
    return {
        "label": label,
        "color": cell_color(model.weights.cell),
        "state": f"one state, {model.weights.hidden_size} numbers",
    } | _said(words, task.tongue, one.number, verdict(said, one.number, task.language), links)


def _rule(number: int, task: Translation) -> dict[str, Any]:
    words, source = task.tongue.word_for_word(number), english(number)
    froms = [i for i, word in enumerate(source) for _ in task.tongue.dictionary[word]]
    links = np.array(froms)[:, None] == np.arange(len(source))
    verdict_of_rule = verdict((*words, END), number, task.language)
    return {"label": RULE, "color": GREY, "state": None} | _said(words, task.tongue, number, verdict_of_rule, links)


def _said(words: NumberWords, tongue: Tongue, number: int, verdict: str, links: Array | None) -> dict[str, Any]:
    """What every lane has; links (R, T) in per cent of each word's attention, None where there is one state only."""
    return {
        "words": words,
        "wrong": wrong_words(words, tongue.say(number)),
        "right": verdict == "right",
        "verdict": verdict,
        "links": None if links is None else np.rint(100 * links.astype(np.float64)).astype(int).tolist(),
    }
