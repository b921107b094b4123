"""Which digits are taken for which."""

import gruviz
from gruviz.applications.beliefs import confusion
from gruviz.models.shipped import application_models

counts = {label: confusion(model)[0] for label, model in application_models("digits").items()}
gruviz.figures.confusion_matrices(counts, gruviz.APPLICATIONS["digits"].classes)
