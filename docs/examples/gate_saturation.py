"""How often each gate is shut, open or between, and its mean."""

import gruviz

settings = gruviz.Experiment(cells=("gru", "lstm"), update_bias=-6.0, forget_bias=6.0, seeds=1)
runs = gruviz.run_experiment(settings)
gruviz.figures.gate_saturation({run.label: run.flow.recording for run in runs})
