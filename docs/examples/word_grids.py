"""Where each word of a translation looks."""

import gruviz
from gruviz.applications.translation import translate
from gruviz.figures.applications.word_grids import Grid, GridWords
from gruviz.models.shipped import application_models

models = application_models("translation_attention")
answers = {label: translate(model, 4285) for label, model in models.items()}
grids = {label: Grid(one.words, one.source, one.attention) for label, one in answers.items()}
words = GridWords("Largest weight", "attention", "French word", "English word", "Where each word looks")
gruviz.figures.word_grids(grids, words)
