"""What one step, two, four … make of a circle of gradients."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(update_bias=-4.0, seeds=4, reference=False))
gruviz.figures.step_ellipses({run.label: run.flow.recording for run in runs})
