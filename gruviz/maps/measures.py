"""What is measured at a setting: before training by the engine, after it by training.

All numbers are per network. Of a training, they are measured in float64 on the first of its fixed sequences, as they
are read before the first update; of an experiment, in its own precision on its own input.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.backpropagation import truncation_cuts
from gruviz.engine.gradients import GradientFlow, gradient_flow
from gruviz.engine.jacobians import lyapunov_exponents
from gruviz.engine.norms import euclidean
from gruviz.engine.readouts import random_readout
from gruviz.engine.recording import record
from gruviz.engine.records import Recording
from gruviz.engine.theory import mean_square_factor, pascanu_bound
from gruviz.engine.verdicts import REGIMES
from gruviz.engine.weights import Weights, joined
from gruviz.experiments.run import started_weights
from gruviz.experiments.settings import Experiment
from gruviz.maps.plan import Config
from gruviz.maps.trainability_map import Result, Training
from gruviz.training.fresh import network_of
from gruviz.training.history import TrainingEvent
from gruviz.training.probes import WATCHED, probes_of
from gruviz.training.settings import TrainConfig
from gruviz.validation import TooLarge


def measure(name: str, configs: Sequence[Config]) -> list[Result]:
    """Measure several settings of equal shape as one batch: each as it would be alone, to the last digit.

    Args:
        name: One of `MEASURES`.
        configs: Settings that differ in nothing but their start.

    Returns:
        One result for each, as `Map.results` has them.

    Raises:
        GruvizError: If a setting cannot be measured, even alone.
    """
    if name == "success":
        return [*success([config for config in configs if isinstance(config, TrainConfig)])]
    try:
        results = MEASURED[name](configs)
    except TooLarge:
        half = len(configs) // 2
        if not half:
            raise
        return measure(name, configs[:half]) + measure(name, configs[half:])
    return [*np.split(np.where(np.isnan(results), np.inf, results), len(configs))]


def success(configs: Sequence[TrainConfig]) -> list[Training]:
    """Train the networks of each setting, all of them on the same sequences."""
    import torch

    from gruviz.training.train import train

    learners = tuple(config.learners[0] for config in configs)
    torch.set_flush_denormal(True)  # as on the page Train: the same numbers as there
    try:
        events = list(train(replace(configs[0], learners=learners)))
    finally:
        torch.set_flush_denormal(False)
    return [_training([event for event in events if event.learner == index]) for index in range(len(learners))]


def _training(events: list[TrainingEvent]) -> Training:
    return Training(
        updates=np.array([event.step for event in events]),
        solved=np.stack([event.solved for event in events]),
        diverged=np.stack([event.diverged for event in events]),
    )


def gradient_left(configs: Sequence[Config]) -> Array:
    """log₁₀ of ‖∂L/∂s_1‖ / ‖∂L/∂s_T‖, median over sequences, (n·E,); of an LSTM, s is h and c together.

    The loss reads h_T along a random direction. −inf where nothing is left that a number could hold, inf where it is
    beyond all numbers.
    """
    first, last = euclidean(_flow(configs).gradients[[1, -1]].astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.log10(np.median(first / last, axis=-1))


def regimes(configs: Sequence[Config]) -> Array:
    """The verdict on each network alone, as its place in `REGIMES`, (n·E,)."""
    flow = _flow(configs)
    found = [flow.decay(member=member).regime for member in range(flow.recording.seeds)]
    return np.array([REGIMES.index(regime) for regime in found], dtype=np.float64)


def exponents(configs: Sequence[Config]) -> Array:
    """The largest Lyapunov exponent along the first sequence, in nats per step, (n·E,)."""
    return _alone(configs, lambda recording: lyapunov_exponents(recording, count=1)[:, 0])


def factors(configs: Sequence[Config]) -> Array:
    """`mean_square_factor`, (n·E,)."""
    return _alone(configs, mean_square_factor)


def bounds(configs: Sequence[Config]) -> Array:
    """`pascanu_bound` of a cell that has one, (n·E,)."""
    return _alone(configs, lambda recording: cast(Array, pascanu_bound(recording)))


MEASURED: Mapping[str, Callable[[Sequence[Config]], Array]] = {
    "gradient": gradient_left,
    "lyapunov": exponents,
    "verdict": regimes,
    "factor": factors,
    "bound": bounds,
}
"""What is measured before training: numbers of all networks of the settings, in order."""


def _alone(configs: Sequence[Config], measured: Callable[[Recording], Array]) -> Array:
    """Measure setting by setting what is random by the place of a network in its batch."""
    return np.concatenate([measured(_recording([config])) for config in configs]).astype(np.float64)


def _flow(configs: Sequence[Config]) -> GradientFlow:
    """The gradient of a random readout of the last step, the same for the networks of each setting."""
    recording, first = _recording(configs), configs[0]
    readout = np.tile(random_readout(recording)[: first.seeds], (len(configs), 1, 1))
    if isinstance(first, Experiment):
        return gradient_flow(recording, grad_final=readout, loss=first.loss)
    return gradient_flow(recording, grad_final=readout, cuts=truncation_cuts(first.truncation, first.length))


def _recording(configs: Sequence[Config]) -> Recording:
    """One run of the networks of all settings side by side, (n·E) of them."""
    first = configs[0]
    inputs = first.make_inputs() if isinstance(first, Experiment) else probes_of(first).inputs[:, :WATCHED]
    weights = joined([_weights(config, inputs.shape[2]) for config in configs])
    return replace(record(weights.cell, weights, inputs), beside=first.seeds)


def _weights(config: Config, input_size: int) -> Weights:
    if isinstance(config, TrainConfig):
        return network_of(config, config.learners[0]).weights.astype(np.float64)
    [cell] = config.cells
    return started_weights(config, cell, input_size, config.weight_settings(cell))
