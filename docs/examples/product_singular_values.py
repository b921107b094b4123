"""How many directions a gradient keeps: the singular values of one step and of products of many."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(update_bias=-4.0, seeds=4, reference=False))
gruviz.figures.product_singular_values({run.label: run.flow.recording for run in runs})
