"""Training step × time step: the gradient reaches further back while the loss looks stuck."""

import gruviz
from gruviz.training.history import histories

learners = (gruviz.Learner("rnn"), gruviz.Learner("gru"))
settings = gruviz.TrainConfig(task="adding", learners=learners, length=20, steps=300)
gruviz.figures.gradient_highway(histories(settings, gruviz.train(settings)), settings.steps)
