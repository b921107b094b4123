"""How far back each layer hears while it trains, and how often its gradient was clipped."""

import numpy as np

import gruviz

updates = np.arange(0, 1001, 100)
heard = {"layer 1": 20 + 0.15 * updates, "layer 2": 20 + 0.02 * updates}
gruviz.figures.layer_training(updates, heard, seq_len=200, clipped=np.exp(-updates / 300))
