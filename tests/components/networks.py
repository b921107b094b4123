"""Networks for the tests in JavaScript, each with what the engine computed of it."""

import json
from pathlib import Path

import numpy as np

from gruviz import CELLS, init_weights, record
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Digits
from gruviz.ui.applications.browser_network import browser_network

STEPS, UNITS, MEMBER = 6, 5, 1


def write_networks(folder: Path) -> None:
    """One network of every cell that reads rows of a digit, in single and in half precision, as networks.json."""
    models = [_model(cell) for cell in CELLS]
    models += [model.rounded() for model in models]
    cases = [{"data": browser_network(model, MEMBER), **_truth(model)} for model in models]
    folder.joinpath("networks.json").write_text(json.dumps(cases, allow_nan=False), encoding="utf-8")


def _model(cell: str) -> TrainedModel:
    rng, task = np.random.default_rng(5), Digits()
    weights = init_weights(cell, input_size=28, hidden_size=UNITS, seeds=2, seed=7, gain=1.5, dtype=np.float32)
    W, b = rng.normal(size=(2, 10, UNITS)).astype(np.float32), rng.normal(size=(2, 10)).astype(np.float32)
    return TrainedModel(task, cell, 28, weights, W, b)


def _truth(model: TrainedModel) -> dict[str, object]:
    """Rows of ink, then a symbol's one; the last states and all outputs, (2·STEPS, K)."""
    rng = np.random.default_rng(6)
    rows, symbols = rng.random((STEPS, 28)) * (rng.random((STEPS, 28)) > 0.5), rng.integers(0, 28, STEPS)
    inputs = np.concatenate([rows, np.eye(28)[symbols]])[:, None]
    run = record(model.weights.cell, model.weights, inputs)
    features = run.states["h"][1:, MEMBER, 0].astype(np.float64)
    outputs = features @ model.readout_W[MEMBER].T.astype(np.float64) + model.readout_b[MEMBER]
    last = {name: state[-1, MEMBER, 0].tolist() for name, state in run.states.items()}
    return {"rows": rows.tolist(), "symbols": symbols.tolist(), "outputs": outputs.tolist(), "last": last}
