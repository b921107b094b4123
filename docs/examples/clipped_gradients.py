"""A gradient that explodes and one that vanishes, before clipping and after it."""

import numpy as np

import gruviz

inputs = np.random.default_rng(0).standard_normal((50, 1, 8))
starts = {"GRU (gain 4)": {"scheme": "orthogonal", "gain": 4}, "GRU": {}}
weights = {name: gruviz.init_weights("gru", input_size=8, hidden_size=32, seeds=8, **s) for name, s in starts.items()}
flows = {name: gruviz.gradient_flow(gruviz.record("gru", one, inputs)) for name, one in weights.items()}
gruviz.figures.clipped_gradients(flows, references=["GRU"])
