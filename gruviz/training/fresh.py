"""What a training would report before its first update, computed without torch."""

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.backpropagation import truncation_cuts
from gruviz.networks.network import Flows, Network, follow_back, fresh_network, random_features, run
from gruviz.tasks import Batch, find_task
from gruviz.tasks.metrics import Targets, log_softmax, softmax
from gruviz.training.history import History, TrainingEvent, histories
from gruviz.training.probes import WATCHED, first_answers, probes_of, profile_and_ratio
from gruviz.training.settings import Learner, TrainConfig


def fresh_histories(config: TrainConfig) -> list[History]:
    """What every learner of a synthetic task would report first, up to rounding; its metric is of one batch only."""
    return histories(config, [_first_event(config, index) for index in range(len(config.learners))])


def network_of(config: TrainConfig, learner: Learner) -> Network:
    """The networks of a learner as they start."""
    task = find_task(config.task)
    return fresh_network(
        learner.cell,
        input_size=task.input_size,
        hidden_size=config.hidden_size,
        output_size=task.output_size,
        decodes=task.decodes,
        attends=task.attends,
        seeds=config.seeds,
        seed=config.seed,
        **learner.weight_settings(config.length),
    )


def probe_flows(network: Network, probes: Batch, truncation: int | None) -> Flows:
    """The gradient of a random readout of the last step, on a few of the probes."""
    passed = run(network, probes.inputs[:, :WATCHED], probes.targets[:, :WATCHED])
    direct = np.zeros_like(passed.features)
    direct[-1] = random_features(passed)
    return follow_back(passed, direct, cuts=truncation_cuts(truncation, passed.encoder.seq_len))


def _first_event(config: TrainConfig, index: int) -> TrainingEvent:
    task, network, probes = find_task(config.task), network_of(config, config.learners[index]), probes_of(config)
    batch = Batch(probes.inputs[:, : config.batch_size], probes.targets[:, : config.batch_size])
    passed = run(network, *batch)
    outputs, metric = passed.outputs, task.measure(passed, batch.targets)
    loss, grad_outputs = _loss(outputs, batch.targets)
    if len(batch.targets) == 1:
        cuts = truncation_cuts(config.truncation, config.length)
        flows = follow_back(passed, grad_outputs @ network.readout_W, cuts=cuts)
    else:
        flows = probe_flows(network, probes, config.truncation)
    profile, ratio = profile_and_ratio(flows.gradients)
    return TrainingEvent(
        learner=index,
        step=0,
        loss=loss,
        metric=metric,
        solved=task.is_solved(metric),
        diverged=np.zeros(config.seeds, dtype=bool),
        gradient_norm=np.full(config.seeds, np.nan),
        clipped_norm=np.full(config.seeds, np.nan),
        profile=profile,
        ratio=ratio,
        gates={name: gate[:, :, :WATCHED].mean((1, 2, 3)) for name, gate in passed.gates.items()},
        answers=first_answers(outputs),
    )


def _loss(outputs: Array, targets: Targets) -> tuple[Array, Array]:
    """The loss of each network, (E,), and its gradient with respect to the outputs, (R, E, B, K)."""
    count = targets.size
    if targets.dtype.kind == "f":
        errors = outputs - targets[:, None, :, None]
        return np.square(errors).mean((0, 2, 3)), 2 * errors / count
    right = targets[:, None, :, None] == np.arange(outputs.shape[-1])
    loss = -(log_softmax(outputs) * right).sum((0, 2, 3)) / count
    return loss, ((softmax(outputs) - right) / count).astype(outputs.dtype)
