"""What holding a gate does to a run, against the same run left alone."""

import gruviz

[run] = gruviz.run_experiment(gruviz.Experiment(cells=("gru",), seeds=1, reference=False))
recording = run.flow.recording
held = gruviz.record("gru", recording.weights, recording.inputs, clamps=[gruviz.Clamp("z", 0.02, first=20, last=35)])
gruviz.figures.interference(gruviz.gradient_flow(held), run.flow, label="z held at 0.02 from step 20 to 35")
