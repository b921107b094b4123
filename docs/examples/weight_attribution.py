"""Which steps the weight gradient comes from."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(update_bias=-4.0, reference=False))
gruviz.figures.weight_attribution({run.label: run.flow for run in runs})
