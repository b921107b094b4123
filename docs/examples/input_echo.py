"""How long two runs that differ in their first input stay apart."""

import numpy as np

import gruviz

inputs = np.random.default_rng(0).standard_normal((50, 1, 8))
other = np.concatenate([inputs[:1] + 1.0, inputs[1:]])
weights = {cell: gruviz.init_weights(cell, input_size=8, hidden_size=32, seeds=8) for cell in ("rnn", "gru")}
gruviz.figures.input_echo({c: (gruviz.record(c, w, inputs), gruviz.record(c, w, other)) for c, w in weights.items()})
