"""The script itself: its head, its runs, the gradient and the table."""

from collections.abc import Mapping
from dataclasses import fields

import numpy as np

from gruviz.cells import CELLS, Cell
from gruviz.config import Experiment
from gruviz.experiment import run_label
from gruviz.export.contents import Contents
from gruviz.export.draws import SCHEME_CODE, inputs_code, weights_code
from gruviz.export.layout import bracketed, quoted, table, wrapped


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
    used = Contents(experiment)
    cells = [_STEPS + used.kinds[0].script, *(kind.script for kind in used.kinds[1:])]
    schemes = [SCHEME_CODE[str(scheme)] for scheme in dict.fromkeys(["default", *used.asked("scheme")])]
    functions = [weights_code(used), _gradient_norms(used), _median_ratios(used)]
    return "\n\n".join([_head(used) + inputs_code(used), *cells, *schemes, *functions, _runs(used), _main(used)])


_STEPS = "# A step of each cell: a is W x_t + b and U is U, both by block; the state before gives the state after.\n"


def _head(used: Contents) -> str:
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

{wrapped("GRUViz settings: " + settings, "# ")}

import csv
import sys

import numpy as np
import torch

STEPS, HIDDEN, SEEDS, SEED = {", ".join(map(str, numbers))}
DTYPE = torch.{experiment.precision}
'''


def _runs(used: Contents) -> str:
    blocks = [f"{kind.key}: [{', '.join(map(quoted, kind.block_names))}]" for kind in used.kinds]
    states = table(f"{key}: {count}" for key, count in used.states.items())
    counted = f"STATES = {states}  # how many states side by side, where there is more than h\n" if used.states else ""
    changed = ", and how its start differs from a library's" if used.start else ""
    runs = "".join(_run(used, cell, settings) for cell, settings in used.plan)
    return f"""\
# Each cell's blocks of weights, in the order in which they are drawn.
{bracketed("BLOCKS = {", blocks, "}")}{counted}# Label, cell{changed}.
RUNS = [
{runs}]
"""


def _run(used: Contents, cell: str, settings: Mapping[str, object]) -> str:
    parts = [quoted(run_label(cell, dict(settings))), cell]
    if used.start:
        parts.append(table(_start(CELLS[cell], name, value) for name, value in settings.items()))
    return bracketed("    (", parts, "),")


def _start(kind: Cell, name: str, value: object) -> str:
    match name:
        case "scheme":
            return f'"recurrent": {value}'
        case "chrono":
            signs = kind.chrono_biases(np.ones(1)).items()
            return f'"chrono": {table(f"{quoted(block)}: {float(sign[0])!r}" for block, sign in signs)}'
        case "update_bias" | "forget_bias":
            block = kind.update_block if name == "update_bias" else kind.forget_block
            return f'"bias": {{"{block}": {value!r}}}'
    return f'"{name}": {value!r}'


def _gradient_norms(used: Contents) -> str:
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


def _median_ratios(used: Contents) -> str:
    return f'''\
def median_ratios(step{used.start}):
    """Median over seeds of the norms relative to the last, for t = 0 … T."""
    norms = [gradient_norms(step, e{used.start}) for e in range(SEEDS)]
    ratios = np.array([(norm / norm[-1]).tolist() for norm in norms])
    # What is not a number was inf - inf or inf * 0: an overflow.
    return np.median(np.where(np.isnan(ratios), np.inf, ratios), axis=0)
'''


def _main(used: Contents) -> str:
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
