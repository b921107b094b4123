"""How long the half-blind cart-pole stays upright."""

import gruviz
from gruviz.models.shipped import application_models
from gruviz.tasks.balancing import attempt

models = {label: model for label, model in application_models("balancing").items() if model.length > 1}
attempts = {k: (m.weights.cell, attempt(m.network, blackout=0.7).balanced[0]) for k, m in models.items()}
gruviz.figures.balanced_steps(attempts, limit=500)
