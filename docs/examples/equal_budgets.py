"""How many units each cell can have for the parameters of an LSTM."""

import gruviz

gruviz.figures.equal_budgets(("rnn", "gru", "mgu", "lstm"), gruviz.Stack(input_size=8), 64)
