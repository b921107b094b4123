"""What comes next, says each network."""

import gruviz
from gruviz.applications.language import next_characters
from gruviz.figures.applications.next_character import Chances
from gruviz.models.shipped import application_models

models = application_models("language")
likely = {label: next_characters(model, "The keys to the old cabinet ") for label, model in models.items()}
gruviz.figures.next_chances({k: Chances(models[k].weights.cell, dict(v)) for k, v in likely.items()})
