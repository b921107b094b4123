"""Loss and error while two cells learn the adding problem."""

import gruviz
from gruviz.training.history import histories

learners = (gruviz.Learner("rnn"), gruviz.Learner("gru"))
settings = gruviz.TrainConfig(task="adding", learners=learners, length=20, steps=300)
learned = histories(settings, gruviz.train(settings))
gruviz.figures.learning_curves(learned, gruviz.TASKS["adding"], settings.length, settings.steps)
