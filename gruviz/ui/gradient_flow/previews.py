"""What the settings mean, small, beside the controls: eigenvalues, a gate, the input; all of the first network."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.names import keeper_of, name_of
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record
from gruviz.experiments.run import started_weights
from gruviz.experiments.settings import Experiment
from gruviz.ui.caching import shared
from gruviz.ui.controls.inputs import INPUTS
from gruviz.ui.controls.panel import Panel
from gruviz.ui.gradient_flow.parts import part

WRITING = ("n", "g", "h")
"""Blocks that make what may be written, by symbol: theirs is the U that is shown."""
BINS = 20
CHANNELS = 3
"""Of the input, as many are drawn."""


class Gate(NamedTuple):
    """A gate over all units and steps of a run: shares of `BINS` equal bins of [0, 1], and the median."""

    shares: tuple[float, ...]
    median: float


def eigenvalues_preview(panel: Panel, experiment: Experiment) -> None:
    """Draw the eigenvalues of one U in the plane; they follow the gain while it moves."""
    cells = [cell for cell in map(find_cell, experiment.cells) if cell.recurrent_blocks]
    if not cells:
        words = "No U: these cells’ gates do not see the state."
        data: dict[str, Any] = {"figure": "eigenvalues", "points": [], "words": words, "alt": words}
    else:
        size = experiment.make_inputs().shape[2]
        points = _eigenvalues(cells[0].key, size, experiment.hidden_size, experiment.seed, experiment.scheme)
        radius = experiment.gain * float(np.abs(points).max())
        words = "eigenvalues of U, unit circle"
        alt = f"Eigenvalues of U in the plane, {cells[0].title}, first network: the largest has the size {radius:.3g}."
        data = {"figure": "eigenvalues", "points": [[float(z.real), float(z.imag)] for z in points], "words": words}
        data |= {"alt": alt, "factor": experiment.gain, "topic": f"moved:{panel.key('gain')}"}
    part("preview", data, key=panel.key("eigenvalues"))


@shared(64)
def _eigenvalues(cell: str, input_size: int, hidden_size: int, seed: int, scheme: str) -> NDArray[Any]:
    """Of the U that makes what may be written, before the gain, (H,) complex."""
    weights = init_weights(cell, input_size=input_size, hidden_size=hidden_size, seed=seed, scheme=scheme)
    blocks = find_cell(cell).recurrent_blocks
    row = next((i for i, block in enumerate(blocks) if block in WRITING), 0)
    return np.linalg.eigvals(weights.U[0, row * hidden_size : (row + 1) * hidden_size])


def gate_preview(panel: Panel, experiment: Experiment, block: str) -> None:
    """Draw how open a gate is in the run; `block` is "update_block" or "forget_block"."""
    cell = next((cell for cell in map(find_cell, experiment.cells) if getattr(cell, block)), None)
    if cell is None:
        return
    named = getattr(cell, block)
    symbol = named if named in cell.gate_names else keeper_of(cell)  # of an sLSTM, what its forget gate has a part in
    gate = _gate(replace(experiment, cells=(cell.key,), reference=False, seeds=1), symbol)
    what = "how open" if symbol in cell.block_names else name_of(cell, symbol)
    words = f"{what}: {symbol} ≈ {gate.median:.2g}"
    alt = f"Histogram of {symbol} over all units and steps, {cell.title}, first network: median {gate.median:.2g}."
    part(
        "preview",
        {"figure": "histogram", "shares": gate.shares, "words": words, "alt": alt},
        key=panel.key(f"{block}_preview"),
    )


@shared(64)
def _gate(experiment: Experiment, symbol: str) -> Gate:
    [cell] = experiment.cells
    inputs = experiment.make_inputs()
    weights = started_weights(experiment, cell, inputs.shape[2], experiment.weight_settings(cell))
    values = record(cell, weights, inputs).gates[symbol].ravel()
    values = values[np.isfinite(values)]
    counts, _ = np.histogram(values, bins=BINS, range=(0, 1))
    median = float(np.median(values)) if len(values) else float("nan")
    return Gate(tuple((counts / max(1, len(values))).tolist()), median)


def input_preview(panel: Panel, experiment: Experiment) -> None:
    """Draw the first channels of the input; they follow the scale while it moves."""
    signal = experiment.make_inputs()[:, 0]
    is_text = experiment.inputs == "text"
    channels = _places(signal)[None] if is_text else signal[:, :CHANNELS].T
    count = signal.shape[1]
    shown = "one letter per step" if is_text else f"{min(CHANNELS, count)} of {count} channels" * (count > 1)
    name = INPUTS[panel.values["inputs"]]
    data = {
        "figure": "signal",
        "channels": np.round(channels, 3).tolist(),
        "dots": is_text,
        "words": f"{len(signal)} steps{', ' if shown else ''}{shown}",
        "alt": f"The input over {len(signal)} steps: {name}.",
        "factor": 1.0,
    }
    if not is_text and experiment.scale > 0:
        unscaled = channels / experiment.scale
        data |= {"channels": np.round(unscaled, 3).tolist(), "factor": experiment.scale}
        data |= {"topic": f"moved:{panel.key('scale')}"}
    part("preview", data, key=panel.key("input_preview"))


def _places(signal: Array) -> Array:
    """Which channel is on at each step, from −3 to 3."""
    return 6 * signal.argmax(axis=1) / max(1, signal.shape[1] - 1) - 3
