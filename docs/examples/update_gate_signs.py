"""The same run in the two conventions for z."""

import gruviz

[run] = gruviz.run_experiment(gruviz.Experiment(cells=("gru",), update_bias=-2.0, reference=False))
gruviz.figures.update_gate_signs(run.flow.recording)
