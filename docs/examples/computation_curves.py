"""Multiply-accumulates, and numbers kept for backpropagation, over the number of hidden units."""

import gruviz

gruviz.figures.computation_curves(("rnn", "gru", "lstm"), gruviz.Stack(input_size=8), 64)
