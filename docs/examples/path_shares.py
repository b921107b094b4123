"""The gradient as a stream that runs back from the loss, in the colours of its paths."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(cells=("gru", "lstm"), update_bias=-2.0, reference=False))
gruviz.figures.path_shares({run.label: run.flow for run in runs})
