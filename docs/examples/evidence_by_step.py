"""Which rows of the digit decided."""

import numpy as np

import gruviz
from gruviz.applications.beliefs import evidence
from gruviz.models.shipped import application_models

models = application_models("digits")
digit = gruviz.APPLICATIONS["digits"].held_out(np.random.default_rng(0), 1, 28)
norms = {label: evidence(model, digit.inputs, digit.targets[-1]) for label, model in models.items()}
lines = {label: (models[label].weights.cell, np.median(one[:, :, 0], axis=1)) for label, one in norms.items()}
gruviz.figures.evidence_by_step(lines, answer=str(digit.targets[-1, 0]), step="row")
