"""Every gate and state of one network, unit by unit and step by step."""

import gruviz

[run] = gruviz.run_experiment(gruviz.Experiment(cells=("gru",), inputs="sine", seeds=1, reference=False))
gruviz.figures.gate_heatmap(run.flow.recording, label=run.label)
