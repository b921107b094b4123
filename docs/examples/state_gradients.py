"""The gradient of an LSTM with respect to h and to c, each alone."""

import numpy as np

import gruviz

weights = gruviz.init_weights("lstm", input_size=8, hidden_size=32, seeds=8, forget_bias=3)
inputs = np.random.default_rng(0).standard_normal((50, 1, 8))
gruviz.figures.state_gradients(gruviz.gradient_flow(gruviz.record("lstm", weights, inputs)))
