"""The maps that come finished with the package: what is varied, on which grid, and what is measured there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.training.settings import Learner, TrainConfig

GAINS = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
FINE_GAINS = (0.5, 0.56, 0.63, 0.7, 0.79, 0.89, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0, 2.25, 2.5, 2.8, 3.2, 3.6, 4.0)
SCALES = (0.1, 0.18, 0.32, 0.56, 1.0, 1.8, 3.2)
FINE_SCALES = (0.1, 0.12, 0.15, 0.18, 0.22, 0.26, 0.32, 0.39, 0.46, 0.56, 0.68, 0.82, 1.0, 1.2, 1.5, 1.8, 2.2, 2.6, 3.2)
LENGTHS = (10.0, 20.0, 30.0, 50.0, 70.0, 100.0, 140.0)
FINE_LENGTHS = (10.0, 13.0, 16.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 70.0, 85.0, 100.0, 120.0, 140.0)
STOPS = (10, 20, 30, 50, 70, 100)
"""Lengths at which the gradient before training is shipped, where no axis is the length."""
SEEDS = 2**31
"""Roots of all randomness there are; after the last comes the first."""


@dataclass(frozen=True)
class Finished:
    """A map that is shipped, with what was there before the training.

    Args:
        key: Name of its file.
        training: Success on the coarse grid.
        x, y: The axes of the fine grid, on which is measured what costs no training.
        before: What is measured there, beside the gradient.
        lengths: Of the sequences, at which the gradient is measured; empty where an axis is the length.
    """

    key: str
    training: Plan
    x: Axis
    y: Axis
    before: tuple[str, ...] = ("factor", "lyapunov")
    lengths: tuple[int, ...] = STOPS

    @property
    def repeat(self) -> Plan:
        """The training once more, see `repeated`."""
        return repeated(self.training)

    def fine(self, measure: str, length: int | None = None) -> Plan:
        """A measure before the training on the fine grid; of sequences of another length, if one is given."""
        base = self.training.base
        assert isinstance(base, TrainConfig)
        return Plan(base if length is None else replace(base, length=length), self.x, self.y, measure)

    def plans(self) -> Iterator[tuple[str, Plan]]:
        """Everything that is shipped, by name: what costs no training first."""
        if self.lengths:
            yield from ((f"gradient {length}", self.fine("gradient", length)) for length in self.lengths)
        else:
            yield "gradient", self.fine("gradient")
        yield from ((measure, self.fine(measure)) for measure in self.before)
        yield "success", self.training
        yield "repeat", self.repeat


def repeated(plan: Plan) -> Plan:
    """A training once more, with other networks on other sequences, on every second row and column."""
    x, y = (replace(axis, values=axis.values[::2]) for axis in (plan.x, plan.y))
    return replace(plan, base=replace(plan.base, seed=(plan.base.seed + 1) % SEEDS), x=x, y=y)


def _spread(low: float, high: float, step: float) -> tuple[float, ...]:
    """From low to high in equal steps."""
    return tuple(float(low + step * k) for k in range(round((high - low) / step) + 1))


def _trained(task: str, cell: str, steps: int, x: Axis, y: Axis) -> Plan:
    learner = Learner(cell, scheme="orthogonal")
    return Plan(TrainConfig(task=task, learners=(learner,), seeds=5, steps=steps), x, y, "success")


def _gru(task: str, steps: int) -> Finished:
    biases = (Axis("update_bias", _spread(-8, 2, step)) for step in (1, 0.5))
    coarse, fine = biases
    plan = _trained(task, "gru", steps, Axis("gain", GAINS), coarse)
    return Finished(f"gru_{task}", plan, Axis("gain", FINE_GAINS), fine)


def _rnn() -> Finished:
    plan = _trained("first_symbol", "rnn", 300, Axis("gain", GAINS), Axis("scale", SCALES))
    measures = ("factor", "bound", "lyapunov")
    return Finished("rnn_first_symbol", plan, Axis("gain", FINE_GAINS), Axis("scale", FINE_SCALES), measures)


def _lstm() -> Finished:
    coarse, fine = (Axis("forget_bias", _spread(-1, 6, step)) for step in (1, 0.5))
    plan = _trained("first_symbol", "lstm", 300, Axis("gain", GAINS), coarse)
    return Finished("lstm_first_symbol", plan, Axis("gain", FINE_GAINS), fine)


def _length() -> Finished:
    coarse, fine = (Axis("update_bias", _spread(-8, 0, step)) for step in (1, 0.5))
    plan = _trained("first_symbol", "gru", 300, Axis("length", LENGTHS), coarse)
    return Finished("length_bias", plan, Axis("length", FINE_LENGTHS), fine, lengths=())


FINISHED: Mapping[str, Finished] = {
    one.key: one for one in (_gru("first_symbol", 300), _gru("adding", 400), _rnn(), _lstm(), _length())
}
"""Every map that is shipped, by key."""

PRESETS: Mapping[str, tuple[str, ...]] = {
    "gru": ("gru_first_symbol", "gru_adding"),
    "rnn": ("rnn_first_symbol",),
    "lstm": ("lstm_first_symbol",),
    "length": ("length_bias",),
}
"""The four pictures of the page, by name: keys of the maps that stand side by side."""
