"""Train cells side by side on one task, and watch the gradient of every time step while they learn."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from gruviz.config import TrainConfig
from gruviz.gradients import GradientFlow, backpropagate, euclidean, random_readout, truncation_cuts
from gruviz.history import TrainingEvent
from gruviz.initialisation import init_weights
from gruviz.recording import record
from gruviz.records import Recording
from gruviz.recurrence import Recurrence
from gruviz.tasks import Batch, Task, find_task
from gruviz.validation import Array

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
            student.update(batch)
            if last or student.is_done or step % config.report_every == 0:
                yield student.tell(step, final=last or student.is_done)


class _Student:
    """E networks of one kind, their optimiser and their fixed probes."""

    def __init__(self, config: TrainConfig, task: Task, index: int) -> None:
        learner = config.learners[index]
        self.config, self.task, self.index = config, task, index
        weights = init_weights(
            learner.cell,
            input_size=task.input_size,
            hidden_size=config.hidden_size,
            seeds=config.seeds,
            seed=config.seed,
            dtype="float32",
            **learner.weight_settings(config.length),  # type: ignore[arg-type]
        )
        self.layer = Recurrence(weights, truncation=config.truncation)
        self.readout = _Readout(config, task.output_size)
        self.parameters = [*self.layer.parameters(), *self.readout.parameters()]
        self.optimiser = torch.optim.Adam(self.parameters, lr=learner.learning_rate)
        self.probes = task.sample(np.random.default_rng([config.seed, 0, 6]), PROBES, config.length)
        self.alive = self.usable = torch.ones(config.seeds, dtype=torch.bool)
        self.loss = np.full(config.seeds, np.nan)
        self.norm, self.clipped = self.loss.copy(), self.loss.copy()
        self.flow: GradientFlow | None = None

    @property
    def is_done(self) -> bool:
        """Whether no seed goes on."""
        return not bool(self.alive.any())

    def begin(self) -> TrainingEvent:
        """Measure before the first update."""
        size = self.config.batch_size
        self._gradients(Batch(self.probes.inputs[:, :size], self.probes.targets[:, :size]))
        return self.tell(0, final=False)

    def update(self, batch: Batch) -> None:
        """Make one update of every seed that is still going."""
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
        recording = record(self.layer.cell, self.layer.weights(), self.probes.inputs)
        metric = self._metric(recording)
        profile, ratio = self._profile(recording)
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
            gates={name: gate[:, :, :WATCHED].mean((1, 2, 3)) for name, gate in recording.gates.items()},
            weights=self.layer.weights() if final else None,
            readout=self.readout.arrays() if final else None,
        )

    def _gradients(self, batch: Batch) -> None:
        self.optimiser.zero_grad()
        targets = torch.from_numpy(batch.targets)
        outputs = self.readout(self.layer(torch.from_numpy(batch.inputs))[-len(targets) :])
        losses = _losses(outputs, targets)
        losses.sum().backward()  # type: ignore[no-untyped-call]  # each seed has parameters of its own, so a sum keeps their gradients apart
        self.loss = losses.detach().double().numpy()
        self.flow = self.layer.flow
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

    def _metric(self, recording: Recording) -> Array:
        targets = torch.from_numpy(self.probes.targets)
        with torch.no_grad():
            outputs = self.readout(torch.from_numpy(np.array(recording.state[-len(targets) :])))
        if self.task.metric != "accuracy":
            return _losses(outputs, targets).double().numpy()
        return (outputs.argmax(-1) == targets[:, None]).double().mean((0, 2)).numpy()

    def _profile(self, recording: Recording) -> tuple[Array, Array]:
        """Of the training step itself where its loss reads the last step only, else of such a loss on the probes."""
        flow = self.flow
        if len(self.probes.targets) > 1 or flow is None:
            few = record(self.layer.cell, self.layer.weights(), self.probes.inputs[:, :WATCHED])
            direct = np.zeros_like(few.state)
            direct[-1] = random_readout(few)
            gradients = backpropagate(few, direct, cuts=truncation_cuts(self.config.truncation, few.seq_len))
        else:
            gradients = flow.gradients
        going = slice(None) if self.is_done else self.alive.numpy()
        norms = euclidean(gradients[:, going].astype(np.float64)).reshape(len(gradients), -1)
        read = norms[-1] > 0
        if not read.any():
            nothing = np.zeros(len(norms))
            return nothing, nothing
        with np.errstate(over="ignore", invalid="ignore"):
            return np.median(norms, axis=1), np.median(norms[:, read] / norms[-1, read], axis=1)


class _Readout(nn.Module):
    """A linear map of h for each seed."""

    def __init__(self, config: TrainConfig, outputs: int) -> None:
        super().__init__()
        bound = 1 / np.sqrt(config.hidden_size)
        rngs = [np.random.default_rng([config.seed, member, 4]) for member in range(config.seeds)]
        W = np.stack([rng.uniform(-bound, bound, (outputs, config.hidden_size)) for rng in rngs])
        b = np.stack([rng.uniform(-bound, bound, outputs) for rng in rngs])
        self.W, self.b = nn.Parameter(torch.tensor(W).float()), nn.Parameter(torch.tensor(b).float())

    def forward(self, states: Tensor) -> Tensor:
        """(R, E, B, S) → (R, E, B, K)."""
        return states[..., : self.W.shape[2]] @ self.W.transpose(1, 2) + self.b[:, None]

    def arrays(self) -> tuple[Array, Array]:
        """Copies of W (E, K, H) and b (E, K)."""
        return self.W.detach().numpy().copy(), self.b.detach().numpy().copy()


def _losses(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean over read steps and sequences, for each seed: (R, E, B, K) and (R, B) → (E,)."""
    wanted = targets[:, None].expand(outputs.shape[:3])
    if targets.dtype.is_floating_point:
        return functional.mse_loss(outputs[..., 0], wanted, reduction="none").mean((0, 2))
    return functional.cross_entropy(outputs.movedim(-1, 1), wanted, reduction="none").mean((0, 2))


def _rows(values: Tensor) -> Tensor:
    return values.flatten(1)


def _gradient(parameter: nn.Parameter) -> Tensor:
    assert parameter.grad is not None
    return parameter.grad
