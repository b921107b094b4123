"""The script of a training: its head, the network, the updates and the table."""

from collections.abc import Mapping
from dataclasses import fields

from gruviz.export.contents import Contents
from gruviz.export.draws import schemes_code, weights_code
from gruviz.export.layout import quoted
from gruviz.export.runs import cells_code, runs_code, settings_code, start_code
from gruviz.tasks import APPLICATIONS, TASKS, Task, find_task
from gruviz.training.history import learner_label
from gruviz.training.settings import TrainConfig
from gruviz.validation import InvalidValue, check_choice


def training_script(config: TrainConfig) -> str:
    """Write a script that repeats a training with torch.autograd, one network after another.

    It needs numpy and torch only. It prints as CSV the metric of every network before the first update, every
    `report_every` updates and after the last, and then, behind "#", how many seeds of each learner solved the task.
    Rounding differs from ours, so that after many updates the numbers only resemble each other.

    Args:
        config: The settings; equal settings give the same script.

    Returns:
        The source, formatted as ruff does with lines of 120.

    Raises:
        GruvizError: If the task is on real data, which no script can hold, or the learning rate is not constant.
    """
    task = find_task(config.task)
    if task.key in APPLICATIONS:
        raise InvalidValue("task", task.key, "a script needs a task that is made by a formula: " + ", ".join(TASKS))
    check_choice("schedule", config.schedule, ("constant",))
    used = Contents([(learner.cell, learner.weight_settings(config.length)) for learner in config.learners])
    labels = [learner_label(learner, config.length) for learner in config.learners]
    runs = [
        [quoted(label), learner.cell, repr(float(learner.learning_rate))]
        for label, learner in zip(labels, config.learners, strict=True)
    ]
    parts = [
        _head(config, task),
        task.script,
        *cells_code(used),
        *schemes_code(used),
        weights_code(used, "INPUTS"),
        _READOUT,
        _evaluate(used, task, truncated=config.truncation is not None, scaled=config.scale != 1),
        _train(used, task, clipped=config.clip is not None),
        runs_code(used, "Label, cell, learning rate", runs),
        _main(used, task),
        start_code(labels),
    ]
    return "\n\n".join(parts)


def _head(config: TrainConfig, task: Task) -> str:
    sizes = map(int, (task.input_size, config.hidden_size, task.output_size))
    numbers = map(int, (config.length, config.batch_size, config.steps, config.report_every, config.seeds, config.seed))
    names = (field.name for field in fields(config) if field.name != "learners")
    clip = "" if config.clip is None else f"CLIP = {float(config.clip)!r}\n"
    cut = "" if config.truncation is None else f"TRUNCATION = {int(config.truncation)!r}\n"
    loud = "" if config.scale == 1 else f"SCALE = {float(config.scale)!r}\n"
    return f'''\
"""Train recurrent networks on one task ({task.title}), with gradients found by torch.autograd.

Needs numpy and torch. Prints as CSV the {task.metric} of every network on {_PROBES} fixed sequences as it learns, then
how many of each kind solved the task. Rounding errors grow with every update: late numbers only resemble GRUViz's.
"""

{settings_code({name: getattr(config, name) for name in names})}

import csv
import sys

import numpy as np
import torch

INPUTS, HIDDEN, OUTPUTS = {", ".join(map(str, sizes))}
LENGTH, BATCH, UPDATES, REPORT_EVERY, SEEDS, SEED = {", ".join(map(str, numbers))}
{clip}{cut}{loud}DTYPE = torch.float32
'''


_PROBES = 128

_READOUT = '''\
def draw_readout(e):
    """V and v of seed e: the network says V h + v."""
    rng = np.random.default_rng([SEED, e, 4])
    return [torch.tensor(uniform(rng, *shape), dtype=DTYPE) for shape in ((OUTPUTS, HIDDEN), (OUTPUTS,))]
'''


def _evaluate(used: Contents, task: Task, *, truncated: bool, scaled: bool) -> str:
    read = f"{'SCALE * ' if scaled else ''}torch.from_numpy(inputs)"
    c, inside = (", c", ' | {"c": c[:, None]}') if used.recurrent_bias else ("", "")
    constants, single = (", constants", _COLUMNS) if used.constants else ("", "")
    size, hidden = ("STATES.get(step, 1) * HIDDEN", "[:HIDDEN]") if used.states else ("HIDDEN", "")
    if truncated:
        loop, before = f"for t, x in enumerate({read})", "before"
        cut = """\
        # Every TRUNCATION steps, counted from the last, no gradient passes.
        before = states[-1].detach() if (LENGTH - t) % TRUNCATION == 0 else states[-1]
"""
    else:
        loop, before, cut = f"for x in {read}", "states[-1]", ""
    return f'''\
def evaluate(step, network, inputs, targets):
    """Loss and {task.metric}; there is a target for each of the last steps."""
    W, U, b{constants}{c}, V, v = network
    states = [torch.zeros({size}, inputs.shape[1], dtype=DTYPE)]  # a column for each sequence
    {loop}:
{cut}        a = {{name: W[name] @ x.T + b[name][:, None] for name in W}}{inside}
{single}        states.append(step(a, U, {before}))
    outputs = torch.stack([V @ state{hidden} + v[:, None] for state in states[-len(targets) :]])
    targets = torch.from_numpy(targets)
{_JUDGED[task.metric]}'''


_COLUMNS = "        a |= {name: values[:, None] for name, values in constants.items()}\n"

_JUDGED: Mapping[str, str] = {
    "accuracy": """\
    accuracy = (outputs.argmax(1) == targets).double().mean()
    return torch.nn.functional.cross_entropy(outputs, targets), accuracy.item()
""",
    "mean squared error": """\
    loss = torch.nn.functional.mse_loss(outputs[:, 0], targets)
    return loss, loss.item()
""",
}


def _train(used: Contents, task: Task, *, clipped: bool) -> str:
    zeros = ", materialize_grads=True" if used.recurrent_bias else ""  # for the cells that have no such bias
    constants, single = (", constants", ", *constants.values()") if used.constants else ("", "")
    if clipped:
        stop, factor = "not np.isfinite(norm):", "gradient * (CLIP / max(norm, CLIP))"
    else:
        stop, factor = "not norm <= 1e19:  # Adam squares it, and float32 overflows", "gradient"
    return f'''\
def train(step, rate, e{used.start}):
    """Train the network of seed e; yield the updates made so far and the network, now and then."""
    network = *draw_weights(step, e{used.start}), *draw_readout(e)
    W, U, b{constants}, *others = network
    parameters = [*W.values(), *U.values(), *b.values(){single}, *others]
    optimiser = torch.optim.Adam([parameter.requires_grad_() for parameter in parameters], lr=rate)
    data = np.random.default_rng([SEED, 0, 5])  # every network learns from the same sequences
    yield 0, network
    for update in range(1, UPDATES + 1):
        loss, _ = evaluate(step, network, *{task.key}(data, BATCH, LENGTH))
        gradients = torch.autograd.grad(loss, parameters{zeros})
        norm = torch.cat([gradient.flatten() for gradient in gradients]).double().norm().item()
        if {stop}
            yield update, network  # no update can use such a gradient: the network stays as it is
            return
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = {factor}
        optimiser.step()
        if update % REPORT_EVERY == 0 or update == UPDATES:
            yield update, network
'''


def _main(used: Contents, task: Task) -> str:
    compared = ">=" if task.metric == "accuracy" else "<="
    return f"""\
def main():
    probes = {task.key}(np.random.default_rng([SEED, 0, 6]), {_PROBES}, LENGTH)
    table = csv.writer(sys.stdout, lineterminator="\\n")
    table.writerow(["learner", "seed", "updates", "metric", "solved"])
    summary = []
    for label, step, rate{used.start} in RUNS:
        count = 0
        for e in range(SEEDS):
            for updates, network in train(step, rate, e{used.start}):
                with torch.no_grad():
                    _, metric = evaluate(step, network, *probes)
                solved = metric {compared} {task.solved_at!r}
                table.writerow([label, e, updates, f"{{metric:.6g}}", solved])
            count += solved
        summary.append(f"# {{label}}: {{count}} of {{SEEDS}} solved")
    print(*summary, sep="\\n")
"""
