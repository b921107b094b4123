"""The gates before and after training."""

import gruviz
from gruviz.training.history import histories

settings = gruviz.TrainConfig(task="adding", learners=(gruviz.Learner("gru"),), length=20, steps=300)
gruviz.figures.mean_gates(histories(settings, gruviz.train(settings)))
