"""Twelve months of sunspots, forecast from one origin."""

import numpy as np

import gruviz
from gruviz.applications.forecasting import forecast
from gruviz.figures.applications.forecasts import ForecastCurve, SeriesWindow
from gruviz.models.shipped import application_models

models, origin = application_models("forecasting"), 2900
answers = {label: forecast(model, np.array([origin])) for label, model in models.items()}
series = models["GRU"].kind.series[origin - 60 : origin]
window = SeriesWindow([str(month) for month in range(-60, 12)], series, answers["GRU"].rules.truth[0])
curves = {k: ForecastCurve(np.median(v.networks[:, 0], axis=0), models[k].weights.cell) for k, v in answers.items()}
gruviz.figures.forecasts(window, curves)
