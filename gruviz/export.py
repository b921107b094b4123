"""The exported script: an experiment once more in plain PyTorch, with nothing in it that this experiment does not use.

It draws the same weights and inputs in the same order and lets torch.autograd find the gradient, so that anyone can
check our numbers without us. What a user typed enters through `repr` and never otherwise.
"""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from gruviz.cells import CELLS, Cell
from gruviz.config import Experiment
from gruviz.experiment import run_label, run_plan
from gruviz.inputs import WIDTH
from gruviz.validation import Array, check_array

LINE_LENGTH = 120


def pytorch_script(experiment: Experiment) -> str:
    """Write a script that recomputes the experiment's gradient norms with torch.autograd.

    It needs numpy and torch only, and prints as CSV what `flow.ratio().median` holds for every run: a column
    steps_before_loss, then one column per run, named by its label.

    Args:
        experiment: The settings; equal settings give the same script.

    Returns:
        The source, formatted as ruff does with lines of 120 (long data literals apart).

    Raises:
        GruvizError: If the inputs are not finite numbers.
    """
    used = _Used(experiment)
    cells = [_STEPS + used.kinds[0].script, *(kind.script for kind in used.kinds[1:])]
    schemes = [_SCHEMES[str(scheme)] for scheme in dict.fromkeys(["default", *used.asked("scheme")])]
    functions = [_draw_weights(used), _gradient_norms(used), _median_ratios(used)]
    return "\n\n".join([_head(used) + _inputs(used), *cells, *schemes, *functions, _runs(used), _main(used)])


_STEPS = "# A step of each cell: a is W x_t + b and U is U, both by block; the state before gives the state after.\n"


@dataclass(frozen=True)
class _Used:
    """What the script has to contain."""

    experiment: Experiment

    @cached_property
    def plan(self) -> list[tuple[str, dict[str, object]]]:
        return [(cell, settings) for cell, settings, _ in run_plan(self.experiment)]

    @cached_property
    def kinds(self) -> list[Cell]:
        return [CELLS[cell] for cell in dict.fromkeys(self.experiment.cells)]

    @cached_property
    def inputs(self) -> Array:
        """(T, D)."""
        return check_array("inputs", self.experiment.make_inputs(), ("T", 1, "D"))[:, 0]

    def asked(self, *names: str) -> list[object]:
        """Every value that a run gives to these keywords of `init_weights`."""
        return [value for _, settings in self.plan for name, value in settings.items() if name in names]

    @property
    def start(self) -> str:
        """The argument that carries what a run changes, where any run does."""
        return ", start" if any(settings for _, settings in self.plan) else ""

    @property
    def recurrent_bias(self) -> bool:
        return any(kind.has_recurrent_bias for kind in self.kinds)

    @property
    def states(self) -> dict[str, int]:
        """Cells with more than one state, and how many."""
        return {kind.key: len(kind.state_names) for kind in self.kinds if len(kind.state_names) > 1}


def _head(used: _Used) -> str:
    experiment = used.experiment
    numbers = map(int, (len(used.inputs), experiment.hidden_size, experiment.seeds, experiment.seed))
    names = (field.name for field in fields(experiment) if field.name not in ("text", "table"))
    settings = ", ".join(f"{name}={getattr(experiment, name)!r}" for name in names)
    return f'''\
"""How much of the gradient reaches each step of a recurrent network, found by torch.autograd.

Needs numpy and torch. Prints as CSV, for each number of steps before the loss, the median over seeds of
‖∂L/∂s_t‖ / ‖∂L/∂s_T‖: how strongly the loss depends on the state s_t, relative to the last state.
Rounding errors grow as the gradient does: where it explodes, fewer digits agree with GRUViz.
"""

{_wrapped("GRUViz settings: " + settings, "# ")}

import csv
import sys

import numpy as np
import torch

STEPS, HIDDEN, SEEDS, SEED = {", ".join(map(str, numbers))}
DTYPE = torch.{experiment.precision}
'''


def _inputs(used: _Used) -> str:
    """The inputs by formula where there is one, else as numbers."""
    kind, scale = used.experiment.inputs, float(used.experiment.scale)
    if kind == "text":
        lines, value = _text(used.experiment.text), "np.eye(len(channels))[[channels[mark] for mark in TEXT[:STEPS]]]"
    elif kind in _SIGNALS:
        lines, value = _SIGNALS[kind]
    else:
        lines, value, scale = _data(used.inputs), f"np.array(DATA).reshape(STEPS, {used.inputs.shape[1]})", 1.0
    factor = "" if scale == 1 else f"{scale!r} * "
    return f"{lines}INPUTS = torch.tensor({factor}{value}, dtype=DTYPE)\n"


_SIGNALS: Mapping[str, tuple[str, str]] = {
    "noise": ("", f"np.random.default_rng([SEED, 1, 0]).standard_normal((STEPS, {WIDTH}))"),
    "impulse": ("# 1 on every channel at the first step, then silence.\n", f"np.eye(STEPS, 1) * np.ones({WIDTH})"),
    "sine": (
        "# A period of 20 steps, each channel an eighth of a period later than the one before.\n"
        f"phase = np.arange(STEPS)[:, None] / 20 - np.arange({WIDTH}) / {WIDTH}\n",
        "np.sin(2 * np.pi * phase)",
    ),
    "constant": ("", f"np.ones((STEPS, {WIDTH}))"),
}
"""Of each signal the lines that prepare it, and the expression, (T, D)."""


def _text(text: str) -> str:
    pieces = [_quoted(text[start : start + 100]) for start in range(0, len(text), 100)]
    literal = pieces[0] if len(pieces) == 1 else "(\n" + "".join(f"    {piece}\n" for piece in pieces) + ")"
    return f"""\
TEXT = {literal}
# One channel for each different character, in order of appearance.
channels = {{mark: i for i, mark in enumerate(dict.fromkeys(TEXT))}}
"""


def _data(inputs: Array) -> str:
    numbers = ", ".join(repr(float(number)) for number in inputs.ravel())
    return f"""\
# Each column standardised and scaled; all of one step, then all of the next.
# fmt: off
DATA = [
{_wrapped(numbers, "    ")}
]
# fmt: on
"""


def _runs(used: _Used) -> str:
    blocks = [f"{kind.key}: [{', '.join(map(_quoted, kind.block_names))}]" for kind in used.kinds]
    states = _table(f"{key}: {count}" for key, count in used.states.items())
    counted = f"STATES = {states}  # how many states side by side, where there is more than h\n" if used.states else ""
    changed = ", and how its start differs from a library's" if used.start else ""
    runs = "".join(_run(used, cell, settings) for cell, settings in used.plan)
    return f"""\
# Each cell's blocks of weights, in the order in which they are drawn.
{_bracketed("BLOCKS = {", blocks, "}")}{counted}# Label, cell{changed}.
RUNS = [
{runs}]
"""


def _run(used: _Used, cell: str, settings: Mapping[str, object]) -> str:
    parts = [_quoted(run_label(cell, dict(settings))), cell]
    if used.start:
        parts.append(_table(_start(CELLS[cell], name, value) for name, value in settings.items()))
    return _bracketed("    (", parts, "),")


def _start(kind: Cell, name: str, value: object) -> str:
    match name:
        case "scheme":
            return f'"recurrent": {value}'
        case "chrono":
            signs = kind.chrono_biases(np.ones(1)).items()
            return f'"chrono": {_table(f"{_quoted(block)}: {float(sign[0])!r}" for block, sign in signs)}'
        case "update_bias" | "forget_bias":
            block = kind.update_block if name == "update_bias" else kind.forget_block
            return f'"bias": {{"{block}": {value!r}}}'
    return f'"{name}": {value!r}'


def _table(entries: Iterable[str]) -> str:
    return "{" + ", ".join(entries) + "}"


_SCHEMES: Mapping[str, str] = {
    "default": '''\
def uniform(rng, *shape):
    """As a library starts: U(-1/√H, 1/√H)."""
    return rng.uniform(-1 / np.sqrt(HIDDEN), 1 / np.sqrt(HIDDEN), shape)
''',
    "orthogonal": '''\
def orthogonal(rng, *shape):
    """Random orthogonal matrices: Q of a Gaussian one, with the signs that make every rotation equally likely."""
    q, r = np.linalg.qr(rng.standard_normal(shape))
    return q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, None]
''',
    "gaussian": '''\
def gaussian(rng, *shape):
    """Gaussian matrices, each scaled to spectral radius 1."""
    matrices = rng.standard_normal(shape)
    return matrices / np.abs(np.linalg.eigvals(matrices)).max(-1)[:, None, None]
''',
}
"""How recurrent weights are drawn, (blocks, H, H)."""


def _draw_weights(used: _Used) -> str:
    recurrent = 'start.get("recurrent", uniform)' if used.asked("scheme") else "uniform"
    gain = 'start.get("gain", 1.0) * ' if used.asked("gain") else ""
    bias = _CENTRE if used.asked("update_bias", "forget_bias") else ""
    chrono = "".join(_CHRONO.replace("LONGEST", str(longest)) for longest in used.asked("chrono")[:1])
    named = returned = inside = ""
    if used.recurrent_bias:
        named, returned = ", and c", ", torch.tensor(c, dtype=DTYPE)"
        inside = "    c = uniform(rng, HIDDEN)  # the bias inside a reset\n"
    elif chrono:
        inside = "    uniform(rng, HIDDEN)  # stands for a bias that only other cells have, so that all draw alike\n"
    return f'''\
def draw_weights(names, e{used.start}):
    """W, U and b of seed e, by block{named}."""
    rng = np.random.default_rng([SEED, e])
    W = uniform(rng, len(names), HIDDEN, INPUTS.shape[1])
    U = {gain}{recurrent}(rng, len(names), HIDDEN, HIDDEN)
    b = uniform(rng, len(names), HIDDEN)
{inside}{bias}{chrono}    W, U, b = (dict(zip(names, torch.tensor(part, dtype=DTYPE))) for part in (W, U, b))
    return W, U, b{returned}
'''


_CENTRE = """\
    for name, centre in start.get("bias", {}).items():
        b[names.index(name)] += centre
"""

_CHRONO = """\
    if "chrono" in start:  # each unit gets its own time constant (Tallec & Ollivier 2018, arXiv:1804.11188)
        log_lag = np.log(rng.uniform(1, LONGEST - 1, HIDDEN))
        for name, sign in start["chrono"].items():
            b[names.index(name)] = sign * log_lag
"""


def _gradient_norms(used: _Used) -> str:
    c = ", c" if used.recurrent_bias else ""
    inside = ' | {"c": c}' if used.recurrent_bias else ""
    size, hidden = ("STATES.get(step, 1) * HIDDEN", "[:HIDDEN]") if used.states else ("HIDDEN", "")
    if used.experiment.loss == "last":
        read, loss = "h after the last step, along a fixed direction", f"readout @ states[-1]{hidden}"
    else:
        read = "h after every step, along a fixed direction"
        loss = f"sum(readout @ state{hidden} for state in states[1:])"
    return f'''\
def gradient_norms(step, e{used.start}):
    """‖∂L/∂s_t‖ for t = 0 … T, of seed e; the loss L reads {read}."""
    W, U, b{c} = draw_weights(BLOCKS[step], e{used.start})
    states = [torch.zeros({size}, dtype=DTYPE, requires_grad=True)]
    for x in INPUTS:
        a = {{name: W[name] @ x + b[name] for name in W}}{inside}
        states.append(step(a, U, states[-1]))
    readout = np.random.default_rng([7, e]).standard_normal(HIDDEN)
    readout = torch.tensor(readout / np.linalg.norm(readout), dtype=DTYPE)
    loss = {loss}
    return torch.stack(torch.autograd.grad(loss, states)).norm(dim=1)
'''


def _median_ratios(used: _Used) -> str:
    return f'''\
def median_ratios(step{used.start}):
    """Median over seeds of the norms relative to the last, for t = 0 … T."""
    norms = [gradient_norms(step, e{used.start}) for e in range(SEEDS)]
    ratios = np.array([(norm / norm[-1]).tolist() for norm in norms])
    # What is not a number was inf - inf or inf * 0: an overflow.
    return np.median(np.where(np.isnan(ratios), np.inf, ratios), axis=0)
'''


def _main(used: _Used) -> str:
    plain = all(run_label(cell, settings).isascii() for cell, settings in used.plan)
    return f"""\
def main():
    profiles = [median_ratios(step{used.start}) for _, step{used.start} in RUNS]
    table = csv.writer(sys.stdout, lineterminator="\\n")
    table.writerow(["steps_before_loss", *(label for label, *_ in RUNS)])
    for back in range(STEPS + 1):
        table.writerow([back, *(f"{{profile[STEPS - back]:.17g}}" for profile in profiles)])


if __name__ == "__main__":
{"" if plain else _UTF_8}    main()
"""


_UTF_8 = """\
    if hasattr(sys.stdout, "reconfigure"):  # a label holds "−"; a notebook's output has no encoding to set
        sys.stdout.reconfigure(encoding="utf-8")
"""


def _bracketed(before: str, parts: list[str], after: str) -> str:
    """On one line where they fit, else one line each, as ruff does it."""
    line = f"{before}{', '.join(parts)}{after}\n"
    if len(line) <= LINE_LENGTH + 1:
        return line
    indent = " " * (len(before) - len(before.lstrip()))
    return "".join([f"{before}\n", *(f"{indent}    {part},\n" for part in parts), f"{indent}{after}\n"])


def _quoted(text: str) -> str:
    """`repr`, in double quotes where that needs no more escapes."""
    plain = repr(str(text))
    return f'"{plain[1:-1]}"' if plain[0] == "'" and "'" not in plain[1:-1] and '"' not in plain else plain


def _wrapped(text: str, indent: str) -> str:
    lines = textwrap.wrap(text, LINE_LENGTH - len(indent), break_long_words=False, break_on_hyphens=False)
    return textwrap.indent("\n".join(lines), indent)
