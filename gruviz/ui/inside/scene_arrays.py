"""The arrays of a scene: what the cell computed, and which way its gradient went."""

from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import Cell, find_cell
from gruviz.engine.cells.equations import Equation, keep_z
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.linear_map import linearised
from gruviz.engine.records import Recording
from gruviz.engine.weights import Weights
from gruviz.figures.gradients.gates_and_states import LARGEST


@dataclass(frozen=True)
class Convention:
    """How z is named: by what it writes, as everywhere in this package, or by what it keeps, as in PyTorch."""

    keeps: bool

    def equations(self, equations: tuple[Equation, ...]) -> tuple[Equation, ...]:
        """A cell's equations."""
        return keep_z(equations) if self.keeps else equations

    def gate(self, symbol: str, values: Array) -> Array:
        """Values of a gate."""
        return 1 - values if self.keeps and symbol == "z" else values

    def value(self, symbol: str, value: float) -> float:
        """One value of a gate."""
        return 1 - value if self.keeps and symbol == "z" else value

    def rows(self, blocks: tuple[str, ...], array: Array) -> Array:
        """Weights of one seed by block, (blocks·H, …); those of z change sign with it."""
        if not self.keeps or "z" not in blocks:
            return array
        size, place = len(array) // len(blocks), blocks.index("z")
        turned = array.copy()
        turned[place * size : (place + 1) * size] *= -1
        return turned

    def ends(self, symbol: str, ends: tuple[str, str] | None) -> tuple[str, str] | None:
        """What 0 and 1 of a gate mean."""
        return ends[::-1] if ends and self.keeps and symbol == "z" else ends


def cell_arrays(recording: Recording, convention: Convention) -> dict[str, Array]:
    """What the browser needs to run the cell once more, without loss: weights, inputs, and where each state starts."""
    weights = recording.weights
    arrays: dict[str, Array] = {
        "inputs": recording.inputs[:, 0],
        "W": convention.rows(weights.blocks, weights.W[0]),
        "U": convention.rows(weights.recurrent_blocks, weights.U[0]),
        "b": convention.rows(weights.blocks, weights.b[0]),
    }
    if weights.recurrent_bias is not None:
        arrays["c"] = weights.recurrent_bias[0]
    arrays |= constant_arrays(weights)
    arrays |= {f"start:{name}": state[0, 0, 0] for name, state in recording.states.items()}
    return {name: exact(array) for name, array in arrays.items()}


def constant_arrays(weights: Weights) -> dict[str, Array]:
    """The parameters of each unit that read nothing, of the first seed, (H,) each."""
    return {f"constant:{name}": values[0, 0] for name, values in weights.constant.items()}


def states_into(cell: Cell, path: str) -> list[str]:
    """The states before a step that a path leads to: h through the weights, and by the leak those that are copied."""
    return list(cell.carried) if path == cell.leak else ["h"]


def value_arrays(recording: Recording, convention: Convention) -> dict[str, Array]:
    """Gates and states in float32."""
    arrays = {f"value:{name}": convention.gate(name, gate[:, 0, 0]) for name, gate in recording.gates.items()}
    arrays |= {f"value:{name}": state[:, 0, 0] for name, state in recording.states.items()}
    with np.errstate(over="ignore"):  # a ReLU may leave float32, and is then shown as ∞
        return {name: array.astype("<f4") for name, array in arrays.items()}


def exact(array: Array) -> Array:
    """Numbers in the shortest precision that holds them: of a shipped model half, of one trained here single."""
    with np.errstate(over="ignore"):
        for kind in ("<f2", "<f4"):
            if np.array_equal(shorter := array.astype(kind), array):
                return shorter
    return array.astype("<f8")


def gradient_arrays(flow: GradientFlow) -> dict[str, Array]:
    """By each path what reaches the state before a step, as a share of the norm that arrives; and these norms."""
    recording, cell = flow.recording, find_cell(flow.recording.cell)
    norms = flow.norms["state"][:, 0, 0]
    largest = np.abs(flow.gradients).max(-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        directions = flow.gradients / largest
        directions = np.nan_to_num(directions / np.linalg.norm(directions, axis=-1, keepdims=True))
    paths = linearised(recording, flow.cuts).adjoint(directions[1:]).paths
    arrays: dict[str, Array] = {"norms": norms.astype("<f8"), "heard": flow.input_norms[:, 0, 0].astype("<f8")}
    for name, path in paths.items():
        ways = cell.by_state(path[:, 0, 0])
        for state in states_into(cell, name):
            arrays[f"path:{name}:{state}"] = np.nan_to_num(ways[state]).astype("<f4")
    for name, readout in cell.by_state(directions[-1, 0, 0]).items():
        arrays[f"readout:{name}"] = readout.astype("<f4")
    return arrays


def base_arrays(flow: GradientFlow, convention: Convention) -> tuple[dict[str, Array], dict[str, list[float]]]:
    """The untouched run: states and gates in 16 bits between the ends of their range, and its gradient norms."""
    tracks = {name: convention.gate(name, gate[:, 0, 0]) for name, gate in flow.recording.gates.items()}
    tracks |= {name: state[:, 0, 0] for name, state in flow.recording.states.items()}
    arrays: dict[str, Array] = {"baseNorms": flow.norms["state"][:, 0, 0].astype("<f8")}
    ranges = {}
    for name, values in tracks.items():
        finite = np.clip(np.nan_to_num(values), -LARGEST, LARGEST)
        low, high = float(finite.min()), float(finite.max())
        spread = high - low if high > low else 1.0
        arrays[f"base:{name}"] = np.round(65535 * (finite - low) / spread).astype("<u2")
        ranges[name] = [low, low + spread]
    return arrays, ranges
