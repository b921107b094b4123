"""Translation, tried by hand: any number, the decoder's choices, its attention, and its gradient."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from gruviz.applications.attribution import follow_answer
from gruviz.applications.translation import NumberTranslation, decode, translate
from gruviz.figures.applications.reach import Reach, ReachWords, reach_chart
from gruviz.figures.applications.word_grids import Grid, GridWords, word_grid_chart
from gruviz.figures.gradients.decay import decay_chart, norm_line
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Flows, run
from gruviz.tasks import NO_TARGET, Translation
from gruviz.tasks.number_words import english, french, parse_number
from gruviz.tasks.translation import ENGLISH, FRENCH
from gruviz.ui.applications.fields import Line, control_row
from gruviz.ui.charts.card import chart_card
from gruviz.ui.controls.kinds import Control, Toggle, Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.look_inside import InspectedAnswer, look_inside
from gruviz.ui.markdown import literal

RANKS = ("likeliest", "second", "third")
"""Candidates shown for each word said."""

CHOICES = GridWords("Probability of the least certain word said", "probability", "word said", "candidate")
ATTENTION = GridWords(
    "The largest weight where attention is most spread out",
    "attention",
    "word said",
    "source word",
    title="Where each French word looks in the English sentence",
)


def offer(values: Values) -> str:
    """Which networks are tried: with or without attention."""
    return "translation_attention" if values["translation_attention"] else "translation"


CONTROLS: tuple[Control, ...] = (
    Line(
        name="translation_number",
        label="Number to translate",
        help="From 1 to 99,999, in digits or English words: 4,271 or forty-two.",
        default="71,892",
        limit=120,
    ),
    Toggle(
        name="translation_attention",
        label="With attention",
        help="The decoder also looks back at all states of the encoder; without, all that it knows of the sentence "
        "has passed through one state.",
        default=False,
    ),
)


def stage(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """What each model says, step by step, and what its last word depends on."""
    control_row(panel, CONTROLS)
    number = parse_number(panel.values["translation_number"])
    translations = {label: translate(model, number) for label, model in models.items()}
    _sentences(number, translations)
    choices = {label: choices_of(one) for label, one in translations.items()}
    chart_card(word_grid_chart(choices, CHOICES), key="translation_words")
    attention = {
        label: Grid(one.words, one.source, one.attention)
        for label, one in translations.items()
        if one.attention is not None
    }
    if attention:
        chart_card(word_grid_chart(attention, ATTENTION), key="translation_attention")
    _gradients(models, translations)
    inspected = InspectedAnswer(
        lambda model: _flows(model, number),
        "the last word's log-probability",
        channels=ENGLISH,
        decoder_channels=FRENCH,
    )
    look_inside(models, inspected, key="translation_inside")


def details(models: Mapping[str, TrainedModel], panel: Panel) -> None:
    """Nothing yet."""


def choices_of(one: NumberTranslation) -> Grid:
    """The likeliest French words at each step."""
    order = np.argsort(-one.chances, axis=1)[:, : len(RANKS)]
    chances = np.take_along_axis(one.chances, order, axis=1)
    return Grid(one.words, RANKS, chances, [[FRENCH[word] for word in step] for step in order])


def _sentences(number: int, translations: Mapping[str, NumberTranslation]) -> None:
    right = literal(" ".join(french(number)))
    st.markdown(f"**{number:,}**, {literal(' '.join(english(number)))}, is in French: {right}")
    rows = ["| model | says | which is |", "|:--|:--|:--|"]
    for label, one in translations.items():
        sentence = literal(" ".join(one.words).removesuffix(" ."))
        rows.append(f"| {literal(label)} | {sentence} | {'right' if one.is_right else 'wrong'} |")
    st.markdown("\n".join(rows))


def _gradients(models: Mapping[str, TrainedModel], translations: Mapping[str, NumberTranslation]) -> None:
    source = next(iter(translations.values())).source
    reaches = {label: Reach(models[label].weights.cell, one.source_reach) for label, one in translations.items()}
    words = ReachWords("the last French word", "English words")
    chart_card(reach_chart(reaches, source, words), key="translation_reach")
    lines = [
        norm_line(label, models[label].weights.cell, one.state_reach)
        for label, one in translations.items()
        if one.state_reach[-1] > 0
    ]
    if lines:
        st.markdown(
            f"The gradient of the last word said goes back through the decoder, and on through the {len(source)} "
            "English words to the state before the first. This chart shows that whole way; “Look inside” shows encoder "
            "and decoder one at a time, and of the encoder the empty steps before a short sentence as well."
        )
        chart_card(decay_chart(lines), key="translation_way")


def _flows(model: TrainedModel, number: int) -> Flows:
    """The gradient of the last word that the model says itself."""
    task = model.kind
    assert isinstance(task, Translation)
    network = model.network.member(0)
    inputs = task.sentences([english(number)])
    spoken = decode(network, inputs)[: len(translate(model, number).words), 0]
    targets = np.full_like(spoken, NO_TARGET)
    targets[-1] = spoken[-1]
    return follow_answer(run(network, inputs, spoken), targets)
