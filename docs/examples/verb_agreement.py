"""How far back a network still gets the verb right."""

import gruviz
from gruviz.applications.verbs import counted_scores, distances, sentences, verb_scores
from gruviz.figures.applications.verb_agreement import Agreeing
from gruviz.models.shipped import application_models
from gruviz.tasks import Language

models, asked = application_models("language"), sentences()
scores = {label: verb_scores(model, asked) for label, model in models.items()}
networks = {label: Agreeing(models[label].weights.cell, each.right, each.words) for label, each in scores.items()}
gruviz.figures.verb_agreement(networks, distances(asked), rule=("5-gram", counted_scores(Language(), asked)))
