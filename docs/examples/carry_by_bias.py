"""Carrying costs writing: the first state and the first input, against the update gate's bias."""

import gruviz

biases = [-8.0, -6.0, -4.0, -2.0, 0.0, 2.0]
settings = [gruviz.Experiment(cells=("gru",), update_bias=bias, reference=False) for bias in biases]
flows = {bias: gruviz.run_experiment(one)[0].flow for bias, one in zip(biases, settings, strict=True)}
gruviz.figures.carry_by_bias(flows)
