"""What a single step does to a gradient: the range of its singular values."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(scheme="orthogonal", gain=1.5, seeds=4, reference=False))
jacobians = {run.label: gruviz.step_jacobians(run.flow.recording) for run in runs}
gruviz.figures.step_singular_values(jacobians)
