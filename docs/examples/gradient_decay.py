"""How much of the gradient is left, so many steps before the loss."""

import gruviz

settings = gruviz.Experiment(cells=("rnn", "gru", "lstm"), update_bias=-4.0, forget_bias=4.0)
runs = gruviz.run_experiment(settings)  # each cell, and beside it the same cell as PyTorch starts it
references = [run.label for run in runs if run.is_reference]
gruviz.figures.gradient_decay({run.label: run.flow for run in runs}, references=references)
