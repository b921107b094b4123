"""Train cells side by side on one task, and watch the gradient of every time step while they learn."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from gruviz.arrays import Array
from gruviz.networks.modules import module_of
from gruviz.networks.network import Flows, Network, run
from gruviz.tasks import NO_TARGET, Batch, Task, find_task
from gruviz.training.fresh import network_of, probe_flows
from gruviz.training.history import TrainingEvent
from gruviz.training.probes import WATCHED, first_answers, probes_of, profile_and_ratio
from gruviz.training.settings import SCHEDULES, TrainConfig

LARGEST = 1e19
"""Norm beyond which Adam's squares overflow in float32, and with them all learning ends."""


def train(config: TrainConfig) -> Iterator[TrainingEvent]:
    """Train every learner on the same sequences, in turn, and report how it goes.

    Equal settings give equal events. A seed whose loss or gradient is no longer a number, or whose gradient is too
    large for the optimiser, stops where it was; a learner ends when all of its seeds have stopped.

    Args:
        config: The settings.

    Yields:
        One event per learner before the first update, every `report_every` updates, and after the last.
    """
    return (event for event in updates(config) if isinstance(event, TrainingEvent))


def updates(config: TrainConfig) -> Iterator[TrainingEvent | int]:
    """The events of `train`, and after each update of all learners its number."""
    task = find_task(config.task)
    trainers = [_Trainer(config, task, index) for index in range(len(config.learners))]
    data = np.random.default_rng([config.seed, 0, 5])  # two numbers, and three with a 4, are the seeds of weights
    for trainer in trainers:
        yield trainer.begin()
    for step in range(1, config.steps + 1):
        batch = task.sample(data, config.batch_size, config.length)
        last = step == config.steps
        for trainer in trainers:
            if trainer.is_done:
                continue
            trainer.update(batch, step)
            if last or trainer.is_done or step % config.report_every == 0:
                yield trainer.event(step, final=last or trainer.is_done)
        yield step


class _Trainer:
    """E networks of one learner, their optimiser and their fixed probes."""

    def __init__(self, config: TrainConfig, task: Task, index: int) -> None:
        self.config, self.task, self.index = config, task, index
        learner = config.learners[index]
        start = network_of(config, learner)
        self.module = module_of(start, truncation=config.truncation)
        self.parameters = [*self.module.parameters()]
        self.optimiser = torch.optim.Adam(self.parameters, lr=learner.learning_rate)
        self.probes = probes_of(config)
        self.going = torch.ones(config.seeds, dtype=torch.bool)
        self.loss = np.full(config.seeds, np.nan)
        self.norm, self.clipped = self.loss.copy(), self.loss.copy()
        self.flows: Flows | None = None

    @property
    def is_done(self) -> bool:
        """Whether no seed goes on."""
        return not bool(self.going.any())

    def begin(self) -> TrainingEvent:
        """Measure before the first update."""
        size = self.config.batch_size
        self._backpropagate(Batch(self.probes.inputs[:, :size], self.probes.targets[:, :size]))
        return self.event(0, final=False)

    def update(self, batch: Batch, step: int) -> None:
        """Make one update, the step-th, of every seed that is still going."""
        rate = self.config.learners[self.index].learning_rate
        self.optimiser.param_groups[0]["lr"] = rate * SCHEDULES[self.config.schedule](step / self.config.steps)
        before = [parameter.detach().clone() for parameter in self.parameters]
        usable = self._backpropagate(batch)
        self.optimiser.step()
        finite = torch.stack([_rows(parameter).isfinite().all(1) for parameter in self.parameters]).all(0)
        self.going &= finite & usable
        with torch.no_grad():
            for parameter, old in zip(self.parameters, before, strict=True):
                parameter[~self.going] = old[~self.going]

    def event(self, step: int, *, final: bool) -> TrainingEvent:
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
            diverged=~self.going.numpy(),
            gradient_norm=self.norm.copy(),
            clipped_norm=self.clipped.copy(),
            profile=profile,
            ratio=ratio,
            gates={name: gate[:, :, :WATCHED].mean((1, 2, 3)) for name, gate in passed.gates.items()},
            answers=first_answers(passed.outputs),
            weights=network.weights if final else None,
            readout=(network.readout_W, network.readout_b) if final else None,
            decoder=network.decoder if final else None,
        )

    def _backpropagate(self, batch: Batch) -> Tensor:
        """Give parameters their clipped gradients, 0 for each seed that stops; return which can use theirs, (E,)."""
        losses = self._backward(batch)
        norms = self._gradient_norms()
        factors = self._clip_factors(norms)
        clipped = norms * factors
        usable = losses.isfinite() & norms.isfinite() & (clipped <= LARGEST)
        in_use = self.going & usable
        self._scale_gradients(torch.where(in_use, factors, 0.0))
        self.loss = losses.double().numpy()
        self.norm, self.clipped = norms.numpy(), torch.where(in_use, clipped, 0.0).numpy()
        return usable

    def _backward(self, batch: Batch) -> Tensor:
        """Run forward and back; the loss of each seed, (E,)."""
        self.optimiser.zero_grad()
        targets = torch.from_numpy(batch.targets)
        losses = _losses(self.module(torch.from_numpy(batch.inputs), targets), targets)
        # Each seed has parameters of its own, so a sum keeps their gradients apart.
        losses.sum().backward()  # type: ignore[no-untyped-call]
        self.flows = self.module.flows
        return losses.detach()

    def _gradient_norms(self) -> Tensor:
        """Of all parameters of each seed together, (E,), in float64."""
        parts = [_rows(_gradient(parameter)).double().norm(dim=1) for parameter in self.parameters]
        return torch.stack(parts).norm(dim=0)

    def _clip_factors(self, norms: Tensor) -> Tensor:
        """What brings each norm down to `clip`, (E,); 1 where it is below."""
        if self.config.clip is None:
            return torch.ones_like(norms)
        return (self.config.clip / norms.clamp(min=1e-12)).clamp(max=1.0)

    def _scale_gradients(self, factors: Tensor) -> None:
        """Multiply the gradient of each seed, in place."""
        for parameter in self.parameters:
            gradient = _gradient(parameter)
            gradient *= factors.float().reshape(-1, *[1] * (gradient.ndim - 1))
            gradient.nan_to_num_(0.0, 0.0, 0.0)  # a factor of 0 makes nan of what is infinite

    def _profile(self, network: Network) -> tuple[Array, Array]:
        """Of the training step itself where its loss reads the last step only, else of such a loss on the probes."""
        flows = self.flows
        if flows is None or flows.decoder is not None or len(self.probes.targets) > 1:
            flows = probe_flows(network, self.probes, self.config.truncation)
        return profile_and_ratio(flows.gradients[:, slice(None) if self.is_done else self.going.numpy()])


def _losses(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean over read steps and sequences, for each seed: (R, E, B, K) and (R, B) or (R, B, K) → (E,)."""
    if targets.dtype.is_floating_point:
        numbers = targets.reshape(*targets.shape[:2], -1)[:, None].expand(outputs.shape)
        return functional.mse_loss(outputs, numbers, reduction="none").mean((0, 2, 3))
    classes = targets[:, None].expand(outputs.shape[:3])
    losses = functional.cross_entropy(outputs.movedim(-1, 1), classes, reduction="none", ignore_index=NO_TARGET)
    return losses.sum((0, 2)) / (targets != NO_TARGET).sum()


def _rows(values: Tensor) -> Tensor:
    """(E, …) → (E, all the rest)."""
    return values.flatten(1)


def _gradient(parameter: nn.Parameter) -> Tensor:
    assert parameter.grad is not None
    return parameter.grad
