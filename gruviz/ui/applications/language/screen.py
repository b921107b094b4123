"""Language: type, and three networks and a rule go on; what a letter hangs on, and how far back the verb is right."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from gruviz.applications.language import Tracker, follow_character, trackers
from gruviz.applications.verbs import VerbScores, counted_scores, distances, sentences, verb_scores
from gruviz.figures.applications.reach import Reach, ReachWords, reach_chart
from gruviz.figures.applications.verb_agreement import Agreeing, verb_chart
from gruviz.models.answers import answer_of
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Language
from gruviz.tasks.language import OTHER
from gruviz.ui.applications.browser_network import send_networks
from gruviz.ui.applications.fields import control_row
from gruviz.ui.applications.language.own_text import FILE
from gruviz.ui.applications.language.stage import (
    CACHED,
    NAMES,
    RULE,
    beginnings,
    gradients,
    lines,
    questions,
    reaches,
    record_of,
    send_rule,
    shown_text,
    task_of,
    visible,
)
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.components import component
from gruviz.ui.controls.kinds import Choice, Control, Number, Slider, Text, Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.upload import file_control
from gruviz.ui.inside.look_inside import InspectedAnswer, look_inside
from gruviz.ui.markdown import literal
from gruviz.validation import InvalidValue

LONGEST = 200
HEIGHT = 470
"""Pixels of the stage beside a wide window's other parts."""
WORDS = {
    "field": "Type here; all go on after every key",
    "play": "Type for me",
    "pause": "Stop",
    "other": "Other endings",
    "cut": f"Only the first {LONGEST} letters are read.",
    "surprise": "Tint: how many bits each letter cost, which is how surprised they were.",
    "gradient": "Tint: what the framed letter “%” hangs on.",
    "next": "Bars: which letter they expect next.",
    "there": "Bars: which letter they expected there, before they saw the framed one.",
}

CONTROLS: tuple[Control, ...] = (
    Choice(
        name="language_source",
        label="Learned from",
        help="Sentences that a small grammar makes, of which it is known how well they can be guessed at best; or "
        "Python's reference. A text of your own can be learned from below.",
        default="english",
        options={"english": "Small English", "python": "Python’s manual"},
    ),
    Choice(
        name="language_tint",
        label="Tint the text by",
        help="Surprise: the bits that each letter cost. Gradient: how much the framed letter's log-probability changes "
        "with each letter before it; the square root of the norm, on one scale for all networks.",
        default="surprise",
        options={"surprise": "Surprise", "gradient": "What a letter hangs on"},
    ),
    Slider(
        name="language_temperature",
        label="Temperature",
        help="Divides the log-odds: below 1 the likely becomes likelier, above 1 all become alike.",
        default=0.6,
        low=0.1,
        high=2.0,
        step=0.1,
    ),
    Number(
        name="language_seed",
        label="Seed of the endings",
        help="The same seed goes on from the same text in the same way.",
        default=0,
        low=0,
        high=9999,
        elsewhere=True,
    ),
    Text(
        name="language_text",
        label="Text to read",
        help="What all go on from. Characters that were rare in what they have learned from count as one.",
        default="",
        limit=LONGEST,
        elsewhere=True,
    ),
    Slider(
        name="language_at",
        label="Letter to explain",
        help="Its place in the text. Below, the earlier letters are weighed by how much they change its "
        "log-probability.",
        default=LONGEST,
        low=2,
        high=LONGEST,
        step=1,
    ),
    file_control(FILE),
)
_ON_STAGE = CONTROLS[:3]


def offer(values: Values) -> str:
    """Which networks the switches call for."""
    return "language" if values["language_source"] == "english" else "language_python"


def stage(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """The text, those who go on from it, and what a bit is."""
    task, values = task_of(models), panel.values
    text = values["language_text"]
    shown, sent = st.container(), st.container(key="language_sent")
    with sent:
        networks = send_networks(models, key=panel.key("language_networks"))
        rule = send_rule(task, key=panel.key("language_rule"))
    tinted = values["language_tint"] == "gradient"
    data = {
        "networks": networks,
        "rule": rule,
        "letters": [*task.letters, OTHER],
        "names": NAMES,
        "lines": lines(models),
        "text": text,
        "beginnings": list(beginnings(task)),
        "longest": LONGEST,
        "at": values["language_at"],
        "tint": values["language_tint"],
        "temperature": values["language_temperature"],
        "seed": values["language_seed"],
        "fixed": "language_text" in panel.hidden,
        "gradients": gradients(models, shown_text(models, text)) if tinted else None,
        "questions": questions(models),
        "words": WORDS,
    }
    key = panel.key("language_stage")

    def take(name: str) -> None:
        panel.set(f"language_{name}", st.session_state[key][name])

    mount = {f"on_{name}_change": lambda name=name: take(name) for name in ("text", "at", "seed")}
    with shown:
        component("language", key=key, data=data, **mount)
        control_row(panel, _ON_STAGE)


def details(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """How far back the verb is right, what a letter hangs on, units that keep track, and the inside."""
    task = task_of(models)
    if task.floor is not None:
        chart_card(_verbs(tuple(models.items())), key="language_verbs")
    text = shown_text(models, panel.values["language_text"])
    if len(text) < 2:
        sentence = "Write at least two characters to read."
        raise InvalidValue("language_text", text, "a text of at least two characters", sentence)
    at = min(panel.values["language_at"], len(text))
    control_row(panel, [panel.controls["language_at"]])
    _explained(models, text, at)
    _trackers(models, text)
    look_inside(models, _inspected(task, text, at - 1), key="language_inside")


def _inspected(task: Language, text: str, at: int) -> InspectedAnswer:
    """The letter at a place, counted from 0, as the laboratory's views look at it."""
    letters = tuple(f"“{visible(letter)}”" for letter in task.letters + OTHER)
    target = int(task.encode(text[at])[0])
    return InspectedAnswer(
        lambda model: follow_character(model, text, at),
        f"log p({letters[target]})",
        lambda model, state: answer_of(model, state, target, letters),
        tuple(map(visible, task.letters + OTHER)),
    )


@shared(8)
def _verbs(models: tuple[tuple[str, TrainedModel], ...]) -> Rendering:
    """The chart of verbs, of networks that have learned the grammar's sentences."""
    asked = sentences()
    scores = {label: _scores(model) for label, model in models}
    networks = {
        label: Agreeing(model.weights.cell, scores[label].right, scores[label].words) for label, model in models
    }
    rule = (RULE, counted_scores(task_of(dict(models)), asked))
    return Rendering.of(verb_chart(networks, distances(asked), rule=rule))


@shared(CACHED)
def _scores(model: TrainedModel) -> VerbScores:
    """As recorded of a network that is shipped, which takes seconds to find out."""
    told = record_of(model)
    if told is None or "verbs" not in told.record:
        return verb_scores(model, sentences())
    scores = told.record["verbs"][told.label]
    return VerbScores(np.array(scores["right"]), scores["reach"], scores["words"])


def _explained(models: Mapping[str, TrainedModel], text: str, at: int) -> None:
    """What the letter at a place, counted from 1, hangs on."""
    rows = {label: reaches(model, text)[at - 2, : at - 1] for label, model in models.items()}
    norms = {label: Reach(models[label].weights.cell, row) for label, row in rows.items()}
    words = ReachWords(f"the guess “{visible(text[at - 1])}”", "characters")
    chart_card(reach_chart(norms, [*map(visible, text[: at - 1])], words), key="language_reach")


def _trackers(models: Mapping[str, TrainedModel], text: str) -> None:
    rows = ["| model | follows | unit | correlation |", "|:--|:--|--:|--:|"]
    for label, model in models.items():
        rows += [f"| {literal(label)} | {t.what} | {t.unit} | {t.correlation:.2f} |" for t in _followers(model, text)]
    if len(rows) > 2:
        with st.expander("Units that keep track of something", key="language_trackers"):
            st.caption(
                f"The unit whose h goes most closely with each, over {len(text)} characters. Of many units one always "
                "goes with something for a while: a longer text says more."
            )
            st.markdown("\n".join(rows))


@shared(CACHED)
def _followers(model: TrainedModel, text: str) -> tuple[Tracker, ...]:
    return trackers(model, text)
