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
from gruviz.wording import listed

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
    sections = [
        _head(used) + _constants(used) + _inputs(used),
        *(kind.script for kind in used.kinds),
        _runs(used),
        *(_SCHEMES[scheme] for scheme in dict.fromkeys(["default", *used.asked("scheme")])),
        _draw_weights(used),
        _gradient_norms(used),
        _main(used),
    ]
    return "\n\n".join(sections)


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
    def one_state(self) -> bool:
        return all(len(kind.state_names) == 1 for kind in self.kinds)


def _head(used: _Used) -> str:
    experiment = used.experiment
    settings = ", ".join(
        f"{field.name}={getattr(experiment, field.name)!r}"
        for field in fields(experiment)
        if field.name not in ("text", "table")
    )
    return f'''\
"""How much of the gradient reaches each step of {listed([kind.title for kind in used.kinds])}, by torch.autograd.

Needs numpy and torch. Prints as CSV, for each number of steps before the loss, the median over seeds of
‖∂L/∂s_t‖ / ‖∂L/∂s_T‖: how strongly the loss depends on the state s_t, relative to the last state.
"""

{_wrapped("GRUViz settings: " + settings, "# ")}

import csv
import sys

import numpy as np
import torch

'''


def _constants(used: _Used) -> str:
    experiment = used.experiment
    numbers = (len(used.inputs), int(experiment.hidden_size), int(experiment.seeds), int(experiment.seed))
    return f"STEPS, HIDDEN, SEEDS, SEED = {', '.join(map(str, numbers))}\nDTYPE = torch.{experiment.precision}\n"


def _inputs(used: _Used) -> str:
    """The inputs by formula where there is one, else as numbers."""
    kind, scale = used.experiment.inputs, float(used.experiment.scale)
    if kind == "text":
        lines, value = _text(used.experiment.text), "np.eye(len(channels))[[channels[mark] for mark in TEXT[:STEPS]]]"
    elif kind in _SIGNALS:
        lines, value = _SIGNALS[kind]
    else:
        lines, value = _data(used.inputs), f"np.array(DATA).reshape(STEPS, {used.inputs.shape[1]})"
        scale = 1.0
    factor = "" if scale == 1 else f"{scale!r} * "
    return f"{lines}INPUTS = torch.tensor({factor}{value}, dtype=DTYPE)  # one sequence for all\n"


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
    blocks = ", ".join(f"{kind.key}: [{_listing(kind.block_names)}]" for kind in used.kinds)
    sizes = ", ".join(f"{kind.key}: {len(kind.state_names)} * HIDDEN" for kind in used.kinds)
    sized = "" if used.one_state else f"SIZES = {{{sizes}}}  # of the state\n"
    comment = "label, cell and how its start differs from a library's" if used.start else "label and cell"
    runs = "".join(_run(used, cell, settings) for cell, settings in used.plan)
    return f"""\
# The blocks of weights of each cell, in the order in which they are drawn.
BLOCKS = {{{blocks}}}
{sized}# {comment.capitalize()}.
RUNS = [
{runs}]
"""


def _run(used: _Used, cell: str, settings: Mapping[str, object]) -> str:
    parts = [_quoted(run_label(cell, dict(settings))), cell]
    if used.start:
        parts.append("{" + ", ".join(_start(CELLS[cell], name, value) for name, value in settings.items()) + "}")
    line = f"    ({', '.join(parts)}),\n"
    return line if len(line) <= LINE_LENGTH + 1 else "    (\n" + "".join(f"        {p},\n" for p in parts) + "    ),\n"


def _start(kind: Cell, name: str, value: object) -> str:
    if name == "scheme":
        return f'"recurrent": {value}'
    if name == "gain":
        return f'"gain": {_real(value)}'
    if name == "chrono":
        signs = {block: bias.item() for block, bias in kind.chrono_biases(np.ones(1)).items()}
        return f'"lag_signs": {{{", ".join(f"{_quoted(block)}: {sign!r}" for block, sign in signs.items())}}}'
    block = kind.update_block if name == "update_bias" else kind.forget_block
    return f'"bias": {{"{block}": {_real(value)}}}'


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
    inside = returned = biases = ""
    if used.recurrent_bias:
        inside = (
            "    c = uniform(rng, HIDDEN)  # the bias inside a reset, drawn for every cell so that all draw alike\n"
        )
        returned = ", torch.tensor(c, dtype=DTYPE)"
    if used.asked("update_bias", "forget_bias"):
        biases += """\
    for name, centre in start.get("bias", {}).items():
        b[names.index(name)] += centre
"""
    if used.asked("chrono"):
        inside = (
            inside or "    uniform(rng, HIDDEN)  # a bias that these cells do not have: drawn so that all draw alike\n"
        )
        biases += f"""\
    if "lag_signs" in start:
        log_lag = np.log(rng.uniform(1, {max(3, int(used.experiment.seq_len)) - 1}, HIDDEN))  # chrono: a time constant for each unit
        for name, sign in start["lag_signs"].items():
            b[names.index(name)] = sign * log_lag
"""
    return f'''\
def draw_weights(names, e{used.start}):
    """W, U and b of seed e by block{", and c" if used.recurrent_bias else ""}."""
    rng = np.random.default_rng([SEED, e])
    W = uniform(rng, len(names), HIDDEN, INPUTS.shape[1])
    U = {gain}{recurrent}(rng, len(names), HIDDEN, HIDDEN)
    b = uniform(rng, len(names), HIDDEN)
{inside}{biases}    W, U, b = (dict(zip(names, torch.tensor(part, dtype=DTYPE))) for part in (W, U, b))
    return W, U, b{returned}
'''


def _gradient_norms(used: _Used) -> str:
    c = ", c" if used.recurrent_bias else ""
    inside = ' | {"c": c}' if used.recurrent_bias else ""
    size = "HIDDEN" if used.one_state else "SIZES[step]"
    shown = "" if used.one_state else "[:HIDDEN]"
    if used.experiment.loss == "last":
        loss = f"readout @ states[-1]{shown}  # the loss reads the last state"
    else:
        loss = f"sum(readout @ state{shown} for state in states[1:])  # the loss reads every state but the first"
    return f'''\
def gradient_norms(step, e{used.start}):
    """‖∂L/∂s_t‖ for t = 0 … T, of seed e."""
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


def _main(used: _Used) -> str:
    labels = "[label for label, *_ in RUNS]" if used.start else "[label for label, _ in RUNS]"
    return f'''\
def median_ratios(step{used.start}):
    """Median over seeds of the norms relative to the last, for t = 0 … T."""
    norms = [gradient_norms(step, e{used.start}) for e in range(SEEDS)]
    ratios = np.array([(norm / norm[-1]).tolist() for norm in norms])
    # An overflow may show as inf - inf or inf * 0, which is not a number.
    return np.median(np.where(np.isnan(ratios), np.inf, ratios), axis=0)


def main():
    profiles = [median_ratios(step{used.start}) for _, step{used.start} in RUNS]
    table = csv.writer(sys.stdout, lineterminator="\\n")
    table.writerow(["steps_before_loss", *{labels}])
    for back in range(STEPS + 1):
        table.writerow([back, *(f"{{profile[STEPS - back]:.17g}}" for profile in profiles)])


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):  # a notebook's output has no encoding to set
        sys.stdout.reconfigure(encoding="utf-8")
    main()
'''


def _real(value: object) -> str:
    return repr(float(value))  # type: ignore[arg-type]


def _listing(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(text: str) -> str:
    """`repr`, in double quotes where that needs no more escapes."""
    plain = repr(str(text))
    return f'"{plain[1:-1]}"' if plain[0] == "'" and "'" not in plain[1:-1] and '"' not in plain else plain


def _wrapped(text: str, indent: str) -> str:
    lines = textwrap.wrap(text, LINE_LENGTH - len(indent), break_long_words=False, break_on_hyphens=False)
    return textwrap.indent("\n".join(lines), indent)
