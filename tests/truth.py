"""The cells once more, from the textbook, under torch autograd: what the engine is tested against."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pytest
import torch
from torch import Tensor

from gruviz import Clamp, Recording, Weights
from gruviz.engine.cells import find_cell
from gruviz.engine.records import Start

torch.set_num_threads(1)

Hold = Callable[[str, Tensor], Tensor]
Uses = Mapping[str, Tensor]
"""By path: the previous state as that path reads it."""


TrueStep = Callable[["Params", Tensor, Uses, Hold], Tensor]


class Params(NamedTuple):
    """Leaves of one seed; each call of `of` makes new ones."""

    blocks: tuple[str, ...]
    reading: tuple[str, ...]
    W: Tensor
    U: Tensor
    b: Tensor
    c: Tensor
    constants: Tensor
    names: tuple[str, ...]

    @classmethod
    def of(cls, weights: Weights, seed: int) -> "Params":
        inside = np.zeros_like(weights.b[0, :1]) if weights.recurrent_bias is None else weights.recurrent_bias[seed]
        constants = np.zeros(0) if weights.constants is None else weights.constants[seed]
        leaves = map(leaf, (weights.W[seed], weights.U[seed], weights.b[seed], inside, constants))
        return cls(weights.blocks, weights.recurrent_blocks, *leaves, find_cell(weights.cell).constant_names)

    def rows(self, block: str, blocks: tuple[str, ...]) -> slice:
        size, place = self.U.shape[1], blocks.index(block)
        return slice(place * size, (place + 1) * size)

    def drive(self, block: str, x: Tensor) -> Tensor:
        rows = self.rows(block, self.blocks)
        return x @ self.W[rows].T + self.b[rows]

    def constant(self, name: str) -> Tensor:
        return self.constants[self.rows(name, self.names)]

    def recur(self, block: str, h: Tensor) -> Tensor:
        return h @ self.U[self.rows(block, self.reading)].T


def rnn(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    return torch.tanh(p.drive("h", x) + p.recur("h", h["recurrent"]))


def gru(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    r = hold("r", torch.sigmoid(p.drive("r", x) + p.recur("r", h["reset"])))
    z = hold("z", torch.sigmoid(p.drive("z", x) + p.recur("z", h["update"])))
    n = hold("n", torch.tanh(p.drive("n", x) + p.recur("n", r * h["candidate"])))
    return (1 - z) * h["leak"] + z * n


def gru_reset_after(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    r = hold("r", torch.sigmoid(p.drive("r", x) + p.recur("r", h["reset"])))
    z = hold("z", torch.sigmoid(p.drive("z", x) + p.recur("z", h["update"])))
    n = hold("n", torch.tanh(p.drive("n", x) + r * (p.recur("n", h["candidate"]) + p.c)))
    return (1 - z) * h["leak"] + z * n


def lstm(p: Params, x: Tensor, s: Uses, hold: Hold) -> Tensor:
    def h_by(path: str) -> Tensor:
        return s[path].chunk(2, -1)[0]

    i = hold("i", torch.sigmoid(p.drive("i", x) + p.recur("i", h_by("input"))))
    f = hold("f", torch.sigmoid(p.drive("f", x) + p.recur("f", h_by("forget"))))
    g = hold("g", torch.tanh(p.drive("g", x) + p.recur("g", h_by("candidate"))))
    o = hold("o", torch.sigmoid(p.drive("o", x) + p.recur("o", h_by("output"))))
    c = f * s["leak"].chunk(2, -1)[1] + i * g
    return torch.cat([o * torch.tanh(c), c], -1)


def mgu(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    def forget(path: str) -> Tensor:
        return hold("z", torch.sigmoid(p.drive("z", x) + p.recur("z", h[path])))

    n = hold("n", torch.tanh(p.drive("n", x) + p.recur("n", forget("reset") * h["candidate"])))
    return (1 - forget("update")) * h["leak"] + forget("update") * n


def mingru(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    z, n = hold("z", torch.sigmoid(p.drive("z", x))), hold("n", p.drive("n", x))
    return (1 - z) * h["leak"] + z * n


def light_gru(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    z = hold("z", torch.sigmoid(p.drive("z", x) + p.recur("z", h["update"])))
    n = hold("n", torch.relu(p.drive("n", x) + p.recur("n", h["candidate"])))
    return (1 - z) * h["leak"] + z * n


def gru_no_reset(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    z = hold("z", torch.sigmoid(p.drive("z", x) + p.recur("z", h["update"])))
    n = hold("n", torch.tanh(p.drive("n", x) + p.recur("n", h["candidate"])))
    return (1 - z) * h["leak"] + z * n


def gru_no_update(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    r = hold("r", torch.sigmoid(p.drive("r", x) + p.recur("r", h["reset"])))
    return torch.tanh(p.drive("h", x) + p.recur("h", r * h["candidate"]))


def irnn(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    return torch.relu(p.drive("h", x) + p.recur("h", h["recurrent"]))


def lstm_coupled(p: Params, x: Tensor, s: Uses, hold: Hold) -> Tensor:
    def h_by(path: str) -> Tensor:
        return s[path].chunk(2, -1)[0]

    f = hold("f", torch.sigmoid(p.drive("f", x) + p.recur("f", h_by("forget"))))
    g = hold("g", torch.tanh(p.drive("g", x) + p.recur("g", h_by("candidate"))))
    o = hold("o", torch.sigmoid(p.drive("o", x) + p.recur("o", h_by("output"))))
    c = f * s["leak"].chunk(2, -1)[1] + (1 - f) * g
    return torch.cat([o * torch.tanh(c), c], -1)


def own(key: str) -> TrueStep:
    """The equations of a design, read off its key."""
    reset, update, candidate, *bias = key.removeprefix("own_").split("_")
    resetter, name = "z" if update == "coupled" else "r", "h" if update == "none" else "n"
    main = "candidate" if reset != "none" or update != "none" else "recurrent"

    def step(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
        def gate(block: str, path: str) -> Tensor:
            recurrent = 0 if (block, update) == ("z", "input") else p.recur(block, h[path])
            return hold(block, torch.sigmoid(p.drive(block, x) + recurrent))

        c = p.c if bias else 0
        if reset == "none":
            recurrent = p.recur(name, h[main]) + c
        elif reset == "before":
            recurrent = p.recur(name, gate(resetter, "reset") * h[main]) + c
        else:
            recurrent = gate(resetter, "reset") * (p.recur(name, h[main]) + c)
        n = {"tanh": torch.tanh, "relu": torch.relu}[candidate](p.drive(name, x) + recurrent)
        if update == "none":
            return n
        return (1 - gate("z", "update")) * h["leak"] + gate("z", "update") * hold("n", n)

    return step


def rg_lru(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    r, i = (hold(gate, torch.sigmoid(p.drive(gate, x))) for gate in "ri")
    n = hold("n", p.drive("n", x))
    decay = torch.log1p(torch.exp(p.constant("Lambda")))
    a = hold("a", torch.exp(-8 * decay * r))
    return a * h["leak"] + torch.sqrt(1 - a * a) * i * n


def minlstm(p: Params, x: Tensor, h: Uses, hold: Hold) -> Tensor:
    f, i = (hold(gate, torch.sigmoid(p.drive(gate, x))) for gate in "fi")
    n = hold("n", p.drive("n", x))
    s = hold("s", f + i)
    return hold("k", f / s) * h["leak"] + hold("w", i / s) * n


def lru(p: Params, x: Tensor, s: Uses, hold: Hold) -> Tensor:
    """In complex numbers, as the paper has it."""
    u, v = hold("u", p.drive("u", x)), hold("v", p.drive("v", x))
    a = hold("a", torch.exp(-torch.exp(p.constant("nu"))).expand(u.shape))
    before = torch.complex(*s["leak"].chunk(2, -1))
    after = torch.polar(a, p.constant("theta").expand(a.shape)) * before
    after = after + torch.exp(p.constant("gamma")) * torch.complex(u, v)
    return torch.cat([after.real, after.imag], -1)


def ssm(p: Params, x: Tensor, s: Uses, hold: Hold) -> Tensor:
    """Discretised by zero-order hold, with A negative as the paper has it."""
    n = hold("n", p.drive("n", x))
    delta = hold("delta", torch.log1p(torch.exp(p.drive("delta", x))))
    B, C = ([hold(f"{name}{i}", p.drive(f"{name}{i}", x)) for i in (1, 2)] for name in "BC")
    _, *before = s["leak"].chunk(3, -1)
    after = []
    for i in (0, 1):
        A = -torch.exp(p.constant(f"alpha{i + 1}"))
        kept = hold(f"a{i + 1}", torch.exp(delta * A))
        after.append(kept * before[i] + (kept - 1) / A * B[i] * n)
    return torch.cat([C[0] * after[0] + C[1] * after[1], *after], -1)


def slstm(p: Params, x: Tensor, s: Uses, hold: Hold) -> Tensor:
    """With c and n themselves, of which the state is c/n and log n."""

    def sum_of(block: str, path: str) -> Tensor:
        return p.drive(block, x) + p.recur(block, s[path].chunk(3, -1)[0])

    g, o = hold("g", torch.tanh(sum_of("g", "candidate"))), hold("o", torch.sigmoid(sum_of("o", "output")))
    i, f = torch.exp(hold("i0", sum_of("i", "input"))), torch.sigmoid(hold("f0", sum_of("f", "forget")))
    _, mean, size = s["leak"].chunk(3, -1)
    old = torch.exp(hold("q", torch.log(f * torch.exp(size) / i))) * i
    kept, written = hold("k", old / (old + i)), hold("w", i / (old + i))
    y = kept * mean + written * g
    return torch.cat([o * y, y, torch.log(old + i)], -1)


STEPS = {
    step.__name__: step
    for step in (
        *(rnn, gru, gru_reset_after, lstm),
        *(mgu, light_gru, gru_no_reset, gru_no_update, irnn, lstm_coupled, slstm),
        *(mingru, minlstm, lru, rg_lru, ssm),
    )
}


def true_step(cell: str) -> TrueStep:
    if cell.startswith("own_"):
        return own(cell)
    if cell not in STEPS:
        pytest.fail(f"the cell {cell} has no independent equations: write them into tests/truth.py")
    return STEPS[cell]


def run(
    weights: Weights,
    params: Sequence[Params],
    inputs: Tensor,
    initial: Tensor,
    clamps: Sequence[Clamp] = (),
    resets: Collection[int] = (),
    cuts: Collection[int] = (),
    starts: Sequence[Start] = (),
) -> list[Tensor]:
    """States s_0 … s_T of one seed, (B, S) each, with their graph; step t uses params[t - 1]."""
    step, states = true_step(weights.cell), [initial]
    for t, (p, x) in enumerate(zip(params, inputs, strict=True), start=1):
        before = torch.zeros_like(initial) if t in resets else states[-1]
        for start in starts:
            if start.step == t:
                rows = range(len(initial)) if start.sequences is None else start.sequences
                given = dict(zip(rows, torch.tensor(np.array(start.state)), strict=True))
                before = torch.stack([given.get(row, was) for row, was in enumerate(before)])
        states.append(step(p, x, everywhere(before.detach() if t in cuts else before), holding(t, clamps)))
    return states


def rerun(
    recording: Recording, seed: int, clamps: Sequence[Clamp] = (), cuts: Collection[int] = ()
) -> tuple[list[Params], Tensor, list[Tensor]]:
    """A recorded run once more: each step's own copy of the parameters, the inputs, the states."""
    params = [Params.of(recording.weights, seed) for _ in recording.inputs]
    inputs, initial = leaf(recording.inputs), leaf(recording.state[0, seed])
    return params, inputs, run(recording.weights, params, inputs, initial, clamps, recording.resets, cuts)


def everywhere(state: Tensor) -> Uses:
    return defaultdict(lambda: state)


def only(path: str, state: Tensor) -> Uses:
    """The previous state as a constant for every path but one."""
    return defaultdict(state.detach, {path: state})


def holding(t: int, clamps: Sequence[Clamp]) -> Hold:
    def hold(gate: str, value: Tensor) -> Tensor:
        for clamp in clamps:
            last = t if clamp.last is None else clamp.last
            if clamp.gate == gate and clamp.first <= t <= last:
                units = list(range(value.shape[-1])) if clamp.units is None else list(clamp.units)
                value = value.clone()
                value[..., units] = clamp.value
        return value

    return hold


def leaf(array: np.ndarray) -> Tensor:
    return torch.tensor(np.array(array), dtype=torch.float64, requires_grad=True)


def grads(output: Tensor, sources: Sequence[Tensor], grad_output: Tensor | None = None) -> list[np.ndarray]:
    gradients = torch.autograd.grad(output, sources, grad_output, retain_graph=True, materialize_grads=True)
    return [g.numpy() for g in gradients]
