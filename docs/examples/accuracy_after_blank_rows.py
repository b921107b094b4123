"""How long a digit is remembered while nothing more is shown."""

import gruviz
from gruviz.applications.digits import accuracy_after_blank
from gruviz.models.shipped import application_models

blank, models = [0, 5, 10, 20, 40], application_models("digits")
accuracies = {k: (m.weights.cell, accuracy_after_blank(m, blank)[:, 0]) for k, m in models.items()}
gruviz.figures.accuracy_after_blank_rows(accuracies, blank)
