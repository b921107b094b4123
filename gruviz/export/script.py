"""The script of an experiment: its head, the gradient and the table."""

from dataclasses import fields

from gruviz.experiments.run import run_label, run_plan
from gruviz.experiments.settings import Experiment
from gruviz.export.contents import Contents
from gruviz.export.draws import inputs_code, schemes_code, weights_code
from gruviz.export.layout import quoted
from gruviz.export.runs import cells_code, runs_code, settings_code, start_code
from gruviz.validation import check_array


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
    used = Contents([(cell, settings) for cell, settings, _ in run_plan(experiment)])
    inputs = check_array("inputs", experiment.make_inputs(), ("T", 1, "D"))[:, 0]
    labels = [run_label(cell, settings) for cell, settings in used.plan]
    runs = [[quoted(label), cell] for label, (cell, _) in zip(labels, used.plan, strict=True)]
    parts = [
        _head(experiment, len(inputs)) + inputs_code(experiment, inputs),
        *cells_code(used),
        *schemes_code(used),
        weights_code(used, "INPUTS.shape[1]"),
        _gradient_norms(used, experiment.loss),
        _median_ratios(used),
        runs_code(used, "Label, cell", runs),
        _main(used),
        start_code(labels),
    ]
    return "\n\n".join(parts)


def _head(experiment: Experiment, steps: int) -> str:
    numbers = map(int, (steps, experiment.hidden_size, experiment.seeds, experiment.seed))
    names = (field.name for field in fields(experiment) if field.name not in ("text", "table"))
    return f'''\
"""How much of the gradient reaches each step of a recurrent network, found by torch.autograd.

Needs numpy and torch. Prints as CSV, for each number of steps before the loss, the median over seeds of
‖∂L/∂s_t‖ / ‖∂L/∂s_T‖: how strongly the loss depends on the state s_t, relative to the last state.
Rounding errors grow as the gradient does: where it explodes, fewer digits agree with GRUViz.
"""

{settings_code({name: getattr(experiment, name) for name in names})}

import csv
import sys

import numpy as np
import torch

STEPS, HIDDEN, SEEDS, SEED = {", ".join(map(str, numbers))}
DTYPE = torch.{experiment.precision}
'''


def _gradient_norms(used: Contents, loss: str) -> str:
    constants, single = (", constants", " | constants") if used.constants else ("", "")
    c, inside = (", c", ' | {"c": c}') if used.recurrent_bias else ("", "")
    size, hidden = ("STATES.get(step, 1) * HIDDEN", "[:HIDDEN]") if used.states else ("HIDDEN", "")
    if loss == "last":
        read, total = "h after the last step, along a fixed direction", f"readout @ states[-1]{hidden}"
    else:
        read = "h after every step, along a fixed direction"
        total = f"sum(readout @ state{hidden} for state in states[1:])"
    return f'''\
def gradient_norms(step, e{used.start}):
    """‖∂L/∂s_t‖ for t = 0 … T, of seed e; the loss L reads {read}."""
    W, U, b{constants}{c} = draw_weights(step, e{used.start})
    states = [torch.zeros({size}, dtype=DTYPE, requires_grad=True)]
    for x in INPUTS:
        a = {{name: W[name] @ x + b[name] for name in W}}{single}{inside}
        states.append(step(a, U, states[-1]))
    readout = np.random.default_rng([7, e, 2]).standard_normal(HIDDEN)
    readout = torch.tensor(readout / np.linalg.norm(readout), dtype=DTYPE)
    loss = {total}
    gradients = torch.stack(torch.autograd.grad(loss, states)).double()
    largest = gradients.abs().amax(1, keepdim=True).clamp(min=5e-324)  # so that no square underflows or overflows
    return largest[:, 0] * (gradients / largest).norm(dim=1)
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
    return f"""\
def main():
    profiles = [median_ratios(step{used.start}) for _, step{used.start} in RUNS]
    table = csv.writer(sys.stdout, lineterminator="\\n")
    table.writerow(["steps_before_loss", *(label for label, *_ in RUNS)])
    for back in range(STEPS + 1):
        table.writerow([back, *(f"{{profile[STEPS - back]:.17g}}" for profile in profiles)])
"""
