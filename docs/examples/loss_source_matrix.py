"""A loss at every step against every earlier step."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(update_bias=-4.0, seeds=4, reference=False))
matrices = {run.label: gruviz.gradient_matrix(run.flow.recording) for run in runs}
gruviz.figures.loss_source_matrix(matrices)
