"""The eigenvalues of U and of single steps, with the unit circle."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(update_bias=-4.0, seeds=4, reference=False))
gruviz.figures.eigenvalue_planes({run.label: run.flow.recording for run in runs})
