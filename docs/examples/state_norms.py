"""How large the state is, step by step; dashed beyond the length of the training."""

import gruviz

runs = gruviz.run_experiment(gruviz.Experiment(cells=("irnn", "gru", "lstm"), seq_len=100, seeds=1, reference=False))
gruviz.figures.state_norms({run.label: run.flow.recording for run in runs}, trained=50)
