"""A followed run as one message to the browser: a header in JSON, then the arrays that it names.

Weights, inputs and where the state starts travel without loss, so that the browser may run the cell itself; values in
float32, gradients as directions with their norms in float64, since a norm may be 1e-60; the untouched run, which is
only drawn, in 16 bits. A run of 200 steps and 32 units stays under 780 KB.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from latex2mathml.converter import convert
from plotly.colors import get_colorscale, unlabel_rgb

from gruviz.arrays import Array
from gruviz.closeup.follow import CloseupRun
from gruviz.closeup.interventions import Interventions
from gruviz.closeup.units import UnitMemory, unit_memory
from gruviz.engine.cells import Cell, find_cell
from gruviz.engine.cells.equations import BlockEquation, Equation, path_latex
from gruviz.engine.cells.names import ends_of, name_of
from gruviz.engine.records import Recording
from gruviz.figures.drawing.palette import GATE_COLORS, GATE_SCALE, GREY, PATH_COLORS, STATE_SCALES
from gruviz.figures.drawing.theme import color_stops
from gruviz.models.answers import Readout
from gruviz.ui.inside.machine import UNTRAINED
from gruviz.ui.inside.packing import pack
from gruviz.ui.inside.scene_arrays import (
    Convention,
    base_arrays,
    cell_arrays,
    exact,
    gradient_arrays,
    states_into,
    value_arrays,
)
from gruviz.wording import power

LIMIT, HEADER = 780_000, 40_000
"""Bytes of a message at most, and of what is not arrays in it."""
FEWEST = 10
"""Steps below which there is little to see; only weights for more than 229 characters leave no room for them."""
LATCHED = 5
"""Steps from which on a latched unit is worth telling."""


def pack_scene(
    run: CloseupRun,
    *,
    keeps: bool,
    start: Mapping[str, Any],
    may_intervene: bool = True,
    machine: Mapping[str, Any] | None = None,
) -> bytes:
    """Everything that the component inside draws.

    Args:
        run: One cell, one network, one sequence.
        keeps: Name z by what it keeps, as PyTorch does, instead of by what it writes.
        start: Where the cursor stands, {"serial": …, "at": …}; the browser goes there when the serial is new.
        may_intervene: Whether the person may hold gates.
        machine: What stands around the cell; see `machine_words`.
    """
    recording, convention = run.flow.recording, Convention(keeps)
    memory = unit_memory(recording)
    arrays = cell_arrays(recording, convention) | value_arrays(recording, convention) | gradient_arrays(run.flow)
    if run.readout is not None:
        arrays |= {"readout:W": exact(run.readout.W), "readout:b": exact(run.readout.b)}
    header = _header(run, convention, memory) | {"start": dict(start), "mayIntervene": may_intervene}
    header |= {"machine": dict(machine or UNTRAINED)}
    if run.flow is not run.untouched:
        base, ranges = base_arrays(run.untouched, convention)
        arrays |= base
        header["baseRanges"] = ranges
    return pack(header, arrays)


def steps_that_fit(recording: Recording) -> int:
    """How many steps of a run can be sent within the limit, also beside an untouched one; at least `FEWEST`."""
    cell, weights = find_cell(recording.cell), recording.weights
    drawn = len(cell.gate_names) + len(cell.state_names)
    sent = sum(len(states_into(cell, path)) for path in cell.paths)
    each_step = weights.hidden_size * (6 * drawn + 4 * sent) + exact(recording.inputs)[0].nbytes + 16
    fixed = HEADER + exact(weights.W).nbytes + exact(weights.U).nbytes
    return min(recording.seq_len, max(FEWEST, (LIMIT - fixed) // each_step))


def _header(run: CloseupRun, convention: Convention, memory: UnitMemory) -> dict[str, Any]:
    recording, cell = run.flow.recording, find_cell(run.flow.recording.cell)
    norms = run.flow.norms["state"][:, 0, 0]
    return {
        "title": run.label,
        "T": recording.seq_len,
        "H": recording.weights.hidden_size,
        "D": recording.weights.input_size,
        "blocks": recording.weights.blocks,
        "recurrentBlocks": recording.weights.recurrent_blocks,
        "states": cell.state_names,
        "gates": [_gate(cell, symbol, limits, convention) for symbol, limits in cell.gate_ranges.items()],
        "equations": [
            equation_data(one) | {"mathml": convert(one.latex)} for one in convention.equations(cell.equations)
        ],
        "paths": [
            {
                "name": name,
                "mathml": convert(path_latex(formula, keeps=convention.keeps)),
                "color": PATH_COLORS.get(name, GREY),
                "into": states_into(cell, name),
            }
            for name, formula in cell.paths.items()
        ],
        "labels": run.symbols,
        "oneHot": run.symbols is not None,
        "channels": run.channels,
        "status": run.flow.ratio().status.tolist(),
        "gradientRange": _decades(run),
        "readout": _readout(run.readout),
        "touched": run.flow is not run.untouched,
        "held": _held(run, convention),
        "resets": list(run.flow.recording.resets),
        "cuts": sorted(run.flow.cuts),
        "interventions": [
            {"words": words, "text": text}
            for words, text in zip(
                run.interventions.words(keeps=convention.keeps), run.interventions.texts, strict=True
            )
        ],
        "limits": _limits(recording),
        "scales": {"gate": _scale(get_colorscale(GATE_SCALE)), **_state_scales()},
        "order": memory.order.tolist(),
        "timeConstants": [float(f"{t:.3g}") if t < 1e6 else 1e6 for t in memory.time_constant] if cell.leak else None,
        "latches": [span.tolist() if span[1] - span[0] + 1 >= LATCHED else None for span in memory.latched],
        "alt": _alternatives(recording, convention, norms),
    }


def _gate(cell: Cell, symbol: str, limits: tuple[float, float], convention: Convention) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "name": name_of(cell, symbol),
        "range": [limit if np.isfinite(limit) else None for limit in limits],
        "color": GATE_COLORS.get(symbol, GREY),
        "ends": convention.ends(symbol, ends_of(cell, symbol)),
    }


def equation_data(one: Equation) -> dict[str, Any]:
    """What shared/forward.js computes an equation from."""
    if isinstance(one, BlockEquation):
        return {
            "symbol": one.symbol,
            "kind": "activated",
            "block": one.block,
            "activation": one.activation,
            "reset": one.reset,
            "resetAfter": one.reset_after,
            "resetTurned": one.reset_turned,
            "stateBias": one.state_bias,
            "readsState": one.reads_state,
            "alone": one.alone,
        }
    return {
        "symbol": one.symbol,
        "kind": "mixed",
        "function": one.function,
        "coefficients": [number for number, _ in one.terms],
        "products": [[factor._asdict() for factor in product] for product in one.products],
    }


def _held(run: CloseupRun, convention: Convention) -> dict[str, list[dict[str, Any]]]:
    held: dict[str, list[dict[str, Any]]] = {}
    for clamp in run.interventions.clamps:
        value = convention.value(clamp.gate, clamp.value)
        text = Interventions((clamp,)).text
        one = {"first": clamp.first, "last": clamp.last, "units": clamp.units, "value": value, "text": text}
        held.setdefault(clamp.gate, []).append(one)
    return held


def _readout(readout: Readout | None) -> dict[str, Any] | None:
    if readout is None:
        return None
    return {"names": readout.names, "target": readout.target, "tolerance": readout.tolerance}


def _limits(recording: Recording) -> dict[str, float]:
    """How far each track reaches whose range is not [0, 1]; one centred on 0 at least to 1."""
    ranges = find_cell(recording.cell).gate_ranges
    tracks = {"x": recording.inputs, **recording.states}
    tracks |= {name: gate for name, gate in recording.gates.items() if ranges[name] != (0, 1)}
    limits = {}
    for name, values in tracks.items():
        largest = float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
        is_centred = name not in ranges or ranges[name][0] < 0
        limits[name] = max(1.0, largest) if is_centred else largest or 1.0
    return limits


def _decades(run: CloseupRun) -> list[int]:
    """Powers of ten between which the gradient is drawn, at least three."""
    norms = np.concatenate([flow.norms["state"][1:, 0, 0] for flow in (run.flow, run.untouched)])
    drawn = norms[(norms > 0) & np.isfinite(norms)]
    if not len(drawn):
        return [-3, 0]
    low, high = int(np.floor(np.log10(drawn.min()))), int(np.ceil(np.log10(drawn.max())))
    return [min(low, high - 3), high]


def _alternatives(recording: Recording, convention: Convention, norms: Array) -> dict[str, str]:
    """What each track shows, in one sentence computed from it."""
    cell = find_cell(recording.cell)
    words = {"x": f"The input over {recording.seq_len} steps, {recording.weights.input_size} channels."}
    for name, values in recording.gates.items():
        shown = convention.gate(name, values)
        span = f"mean {shown.mean():.2f}, from {shown.min():.2f} to {shown.max():.2f}"
        words[name] = f"{name_of(cell, name)}, all units over time: {span}."
    for name, values in recording.states.items():
        words[name] = f"State {name}, all units over time: from {values.min():.2f} to {values.max():.2f}."
    ends = f"{power(float(norms[1]))} after the first step, {power(float(norms[-1]))} at the loss"
    words["gradient"] = f"Norm of the gradient at each step: {ends}."
    return words


def _state_scales() -> dict[str, list[Any]]:
    """The colour scale of states, for a light and for a dark page."""
    light, dark = (_scale(color_stops(STATE_SCALES[theme])) for theme in ("light", "dark"))
    return {"state": light, "darkState": dark}


def _scale(scale: Sequence[Sequence[Any]]) -> list[Any]:
    """A colour scale as [[position, [r, g, b]], …]."""
    stops = []
    for position, color in scale:
        channels = unlabel_rgb(color) if color.startswith("rgb") else [int(color[i : i + 2], 16) for i in (1, 3, 5)]
        stops.append([position, list(channels)])
    return stops
