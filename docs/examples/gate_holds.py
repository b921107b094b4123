"""Each gate held open or shut in turn: what is left of the gradient."""

import gruviz

[run] = gruviz.run_experiment(gruviz.Experiment(cells=("gru",), update_bias=-2.0, reference=False))
weights, inputs = run.flow.recording.weights, run.flow.recording.inputs
holds = {(gate, value): [gruviz.Clamp(gate, value)] for gate in ("r", "z") for value in (0, 1)}
flows = {hold: gruviz.gradient_flow(gruviz.record("gru", weights, inputs, clamps=c)) for hold, c in holds.items()}
gruviz.figures.gate_holds(run.flow, flows)
