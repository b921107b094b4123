"""Which characters the next one depends on."""

import numpy as np

import gruviz
from gruviz.applications.language import reach
from gruviz.figures.applications.reach import Reach, ReachWords
from gruviz.models.shipped import application_models

models, text = application_models("language"), "The keys to the old cabinet in the hall are"
reaches = {k: Reach(m.weights.cell, np.median(reach(m, text, len(text) - 1), axis=1)) for k, m in models.items()}
gruviz.figures.answer_reach(reaches, list(text[:-1]), ReachWords("the last character", "characters"))
