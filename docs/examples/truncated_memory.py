"""Backpropagation is cut in the middle: the trace of the first input goes on, its gradient does not."""

import numpy as np

import gruviz

weights = gruviz.init_weights("gru", input_size=8, hidden_size=32, seeds=8, update_bias=-4)
inputs = np.random.default_rng(0).standard_normal((50, 1, 8))
silent = np.concatenate([0 * inputs[:1], inputs[1:]])
gruviz.figures.truncated_memory(*(gruviz.record("gru", weights, x) for x in (inputs, silent)), cut=26)
