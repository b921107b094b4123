"""Layers of nobody's network, run by the engine, to report on."""

from dataclasses import replace

import numpy as np

from gruviz import follow_loss, gradient_flow, init_weights, record
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.layer_run import LayerRun


def layer_run(
    cell="gru", *, name="rnn", layer=0, layers=1, direction=0, directions=1, T=6, B=3, H=4, scale=1.0, gradient=True
):
    """A small layer over noise, with the gradient of a loss at its last step, or with none; U is scaled."""
    weights = init_weights(cell, input_size=2, hidden_size=H, seed=layer, scheme="orthogonal")
    weights = replace(weights, U=weights.U * scale)
    run = record(cell, weights, np.random.default_rng(layer).standard_normal((T, B, 2)))
    flow = gradient_flow(run) if gradient else follow_loss(run, np.zeros_like(run.state))
    return LayerRun(name, layer, direction, layers, directions, run, flow, (T,) * B)


def finding(severity=Severity.COSTLY, title="The rnn hears 2 steps back; your sequences have 6.", **more):
    """A finding with words of its own."""
    words = {
        "key": "vanishing",
        "cost": 0.5,
        "evidence": "Of the gradient at the last step 0.3% is left 3 steps before it.",
        "advice": "start the update gate's bias for the lag that you need.",
        "figure": "decay",
    }
    return Finding(severity=severity, title=title, **words | more)
