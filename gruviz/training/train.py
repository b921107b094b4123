"""Train cells side by side on one task, and watch the gradient of every time step while they learn."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from gruviz.arrays import Array
from gruviz.networks.modules import module_of
from gruviz.networks.network import Flows, Network, Pass, run, side_by_side
from gruviz.tasks import NO_TARGET, Batch, Task, find_task
from gruviz.training.batches import Batches, batches
from gruviz.training.fresh import network_of, probe_flows
from gruviz.training.history import TrainingEvent
from gruviz.training.probes import WATCHED, as_read, first_answers, probes_of, profile_and_ratio
from gruviz.training.settings import SCHEDULES, TrainConfig

LARGEST = 1e19
"""Norm beyond which Adam's squares overflow in float32, and with them all learning ends."""


def train(config: TrainConfig) -> Iterator[TrainingEvent]:
    """Train every learner on the same sequences and report how it goes.

    Learners of one cell train as one batch, which changes no number.

    Equal settings give equal events. A seed whose loss or gradient is no longer a number, or whose gradient is too
    large for the optimiser, stops where it was; a learner ends when all of its seeds have stopped.

    Args:
        config: The settings.

    Yields:
        One event per learner before the first update, every `report_every` updates, and after the last.
    """
    return (event for event in updates(config) if isinstance(event, TrainingEvent))


def updates(config: TrainConfig, share: Batches | None = None) -> Iterator[TrainingEvent | int]:
    """The events of `train`, and after those of each update its number, from 0 on; it ends when all have stopped.

    Args:
        config: The settings.
        share: The batches to train, by default all; other processes train the rest on the same sequences.
    """
    task = find_task(config.task)
    trainers = [_Trainer(config, task, learners) for learners in share or batches(config)]
    data = np.random.default_rng([config.seed, 0, 5])  # two numbers, and three with a 4, are the seeds of weights
    for trainer in trainers:
        trainer.begin()
    yield from _in_order(trainer.events(0) for trainer in trainers)
    yield 0
    for step in range(1, config.steps + 1):
        going = [trainer for trainer in trainers if not trainer.is_done]
        if not going:
            return
        batch = as_read(config, task.sample(data, config.batch_size, config.length))
        for trainer in going:
            trainer.update(batch, step)
        yield from _in_order(trainer.events(step) for trainer in going)
        yield step


def _in_order(reports: Iterable[Iterable[TrainingEvent]]) -> list[TrainingEvent]:
    """Events of one update in the order of the learners."""
    return sorted((event for report in reports for event in report), key=lambda event: event.learner)


class _Trainer:
    """The networks of learners that train as one batch, their optimiser and their fixed probes.

    Every network has parameters, clipping and an end of its own: each learns to the last bit what it would learn with
    the networks of its own learner alone. In `rows` are those of each learner.
    """

    def __init__(self, config: TrainConfig, task: Task, learners: Sequence[int]) -> None:
        self.config, self.task = config, task
        self.rows = {index: slice(k * config.seeds, (k + 1) * config.seeds) for k, index in enumerate(learners)}
        self.rate = config.learners[learners[0]].learning_rate
        start = side_by_side([network_of(config, config.learners[index]) for index in learners])
        self.module = module_of(start, truncation=config.truncation, beside=config.seeds)
        self.parameters = [*self.module.parameters()]
        self.optimiser = torch.optim.Adam(self.parameters, lr=self.rate)
        self.probes = probes_of(config)
        self.going = torch.ones(start.weights.seeds, dtype=torch.bool)
        self.ended: set[int] = set()
        self.loss = np.full(start.weights.seeds, np.nan)
        self.norm, self.clipped = self.loss.copy(), self.loss.copy()
        self.flows: Flows | None = None

    @property
    def is_done(self) -> bool:
        """Whether no network goes on."""
        return not bool(self.going.any())

    def begin(self) -> None:
        """Find the loss and its gradient before the first update."""
        size = self.config.batch_size
        self._backpropagate(Batch(self.probes.inputs[:, :size], self.probes.targets[:, :size]))

    def update(self, batch: Batch, step: int) -> None:
        """Make one update, the step-th, of every network that is still going."""
        self.optimiser.param_groups[0]["lr"] = self.rate * SCHEDULES[self.config.schedule](step / self.config.steps)
        before = [parameter.detach().clone() for parameter in self.parameters]
        usable = self._backpropagate(batch)
        self.optimiser.step()
        finite = torch.stack([_rows(parameter).isfinite().all(1) for parameter in self.parameters]).all(0)
        self.going &= finite & usable
        with torch.no_grad():
            for parameter, old in zip(self.parameters, before, strict=True):
                parameter[~self.going] = old[~self.going]

    def events(self, step: int) -> Iterator[TrainingEvent]:
        """Measure those learners on the probes of which there is something to report after the step-th update."""
        over = {index for index, rows in self.rows.items() if not bool(self.going[rows].any())} - self.ended
        due = step == self.config.steps or step % self.config.report_every == 0
        reporting = self.rows.keys() - self.ended if due else over
        self.ended |= over
        if reporting:
            network = self.module.network()
            passed = run(network, *self.probes)
            metric = self.task.measure(passed, self.probes.targets)
            for index in sorted(reporting):
                yield self._event(index, step, network, passed, metric[self.rows[index]])

    def _event(self, index: int, step: int, network: Network, passed: Pass, metric: Array) -> TrainingEvent:
        rows, is_over = self.rows[index], index in self.ended or step == self.config.steps
        own = network.members(rows) if is_over else None
        profile, ratio = self._profile(network, rows)
        return TrainingEvent(
            learner=index,
            step=step,
            loss=self.loss[rows].copy(),
            metric=metric,
            solved=self.task.is_solved(metric),
            diverged=~self.going[rows].numpy(),
            gradient_norm=self.norm[rows].copy(),
            clipped_norm=self.clipped[rows].copy(),
            profile=profile,
            ratio=ratio,
            gates={name: gate[:, rows, :WATCHED].mean((1, 2, 3)) for name, gate in passed.gates.items()},
            answers=first_answers(passed.outputs)[rows],
            weights=own.weights if own else None,
            readout=(own.readout_W, own.readout_b) if own else None,
            decoder=own.decoder if own else None,
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

    def _profile(self, network: Network, rows: slice) -> tuple[Array, Array]:
        """Of the training step itself where its loss reads the last step only, else of such a loss on the probes."""
        flows, going = self.flows, self.going[rows].numpy()
        if flows is None or flows.decoder is not None or len(self.probes.targets) > 1:
            gradients = probe_flows(network.members(rows), self.probes, self.config.truncation).gradients
        else:
            gradients = flows.gradients[:, rows]
        return profile_and_ratio(gradients[:, going] if going.any() else gradients)


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
