"""Below the translation: what every word was chosen from, where it looks, and how far its gradient reaches."""

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
from gruviz.tasks.number_words import NumberWords, english
from gruviz.tasks.translation import ENGLISH
from gruviz.ui.charts.card import chart_card
from gruviz.ui.inside.look_inside import InspectedAnswer, look_inside

RANKS = ("likeliest", "second", "third")
"""Candidates shown for each word said."""

CHOICES = GridWords("Probability of the least certain word said", "probability", "word said", "candidate")
ATTENTION = GridWords(
    "The largest weight where attention is most spread out",
    "attention",
    "word said",
    "source word",
    title="Where each word looks in the English sentence",
)


def draw_details(
    models: Mapping[str, TrainedModel], translations: Mapping[str, NumberTranslation], number: int
) -> None:
    """The charts of one number's translations, by label."""
    choices = {label: choices_of(one, _task(models[label]).vocabulary) for label, one in translations.items()}
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
        decoder_channels=_task(next(iter(models.values()))).vocabulary,
    )
    look_inside(models, inspected, key="translation_inside")


def choices_of(one: NumberTranslation, vocabulary: NumberWords) -> Grid:
    """The likeliest words at each step."""
    order = np.argsort(-one.chances, axis=1)[:, : len(RANKS)]
    chances = np.take_along_axis(one.chances, order, axis=1)
    return Grid(one.words, RANKS, chances, [[vocabulary[word] for word in step] for step in order])


def _gradients(models: Mapping[str, TrainedModel], translations: Mapping[str, NumberTranslation]) -> None:
    source = next(iter(translations.values())).source
    reaches = {label: Reach(models[label].weights.cell, one.source_reach) for label, one in translations.items()}
    words = ReachWords("the last word said", "English words")
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
    task = _task(model)
    network = model.network.member(0)
    inputs = task.sentences([english(number)])
    spoken = decode(network, inputs)[: len(translate(model, number).words), 0]
    targets = np.full_like(spoken, NO_TARGET)
    targets[-1] = spoken[-1]
    return follow_answer(run(network, inputs, spoken), targets)


def _task(model: TrainedModel) -> Translation:
    assert isinstance(model.kind, Translation)
    return model.kind
