"""The error of a forecast grows with the months ahead."""

import numpy as np

import gruviz
from gruviz.applications.forecasting import error_by_horizon, rolling
from gruviz.figures.applications.forecasts import ForecastCurve
from gruviz.models.shipped import application_models

models = application_models("forecasting")
errors = {label: error_by_horizon(rolling(model)) for label, model in models.items()}
curves = {k: ForecastCurve(np.median(v["networks"], axis=0), models[k].weights.cell) for k, v in errors.items()}
gruviz.figures.horizon_errors(curves | {"last value": ForecastCurve(next(iter(errors.values()))["persistence"])})
