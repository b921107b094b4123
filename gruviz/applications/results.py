"""How good trained models are on what they have never seen, beside the baselines, and what that says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import run
from gruviz.tasks import METRICS, Metric, Task
from gruviz.tasks.base import Batch
from gruviz.wording import listed

CHUNK = 256
"""Sequences that run at once."""


@dataclass(frozen=True)
class ApplicationResult:
    """One line of a table of results.

    Args:
        name: Of the model or baseline.
        values: The metric of every seed; of a baseline just one.
        is_baseline: Which of the two.
    """

    name: str
    values: tuple[float, ...]
    is_baseline: bool = False

    @property
    def median(self) -> float:
        """Over the seeds."""
        return float(np.median(self.values))

    def words(self, metric: Metric) -> str:
        """The median, of several seeds with their range."""
        middle = metric.words(self.median)
        if len(self.values) == 1:
            return middle
        return f"{middle} ({metric.words(min(self.values))} to {metric.words(max(self.values))})"


def middle(values: Sequence[float]) -> int:
    """Place of the value in the middle, the first of equal ones; of an even number the one nearest to the median."""
    median = float(np.median(values))
    return min(range(len(values)), key=lambda place: abs(values[place] - median))


def judge(model: TrainedModel) -> Array:
    """The metric of each network on everything held out, (E,)."""
    task = model.kind
    held_out = task.held_out(np.random.default_rng([0, 0, 6]), 100_000, model.length)
    if task.metric == "steps balanced":
        return task.measure(run(model.network, *_part(held_out, slice(1))), held_out.targets)
    parts = [_part(held_out, slice(i, i + CHUNK)) for i in range(0, held_out.inputs.shape[1], CHUNK)]
    scores = [task.measure(run(model.network, *part), part.targets) for part in parts]
    return np.average(scores, axis=0, weights=[part.inputs.shape[1] for part in parts])


def results(models: Mapping[str, TrainedModel]) -> list[ApplicationResult]:
    """Models, best first, then the baselines of their task."""
    task, length = next((model.kind, model.length) for model in models.values())
    return ranked(task, {name: judge(model).tolist() for name, model in models.items()}, task.baselines(length))


def ranked(task: Task, measured: Mapping[str, Sequence[float]], rules: Mapping[str, float]) -> list[ApplicationResult]:
    """A table of what was measured before, ordered as by `results`.

    Args:
        task: What was learned.
        measured: Values of every seed, by model.
        rules: The value of each baseline.
    """
    sign = -1 if METRICS[task.metric].higher_is_better else 1
    learned = [ApplicationResult(name, tuple(values)) for name, values in measured.items()]
    baselines = [ApplicationResult(name, (value,), is_baseline=True) for name, value in rules.items()]
    return sorted(learned, key=lambda result: sign * result.median) + baselines


def verdict(task: Task, table: Sequence[ApplicationResult]) -> str:
    """What a table says, in a sentence or two, whoever wins; a network and a rule are held to one measure."""
    metric = METRICS[task.metric]
    learned = [result for result in table if not result.is_baseline]
    best = best_of(learned, metric)
    rule = best_of([result for result in table if result.is_baseline], metric)
    level = [result.name for result in learned if _is_level(result, best, metric)]
    are_best = f"{listed(level)} {'is' if len(level) == 1 else 'are about level and'} best"
    reached = metric.words(rule.median)
    if _is_level(rule, best, metric):
        sentence = f"{are_best}: {metric.name} {metric.words(best.median)}."
        return f"{sentence} The rule “{rule.name}” is as good: {reached}."
    if best_of([rule, best], metric) is rule:
        of_networks = f"Of the networks, {are_best}: {metric.words(best.median)}."
        return f"The rule “{rule.name}” is better than every network: {metric.name} {reached}. {of_networks}"
    behind = [r.name for r in learned if best_of([r, rule], metric) is rule and not _is_level(rule, r, metric)]
    tail = f", which is better than {listed(behind)}" if behind else ""
    sentence = f"{are_best}: {metric.name} {metric.words(best.median)}."
    return f"{sentence} The best of the rules, “{rule.name}”, reaches {reached}{tail}."


def in_short(task: Task, table: Sequence[ApplicationResult]) -> str:
    """The best network and the best rule in one short sentence, whoever wins; by the measure of `verdict`."""
    metric = METRICS[task.metric]
    learned = [result for result in table if not result.is_baseline]
    best, rule = best_of(learned, metric), best_of([result for result in table if result.is_baseline], metric)
    names = listed([result.name for result in learned if _is_level(result, best, metric)])
    networks, rules = f"{names} {metric.words(best.median)}", f"{metric.words(rule.median)}: {rule.name}"
    if _is_level(rule, best, metric):
        return f"{networks}, no better than the best rule, {rules}."
    if best_of([rule, best], metric) is rule:
        return f"The best rule wins, {rules}; best network {networks}."
    return f"{networks}, best rule {rules}."


def best_of(results: Sequence[ApplicationResult], metric: Metric) -> ApplicationResult:
    """The best median, of equal ones the first."""
    sign = -1 if metric.higher_is_better else 1
    return min(results, key=lambda result: sign * result.median)


def _is_level(result: ApplicationResult, best: ApplicationResult, metric: Metric) -> bool:
    """Within one part in a hundred of all, or of the best; or with a seed that does as well as the best's median."""
    close = abs(result.median - best.median) <= 0.01 * (1.0 if metric.is_share else abs(best.median))
    return close or min(result.values) <= best.median <= max(result.values)


def _part(batch: Batch, sequences: slice) -> Batch:
    return Batch(batch.inputs[:, sequences], batch.targets[:, sequences])
