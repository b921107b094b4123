"""How often the gradient has left the leak on its way from the loss."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(cells=("gru", "lstm"), update_bias=-3.0, forget_bias=3.0))
gruviz.figures.detour_shares({run.label: run.flow for run in runs if not run.is_reference})
