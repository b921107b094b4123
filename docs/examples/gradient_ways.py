"""What comes back by the copy alone, and what by ways that go through a gate or the candidate."""

import numpy as np

import gruviz

weights = gruviz.init_weights("gru", input_size=8, hidden_size=32, seeds=8, update_bias=-4)
inputs = np.random.default_rng(0).standard_normal((50, 1, 8))
gruviz.figures.gradient_ways(gruviz.gradient_flow(gruviz.record("gru", weights, inputs)))
