"""Half-life and horizon of each cell, from PyTorch's start and from the best one tried."""

import gruviz
from gruviz.comparison.memory import memories

gruviz.figures.half_lives(memories(gruviz.Experiment(cells=("rnn", "gru", "lstm"), seq_len=100, seeds=4)))
