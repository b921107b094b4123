"""The eigenvalues of an LRU on their ring, and how long each unit lasts."""

import numpy as np

import gruviz

weights = gruviz.init_weights("lru", input_size=4, hidden_size=32)
gruviz.figures.eigenvalue_ring(gruviz.record("lru", weights, np.zeros((100, 1, 4))))
