"""Parameters over the number of hidden units."""

import gruviz

gruviz.figures.parameter_curves(("rnn", "gru", "lstm"), gruviz.Stack(input_size=8), 64)
