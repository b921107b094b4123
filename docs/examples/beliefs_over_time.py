"""A belief forms while the digit arrives, row by row."""

import numpy as np

import gruviz
from gruviz.applications.beliefs import beliefs
from gruviz.models.shipped import application_models

models = application_models("digits")
task, rng = gruviz.APPLICATIONS["digits"], np.random.default_rng(0)
digit = task.held_out(rng, 1, 28)
chances = {label: np.median(beliefs(model, digit.inputs)[:, :, 0], axis=1) for label, model in models.items()}
gruviz.figures.beliefs_over_time(chances, task.classes, truth=int(digit.targets[-1, 0]), step="row")
