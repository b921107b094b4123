"""An application's results beside simple rules."""

import gruviz
from gruviz.applications.results import results
from gruviz.models.shipped import application_models

models = application_models("forecasting")
cells = {label: model.weights.cell for label, model in models.items()}
gruviz.figures.application_results(gruviz.APPLICATIONS["forecasting"], results(models), cells)
