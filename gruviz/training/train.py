"""Train cells side by side on one task, and watch the gradient of every time step while they learn."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from gruviz.arrays import Array
from gruviz.engine.gradients import truncation_cuts
from gruviz.engine.norms import euclidean
from gruviz.networks.modules import module_of
from gruviz.networks.network import Flows, Network, follow_back, fresh_network, random_features, run
from gruviz.tasks import NO_TARGET, Batch, Task, find_task
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import SCHEDULES, TrainConfig

PROBES = 128
"""Fixed sequences on which the metric is measured."""
WATCHED = 16
"""How many of them the gates, and the profile of tasks that read several steps, are averaged over."""
LARGEST = 1e19
"""Norm beyond which Adam's squares overflow in float32, and with them all learning ends."""


def train(config: TrainConfig) -> Iterator[TrainingEvent]:
    """Train every learner on the same sequences, in turn, and tell how it goes.

    Equal settings give equal events. A seed whose loss or gradient is no longer a number, or whose gradient is too
    large for the optimiser, stops where it was; a learner ends when all of its seeds have stopped.

    Args:
        config: The settings.

    Yields:
        One event per learner before the first update, every `report_every` updates, and after the last.
    """
    task = find_task(config.task)
    students = [_Student(config, task, index) for index in range(len(config.learners))]
    data = np.random.default_rng([config.seed, 0, 5])  # two numbers, and three with a 4, are the seeds of weights
    for student in students:
        yield student.begin()
    for step in range(1, config.steps + 1):
        batch = task.sample(data, config.batch_size, config.length)
        last = step == config.steps
        for student in students:
            if student.is_done:
                continue
            student.update(batch, step)
            if last or student.is_done or step % config.report_every == 0:
                yield student.tell(step, final=last or student.is_done)


class _Student:
    """E networks of one kind, their optimiser and their fixed probes."""

    def __init__(self, config: TrainConfig, task: Task, index: int) -> None:
        learner = config.learners[index]
        self.config, self.task, self.index = config, task, index
        start = fresh_network(
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
        self.module = module_of(start, truncation=config.truncation)
        self.parameters = [*self.module.parameters()]
        self.optimiser = torch.optim.Adam(self.parameters, lr=learner.learning_rate)
        self.probes = task.held_out(np.random.default_rng([config.seed, 0, 6]), PROBES, config.length)
        self.alive = self.usable = torch.ones(config.seeds, dtype=torch.bool)
        self.loss = np.full(config.seeds, np.nan)
        self.norm, self.clipped = self.loss.copy(), self.loss.copy()
        self.flows: Flows | None = None

    @property
    def is_done(self) -> bool:
        """Whether no seed goes on."""
        return not bool(self.alive.any())

    def begin(self) -> TrainingEvent:
        """Measure before the first update."""
        size = self.config.batch_size
        self._gradients(Batch(self.probes.inputs[:, :size], self.probes.targets[:, :size]))
        return self.tell(0, final=False)

    def update(self, batch: Batch, step: int) -> None:
        """Make one update, the step-th, of every seed that is still going."""
        rate = self.config.learners[self.index].learning_rate
        self.optimiser.param_groups[0]["lr"] = rate * SCHEDULES[self.config.schedule](step / self.config.steps)
        before = [parameter.detach().clone() for parameter in self.parameters]
        self._gradients(batch)
        self.optimiser.step()
        finite = torch.stack([_rows(parameter).isfinite().all(1) for parameter in self.parameters]).all(0)
        self.alive &= finite & self.usable
        with torch.no_grad():
            for parameter, old in zip(self.parameters, before, strict=True):
                parameter[~self.alive] = old[~self.alive]

    def tell(self, step: int, *, final: bool) -> TrainingEvent:
        """Measure on the probes."""
        network = self.module.network()
        passed = run(network, *self.probes)
        metric = self.task.measure(passed, self.probes.targets)
        profile, ratio = self._profile(network)
        return TrainingEvent(
            learner=self.index,
            step=step,
            loss=self.loss.copy(),
            metric=metric,
            solved=self.task.is_solved(metric),
            diverged=~self.alive.numpy(),
            gradient_norm=self.norm.copy(),
            clipped_norm=self.clipped.copy(),
            profile=profile,
            ratio=ratio,
            gates={name: gate[:, :, :WATCHED].mean((1, 2, 3)) for name, gate in passed.gates.items()},
            weights=network.weights if final else None,
            readout=(network.readout_W, network.readout_b) if final else None,
            decoder=network.decoder if final else None,
        )

    def _gradients(self, batch: Batch) -> None:
        self.optimiser.zero_grad()
        targets = torch.from_numpy(batch.targets)
        outputs = self.module(torch.from_numpy(batch.inputs), targets)
        losses = _losses(outputs, targets)
        losses.sum().backward()  # type: ignore[no-untyped-call]  # each seed has parameters of its own, so a sum keeps their gradients apart
        self.loss = losses.detach().double().numpy()
        self.flows = self.module.flows
        parts = [_rows(_gradient(parameter)).double().norm(dim=1) for parameter in self.parameters]
        norms = torch.stack(parts).norm(dim=0)
        factor = torch.ones_like(norms)
        if self.config.clip is not None:
            factor = (self.config.clip / norms.clamp(min=1e-12)).clamp(max=1.0)
        clipped = norms * factor
        self.usable = losses.detach().isfinite() & norms.isfinite() & (clipped <= LARGEST)
        goes_on = self.alive & self.usable
        factor = torch.where(goes_on, factor, 0.0).float()
        for parameter in self.parameters:
            gradient = _gradient(parameter)
            gradient *= factor.reshape(-1, *[1] * (gradient.ndim - 1))
            gradient.nan_to_num_(0.0, 0.0, 0.0)
        self.norm, self.clipped = norms.numpy(), torch.where(goes_on, clipped, 0.0).numpy()

    def _profile(self, network: Network) -> tuple[Array, Array]:
        """Of the training step itself where its loss reads the last step only, else of such a loss on the probes."""
        flows = self.flows
        if flows is None or flows.decoder is not None or len(self.probes.targets) > 1:
            few = run(network, self.probes.inputs[:, :WATCHED], self.probes.targets[:, :WATCHED])
            direct = np.zeros_like(few.features)
            direct[-1] = random_features(few)
            cuts = truncation_cuts(self.config.truncation, few.encoder.seq_len)
            flows = follow_back(few, direct, cuts=cuts)
        gradients = flows.gradients
        going = slice(None) if self.is_done else self.alive.numpy()
        norms = euclidean(gradients[:, going].astype(np.float64)).reshape(len(gradients), -1)
        read = norms[-1] > 0
        if not read.any():
            nothing = np.zeros(len(norms))
            return nothing, nothing
        with np.errstate(over="ignore", invalid="ignore"):
            return np.median(norms, axis=1), np.median(norms[:, read] / norms[-1, read], axis=1)


def _losses(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean over read steps and sequences, for each seed: (R, E, B, K) and (R, B) or (R, B, K) → (E,)."""
    if targets.dtype.is_floating_point:
        wanted = targets.reshape(*targets.shape[:2], -1)[:, None].expand(outputs.shape)
        return functional.mse_loss(outputs, wanted, reduction="none").mean((0, 2, 3))
    wanted = targets[:, None].expand(outputs.shape[:3])
    losses = functional.cross_entropy(outputs.movedim(-1, 1), wanted, reduction="none", ignore_index=NO_TARGET)
    return losses.sum((0, 2)) / (targets != NO_TARGET).sum()


def _rows(values: Tensor) -> Tensor:
    return values.flatten(1)


def _gradient(parameter: nn.Parameter) -> Tensor:
    assert parameter.grad is not None
    return parameter.grad
