"""The error stands still while the gradient reaches further and further back."""

import gruviz
from gruviz.training.history import histories

settings = gruviz.TrainConfig(task="adding", learners=(gruviz.Learner("gru"),), length=20, steps=200)
learned = histories(settings, gruviz.train(settings))
gruviz.figures.error_and_highway(learned, gruviz.TASKS["adding"], settings.length, settings.steps)
