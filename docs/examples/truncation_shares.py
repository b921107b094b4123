"""How much of the weight gradient is left when backpropagation is cut every so many steps."""

import numpy as np

import gruviz

decays = {"a GRU that keeps 97% per step": 0.97, "one that keeps 80%": 0.8}
shares = {label: 1 - kept ** np.arange(1, 101) for label, kept in decays.items()}
gruviz.figures.truncation_shares(shares)
