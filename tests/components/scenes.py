"""Scenes for the tests in JavaScript, each with what the engine computed for the same run.

A scene travels as the page gets it; the numbers beside it come from the recording and its gradient flow in float64.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from gruviz import CELLS, Experiment, gradient_flow, record
from gruviz.closeup.follow import Closeup, CloseupRun, follow
from gruviz.closeup.interventions import Interventions
from gruviz.closeup.reading import Reading
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.equations import BlockEquation
from gruviz.engine.linear_map import linearised
from gruviz.models.shipped import COLLECTION, collection_model
from gruviz.ui.inside.machine import guide
from gruviz.ui.inside.scene import pack_scene
from tests.runs import DESIGNS


class Case(NamedTuple):
    cell: str
    interventions: str = ""
    keeps: bool = False
    inputs: str = "noise"
    rounded: bool = False
    """To half precision, in which the weights then travel."""
    model: str | None = None
    """A trained network of the collection."""
    steps: int = 9

    @property
    def name(self) -> str:
        convention = "keep" if self.keeps else "write"
        rounded = "rounded" if self.rounded else ""
        marks = [self.model or self.cell, self.inputs, convention, rounded, self.interventions]
        return " ".join(filter(None, marks))


def _holds(cell: str) -> str:
    """Something held in every cell that has a gate."""
    gates = find_cell(cell).gate_names
    return f"{gates[0]}=0.25@2-4;{gates[-1]}=0.5@6-7:1,2" if gates else ""


CASES = [
    *(Case(cell) for cell in CELLS),
    *(Case(cell, holds) for cell in (*CELLS, *DESIGNS) if (holds := _holds(cell)) or cell in DESIGNS),
    *(Case(cell, keeps=True) for cell in ("gru", "gru_reset_after", "mgu", "own_after_coupled_tanh_bias")),
    Case("gru", "z=0.25@2-4;r=1@3-9:1,2;reset@5;cut@7"),
    Case("mgu", "z=0.25@2-4;reset@6", keeps=True),
    Case("lstm", "f=1@2-4:1;reset@4;cut@7"),
    Case("rnn", "cut@3"),
    Case("gru", inputs="text"),
    Case("lstm", inputs="text"),
    Case("lstm", rounded=True),
    Case("lstm", steps=100),
    *(Case(collection_model(key).weights.cell, model=key) for key in COLLECTION),
    Case("gru", "z=0.5@5-9:2;reset@12", keeps=True, model="flip_flop_gru", steps=20),
]


def write_scenes(folder: Path) -> None:
    """Message and truth of every case, as <number>.scene and <number>.json."""
    for number, case in enumerate(CASES):
        run = follow(_closeup(case))
        assert not run.problems
        message = pack_scene(run, keeps=case.keeps, start={"serial": 1, "at": {"step": 1}})
        folder.joinpath(f"{number}.scene").write_bytes(message)
        truth = {"name": case.name, "cell": case.cell} | computed(run, case.keeps)
        folder.joinpath(f"{number}.json").write_text(json.dumps(truth, allow_nan=False), encoding="utf-8")


def _closeup(case: Case) -> Closeup:
    settings = {"hidden_size": 4, "seed": 3, "gain": 2.0, "inputs": case.inputs, "text": "abracadab"}
    experiment = Experiment(cells=(case.cell,), reference=False, seeds=1, seq_len=case.steps, **settings)
    closeup = Closeup(experiment, Interventions.parse(case.interventions), case.model)
    if not case.rounded:
        return closeup
    fresh = follow(closeup).flow.recording
    flow = gradient_flow(record(case.cell, fresh.weights.rounded(), fresh.inputs))
    return replace(closeup, reading=Reading("rounded", flow, "its last state"))


def computed(run: CloseupRun, keeps: bool) -> Mapping[str, Any]:
    """What the page has to show: rows of units by step, gates from step 1, states and gradients from row 0."""
    recording, size = run.flow.recording, run.flow.recording.weights.hidden_size
    cell = find_cell(recording.cell)
    gradients = run.flow.gradients[:, 0, 0]
    paths = linearised(recording, run.flow.cuts).adjoint(run.flow.gradients[1:]).paths
    parts = {name: slice(i * size, (i + 1) * size) for i, name in enumerate(cell.state_names)}
    return {
        "values": _values(run.flow.recording, keeps),
        "untouched": _values(run.untouched.recording, keeps),
        "inputs": recording.inputs[:, 0].tolist(),
        "gradients": {
            name: gradients[:, i * size : (i + 1) * size].tolist() for i, name in enumerate(cell.state_names)
        },
        "paths": {
            f"{name}:{state}": path[:, 0, 0, part].tolist()
            for name, path in paths.items()
            for state, part in parts.items()
        },
        "shares": {
            name: [None if np.isnan(one) else float(one) for one in share[:, 0, 0]]
            for name, share in run.flow.path_shares.items()
        },
        "passed": _passed(run),
        "guide": sorted({part for way in guide(cell.key).values() for _, part in way if part}),
        "answer": _answer(run),
    }


def _answer(run: CloseupRun) -> dict[str, Any] | None:
    """What a trained network says at the end."""
    if run.answer is None or run.readout is None:
        return None
    outputs = run.readout.W @ run.flow.recording.states["h"][-1, 0, 0] + run.readout.b
    is_right = run.answer.is_right if run.answer.truth is not None else None
    return {"outputs": outputs.tolist(), "text": run.answer.text, "truth": run.answer.truth, "isRight": is_right}


def _values(recording: Any, keeps: bool) -> dict[str, Any]:
    gates = {
        name: (1 - gate if keeps and name == "z" else gate)[:, 0, 0].tolist() for name, gate in recording.gates.items()
    }
    return gates | {name: state[:, 0, 0].tolist() for name, state in recording.states.items()}


def _passed(run: CloseupRun) -> Any:
    """What a reset lets through to the candidate, (T, H); None where nothing resets."""
    recording = run.flow.recording
    equations = [one for one in find_cell(recording.cell).equations if isinstance(one, BlockEquation)]
    equation = next((one for one in equations if one.reset or one.reset_after), None)
    if equation is None:
        return None
    gate = recording.gates[equation.reset or equation.reset_after or ""][:, 0, 0]
    gate = 1 - gate if equation.reset_turned else gate
    state = np.array(recording.states["h"][:-1, 0, 0])
    state[[step - 1 for step in recording.resets]] = 0
    if equation.reset:
        return (gate * state).tolist()
    weights = recording.weights
    rows = slice(*(weights.recurrent_blocks.index(equation.block) + k for k in (0, 1)))
    block = weights.U[0].reshape(len(weights.recurrent_blocks), weights.hidden_size, -1)[rows][0]
    bias = weights.recurrent_bias[0] if weights.recurrent_bias is not None else 0
    return (gate * (state @ block.T + bias)).tolist()
